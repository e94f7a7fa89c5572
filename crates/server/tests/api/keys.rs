use contract::{FaultCode, ProblemCode, visits::Ticket};
use serde_json::{Value, json};

use crate::support::{Ask, TestApp, child, delete, get, nik, person, post, stop, visit_path};

const UNKNOWN: &[(&str, FaultCode)] = &[("path:code", FaultCode::UnknownReference)];

fn open(path: &str, secret: u8, identity: Value) -> Ask {
    post(&format!("{path}/keys")).secret(secret).json(json!({ "identity": identity }))
}

fn by_nik(path: &str, secret: u8, number: u16) -> Ask {
    open(path, secret, json!({ "kind": "nik", "number": nik(number) }))
}

async fn booked(app: &TestApp) -> Ticket {
    let stops = [stop("capil-ktp", 0, "24T08:00"), stop("capil-kk", 1, "24T08:00"), stop("polres-skck", 2, "24T09:00")];
    let foreigner = json!({ "name": "John", "identity": { "kind": "passport", "number": "x 123-4567" } });
    app.book(1, &stops, &[person("Siti", &nik(1)), child("Adik", 0, 1), foreigner]).await
}

#[tokio::test]
async fn code_and_number_open_the_ticket_from_then_on() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let path = visit_path(&ticket);
    app.send(get(&path).secret(2)).await.refused(ProblemCode::NotFound, UNKNOWN);
    let answer = app.send(by_nik(&path, 2, 1)).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.ok::<Ticket>(), ticket);
    app.send(get(&path).secret(2)).await.ok::<Ticket>();
    app.send(get(&path).secret(1)).await.ok::<Ticket>();
    let passport = json!({ "kind": "passport", "number": "X1234567" });
    app.send(open(&path, 3, passport)).await.ok::<Ticket>();
    app.send(delete(&path).secret(3).key("c")).await.ok::<Ticket>();
}

#[tokio::test]
async fn a_wrong_number_and_an_unknown_code_are_the_same_answer() {
    let app = TestApp::start().await;
    let path = visit_path(&booked(&app).await);
    let wrong = app.send(by_nik(&path, 2, 9)).await;
    let unknown = app.send(by_nik("/visits/00000000", 2, 1)).await;
    wrong.refused(ProblemCode::NotFound, UNKNOWN);
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
    let as_passport = open(&path, 2, json!({ "kind": "passport", "number": nik(1)[..15] }));
    app.send(as_passport).await.refused(ProblemCode::NotFound, UNKNOWN);
    assert_eq!(app.rows("visit_key").await, 1);
}

#[tokio::test]
async fn five_wrong_numbers_an_hour_are_enough() {
    let app = TestApp::start().await;
    let path = visit_path(&booked(&app).await);
    for number in 10..15 {
        app.send(by_nik(&path, 2, number)).await.refused(ProblemCode::NotFound, UNKNOWN);
        app.advance(60);
    }
    app.send(by_nik(&path, 2, 1)).await.refused(ProblemCode::TooManyTries, &[]);
    let elsewhere = by_nik(&path, 3, 1).through_network(9);
    app.send(elsewhere).await.refused(ProblemCode::TooManyTries, &[]);
    app.send(get(&path).secret(1)).await.ok::<Ticket>();
    let app = app.restart().await;
    app.send(by_nik(&path, 2, 1)).await.refused(ProblemCode::TooManyTries, &[]);
    app.set_clock("23T08:29:59");
    app.send(by_nik(&path, 2, 1)).await.refused(ProblemCode::TooManyTries, &[]);
    app.set_clock("23T08:30");
    app.send(by_nik(&path, 2, 1)).await.ok::<Ticket>();
}

#[tokio::test]
async fn an_unknown_code_locks_as_a_known_one_does() {
    let app = TestApp::start().await;
    for number in 10..15 {
        app.send(by_nik("/visits/00000000", 2, number)).await.refused(ProblemCode::NotFound, UNKNOWN);
    }
    app.send(by_nik("/visits/00000000", 2, 1)).await.refused(ProblemCode::TooManyTries, &[]);
}

#[tokio::test]
async fn one_network_can_not_try_many_codes() {
    let app = TestApp::start().await;
    let path = visit_path(&booked(&app).await);
    for number in 0..40 {
        let code = contract::VisitCode::from_random(1000 + number).compact();
        app.send(by_nik(&format!("/visits/{code}"), 2, 1)).await.refused(ProblemCode::NotFound, UNKNOWN);
    }
    app.send(by_nik(&path, 2, 1)).await.refused(ProblemCode::TooManyTries, &[]);
    app.send(by_nik(&path, 2, 1).through_network(9)).await.ok::<Ticket>();
}

#[tokio::test]
async fn right_numbers_are_never_too_many_and_the_oldest_later_key_goes() {
    let app = TestApp::start().await;
    let path = visit_path(&booked(&app).await);
    for secret in 2..40 {
        app.send(by_nik(&path, secret, 1)).await.ok::<Ticket>();
        app.advance(1);
    }
    assert_eq!(app.rows("visit_key").await, 21);
    app.send(get(&path).secret(2)).await.refused(ProblemCode::NotFound, UNKNOWN);
    app.send(get(&path).secret(39)).await.ok::<Ticket>();
    app.send(get(&path).secret(1)).await.ok::<Ticket>();
}

/// Twenty later keys, after which those from before are no keys any more.
async fn add_later_keys(app: &TestApp, path: &str) {
    for secret in 100..120 {
        app.advance(1);
        app.send(by_nik(path, secret, 1)).await.ok::<Ticket>();
    }
}

#[tokio::test]
async fn what_was_answered_to_a_key_goes_with_it_unless_it_opens_another_visit() {
    let app = TestApp::start().await;
    let path = visit_path(&booked(&app).await);
    app.book(3, &[stop("capil-ktp", 0, "25T08:00")], &[person("Budi", &nik(2))]).await;
    for secret in [2, 3] {
        app.send(by_nik(&path, secret, 1)).await.ok::<Ticket>();
        let cancelled = delete(&format!("{path}/stops/{secret}")).secret(secret).key("c");
        app.send(cancelled).await.ok::<Ticket>();
    }
    assert_eq!(app.rows("idempotent_answer").await, 4);
    add_later_keys(&app, &path).await;
    for secret in [2, 3] {
        app.send(get(&path).secret(secret)).await.refused(ProblemCode::NotFound, UNKNOWN);
    }
    assert_eq!(app.rows("idempotent_answer").await, 3, "the other one's stay");
}

#[tokio::test]
async fn what_can_be_no_number_is_said_and_costs_no_try() {
    let app = TestApp::start().await;
    let path = visit_path(&booked(&app).await);
    for (identity, pointer, code) in [
        (json!({ "kind": "nik", "number": "123" }), "/identity/number", FaultCode::WrongLength),
        (json!({ "kind": "passport", "number": "" }), "/identity/number", FaultCode::Missing),
        (json!({ "kind": "child", "of": 0, "ordinal": 1 }), "/identity/kind", FaultCode::Malformed),
    ] {
        app.send(open(&path, 2, identity)).await.refused(ProblemCode::InvalidInput, &[(pointer, code)]);
    }
    assert_eq!(app.rows("failed_try").await, 0);
}
