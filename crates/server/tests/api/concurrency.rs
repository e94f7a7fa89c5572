//! Many clients at once, on real threads, over a real file.

use std::sync::Arc;

use contract::{ProblemCode, visits::Ticket};
use loket_server::{
    App,
    db::{Db, DirectedCommits, Place},
    keyring::Keyring,
    randomness::Randomness,
    router,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{
    Answer, Ask, TestApp, confirm, delete, hold_of, instant, nik, patch, person, post, secret, send, stop, visit_of,
    visit_path,
};

/// Two hundred. On PostgreSQL, where each waits for one of 16 connections and for no longer than ten seconds, so many as are
/// served in that time by any machine.
fn clients(app: &TestApp) -> usize {
    if app.app.config.database.is_some() { 60 } else { 200 }
}

/// How many wait for a lock of PostgreSQL's.
const WAITING: &str =
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

async fn all_at_once(app: &TestApp, asks: impl IntoIterator<Item = Ask>) -> Vec<Answer> {
    let mut tasks = JoinSet::new();
    for ask in asks {
        tasks.spawn(send(app.router(), ask));
    }
    tasks.join_all().await
}

/// Secrets for more clients than a byte can number.
fn client(number: usize, ask: Ask) -> Ask {
    let mut bytes = *secret(0).as_bytes();
    bytes[..8].copy_from_slice(&(number as u64 + 1).to_be_bytes());
    ask.header("authorization", format!("Bearer {}", contract::Secret::from_bytes(bytes).to_text()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_clients_for_the_last_place_exactly_one_wins() {
    let app = TestApp::start().await;
    let body = hold_of(&[stop("capil-akta-lahir", 0, "24T08:00")]);
    let asks = (0..clients(&app)).map(|number| client(number, post("/holds").json(body.clone())));
    let answers = all_at_once(&app, asks).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(loser.problem().code, ProblemCode::WindowFull);
    }
    assert_eq!(app.counter("capil/akta", "24T08:00").await, 1);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hold_that_is_asked_for_many_times_at_once_is_one_hold_also_of_the_last_place() {
    let app = TestApp::start().await;
    let body = hold_of(&[stop("capil-akta-lahir", 0, "24T08:00")]);
    let answers = all_at_once(&app, (0..20).map(|_| post("/holds").secret(1).json(body.clone()))).await;
    let ids: std::collections::BTreeSet<String> =
        answers.into_iter().map(|answer| answer.ok::<contract::holds::Hold>().id.to_string()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(app.counter("capil/akta", "24T08:00").await, 1);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn places_of_ended_holds_go_to_as_many_as_there_are_and_no_more() {
    let app = TestApp::start().await;
    for number in 1..=5 {
        let ask = post("/holds").secret(number).json(hold_of(&[stop("polres-skck", 0, "24T08:00")]));
        app.send(ask.through_network(number)).await.ok::<contract::holds::Hold>();
    }
    app.advance(10 * 60);
    let body = hold_of(&[stop("polres-skck", 0, "24T08:00")]);
    let asks = (0..clients(&app))
        .map(|number| client(number, post("/holds").json(body.clone())).through_network(number as u8));
    let answers = all_at_once(&app, asks).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 5);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_confirmations_of_one_hold_are_one_visit() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let ask = confirm(1, &hold, &[person("Siti", &nik(1))]);
    let answers = all_at_once(&app, std::iter::repeat_n(ask, clients(&app))).await;
    let first = &answers[0].text;
    assert!(answers.iter().all(|answer| answer.status == 201 && answer.text == *first));
    assert_eq!((app.rows("visit").await, app.rows("visit_stop").await), (1, 1));
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn confirmations_under_many_keys_are_one_visit_too() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let body = visit_of(&hold, &[person("Siti", &nik(1))]);
    let asks = (0..50).map(|number| post("/visits").secret(1).key(&format!("key-{number}")).json(body.clone()));
    let answers = all_at_once(&app, asks).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(app.rows("visit").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_hold_asked_for_many_times_at_once_is_one_hold() {
    let app = TestApp::start().await;
    let body = hold_of(&[stop("polres-skck", 0, "24T08:00")]);
    let asks = std::iter::repeat_n(post("/holds").secret(1).json(body), 50);
    let answers = all_at_once(&app, asks).await;
    let ids: std::collections::BTreeSet<String> =
        answers.iter().map(|answer| answer.ok::<contract::holds::Hold>().id.to_string()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(app.counter("polres/skck", "24T08:00").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_on_many_devices_gets_one_live_stop() {
    let app = TestApp::start().await;
    let mut asks = Vec::new();
    for (number, time) in ["24T08:00", "24T09:00", "25T08:00", "25T09:00", "26T08:00"].into_iter().enumerate() {
        let number = number as u8 + 1;
        let hold = app.hold(number, &[stop("capil-ktp", 0, time)]).await;
        asks.push(confirm(number, &hold, &[person("Siti", &nik(1))]));
    }
    let answers = all_at_once(&app, asks).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(app.number("select count(*) from visit_stop where state = 'booked'").await, 1);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_everyone_does_at_once_the_books_balance() {
    let app = TestApp::start().await;
    let mut tickets: Vec<(u8, Ticket)> = Vec::new();
    for number in 1..=8 {
        let time = ["24T08:00", "24T08:30", "24T09:00", "24T09:30"][usize::from(number) % 4];
        let booked = app.book(number, &[stop("capil-ktp", 0, time)], &[person("A", &nik(u16::from(number)))]).await;
        tickets.push((number, booked));
    }
    let mut asks = Vec::new();
    for (number, ticket) in &tickets {
        for (index, time) in ["24T08:00", "24T08:30", "24T10:00", "24T10:30"].into_iter().enumerate() {
            let to: Value = json!({ "stops": [{ "stop": 1, "starts_at": instant(time) }] });
            asks.push(patch(&visit_path(ticket)).secret(*number).key(&format!("r{index}")).json(to));
        }
        if number % 2 == 0 {
            asks.push(delete(&visit_path(ticket)).secret(*number).key("c"));
        }
    }
    for number in 0..60 {
        let time = ["24T08:00", "24T08:30", "24T10:00"][number % 3];
        asks.push(client(number, post("/holds").json(hold_of(&[stop("capil-kk", 0, time)]))));
    }
    for answer in all_at_once(&app, asks).await {
        assert!(answer.status < 500, "{} {}", answer.status, answer.text);
    }
    app.assert_books_balance().await;
    assert_eq!(app.number("select count(*) from window_counter where taken > places").await, 0);
}

/// On PostgreSQL, where writes run side by side.
#[tokio::test]
async fn a_stop_that_is_written_as_missed_while_its_visit_moves_stays_missed_where_it_is() {
    let app = TestApp::start().await;
    if app.app.config.database.is_none() {
        return;
    }
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    app.book(2, &[stop("capil-ktp", 0, "26T10:00")], &[person("Budi", &nik(2))]).await;
    // The move has looked at its stop, and waits for the window that it wants.
    let mut window = app.app.db.write().await.unwrap();
    let starts_at = instant("26T10:00").timestamp();
    let touch = "update window_counter set taken = taken where starts_at = $1";
    sqlx::query(touch).bind(starts_at).execute(&mut *window).await.unwrap();
    let to = json!({ "stops": [{ "stop": 1, "starts_at": instant("26T10:00") }] });
    let moving = tokio::spawn(send(app.router(), patch(&visit_path(&ticket)).secret(1).key("move").json(to)));
    while app.number(WAITING).await == 0 {
        assert!(!moving.is_finished(), "it has to wait");
        tokio::task::yield_now().await;
    }
    // Another server, whose catalogue and clock say that it is over.
    let mut other = app.app.db.write().await.unwrap();
    let miss = "update visit_stop set state = 'missed' where visit = $1";
    sqlx::query(miss).bind(ticket.code.compact()).execute(&mut *other).await.unwrap();
    other.commit().await.unwrap();
    window.commit().await.unwrap();
    moving.await.unwrap().refused(ProblemCode::NotBooked, &[]);
    assert_eq!(
        (app.counter("capil/identitas", "24T08:00").await, app.counter("capil/identitas", "26T10:00").await),
        (1, 1)
    );
    app.assert_books_balance().await;
}

/// On SQLite, whose turns see what the turns before them wrote, before it is on the disk.
#[tokio::test]
async fn who_is_refused_by_a_booking_that_is_undone_is_told_to_come_again() {
    let (usual, commits) = (TestApp::start().await, DirectedCommits::default());
    let place = Place::File(usual.folder.path().join("directed.sqlite"));
    let db = Db::open_directed(&place, commits.commits()).await.unwrap();
    let (catalogue, clock) = (Arc::clone(&usual.app.catalogue), usual.clock.clock());
    let keys = Keyring::read(&usual.app.config.key_file()).unwrap();
    let app = App::new(usual.app.config.clone(), catalogue, db, keys, clock, Randomness::system()).await.unwrap();
    let router = router(app);
    let wish = |number| post("/holds").secret(number).json(hold_of(&[stop("capil-akta-lahir", 0, "24T08:00")]));
    commits.hold();
    let first = tokio::spawn(send(router.clone(), wish(1)));
    commits.held().await;
    commits.fail_next();
    commits.release();
    // Finds the last place taken; its end commits, in vain.
    assert_eq!(send(router.clone(), wish(2)).await.status, 503);
    assert_eq!(first.await.unwrap().status, 503);
    assert_eq!(send(router, wish(2)).await.status, 201, "the place is free");
}

/// On PostgreSQL, where writes run side by side.
#[tokio::test]
async fn who_asks_about_many_at_once_is_told_of_five() {
    let app = TestApp::start().await;
    if app.app.config.database.is_none() {
        return;
    }
    let times = ["24T08:00", "24T08:30", "24T09:00", "24T09:30"];
    for number in 1..=8 {
        let ask = hold_of(&[stop("capil-ktp", 0, times[usize::from(number) / 2 % 4])]);
        let hold = app.send(post("/holds").secret(number).json(ask)).await.ok();
        let booked = confirm(number, &hold, &[person("Siti", &nik(u16::from(number)))]);
        assert_eq!(app.send(booked).await.status, 201, "{number}");
    }
    let hold = app.hold(9, &[stop("capil-ktp", 0, "25T08:00")]).await;
    let mut other = app.app.db.write().await.unwrap();
    sqlx::query("select id from hold for update").fetch_all(&mut *other).await.unwrap();
    let mut asking = JoinSet::new();
    for number in 1..=8 {
        let body = visit_of(&hold, &[person("X", &nik(number))]);
        asking.spawn(send(app.router(), post("/visits").secret(9).key(&format!("k{number}")).json(body)));
    }
    while app.number(WAITING).await < 8 {
        tokio::task::yield_now().await;
    }
    other.rollback().await.unwrap();
    let told = asking.join_all().await.into_iter().map(|answer| answer.problem().code);
    assert_eq!(told.filter(|code| *code == ProblemCode::LiveStopExists).count(), 5);
}

/// On PostgreSQL, where two that lock windows crosswise would wait for each other until one is run again.
#[tokio::test]
async fn a_move_locks_its_windows_in_one_order_whichever_way_it_goes() {
    let app = TestApp::start().await;
    if app.app.config.database.is_none() {
        return;
    }
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    app.book(2, &[stop("capil-ktp", 0, "26T10:00")], &[person("Budi", &nik(2))]).await;
    let mut other = app.app.db.write().await.unwrap();
    let touch = "update window_counter set taken = taken where starts_at = $1";
    sqlx::query(touch).bind(instant("26T10:00").timestamp()).execute(&mut *other).await.unwrap();
    let to = json!({ "stops": [{ "stop": 1, "starts_at": instant("26T10:00") }] });
    let moving = tokio::spawn(send(app.router(), patch(&visit_path(&ticket)).secret(1).key("move").json(to)));
    while app.number(WAITING).await == 0 {
        assert!(!moving.is_finished(), "it has to wait");
        tokio::task::yield_now().await;
    }
    // It goes to the later window, and has locked the earlier one, which it leaves.
    let free = "select starts_at from window_counter where starts_at = $1 for update skip locked";
    let mut third = app.app.db.write().await.unwrap();
    let free = sqlx::query(free).bind(instant("24T08:00").timestamp()).fetch_all(&mut *third).await.unwrap();
    assert_eq!(free.len(), 0);
    third.rollback().await.unwrap();
    other.rollback().await.unwrap();
    moving.await.unwrap().ok::<Ticket>();
    app.assert_books_balance().await;
}

#[tokio::test]
async fn the_database_itself_refuses_to_oversell() {
    let app = TestApp::start().await;
    app.hold(1, &[stop("capil-akta-lahir", 0, "24T08:00")]).await;
    for statement in ["update window_counter set taken = 2", "update window_counter set taken = -1"] {
        let mut tx = app.app.db.write().await.unwrap();
        let error = sqlx::query(statement).execute(&mut *tx).await.unwrap_err();
        assert!(loket_server::db::broken_constraint(&error).is_some(), "{error}");
    }
}
