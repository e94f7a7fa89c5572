//! What happens while reminders are under way.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use axum::Router;
use loket_server::{App, clock::TurnedClock};
use tokio::sync::Barrier;

use super::*;
use crate::support::{Ask, send};

#[tokio::test]
async fn of_two_servers_one_sends() {
    let it = Reminding::asked().await;
    it.app.set_clock("24T16:00");
    let (one, other) = tokio::join!(reminders::run(&it.app.app, &it.push), reminders::run(&it.app.app, &it.push));
    assert_eq!((one.unwrap() + other.unwrap(), it.service.messages().len()), (1, 1));
}

/// However the servers take turns: one reads eighteen phones and sends to the first eight, and while those wait for their answers
/// the other one sends to the rest.
#[tokio::test]
async fn what_another_server_has_sent_since_it_was_read_is_not_sent_again() {
    const AT_ONCE: usize = 8;
    let other = Arc::new(OnceLock::<(App, Push)>::new());
    let (server, come, is_done) = (Arc::clone(&other), Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(AT_ONCE)));
    let until_the_other_has_sent = move || {
        let (server, is_done) = (Arc::clone(&server), Arc::clone(&is_done));
        let number = come.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            if number == AT_ONCE {
                let (app, push) = server.wait();
                assert_eq!(reminders::run(app, push).await.unwrap(), 10);
            }
            if number <= AT_ONCE {
                is_done.wait().await;
            }
        }
    };
    let it = Reminding::booked_through(PushService::start_where(until_the_other_has_sent).await).await;
    let push = Push::of(&it.app.app.config.reminders).unwrap();
    assert!(other.set((it.app.app.clone(), push)).is_ok());
    for secret in 2..20 {
        it.open(secret).await;
        it.ask_for_it(secret).await;
    }
    assert_eq!(it.sent_at("24T16:00").await.len(), 18, "one a phone");
}

#[tokio::test]
async fn a_mark_that_another_server_has_set_meanwhile_stays() {
    let server = Arc::new(OnceLock::<App>::new());
    let other = Arc::clone(&server);
    let meanwhile = move || {
        let other = Arc::clone(&other);
        async move {
            let mut tx = other.wait().db.write().await.unwrap();
            sqlx::query("update reminder set day_before_of = 1").execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    let it = Reminding::booked_through(PushService::start_where(meanwhile).await).await;
    assert!(server.set(it.app.app.clone()).is_ok());
    it.ask_for_it(1).await;
    it.service.answer(503);
    assert_eq!(it.sent_at("24T16:00").await.len(), 1);
    assert_eq!(it.app.number("select count(*) from reminder where day_before_of = 1").await, 1);
}

#[tokio::test]
async fn who_subscribes_anew_while_the_old_subscription_is_given_up_is_reminded() {
    let anew = Arc::new(OnceLock::<(Router, Ask)>::new());
    let asked = Arc::clone(&anew);
    let meanwhile = move || {
        let (router, ask) = asked.wait().clone();
        async move {
            assert_eq!(send(router, ask).await.status, 204);
        }
    };
    let it = Reminding::booked_through(PushService::start_where(meanwhile).await).await;
    let body = it.service.subscription(&it.key().await);
    assert!(anew.set((it.app.router(), ask("PUT", &it.path()).secret(1).json(body))).is_ok());
    it.ask_for_it(1).await;
    it.service.answer(410);
    assert_eq!(it.sent_at("24T16:00").await.len(), 1);
    assert_eq!(it.app.rows("reminder").await, 1, "the new one stays");
    it.service.answer(201);
    assert_eq!(it.sent_at("24T16:01").await.len(), 1, "and is asked what the old one did not get");
}

#[tokio::test]
async fn a_slow_push_service_holds_up_no_other() {
    let both = Arc::new(Barrier::new(2));
    let until_both_came = move || {
        let both = Arc::clone(&both);
        async move {
            both.wait().await;
        }
    };
    let it = Reminding::booked_through(PushService::start_where(until_both_came).await).await;
    it.open(2).await;
    for secret in [1, 2] {
        it.ask_for_it(secret).await;
    }
    it.app.set_clock("24T16:00");
    assert_eq!(reminders::run(&it.app.app, &it.push).await.unwrap(), 2, "neither waits for the other's answer");
}

#[tokio::test]
async fn what_waited_until_the_window_began_is_not_sent() {
    let clock = Arc::new(OnceLock::<TurnedClock>::new());
    let turned = Arc::clone(&clock);
    let until_it_began = move || {
        turned.wait().set(instant("25T08:00").to_utc());
        std::future::ready(())
    };
    let it = Reminding::booked_through(PushService::start_where(until_it_began).await).await;
    assert!(clock.set(it.app.clock.clone()).is_ok());
    for secret in 2..20 {
        it.open(secret).await;
        it.ask_for_it(secret).await;
    }
    let sent = it.sent_at("25T07:59:59").await.len();
    assert!((1..18).contains(&sent), "{sent}");
    let claimed = "select count(*) from reminder where hour_before_of is not null";
    assert_eq!(it.app.number(claimed).await, sent as i64);
}
