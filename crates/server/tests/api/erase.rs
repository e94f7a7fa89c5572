//! The holder's data: all of it handed out, all of it wiped.

use contract::{
    FaultCode, ProblemCode,
    visits::{
        Ticket, VisitState,
        export::{ExportedPerson, VisitExport},
    },
};
use loket_server::retention;
use serde_json::json;

use crate::support::{Ask, TestApp, confirm, delete, get, hold_of, nik, person, post, stop, visit_path};

const UNKNOWN: [(&str, FaultCode); 1] = [("path:code", FaultCode::UnknownReference)];

fn siti() -> serde_json::Value {
    let mut siti = person("Siti Rahmawati", &nik(1));
    siti["phone"] = json!("081275550134");
    siti
}

async fn booked(app: &TestApp) -> Ticket {
    let stops = [stop("capil-akta-lahir", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")];
    app.book(1, &stops, &[siti()]).await
}

fn export(ticket: &Ticket) -> Ask {
    get(&format!("{}/export", visit_path(ticket)))
}

fn erase(ticket: &Ticket) -> Ask {
    delete(&format!("{}/people", visit_path(ticket)))
}

fn proves(ticket: &Ticket) -> Ask {
    post(&format!("{}/keys", visit_path(ticket))).json(json!({ "identity": { "kind": "nik", "number": nik(1) } }))
}

#[tokio::test]
async fn the_holder_gets_everything_that_is_kept() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.advance(60);
    app.send(proves(&ticket).secret(2)).await.ok::<Ticket>();
    app.send(delete(&format!("{}/stops/2", visit_path(&ticket))).secret(1).key("c")).await.ok::<Ticket>();
    for number in [1, 2] {
        let answer = app.send(export(&ticket).secret(number)).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let disposition = format!("attachment; filename=\"{}.json\"", ticket.code.compact());
        assert_eq!(answer.headers["content-disposition"], disposition.as_str());
        let export: VisitExport = answer.ok();
        let person = &export.people[0];
        assert_eq!((person.name.as_str(), person.phone.as_deref()), ("Siti Rahmawati", Some("081275550134")));
        assert_eq!(person.identity, ticket.people[0].identity, "the last four, and no number");
        assert!(!answer.text.contains(&nik(1)));
        assert_eq!(export.wiped_on.to_string(), "2026-12-25");
        assert_eq!(export.stops[0].answers.len(), 2);
        assert_eq!(
            export.stops.iter().map(|stop| stop.state).collect::<Vec<_>>(),
            [VisitState::Booked, VisitState::Cancelled]
        );
        assert_eq!(export.keys.iter().map(|key| key.is_original).collect::<Vec<_>>(), [true, false]);
        assert_eq!(export.kept_answers.iter().map(|answer| answer.status).collect::<Vec<_>>(), [201, 200]);
    }
    app.send(export(&ticket).secret(3)).await.refused(ProblemCode::NotFound, &UNKNOWN);
    app.send(export(&ticket))
        .await
        .refused(ProblemCode::SecretMissing, &[("header:Authorization", FaultCode::Missing)]);
}

#[tokio::test]
async fn wiped_data_can_not_be_exported_any_more() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.clock.set("2026-12-24T17:00:00Z".parse().unwrap());
    retention::run(&app.app).await.unwrap();
    let export: VisitExport = app.send(export(&ticket).secret(1)).await.ok();
    let ExportedPerson { name, phone, .. } = &export.people[0];
    assert_eq!((name.as_str(), phone), ("", &None));
    assert!(export.stops.iter().all(|stop| stop.answers.is_empty()));
}

#[tokio::test]
async fn erasing_cancels_wipes_and_closes() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.send(proves(&ticket).secret(2)).await.ok::<Ticket>();
    let answer = app.send(erase(&ticket).secret(1).key("e")).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    assert_eq!((app.left("capil/akta", "24T08:00").await, app.left("polres/skck", "24T09:00").await), (1, 5));
    for number in [1, 2] {
        app.send(get(&visit_path(&ticket)).secret(number)).await.refused(ProblemCode::NotFound, &UNKNOWN);
        app.send(export(&ticket).secret(number)).await.refused(ProblemCode::NotFound, &UNKNOWN);
        app.send(delete(&visit_path(&ticket)).secret(number).key("x")).await.refused(ProblemCode::NotFound, &UNKNOWN);
    }
    app.send(proves(&ticket).secret(4)).await.refused(ProblemCode::NotFound, &UNKNOWN);
    assert_eq!((app.rows("visit").await, app.rows("visit_stop").await), (1, 2), "counts are kept");
    assert_eq!(app.number("select count(*) from visit_stop where state = 'cancelled'").await, 2);
    for personal in [
        "select count(*) from visit_key",
        "select count(*) from hold",
        "select count(*) from visit_person where sealed is not null or identity_hash is not null or last_four <> ''",
        "select count(*) from visit_person where key_version is not null",
        "select count(*) from live_stop",
        "select count(*) from visit_stop where answers is not null",
        "select count(*) from idempotent_answer where status <> 204",
    ] {
        assert_eq!(app.number(personal).await, 0, "{personal}");
    }
    assert_eq!(retention::run(&app.app).await.unwrap(), 0, "there is nothing left to wipe");
    app.assert_books_balance().await;
}

#[tokio::test]
async fn the_same_key_is_answered_the_same_although_nobody_holds_the_visit_any_more() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let first = app.send(erase(&ticket).secret(1).key("e")).await;
    let app = app.restart().await;
    let again = app.send(erase(&ticket).secret(1).key("e")).await;
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    app.send(erase(&ticket).secret(1).key("f")).await.refused(ProblemCode::NotFound, &UNKNOWN);
    app.send(erase(&ticket).secret(2).key("e")).await.refused(ProblemCode::NotFound, &UNKNOWN);
    app.send(erase(&ticket).secret(1))
        .await
        .refused(ProblemCode::MalformedRequest, &[("header:Idempotency-Key", FaultCode::Missing)]);
}

#[tokio::test]
async fn what_booked_it_does_not_book_it_again() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let ask = confirm(1, &hold, &[siti()]);
    let ticket: Ticket = app.send(ask.clone()).await.ok();
    assert_eq!(app.send(erase(&ticket).secret(1).key("e")).await.status, 204);
    app.send(ask).await.refused(ProblemCode::NotFound, &[("/hold", FaultCode::UnknownReference)]);
    assert_eq!(app.number("select count(*) from visit_stop where state = 'booked'").await, 0);
    app.book(2, &[stop("capil-ktp", 0, "24T08:00")], &[siti()]).await;
}

#[tokio::test]
async fn what_is_over_stays_missed_and_what_was_displaced_was_not() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let closed = "[[closure]]\ndate = \"2026-11-24\"\ntenant = \"polres\"\nreason = { id = \"Apel\", en = \"Parade\" }";
    let app = app.restart_adding(closed).await;
    app.set_clock("24T08:30");
    assert_eq!(app.send(erase(&ticket).secret(1).key("e")).await.status, 204, "in the minutes of grace too");
    assert_eq!(app.number("select number from visit_stop where state = 'missed'").await, 1);
    assert_eq!(app.number("select number from visit_stop where state = 'cancelled'").await, 2);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_cancelled_visit_can_be_erased() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.send(delete(&visit_path(&ticket)).secret(1).key("c")).await.ok::<Ticket>();
    assert_eq!(app.send(erase(&ticket).secret(1).key("e")).await.status, 204);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn of_two_who_erase_or_change_at_once_nobody_gets_a_wiped_ticket() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let asks = [
        erase(&ticket).secret(1).key("a"),
        delete(&visit_path(&ticket)).secret(1).key("b"),
        erase(&ticket).secret(1).key("c"),
    ];
    let tasks: Vec<_> = asks.map(|ask| tokio::spawn(crate::support::send(app.router(), ask))).into();
    let mut erased = 0;
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status {
            204 => erased += 1,
            200 => assert_eq!(answer.ok::<Ticket>().people[0].name, "Siti Rahmawati"),
            _ => assert_eq!(answer.problem().code, ProblemCode::NotFound),
        }
    }
    assert_eq!(erased, 1);
    assert_eq!(app.number("select count(*) from visit_key").await, 0);
    let hold = app.send(post("/holds").secret(9).json(hold_of(&[stop("capil-akta-lahir", 0, "24T08:00")]))).await;
    assert_eq!(hold.status, 201);
    app.assert_books_balance().await;
}
