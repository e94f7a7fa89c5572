use contract::{
    FaultCode, ProblemCode,
    visits::{Ticket, VisitState},
};
use loket_server::{clock::LeapWatch, retention};
use serde_json::json;
use sqlx::Row as _;

use crate::support::{TestApp, confirm, get, instant, nik, patch, person, post, stop, visit_path};

fn december(day_and_time: &str) -> chrono::DateTime<chrono::Utc> {
    format!("2026-12-{day_and_time}+07:00").parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().to_utc()
}

impl TestApp {
    async fn blobs(&self, sql: &'static str) -> Vec<Vec<u8>> {
        let mut connection = self.app.db.read().await.unwrap();
        let rows = sqlx::query(sql).fetch_all(&mut *connection).await.unwrap();
        rows.iter().map(|row| row.try_get(0).unwrap()).collect()
    }

    /// Whether each of these stands somewhere in the folder, or none of them does: wiped means overwritten. PostgreSQL keeps
    /// its files elsewhere.
    #[track_caller]
    fn assert_files_have(&self, wanted: &[Vec<u8>], is_wanted: bool) {
        if self.app.config.database.is_some() {
            return;
        }
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let files: Vec<Vec<u8>> = files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
        for each in wanted {
            let found = files.iter().any(|bytes| bytes.windows(each.len()).any(|window| window == each));
            assert_eq!(found, is_wanted, "of {} bytes", each.len());
        }
    }
}

#[tokio::test]
async fn thirty_days_after_the_visit_nothing_personal_is_left() {
    let app = TestApp::start().await;
    let mut siti = person("Siti Rahmawati", &nik(1));
    siti["phone"] = json!("081275550134");
    let ticket = app.book(1, &[stop("capil-akta-lahir", 0, "24T08:00")], &[siti]).await;
    let path = visit_path(&ticket);
    // Names are sealed, so what stands in the files is what they are sealed into.
    let mut personal = app.blobs("select sealed from visit_person").await;
    personal.extend(app.blobs("select identity_hash from visit_person").await);
    assert_eq!(personal.len(), 2);
    app.assert_files_have(&personal, true);
    app.clock.set(december("24T23:59:59"));
    assert_eq!(retention::run(&app.app).await.unwrap(), 0, "the thirtieth day still counts");
    let kept: Ticket = app.send(get(&path).secret(1)).await.ok();
    assert_eq!(kept.people[0].name, "Siti Rahmawati");
    app.clock.set(december("25T00:00:00"));
    assert_eq!(retention::run(&app.app).await.unwrap(), 1);
    assert_eq!(retention::run(&app.app).await.unwrap(), 0);
    let wiped: Ticket = app.send(get(&path).secret(1)).await.ok();
    assert_eq!((wiped.people[0].name.as_str(), wiped.people[0].has_phone), ("", false));
    assert_eq!(wiped.state, VisitState::Missed);
    assert!(wiped.papers.is_empty());
    let left = "select count(*) from visit_person where name <> '' or identity_hash is not null or sealed is not null
                or phone is not null or last_four <> ''";
    assert_eq!(app.number(left).await, 0);
    assert_eq!(app.number("select count(*) from visit_stop where answers is not null").await, 0);
    assert_eq!(app.rows("live_stop").await, 0);
    let identity = json!({ "identity": { "kind": "nik", "number": nik(1) } });
    let answer = app.send(post(&format!("{path}/keys")).secret(2).json(identity)).await;
    answer.refused(ProblemCode::NotFound, &[("path:code", FaultCode::UnknownReference)]);
    app.assert_files_have(&personal, false);
}

#[tokio::test]
async fn what_is_over_is_written_down_and_its_person_may_book_again() {
    let app = TestApp::start().await;
    let siti = [person("Siti", &nik(1))];
    app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &siti).await;
    app.set_clock("24T10:00");
    retention::run(&app.app).await.unwrap();
    assert_eq!(app.number("select count(*) from visit_stop where state = 'missed'").await, 1);
    assert_eq!(app.rows("live_stop").await, 0);
    assert_eq!(app.counter("capil/identitas", "24T08:00").await, 1, "its place stays taken");
    app.book(2, &[stop("capil-ktp", 0, "25T08:00")], &siti).await;
    app.assert_books_balance().await;
}

#[tokio::test]
async fn answers_are_kept_for_two_days() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "27T08:00")]).await;
    let ask = confirm(1, &hold, &[person("Siti", &nik(1))]);
    let first = app.send(ask.clone()).await;
    app.set_clock("25T07:29:59");
    retention::run(&app.app).await.unwrap();
    assert_eq!(app.send(ask.clone()).await.text, first.text);
    app.set_clock("25T07:30");
    retention::run(&app.app).await.unwrap();
    assert_eq!(app.rows("idempotent_answer").await, 0);
    app.send(ask).await.refused(ProblemCode::AlreadyBooked, &[]);
    assert_eq!(app.rows("visit").await, 1, "still no second visit");
}

#[tokio::test]
async fn holds_that_ended_are_forgotten_with_the_places_nobody_asked_for() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "27T08:00"), stop("polres-skck", 0, "27T09:00")]).await;
    app.book(2, &[stop("capil-ktp", 0, "27T08:00")], &[person("Siti", &nik(1))]).await;
    app.set_clock("24T07:30");
    retention::run(&app.app).await.unwrap();
    let path = format!("/holds/{}", hold.id);
    app.send(get(&path).secret(1)).await.refused(ProblemCode::HoldEnded, &[]);
    app.set_clock("25T07:40");
    retention::run(&app.app).await.unwrap();
    assert_eq!(app.number("select count(*) from hold where visit is null").await, 0);
    assert_eq!(app.counter("capil/identitas", "27T08:00").await, 1);
    assert_eq!(app.counter("polres/skck", "27T09:00").await, 0);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_place_on_a_later_day_goes_back_with_the_visit_that_had_it() {
    let app = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "30T08:00"), stop("polres-skck", 0, "30T10:00")];
    let ticket = app.book(1, &stops, &[person("Siti", &nik(1))]).await;
    let app = app.restart_without_police().await;
    // What is left of the visit moves to an earlier day, by which it is wiped.
    let to = json!({ "stops": [{ "stop": 1, "starts_at": instant("24T08:00") }] });
    let moved: Ticket = app.send(patch(&visit_path(&ticket)).secret(1).key("m").json(to)).await.ok();
    assert_eq!(moved.day.to_string(), "2026-11-24");
    app.clock.set(december("25T00:00:00"));
    assert_eq!(retention::run(&app.app).await.unwrap(), 1);
    assert_eq!(app.number("select count(*) from visit_stop where state = 'cancelled'").await, 1);
    assert_eq!(app.counter("polres/skck", "30T10:00").await, 0);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn who_had_a_place_that_was_taken_away_is_forgotten_too() {
    let app = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "30T08:00"), stop("polres-skck", 0, "30T10:00")];
    app.book(1, &stops, &[person("Siti", &nik(1))]).await;
    let app = app.restart_without_police().await;
    app.clock.set(december("31T00:00:00"));
    assert_eq!(retention::run(&app.app).await.unwrap(), 1);
    assert_eq!(app.rows("live_stop").await, 0, "nobody settles it, and a hash of their number stands in it");
}

#[tokio::test]
async fn failed_tries_are_kept_for_an_hour() {
    let app = TestApp::start().await;
    let identity = json!({ "identity": { "kind": "nik", "number": nik(1) } });
    app.send(post("/visits/00000000/keys").secret(1).json(identity)).await.problem();
    app.advance(60 * 60 - 1);
    retention::run(&app.app).await.unwrap();
    assert_ne!(app.rows("failed_try").await, 0);
    app.advance(1);
    retention::run(&app.app).await.unwrap();
    assert_eq!(app.rows("failed_try").await, 0);
}

#[tokio::test]
async fn a_round_is_left_out_where_the_clock_leapt() {
    let app = TestApp::start().await;
    app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let leaps = LeapWatch::of(app.clock.clock());
    assert_eq!(retention::round(&app.app, &leaps).await.unwrap(), Some(0));
    app.clock.set(december("25T00:00:00"));
    let before = app.state().await;
    assert_eq!(retention::round(&app.app, &leaps).await.unwrap(), None);
    assert_eq!(app.state().await, before, "nothing is missed or wiped yet");
    assert_eq!(retention::round(&app.app, &leaps).await.unwrap(), Some(1), "an hour later it is believed");
}
