use contract::{
    FaultCode, ProblemCode,
    visits::{Ticket, VisitState},
};
use serde_json::{Value, json};

use crate::support::{
    Ask, TestApp, child, delete, hold_of, instant, nik, obtaining, patch, person, post, stop, stop_numbered, visit_path,
};

fn moves(stops: &[(u32, &str)]) -> Value {
    let stops: Vec<Value> =
        stops.iter().map(|(stop, time)| json!({ "stop": stop, "starts_at": instant(time) })).collect();
    json!({ "stops": stops })
}

fn reschedule(ticket: &Ticket, key: &str, stops: &[(u32, &str)]) -> Ask {
    patch(&visit_path(ticket)).secret(1).key(key).json(moves(stops))
}

async fn booked(app: &TestApp) -> Ticket {
    let stops = [stop("capil-akta-lahir", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")];
    app.book(1, &stops, &[person("Siti", &nik(1))]).await
}

#[tokio::test]
async fn all_stops_move_and_their_old_places_are_free() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let moved: Ticket = app.send(reschedule(&ticket, "r", &[(1, "26T10:00"), (2, "26T10:30")])).await.ok();
    assert_eq!(moved.day.to_string(), "2026-11-26");
    assert_eq!(moved.code, ticket.code);
    assert_eq!(stop_numbered(&moved, 1).starts_at, instant("26T10:00"));
    assert_eq!(stop_numbered(&moved, 1).ends_at, instant("26T10:30"));
    assert_eq!((app.left("capil/akta", "24T08:00").await, app.left("capil/akta", "26T10:00").await), (1, 0));
    app.assert_books_balance().await;
}

#[tokio::test]
async fn the_same_key_moves_once() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let ask = reschedule(&ticket, "r", &[(1, "26T10:00"), (2, "26T10:30")]);
    let first = app.send(ask.clone()).await;
    let back: Ticket = app.send(reschedule(&ticket, "back", &[(1, "24T08:00"), (2, "24T09:00")])).await.ok();
    assert_eq!(back.day, ticket.day);
    let app = app.restart().await;
    app.set_clock("26T12:00");
    let again = app.send(ask).await;
    assert_eq!((again.status, again.text), (first.status, first.text), "even when it would be refused by now");
    assert_eq!(app.number("select count(*) from visit where day = '2026-11-24'").await, 1, "and nothing moves");
    app.send(reschedule(&ticket, "r", &[(1, "27T08:00"), (2, "27T08:30")])).await.refused(ProblemCode::KeyReused, &[]);
}

#[tokio::test]
async fn who_moves_too_often_is_told_when_that_is_possible_again() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.advance(60 * 60);
    let again = |number: u32| reschedule(&ticket, &number.to_string(), &[(1, "30T08:00"), (2, "30T09:00")]);
    // With the answer to its confirm a hundred are kept.
    for number in 1..100 {
        app.send(again(number)).await.ok::<Ticket>();
    }
    let refused = app.send(again(100)).await;
    refused.refused(ProblemCode::TooManyTries, &[]);
    assert_eq!(refused.headers["retry-after"], (47 * 60 * 60).to_string());
    app.advance(47 * 60 * 60 - 1);
    app.send(again(100)).await.refused(ProblemCode::TooManyTries, &[]);
    app.advance(1);
    app.send(again(100)).await.ok::<Ticket>();
}

#[tokio::test]
async fn where_a_new_window_is_full_everything_stays() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.hold(2, &[stop("capil-akta-lahir", 0, "26T10:00")]).await;
    let before = app.state().await;
    let ask = reschedule(&ticket, "r", &[(2, "26T10:30"), (1, "26T10:00")]);
    let problem =
        app.send(ask.clone()).await.refused(ProblemCode::WindowFull, &[("/stops/1/starts_at", FaultCode::Full)]);
    assert_eq!(app.state().await, before);
    assert_eq!(problem.alternatives[0].stop, 1);
    assert_eq!(problem.alternatives[0].windows[0].starts_at, instant("26T09:30"));
    app.advance(10 * 60);
    assert_eq!(app.send(ask).await.status, 200, "the same key again, once the place is free");
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_stop_may_stay_in_its_window_even_a_full_one() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.send(reschedule(&ticket, "r", &[(1, "24T08:00"), (2, "24T10:00")])).await.ok::<Ticket>();
    assert_eq!(app.left("capil/akta", "24T08:00").await, 0);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn two_of_a_party_may_swap_their_full_windows() {
    let app = TestApp::start().await;
    let stops = [stop("capil-akta-lahir", 0, "24T08:00"), stop("capil-akta-lahir", 1, "24T08:30")];
    let ticket = app.book(1, &stops, &[person("Siti", &nik(1)), person("Budi", &nik(2))]).await;
    let swapped: Ticket = app.send(reschedule(&ticket, "r", &[(1, "24T08:30"), (2, "24T08:00")])).await.ok();
    assert_eq!(stop_numbered(&swapped, 1).starts_at, instant("24T08:30"));
    app.assert_books_balance().await;
}

#[tokio::test]
async fn it_is_possible_until_an_hour_before_the_first_window() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.set_clock("24T06:59:59");
    app.send(reschedule(&ticket, "a", &[(1, "24T08:00"), (2, "24T09:30")])).await.ok::<Ticket>();
    app.set_clock("24T07:00");
    let late = reschedule(&ticket, "b", &[(1, "24T10:00"), (2, "24T10:30")]);
    app.send(late.clone()).await.refused(ProblemCode::TooLate, &[]);
    app.send(late).await.refused(ProblemCode::TooLate, &[]);
}

#[tokio::test]
async fn who_moves_without_end_is_refused_and_can_still_cancel() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let stay = |key: u32| reschedule(&ticket, &key.to_string(), &[(1, "24T08:00"), (2, "24T09:00")]);
    let first = app.send(stay(1)).await;
    for key in 2..100 {
        app.send(stay(key)).await.ok::<Ticket>();
    }
    let before = app.state().await;
    let refused = app.send(stay(100)).await;
    refused.refused(ProblemCode::TooManyTries, &[]);
    assert_eq!(app.state().await, before, "nothing of it is kept");
    assert_eq!(app.send(stay(1)).await.text, first.text, "what was answered is answered again");
    app.send(delete(&visit_path(&ticket)).secret(1).key("c")).await.ok::<Ticket>();
    let people = delete(&format!("{}/people", visit_path(&ticket))).secret(1).key("e");
    assert_eq!(app.send(people).await.status, 204);
}

#[tokio::test]
async fn what_can_not_be_names_the_field() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    for (stops, pointer, code) in [
        (vec![], "/stops", FaultCode::TooFew),
        (vec![(1, "26T10:00")], "/stops", FaultCode::TooFew),
        (vec![(1, "26T10:00"), (3, "26T11:00")], "/stops/1/stop", FaultCode::UnknownReference),
        (vec![(0, "26T10:00"), (2, "26T11:00")], "/stops/0/stop", FaultCode::UnknownReference),
        (vec![(1, "26T10:00"), (1, "26T11:00")], "/stops/1/stop", FaultCode::Duplicate),
        (vec![(1, "26T10:00"), (2, "27T10:30")], "/stops/1/starts_at", FaultCode::OtherDay),
        (vec![(1, "26T10:00"), (2, "24T09:00")], "/stops/1/starts_at", FaultCode::OtherDay),
        (vec![(1, "26T10:00"), (2, "26T10:00")], "/stops/1/starts_at", FaultCode::NotReachable),
        (vec![(1, "28T10:00"), (2, "26T10:30")], "/stops/0/starts_at", FaultCode::DayClosed),
        (vec![(1, "26T10:05"), (2, "26T10:30")], "/stops/0/starts_at", FaultCode::OutsideHours),
        (vec![(1, "20T10:00"), (2, "26T10:30")], "/stops/0/starts_at", FaultCode::InThePast),
    ] {
        let before = app.state().await;
        let answer = app.send(reschedule(&ticket, "r", &stops)).await;
        answer.refused(ProblemCode::InvalidInput, &[(pointer, code)]);
        assert_eq!(app.state().await, before);
    }
    let endless: Vec<(u32, &str)> = vec![(1, "26T10:00"); 500];
    assert_eq!(app.send(reschedule(&ticket, "r", &endless)).await.problem().code, ProblemCode::InvalidInput);
}

#[tokio::test]
async fn the_stop_that_issues_a_paper_still_comes_first() {
    let app = TestApp::start().await;
    let stops = [stop("capil-kk", 0, "24T08:00"), obtaining(stop("polres-skck", 0, "24T08:30"), "kk", 0)];
    let ticket = app.book(1, &stops, &[person("Siti", &nik(1))]).await;
    let answer = app.send(reschedule(&ticket, "r", &[(1, "26T10:00"), (2, "26T09:00")])).await;
    answer.refused(ProblemCode::InvalidInput, &[("/stops/1/starts_at", FaultCode::NotObtainable)]);
}

#[tokio::test]
async fn those_who_split_up_still_take_their_children_along() {
    let app = TestApp::start().await;
    let stops =
        [stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 1, "24T08:30"), stop("polres-skck", 2, "24T08:00")];
    let input = json!({ "apart": true, "stops": stops });
    let hold = app.send(post("/holds").secret(1).json(input)).await.ok();
    let people = [person("Siti", &nik(1)), child("Adik", 0, 1), person("Budi", &nik(2))];
    let ticket: Ticket = app.send(crate::support::confirm(1, &hold, &people)).await.ok();
    let answer = app.send(reschedule(&ticket, "r", &[(1, "26T08:00"), (2, "26T08:00"), (3, "26T08:00")])).await;
    answer.refused(ProblemCode::InvalidInput, &[("/stops/1/starts_at", FaultCode::NotReachable)]);
    app.send(reschedule(&ticket, "r", &[(1, "26T08:00"), (2, "26T09:00"), (3, "26T08:00")])).await.ok::<Ticket>();
}

#[tokio::test]
async fn only_what_is_still_booked_moves() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let path = visit_path(&ticket);
    app.send(delete(&format!("{path}/stops/1")).secret(1).key("c")).await.ok::<Ticket>();
    let both = app.send(reschedule(&ticket, "a", &[(1, "26T10:00"), (2, "26T10:30")])).await;
    both.refused(ProblemCode::InvalidInput, &[("/stops/0/stop", FaultCode::UnknownReference)]);
    let moved: Ticket = app.send(reschedule(&ticket, "b", &[(2, "26T10:30")])).await.ok();
    assert_eq!(stop_numbered(&moved, 1).state, VisitState::Cancelled);
    assert_eq!(moved.day.to_string(), "2026-11-26", "the cancelled stop stays on its own day");
    app.send(delete(&path).secret(1).key("d")).await.ok::<Ticket>();
    app.send(reschedule(&ticket, "e", &[(2, "27T10:30")])).await.refused(ProblemCode::NotBooked, &[]);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_window_that_lost_places_in_the_catalogue_keeps_what_is_taken() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let mut tx = app.app.db.write().await.unwrap();
    // As if the desk had had three places when two others booked.
    sqlx::query("update window_counter set places = 3, taken = 3 where desk = 'akta'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let input = hold_of(&[stop("capil-akta-lahir", 0, "24T08:00")]);
    let answer = app.send(post("/holds").secret(2).json(input)).await;
    answer.refused(ProblemCode::WindowFull, &[("/stops/0/starts_at", FaultCode::Full)]);
    assert_eq!(app.left("capil/akta", "24T08:00").await, 0);
    assert_eq!(app.counter("capil/akta", "24T08:00").await, 3);
    app.send(reschedule(&ticket, "r", &[(1, "24T08:00"), (2, "24T10:00")])).await.ok::<Ticket>();
}
