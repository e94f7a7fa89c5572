//! A catalogue that gives a desk fewer or more places while visits stand.

use contract::{FaultCode, ProblemCode, visits::Ticket};
use serde_json::json;

use crate::support::{TestApp, delete, hold_of, instant, nik, patch, person, post, stop, visit_path};

const WINDOW: &str = "24T08:00";
const DESK: &str = "polres/skck";

/// Five have all places of the window; then its desk has that capacity, half of it to be booked.
async fn five_booked_then(capacity: &str) -> (TestApp, Vec<Ticket>) {
    let app = TestApp::start().await;
    let mut tickets = Vec::new();
    for number in 1..=5 {
        let people = [person("Siti", &nik(u16::from(number)))];
        tickets.push(app.book(number, &[stop("polres-skck", 0, WINDOW)], &people).await);
    }
    let app = app.restart_where("tenants/polres.toml", "capacity = 10", &format!("capacity = {capacity}")).await;
    (app, tickets)
}

async fn assert_is_full(app: &TestApp) {
    assert_eq!(app.left(DESK, WINDOW).await, 0);
    let refused = app.send(post("/holds").secret(9).json(hold_of(&[stop("polres-skck", 0, WINDOW)]))).await;
    refused.refused(ProblemCode::WindowFull, &[("/stops/0/starts_at", FaultCode::Full)]);
}

#[tokio::test]
async fn a_window_that_lost_places_keeps_who_is_in_and_lets_nobody_in() {
    let (app, tickets) = five_booked_then("6").await;
    assert_is_full(&app).await;
    for (ticket, number) in tickets.iter().zip(1..) {
        let still: Ticket = app.send(crate::support::get(&visit_path(ticket)).secret(number)).await.ok();
        assert_eq!(still, Ticket { answered_at: still.answered_at, ..ticket.clone() });
    }
    let stays = json!({ "stops": [{ "stop": 1, "starts_at": instant(WINDOW) }] });
    app.send(patch(&visit_path(&tickets[0])).secret(1).key("r").json(stays)).await.ok::<Ticket>();
    assert_eq!(app.counter(DESK, WINDOW).await, 5);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn places_that_are_freed_come_back_only_below_the_new_bound() {
    let (app, tickets) = five_booked_then("6").await;
    for (ticket, number) in tickets.iter().zip(1..=2) {
        app.send(delete(&visit_path(ticket)).secret(number).key("c")).await.ok::<Ticket>();
        assert_is_full(&app).await;
    }
    app.send(delete(&visit_path(&tickets[2])).secret(3).key("c")).await.ok::<Ticket>();
    assert_eq!(app.left(DESK, WINDOW).await, 1, "three places, two taken");
    app.hold(9, &[stop("polres-skck", 0, WINDOW)]).await;
    let refused = app.send(post("/holds").secret(8).json(hold_of(&[stop("polres-skck", 0, WINDOW)]))).await;
    assert_eq!(refused.problem().code, ProblemCode::WindowFull);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn who_leaves_a_window_that_lost_places_does_not_get_back_in() {
    let (app, tickets) = five_booked_then("6").await;
    let move_to = |time: &str| json!({ "stops": [{ "stop": 1, "starts_at": instant(time) }] });
    let path = visit_path(&tickets[0]);
    app.send(patch(&path).secret(1).key("a").json(move_to("24T09:00"))).await.ok::<Ticket>();
    let back = app.send(patch(&path).secret(1).key("b").json(move_to(WINDOW))).await;
    back.refused(ProblemCode::WindowFull, &[("/stops/0/starts_at", FaultCode::Full)]);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_window_that_got_places_lets_so_many_more_in() {
    let (app, _) = five_booked_then("14").await;
    assert_eq!(app.left(DESK, WINDOW).await, 2);
    for number in [6, 7] {
        app.hold(number, &[stop("polres-skck", 0, WINDOW)]).await;
    }
    assert_is_full(&app).await;
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_desk_for_walk_ins_only_from_now_on_keeps_who_booked() {
    let app = TestApp::start().await;
    let ticket = app.book(1, &[stop("polres-skck", 0, WINDOW)], &[person("Siti", &nik(1))]).await;
    let app = app.restart_where("tenants/polres.toml", "online_share = 50", "online_share = 0").await;
    let still: Ticket = app.send(crate::support::get(&visit_path(&ticket)).secret(1)).await.ok();
    assert_eq!(still.state, ticket.state);
    let refused = app.send(post("/holds").secret(9).json(hold_of(&[stop("polres-skck", 0, WINDOW)]))).await;
    refused.refused(ProblemCode::InvalidInput, &[("/stops/0/starts_at", FaultCode::WalkInOnly)]);
}
