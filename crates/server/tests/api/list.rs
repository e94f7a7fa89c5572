//! What a secret opens, asked for by the secret alone.

use contract::{
    FaultCode, ProblemCode, limits,
    visits::{Ticket, TicketList, VisitState},
};
use serde_json::json;

use crate::support::{Answer, TestApp, confirm, delete, get, nik, person, post, stop, visit_path};

async fn listed(app: &TestApp, number: u8) -> Vec<Ticket> {
    app.send(get("/visits").secret(number)).await.ok::<TicketList>().tickets
}

/// All of an answer but its length and the id of its request.
fn seen(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id" && *name != "content-length");
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    (answer.status, answer.text.clone(), headers)
}

#[tokio::test]
async fn whoever_lost_the_answer_to_a_booking_finds_the_ticket_by_its_secret() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    assert!(listed(&app, 1).await.is_empty(), "places are no visit");
    let ticket: Ticket = app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.ok();
    assert_eq!(listed(&app, 1).await, std::slice::from_ref(&ticket));

    for language in ["", "?lang=en"] {
        let list = app.send(get(&format!("/visits{language}")).secret(1)).await;
        let one = app.send(get(&format!("{}{language}", visit_path(&ticket))).secret(1)).await;
        assert_eq!(list.text, format!("{{\"tickets\":[{}]}}", one.text));
        assert_eq!((list.status, seen(&list).2), (one.status, seen(&one).2), "told as a ticket is");
        assert_eq!(list.headers["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn what_opens_nothing_is_told_the_same_whatever_it_was() {
    let app = TestApp::start().await;
    let never = app.send(get("/visits").secret(9)).await;
    assert_eq!((never.status, never.text.as_str()), (200, r#"{"tickets":[]}"#));
    app.hold(2, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    assert_eq!(app.send(delete(&format!("{}/people", visit_path(&ticket))).secret(1).key("e")).await.status, 204);
    for number in [1, 2, 3] {
        assert_eq!(seen(&app.send(get("/visits").secret(number)).await), seen(&never), "{number}");
    }
    let missing = |code| [("header:Authorization", code)];
    let ask = get("/visits");
    app.send(ask.clone()).await.refused(ProblemCode::SecretMissing, &missing(FaultCode::Missing));
    let none = ask.header("authorization", "Bearer x");
    app.send(none).await.refused(ProblemCode::SecretMissing, &missing(FaultCode::Malformed));
    let language = [("query:lang", FaultCode::Malformed)];
    app.send(get("/visits?lang=de").secret(1)).await.refused(ProblemCode::MalformedRequest, &language);
}

#[tokio::test]
async fn a_cancelled_visit_is_listed_as_it_is_read() {
    let app = TestApp::start().await;
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let cancelled: Ticket = app.send(delete(&visit_path(&ticket)).secret(1).key("c")).await.ok();
    assert_eq!(cancelled.state, VisitState::Cancelled);
    assert_eq!(listed(&app, 1).await, [cancelled]);
}

#[tokio::test]
async fn a_later_key_lists_what_it_opened_the_last_first_and_no_more_than_a_list_holds() {
    let app = TestApp::start().await;
    let mut opened = Vec::new();
    let days = ["24", "25", "26", "27", "30"];
    let times = days.iter().flat_map(|day| ["08:00", "08:30", "09:00", "09:30"].map(|time| format!("{day}T{time}")));
    for (number, time) in (1..).zip(times.chain(["30T10:00".to_owned()])) {
        let siti = [person("Siti", &nik(number))];
        let ticket = app.book(u8::try_from(number).unwrap(), &[stop("capil-ktp", 0, &time)], &siti).await;
        app.advance(1);
        let identity = json!({ "identity": { "kind": "nik", "number": nik(number) } });
        app.send(post(&format!("{}/keys", visit_path(&ticket))).secret(200).json(identity)).await.ok::<Ticket>();
        opened.insert(0, ticket.code);
        if number == 2 {
            let listed: Vec<_> = listed(&app, 200).await.into_iter().map(|ticket| ticket.code).collect();
            assert_eq!(listed, opened);
        }
    }
    assert_eq!(opened.len(), limits::VISITS_LISTED_MAX + 1);
    let listed: Vec<_> = listed(&app, 200).await.into_iter().map(|ticket| ticket.code).collect();
    assert_eq!(listed, opened[..limits::VISITS_LISTED_MAX]);
}
