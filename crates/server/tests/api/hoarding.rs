//! What one secret and one network may hold without booking, and that honest people behind one address do not notice.

use contract::{ProblemCode, holds::Hold};
use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    log,
    support::{Ask, TestApp, confirm, delete, hold_of, nik, patch, person, post, send, stop},
};

fn hold_places(secret: u8, network: u8, time: &str) -> Ask {
    post("/holds").secret(secret).json(hold_of(&[stop("polres-skck", 0, time)])).through_network(network)
}

#[tokio::test]
async fn one_network_can_not_hold_a_whole_window_without_booking() {
    let app = TestApp::start_with_limits(|limits| limits.held_places_per_window_min = 1).await;
    for secret in 1..=3 {
        app.send(hold_places(secret, 1, "24T08:00")).await.ok::<Hold>();
    }
    let before = app.state().await;
    let refused = app.send(hold_places(4, 1, "24T08:00")).await;
    refused.refused(ProblemCode::TooManyHolds, &[]);
    assert_eq!(refused.headers["retry-after"], "120");
    assert_eq!(refused.headers["ratelimit"], "\"held_share_per_network_max\";r=0;t=120");
    assert_eq!(app.state().await, before, "nothing of it has happened");
    app.send(hold_places(5, 2, "24T08:00")).await.ok::<Hold>();
    // What is booked is not held any more.
    let hold: Hold = app.send(hold_places(1, 1, "24T08:00")).await.ok();
    assert_eq!(app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.status, 201);
    app.send(hold_places(4, 1, "24T08:00")).await.ok::<Hold>();
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_party_takes_as_much_of_a_window_as_it_has_people() {
    let app = TestApp::start_with_limits(|limits| limits.held_places_per_window_min = 1).await;
    let party = |count| (0..count).map(|person| stop("polres-skck", person, "24T08:00")).collect::<Vec<_>>();
    let ask = |count| post("/holds").secret(1).json(hold_of(&party(count)));
    app.send(ask(4)).await.refused(ProblemCode::TooManyHolds, &[]);
    app.send(ask(3)).await.ok::<Hold>();
}

#[tokio::test]
async fn one_network_has_so_many_holds_and_held_places_at_once_and_no_more() {
    for places in [1, 2] {
        let app = TestApp::start_with_limits(|limits| {
            limits.holds_per_network_max = if places == 1 { 2 } else { 100 };
            limits.held_places_per_network_max = if places == 1 { 100 } else { 5 };
        })
        .await;
        let ask = |secret: u8| {
            let times = ["24T08:00", "24T08:30"];
            let stops: Vec<_> =
                (0..places).map(|person| stop("polres-skck", person, times[usize::from(secret) % 2])).collect();
            post("/holds").secret(secret).json(hold_of(&stops))
        };
        for secret in [1, 2] {
            app.send(ask(secret).through_network(1)).await.ok::<Hold>();
        }
        let refused = app.send(ask(3).through_network(1)).await;
        refused.refused(ProblemCode::TooManyHolds, &[]);
        app.send(ask(2).through_network(1)).await.ok::<Hold>();
        app.send(ask(4).through_network(2)).await.ok::<Hold>();
        // Holds that have ended count no more.
        app.advance(10 * 60);
        app.send(ask(3).through_network(1)).await.ok::<Hold>();
    }
}

#[tokio::test]
async fn changing_a_hold_again_and_again_does_not_keep_it_for_ever() {
    let app = TestApp::start().await;
    let mut minutes = 0;
    let refused = loop {
        let times = ["24T08:00", "24T08:30"];
        let answer = app.send(hold_places(1, 1, times[minutes / 9 % 2])).await;
        if answer.status == 429 {
            break answer;
        }
        let hold: Hold = answer.ok();
        // One that has just begun anew can be extended anew, but not past the end of all holding.
        app.send(patch(&format!("/holds/{}", hold.id)).secret(1).json(json!({}))).await;
        app.advance(9 * 60);
        minutes += 9;
        assert!(minutes < 100, "held for {minutes} minutes");
    };
    assert_eq!(minutes, 45, "the last hold ended after 40 minutes");
    refused.refused(ProblemCode::TooManyHolds, &[]);
    assert_eq!(refused.headers["ratelimit"], "\"holding_minutes_max\";r=0;t=300");
    assert_eq!(app.left("polres/skck", "24T08:00").await, 5, "its places are free");
    app.advance(5 * 60);
    app.send(hold_places(1, 1, "24T08:00")).await.ok::<Hold>();
}

#[tokio::test]
async fn a_new_hold_promises_no_more_than_is_left_of_all_holding() {
    let app = TestApp::start().await;
    let times = ["24T08:00", "24T08:30"].into_iter().cycle();
    for (time, minutes_left) in times.zip([10, 10, 10, 10, 4]) {
        let hold: Hold = app.send(hold_places(1, 1, time)).await.ok();
        assert_eq!((hold.held_until - hold.answered_at).num_minutes(), minutes_left);
        app.advance(9 * 60);
    }
}

#[tokio::test]
async fn giving_a_hold_back_and_holding_anew_does_not_keep_it_for_ever_either() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        let hold: Hold = app.send(hold_places(1, 1, "24T08:00")).await.ok();
        app.advance(9 * 60);
        // The last one has ended by then.
        assert_eq!(app.send(delete(&format!("/holds/{}", hold.id)).secret(1)).await.status, 204);
    }
    let refused = app.send(hold_places(1, 1, "24T08:00")).await;
    refused.refused(ProblemCode::TooManyHolds, &[]);
    assert_eq!(refused.headers["ratelimit"], "\"holding_minutes_max\";r=0;t=300");
    assert_eq!((app.counter("polres/skck", "24T08:00").await, app.rows("hold_stop").await), (0, 0));
    app.advance(5 * 60);
    app.send(hold_places(1, 1, "24T08:00")).await.ok::<Hold>();
    app.assert_books_balance().await;
}

#[tokio::test]
async fn whoever_comes_back_after_a_while_begins_anew() {
    let app = TestApp::start().await;
    for _ in 0..10 {
        app.send(hold_places(1, 1, "24T08:00")).await.ok::<Hold>();
        app.advance(20 * 60);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_residents_behind_one_address_all_book() {
    let app = TestApp::start().await;
    let times: Vec<String> = ["24", "25", "26", "30"]
        .into_iter()
        .flat_map(|day| [8, 9, 10, 11, 13].map(|hour| [0, 30].map(|minute| format!("{day}T{hour:02}:{minute:02}"))))
        .flatten()
        .collect();
    let mut tasks = JoinSet::new();
    // On PostgreSQL each waits for one of 16 connections, and for no longer than ten seconds.
    let residents = if app.app.config.database.is_some() { 60 } else { 200 };
    for number in 0..residents {
        let (router, time) = (app.router(), times[usize::from(number) % times.len()].clone());
        tasks.spawn(async move {
            let answer = send(router.clone(), hold_places(number, 1, &time)).await;
            assert_eq!(answer.status, 201, "{time} {}", answer.text);
            let ask = confirm(number, &answer.ok(), &[person("Siti", &nik(u16::from(number) + 1))]);
            let answer = send(router, ask.through_network(1)).await;
            assert_eq!(answer.status, 201, "{time} {}", answer.text);
        });
    }
    tasks.join_all().await;
    assert_eq!(app.rows("visit").await, i64::from(residents));
    app.assert_books_balance().await;
}

#[tokio::test]
async fn behind_a_proxy_the_network_is_the_one_that_it_names() {
    let app = TestApp::start_with_config(|config| {
        config.client_address_header = Some("x-forwarded-for".parse().unwrap());
        config.hold_limits.holds_per_network_max = 1;
    })
    .await;
    let through = |secret, address: &str| hold_places(secret, secret, "24T08:00").header("x-forwarded-for", address);
    app.send(through(1, "192.0.2.1, 36.68.10.7")).await.ok::<Hold>();
    for same in ["36.68.10.7", "36.68.10.7:4711", "[::ffff:36.68.10.7]:4711"] {
        app.send(through(2, same)).await.refused(ProblemCode::TooManyHolds, &[]);
    }
    // What stands before the proxy's own entry is the client's, whatever it is.
    app.send(through(2, "\u{e9}, 36.68.10.7")).await.refused(ProblemCode::TooManyHolds, &[]);
    // So does a line of its own.
    let forged = through(2, "192.0.2.1").header("x-forwarded-for", "36.68.10.7");
    app.send(forged).await.refused(ProblemCode::TooManyHolds, &[]);
    app.send(through(3, "36.68.11.7:4711")).await.ok::<Hold>();
    // What nobody can read is said, once, and the proxy's own address counts.
    let warning = "client_address_header is set";
    assert!(!log::text().contains(warning));
    for secret in 4..6 {
        app.send(through(secret, "for=36.68.10.7")).await.ok::<Hold>();
    }
    assert_eq!(log::text().matches(warning).count(), 1);
}
