//! A catalogue that takes windows away while visits stand in them. 24 November 2026 is a Tuesday.

use contract::{
    FaultCode, ProblemCode,
    visits::{Displacement, Ticket, VisitState},
};
use loket_server::retention;
use serde_json::{Value, json};

use crate::support::{
    Ask, TestApp, confirm, delete, desk_of, get, hold_of, instant, nik, patch, person, post, stop, stop_numbered,
    visit_path,
};

const HOLIDAY: &str = "[[holiday]]\ndate = \"2026-11-24\"\nname = { id = \"Hari Guru\", en = \"Teachers' Day\" }";
const POLICE_CLOSED: &str =
    "[[closure]]\ndate = \"2026-11-24\"\ntenant = \"polres\"\nreason = { id = \"Apel\", en = \"Parade\" }";

fn reschedule(ticket: &Ticket, key: &str, stops: &[(u32, &str)]) -> Ask {
    let stops: Vec<Value> =
        stops.iter().map(|(stop, time)| json!({ "stop": stop, "starts_at": instant(time) })).collect();
    patch(&visit_path(ticket)).secret(1).key(key).json(json!({ "stops": stops }))
}

/// What the ticket proposes, as the app sends it back.
fn one_tap(ticket: &Ticket) -> Ask {
    let stops: Vec<Value> =
        ticket.moves_to.iter().map(|to| json!({ "stop": to.stop, "starts_at": to.starts_at })).collect();
    patch(&visit_path(ticket)).secret(1).key("one-tap").json(json!({ "stops": stops }))
}

fn proposed(ticket: &Ticket) -> Vec<(u32, String)> {
    ticket.moves_to.iter().map(|to| (to.stop, to.starts_at.format("%dT%H:%M").to_string())).collect()
}

async fn read(app: &TestApp, ticket: &Ticket) -> Ticket {
    app.send(get(&visit_path(ticket)).secret(1)).await.ok()
}

async fn booked(app: &TestApp, stops: &[Value]) -> Ticket {
    app.book(1, stops, &[person("Siti", &nik(1))]).await
}

#[tokio::test]
async fn a_new_holiday_is_said_on_the_ticket_and_one_tap_moves_the_visit() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00"), stop("polres-skck", 0, "24T10:00")]).await;
    let app = app.restart_adding(HOLIDAY).await;
    let displaced = read(&app, &ticket).await;
    assert_eq!(displaced.state, VisitState::Displaced);
    assert_eq!(displaced.day.to_string(), "2026-11-24", "the day it was booked for");
    for stop in &displaced.stops {
        assert_eq!(stop.displaced, Some(Displacement::Holiday { name: "Hari Guru".to_owned() }));
    }
    let english: Ticket = app.send(get(&format!("{}?lang=en", visit_path(&ticket))).secret(1)).await.ok();
    assert_eq!(english.stops[0].displaced, Some(Displacement::Holiday { name: "Teachers' Day".to_owned() }));
    assert_eq!(displaced.papers, ticket.papers, "they are wanted on the other day too");
    assert_eq!(proposed(&displaced), [(1, "25T09:00".to_owned()), (2, "25T09:30".to_owned())], "from that time on");

    let moved: Ticket = app.send(one_tap(&displaced)).await.ok();
    assert_eq!((moved.state, moved.day.to_string().as_str()), (VisitState::Booked, "2026-11-25"));
    assert!(moved.moves_to.is_empty() && moved.stops.iter().all(|stop| stop.displaced.is_none()));
    assert_eq!(app.counter("capil/identitas", "24T09:00").await, 0, "the window that is gone has its place back");
    assert_eq!(app.left("capil/identitas", "25T09:00").await, 1);
    assert_eq!(app.send(one_tap(&displaced)).await.ok::<Ticket>(), moved, "a repeated tap moves once");
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_holiday_that_was_a_mistake_brings_the_windows_back() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let app = app.restart_adding(HOLIDAY).await;
    assert_eq!(read(&app, &ticket).await.state, VisitState::Displaced);
    let app = app.restart().await;
    assert_eq!(read(&app, &ticket).await, Ticket { answered_at: ticket.answered_at, ..ticket });
}

#[tokio::test]
async fn where_one_agency_closes_the_other_stop_stays_booked() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00"), stop("polres-skck", 0, "24T10:00")]).await;
    let app = app.restart_adding(POLICE_CLOSED).await;
    let half = read(&app, &ticket).await;
    assert_eq!((half.state, stop_numbered(&half, 1).state), (VisitState::Booked, VisitState::Booked));
    let lost = stop_numbered(&half, 2);
    assert_eq!(lost.displaced, Some(Displacement::Closed { reason: "Apel".to_owned() }));
    assert_eq!(proposed(&half), [(1, "25T09:00".to_owned()), (2, "25T09:30".to_owned())], "a visit is on one day");
    app.send(reschedule(&ticket, "a", &[(1, "24T09:00"), (2, "24T11:00")]))
        .await
        .refused(ProblemCode::InvalidInput, &[("/stops/1/starts_at", FaultCode::DayClosed)]);
    app.send(reschedule(&ticket, "b", &[(1, "24T09:00"), (2, "24T10:00")]))
        .await
        .refused(ProblemCode::InvalidInput, &[("/stops/1/starts_at", FaultCode::DayClosed)]);
    let rest: Ticket = app.send(delete(&format!("{}/stops/2", visit_path(&ticket))).secret(1).key("c")).await.ok();
    assert_eq!((rest.state, rest.moves_to.len()), (VisitState::Booked, 0));
    app.assert_books_balance().await;
}

#[tokio::test]
async fn new_hours_displace_only_what_they_leave_out_and_the_rest_stays_in_place() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 0, "24T14:30")]).await;
    let earlier = "[[opening]]\ndate = \"2026-11-24\"\nhours = [[\"08:00\", \"14:30\"]]";
    let app = app.restart_adding(earlier).await;
    let half = read(&app, &ticket).await;
    assert_eq!(stop_numbered(&half, 2).displaced, Some(Displacement::Hours));
    assert_eq!(proposed(&half), [(1, "24T08:00".to_owned()), (2, "24T14:00".to_owned())], "the same day, if it can be");
    // From an hour before the first window on the stop that is still booked must stay; the lost one still moves.
    app.set_clock("24T07:00");
    app.send(reschedule(&ticket, "a", &[(1, "24T09:00"), (2, "24T10:00")])).await.refused(ProblemCode::TooLate, &[]);
    let late = read(&app, &ticket).await;
    assert!(late.can_move());
    let moved: Ticket = app.send(one_tap(&late)).await.ok();
    assert_eq!(moved.state, VisitState::Booked);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn who_stays_in_a_full_window_has_a_place_in_it() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-akta-lahir", 0, "24T08:00"), stop("polres-skck", 0, "24T14:30")]).await;
    assert_eq!(app.left("capil/akta", "24T08:00").await, 0);
    let app = app.restart_adding("[[opening]]\ndate = \"2026-11-24\"\nhours = [[\"08:00\", \"14:30\"]]").await;
    let half = read(&app, &ticket).await;
    assert_eq!(proposed(&half), [(1, "24T08:00".to_owned()), (2, "24T14:00".to_owned())]);
    assert_eq!(app.send(one_tap(&half)).await.ok::<Ticket>().state, VisitState::Booked);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn nothing_is_proposed_that_would_move_what_is_too_late_to_move() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00"), stop("polres-skck", 0, "24T10:00")]).await;
    let app = app.restart_adding(POLICE_CLOSED).await;
    app.set_clock("24T07:59:59");
    assert_eq!(read(&app, &ticket).await.moves_to.len(), 2);
    app.set_clock("24T08:00");
    assert_eq!(read(&app, &ticket).await.moves_to, [], "the other stop is in an hour, and a visit is on one day");
}

#[tokio::test]
async fn where_no_later_day_is_left_the_latest_earlier_one_is_proposed() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "30T09:00")]).await;
    let closed = |date: String| {
        format!(
            "[[closure]]\ndate = \"2026-{date}\"\ntenant = \"capil\"\nreason = {{ id = \"Pindah\", en = \"Move\" }}"
        )
    };
    let days: Vec<String> = (1..=7).map(|day| format!("12-0{day}")).chain(["11-30".to_owned()]).map(closed).collect();
    let app = app.restart_adding(&days.join("\n")).await;
    let displaced = read(&app, &ticket).await;
    assert_eq!(proposed(&displaced), [(1, "27T09:00".to_owned())]);
    assert_eq!(app.send(one_tap(&displaced)).await.ok::<Ticket>().state, VisitState::Booked);
}

#[tokio::test]
async fn longer_windows_keep_those_who_come_at_their_start() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("polres-skck", 0, "24T08:00")]).await;
    let other = app.book(2, &[stop("polres-skck", 0, "24T08:30")], &[person("Budi", &nik(2))]).await;
    let app = app.restart_where("tenants/polres.toml", "window_minutes = 30", "window_minutes = 60").await;
    assert_eq!(read(&app, &ticket).await.state, VisitState::Booked);
    let displaced: Ticket = app.send(get(&visit_path(&other)).secret(2)).await.ok();
    assert_eq!(displaced.stops[0].displaced, Some(Displacement::Hours));
    assert_eq!(proposed(&displaced), [(1, "24T09:00".to_owned())]);
}

#[tokio::test]
async fn a_service_that_went_to_another_desk_takes_its_visitors_along() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let desk = "id = \"capil-ktp\"\ndesk = \"identitas\"";
    let app = app.restart_where("tenants/capil.toml", desk, &desk.replace("identitas", "akta")).await;
    let displaced = read(&app, &ticket).await;
    let Some(Displacement::OtherDesk { desk, name }) = &displaced.stops[0].displaced else {
        panic!("{:?}", displaced.stops[0].displaced)
    };
    assert_eq!((desk.to_string().as_str(), name.as_str()), ("capil/akta", "Loket akta"));
    assert_eq!(proposed(&displaced), [(1, "24T09:00".to_owned())], "the same time there");
    let moved: Ticket = app.send(one_tap(&displaced)).await.ok();
    assert_eq!((moved.state, moved.stops[0].desk.to_string().as_str()), (VisitState::Booked, "capil/akta"));
    assert_eq!((app.left("capil/akta", "24T09:00").await, app.counter("capil/identitas", "24T09:00").await), (0, 0));
    app.assert_books_balance().await;
}

#[tokio::test]
async fn nobody_misses_a_window_that_never_was_and_it_can_be_moved_until_names_are_wiped() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let app = app.restart_adding(HOLIDAY).await;
    app.set_clock("30T12:00");
    retention::run(&app.app).await.unwrap();
    let later = read(&app, &ticket).await;
    assert_eq!(later.state, VisitState::Displaced);
    assert_eq!(later.change_until.to_rfc3339(), "2026-12-25T00:00:00+07:00");
    assert_eq!(proposed(&later), [(1, "30T12:30".to_owned())], "the nearest from now on");
    let moved: Ticket = app.send(one_tap(&later)).await.ok();
    assert_eq!(moved.state, VisitState::Booked);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn after_that_it_counts_as_cancelled() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let app = app.restart_adding(HOLIDAY).await;
    app.clock.set("2026-12-24T17:00:00Z".parse().unwrap());
    let to = reschedule(&ticket, "r", &[(1, "24T10:00")]);
    app.send(to).await.refused(ProblemCode::TooLate, &[]);
    assert!(read(&app, &ticket).await.moves_to.is_empty(), "that would be refused");
    assert_eq!(retention::run(&app.app).await.unwrap(), 1);
    let wiped = read(&app, &ticket).await;
    assert_eq!((wiped.state, wiped.people[0].name.as_str()), (VisitState::Cancelled, ""));
}

#[tokio::test]
async fn a_lost_window_that_is_over_does_not_stand_in_the_way_of_a_new_visit() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let app = app.restart_adding(HOLIDAY).await;
    let people = [person("Siti", &nik(1))];
    let hold = app.hold(2, &[stop("capil-ktp", 0, "26T09:00")]).await;
    let live = app.send(confirm(2, &hold, &people)).await;
    assert_eq!(live.problem().code, ProblemCode::LiveStopExists, "until then it is to be moved");
    app.set_clock("25T09:00");
    app.book(3, &[stop("capil-ktp", 0, "26T09:30")], &people).await;
    assert_eq!(read(&app, &ticket).await.state, VisitState::Cancelled, "not missed");
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_later_catalogue_does_not_say_that_a_missed_window_never_was() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00")]).await;
    app.set_clock("24T10:00");
    retention::run(&app.app).await.unwrap();
    let app = app.restart_adding(HOLIDAY).await;
    assert_eq!(read(&app, &ticket).await.state, VisitState::Missed);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_displaced_visit_can_be_cancelled_after_its_day() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let app = app.restart_adding(HOLIDAY).await;
    app.set_clock("26T09:00");
    let cancelled: Ticket = app.send(delete(&visit_path(&ticket)).secret(1).key("c")).await.ok();
    assert_eq!((cancelled.state, cancelled.moves_to.len()), (VisitState::Cancelled, 0));
    app.assert_books_balance().await;
}

#[tokio::test]
async fn where_everything_is_full_nothing_is_proposed_and_the_visit_stays_displaced() {
    let app = TestApp::start().await;
    let ticket = booked(&app, &[stop("capil-akta-lahir", 0, "24T09:00")]).await;
    let closed = "[[holiday]]\ndate = \"2026-11-DAY\"\nname = { id = \"Libur\", en = \"Holiday\" }";
    let days: Vec<String> = ["24", "25", "26", "27", "30"].iter().map(|day| closed.replace("DAY", day)).collect();
    let december: Vec<String> = (1..=7).map(|day| closed.replace("11-DAY", &format!("12-0{day}"))).collect();
    let today = "[[closure]]\ndate = \"2026-11-23\"\nreason = { id = \"Tutup\", en = \"Closed\" }";
    let app = app.restart_adding(&[days, december, vec![today.to_owned()]].concat().join("\n")).await;
    let displaced = read(&app, &ticket).await;
    assert_eq!((displaced.state, displaced.moves_to.len()), (VisitState::Displaced, 0));
    assert!(displaced.can_move(), "once a day opens");
}

#[tokio::test]
async fn a_hold_whose_window_is_gone_is_not_booked() {
    let app = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "24T09:00"), stop("polres-skck", 0, "24T10:00")];
    let hold = app.hold(1, &stops).await;
    let app = app.restart_adding(POLICE_CLOSED).await;
    let people = [person("Siti", &nik(1))];
    let refused = app.send(confirm(1, &hold, &people)).await;
    refused.refused(ProblemCode::WindowGone, &[("/stops/1", FaultCode::DayClosed)]);
    assert_eq!(app.rows("visit").await, 0);
    // Another choice under the same secret takes the hold's place.
    let other = app.send(post("/holds").secret(1).json(hold_of(&stops[..1]))).await.ok();
    app.send(confirm(1, &other, &people)).await.ok::<Ticket>();
    assert_eq!(app.counter(desk_of("polres-skck"), "24T10:00").await, 0);
    app.assert_books_balance().await;
}

/// Nobody is asked again: whatever a new catalogue asks, all that was to be brought is to be brought.
#[tokio::test]
async fn a_catalogue_that_asks_otherwise_leaves_no_paper_out() {
    let question = "[[service.question]]\nid = \"kembar\"\ntext = { id = \"Kembar?\", en = \"Twins?\" }\n\
        [[service.question.option]]\nid = \"ya\"\ntext = { id = \"Ya\", en = \"Yes\" }\n\
        [[service.question.option]]\nid = \"tidak\"\ntext = { id = \"Tidak\", en = \"No\" }\n\n\
        [[service.stop]]\nwhen = { kembar = [\"ya\"] }\nmessage = { id = \"Hubungi kami.\", en = \"Call us.\" }\n\n";
    let stop_rule = "[[service.stop]]\nwhen = { pemohon = [\"sendiri\"] }\n\
        message = { id = \"Urus di rumah sakit.\", en = \"Go to the hospital.\" }\n\n";
    let before = "[[service.stop]]\nwhen = { tempat";
    for (from, to, more) in [
        (before, format!("{question}{before}"), None),
        (before, format!("{stop_rule}{before}"), None),
        ("\"sendiri\"", "\"orang-tua\"".to_owned(), Some("surat-kuasa")),
        ("pemohon", "yang-datang".to_owned(), Some("surat-kuasa")),
    ] {
        let app = TestApp::start().await;
        let ticket = booked(&app, &[stop("capil-akta-lahir", 0, "24T09:00"), stop("capil-ktp", 0, "24T10:00")]).await;
        let names = |ticket: &Ticket| ticket.papers.iter().map(|paper| paper.document.to_string()).collect::<Vec<_>>();
        assert_eq!(names(&ticket), ["kk", "surat-lahir", "foto"]);
        let app = app.restart_where("tenants/capil.toml", from, &to).await;
        let later = read(&app, &ticket).await;
        assert_eq!(later.state, VisitState::Booked);
        let wanted: Vec<&str> = ["kk", "surat-lahir"].into_iter().chain(more).chain(["foto"]).collect();
        assert_eq!(names(&later), wanted, "{to}");
        let kept = later.papers.iter().filter(|paper| paper.document.as_str() != "surat-kuasa");
        assert!(kept.eq(&ticket.papers), "counted as before");
    }
}
