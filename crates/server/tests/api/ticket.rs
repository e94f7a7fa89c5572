use contract::{
    FaultCode, Language, ProblemCode,
    service::FeeKind,
    visits::{Displacement, Ticket, VisitState},
};
use domain::calendar_file::calendar_file;
use serde_json::json;

use crate::support::{
    TestApp, confirm, delete, get, instant, nik, obtaining, patch, person, stop, stop_numbered, visit_path,
};

#[tokio::test]
async fn a_ticket_is_in_the_language_asked_for_and_in_order_of_time() {
    let app = TestApp::start().await;
    let stops = [stop("polres-skck", 0, "24T10:00"), stop("capil-ktp", 0, "24T08:00")];
    let booked = app.book(1, &stops, &[person("Siti", &nik(1))]).await;
    let path = visit_path(&booked);
    let english: Ticket = app.send(get(&format!("{path}?lang=en")).secret(1)).await.ok();
    let names: Vec<&str> = english.stops.iter().map(|stop| stop.service_name.as_str()).collect();
    assert_eq!(names, ["Test identity card", "Test police record"]);
    assert_eq!(english.stops.iter().map(|stop| stop.number).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(
        (english.stops[0].tenant_name.as_str(), english.stops[0].desk_name.as_str()),
        ("Capil", "Identity desk")
    );
    let answer = app.send(get(&path).secret(1)).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let indonesian: Ticket = answer.ok();
    assert_eq!(indonesian.stops[0].service_name, "KTP uji");
    assert_eq!(indonesian.stops[0].starts_at, instant("24T08:00"));
}

#[tokio::test]
async fn a_paper_from_another_stop_is_brought_after_all_when_that_stop_is_cancelled() {
    let app = TestApp::start().await;
    let stops = [stop("capil-kk", 0, "24T08:00"), obtaining(stop("polres-skck", 0, "24T08:30"), "kk", 0)];
    let ticket = app.book(1, &stops, &[person("Siti", &nik(1))]).await;
    let paper =
        |ticket: &Ticket| ticket.papers.iter().find(|paper| paper.document.as_str() == "kk").map(|paper| paper.at_stop);
    assert_eq!(paper(&ticket), Some(Some(1)));
    assert_eq!(stop_numbered(&ticket, 2).obtains[0].at_stop, 1);
    let path = format!("{}/stops/1", visit_path(&ticket));
    let left: Ticket = app.send(delete(&path).secret(1).key("c")).await.ok();
    assert_eq!(paper(&left), Some(None), "now it is to be brought");
    assert!(stop_numbered(&left, 2).obtains.is_empty());
    assert!(left.papers.iter().all(|paper| paper.document.as_str() != "buku-nikah"), "nobody wants that any more");
}

#[tokio::test]
async fn a_visit_is_a_calendar_file_without_anything_personal() {
    let app = TestApp::start().await;
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let path = format!("{}/calendar", visit_path(&ticket));
    let answer = app.send(get(&path).secret(1)).await;
    assert_eq!((answer.status, answer.headers["content-type"].as_bytes()), (200, &b"text/calendar; charset=utf-8"[..]));
    assert!(answer.text.starts_with("BEGIN:VCALENDAR\r\n"));
    assert!(answer.text.contains("DTSTART:20261124T010000Z"), "{}", answer.text);
    assert!(!answer.text.contains("Siti") && !answer.text.contains("0001"));
    let english = app.send(get(&format!("{path}?lang=en")).secret(1)).await;
    // A calendar that has the event from the app keeps its words.
    for (language, file) in [(Language::Id, answer.text), (Language::En, english.text)] {
        let said: Ticket =
            app.send(get(&format!("{}?lang={}", visit_path(&ticket), language.tag())).secret(1)).await.ok();
        let words = &loket::i18n::of(language).ticket().event;
        assert_eq!(file, calendar_file(&said, app.app.catalogue.mall(language), words));
    }
    app.send(get(&path)).await.refused(ProblemCode::SecretMissing, &[("header:Authorization", FaultCode::Missing)]);
}

#[tokio::test]
async fn a_ticket_outlives_the_catalogue_it_was_booked_with() {
    let app = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 0, "24T08:30")];
    let path = visit_path(&app.book(1, &stops, &[person("Siti", &nik(1))]).await);
    let open = app.hold(2, &[stop("polres-skck", 0, "24T08:30")]).await;
    let app = app.restart_without_police().await;
    let ticket: Ticket = app.send(get(&path).secret(1)).await.ok();
    assert_eq!(ticket.state, VisitState::Booked, "the other stop is");
    let gone = stop_numbered(&ticket, 2);
    assert_eq!((gone.state, gone.displaced.clone()), (VisitState::Displaced, Some(Displacement::ServiceGone)));
    assert_eq!((gone.service_name.as_str(), gone.tenant_name.as_str()), ("polres-skck", "polres"));
    assert_eq!((gone.fee.kind, gone.minutes), (FeeKind::Unknown, 15));
    assert!(ticket.papers.iter().all(|paper| paper.stops == [1]));
    assert!(ticket.moves_to.is_empty(), "there is nowhere to go");
    assert_eq!(ticket.change_until, instant("24T07:00"), "the other stop's");
    let refused = app.send(confirm(2, &open, &[person("Budi", &nik(2))])).await;
    refused.refused(ProblemCode::ServiceGone, &[("/stops/0", FaultCode::UnknownReference)]);

    let to = |numbers: &[u32]| {
        let stops: Vec<_> =
            numbers.iter().map(|stop| json!({ "stop": stop, "starts_at": instant("24T09:00") })).collect();
        json!({ "stops": stops })
    };
    let both = app.send(patch(&path).secret(1).key("r").json(to(&[1, 2]))).await;
    both.refused(ProblemCode::InvalidInput, &[("/stops/1/stop", FaultCode::UnknownReference)]);
    let moved: Ticket = app.send(patch(&path).secret(1).key("r").json(to(&[1]))).await.ok();
    assert_eq!(stop_numbered(&moved, 1).starts_at, instant("24T09:00"), "what is still offered moves without it");
    assert_eq!(stop_numbered(&moved, 2).starts_at, instant("24T08:30"));
    app.send(delete(&format!("{path}/stops/1")).secret(1).key("c")).await.ok::<Ticket>();
    let alone: Ticket = app.send(get(&path).secret(1)).await.ok();
    assert_eq!((alone.state, alone.can_move()), (VisitState::Displaced, false));
    app.send(patch(&path).secret(1).key("s").json(to(&[2]))).await.refused(ProblemCode::ServiceGone, &[]);
    app.set_clock("25T12:00");
    let cancelled: Ticket = app.send(delete(&path).secret(1).key("d")).await.ok();
    assert_eq!(cancelled.state, VisitState::Cancelled, "even after the day");
    app.assert_books_balance().await;
}
