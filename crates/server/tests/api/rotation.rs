//! New keys under a ledger that goes on: what was made before is known after, whichever server of the database is asked.

use std::sync::Arc;

use axum::Router;
use contract::{
    FaultCode, ProblemCode,
    visits::{Ticket, VisitState},
};
use loket_server::{
    App, command,
    config::Config,
    db::Db,
    error::Error,
    identity::ServerKey,
    keyring::{self, KeyVersion, Keyring},
    randomness::Randomness,
    router,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{
    store,
    support::{
        Answer, Ask, TestApp, child, confirm, delete, get, hold_of, nik, patch, person, post, send, stop, visit_path,
    },
};

/// One more server of the database of a test.
pub struct Server {
    pub app: App,
    router: Router,
}

impl Server {
    /// With the keys that the file holds now.
    pub async fn beside(test: &TestApp) -> Self {
        Self::with_keys(test, Keyring::read(&test.app.config.key_file()).unwrap()).await.unwrap()
    }

    pub async fn with_keys(test: &TestApp, keys: Keyring) -> Result<Self, Error> {
        let config = test.app.config.clone();
        let db = Db::open(&config.place()).await.unwrap();
        let (catalogue, clock) = (Arc::clone(&test.app.catalogue), test.clock.clock());
        let app = App::new(config, catalogue, db, keys, clock, Randomness::system()).await?;
        Ok(Self { router: router(app.clone()), app })
    }

    pub async fn send(&self, ask: Ask) -> Answer {
        send(self.router.clone(), ask).await
    }

    /// Asks for one stop of one person.
    pub async fn book(&self, number: u8, stop: Value, person: Value) -> Answer {
        let hold = self.send(post("/holds").secret(number).json(hold_of(&[stop]))).await.ok();
        self.send(confirm(number, &hold, &[person])).await
    }
}

/// A server from before a new key, which goes on, and one from after it.
pub async fn rotated() -> (TestApp, Server) {
    let before = TestApp::start().await;
    let after = rotate(&before).await;
    (before, after)
}

pub async fn rotate(before: &TestApp) -> Server {
    keyring::rotate(&before.app.config.key_file()).unwrap();
    Server::beside(before).await
}

pub fn versions(keys: &Keyring) -> Vec<i64> {
    keys.iter().map(|(version, _)| version.number()).collect()
}

#[track_caller]
fn has_a_live_stop(answer: &Answer) {
    let fields = [("/people/0", FaultCode::LiveStopExists), ("/stops/0", FaultCode::LiveStopExists)];
    answer.refused(ProblemCode::LiveStopExists, &fields);
}

#[tokio::test]
async fn a_stop_from_before_a_new_key_stands_in_the_way_of_one_after_it() {
    let before = TestApp::start().await;
    let first = before.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let after = rotate(&before).await;
    let siti = || person("Siti", &nik(1));
    has_a_live_stop(&after.book(2, stop("capil-ktp", 0, "25T08:00"), siti()).await);
    assert_eq!(after.book(3, stop("capil-kk", 0, "25T08:00"), siti()).await.status, 201, "another service");
    after.send(delete(&visit_path(&first)).secret(1).key("c")).await.ok::<Ticket>();
    assert_eq!(after.book(2, stop("capil-ktp", 0, "25T08:00"), siti()).await.status, 201);
}

#[tokio::test]
async fn a_server_that_has_not_read_the_new_key_and_one_that_has_know_each_others_stops() {
    let (before, after) = rotated().await;
    before.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    has_a_live_stop(&after.book(2, stop("capil-ktp", 0, "25T08:00"), person("Siti", &nik(1))).await);
    assert_eq!(after.book(3, stop("capil-ktp", 0, "25T08:00"), person("Budi", &nik(2))).await.status, 201);
    let hold = before.hold(4, &[stop("capil-ktp", 0, "26T08:00")]).await;
    has_a_live_stop(&before.send(confirm(4, &hold, &[person("Budi", &nik(2))])).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_servers_with_different_rings_at_once_one_books_a_person() {
    let (before, after) = rotated().await;
    let mut tasks = JoinSet::new();
    for (number, time) in (1..).zip(["24T08:00", "24T09:00", "24T10:00", "25T08:00", "25T09:00", "25T10:00"]) {
        let hold = before.hold(number, &[stop("capil-ktp", 0, time)]).await;
        let router = if number % 2 == 0 { before.router() } else { after.router.clone() };
        tasks.spawn(send(router, confirm(number, &hold, &[person("Siti", &nik(1))])));
    }
    let booked = tasks.join_all().await.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(booked, 1);
    assert_eq!(before.number("select count(*) from visit_stop where state = 'booked'").await, 1);
}

#[tokio::test]
async fn the_database_itself_refuses_a_second_live_stop() {
    let (app, _after) = rotated().await;
    app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let mut tx = app.app.db.write().await.unwrap();
    let second = sqlx::query(
        "insert into live_stop (visit, number, key_version, service, identity_hash)
         select visit, number, 9, service, identity_hash from live_stop",
    );
    let error = second.execute(&mut *tx).await.unwrap_err();
    assert!(error.as_database_error().is_some_and(|error| error.is_unique_violation()), "{error}");
}

#[tokio::test]
async fn a_stop_that_is_cancelled_or_missed_is_in_nobodys_way_under_any_key() {
    let (before, after) = rotated().await;
    let ticket: Ticket = after.book(1, stop("capil-ktp", 0, "24T08:00"), person("Siti", &nik(1))).await.ok();
    assert_eq!(before.rows("live_stop").await, 2, "one for each key");
    after.send(delete(&visit_path(&ticket)).secret(1).key("c")).await.ok::<Ticket>();
    assert_eq!(before.rows("live_stop").await, 0);
    let second = before.book(2, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    before.set_clock("24T08:45");
    let third = after.book(3, stop("capil-ktp", 0, "25T08:00"), person("Siti", &nik(1))).await;
    assert_eq!(third.status, 201, "{}", third.text);
    assert_eq!(before.rows("live_stop").await, 2, "of the third alone");
    let missed: Ticket = after.send(get(&visit_path(&second)).secret(2)).await.ok();
    assert_eq!(missed.state, VisitState::Missed);
    before.set_clock("25T08:45");
    before.book(4, &[stop("capil-ktp", 0, "26T08:00")], &[person("Siti", &nik(1))]).await;
    assert_eq!(before.rows("live_stop").await, 1, "also where it was written off by an older ring");
}

#[tokio::test]
async fn a_ticket_from_before_a_new_key_is_read_opened_and_changed_after_it() {
    let before = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "24T08:00"), stop("capil-kk", 1, "24T08:00"), stop("polres-skck", 2, "24T09:00")];
    let john = json!({ "name": "John", "identity": { "kind": "passport", "number": "X1234567" } });
    let ticket = before.book(1, &stops, &[person("Siti", &nik(1)), child("Adik", 0, 1), john]).await;
    let after = rotate(&before).await;
    let path = visit_path(&ticket);
    assert_eq!(after.send(get(&path).secret(1)).await.ok::<Ticket>(), ticket);
    let open =
        |secret, identity: Value| post(&format!("{path}/keys")).secret(secret).json(json!({ "identity": identity }));
    let by_nik = after.send(open(2, json!({ "kind": "nik", "number": nik(1) }))).await;
    assert_eq!(by_nik.ok::<Ticket>(), ticket);
    after.send(open(3, json!({ "kind": "passport", "number": "X1234567" }))).await.ok::<Ticket>();
    let wrong = after.send(open(4, json!({ "kind": "nik", "number": nik(2) }))).await;
    wrong.refused(ProblemCode::NotFound, &[("path:code", FaultCode::UnknownReference)]);
    let siblings = [person("Siti", &nik(1)), child("Adik", 0, 1)];
    let stops = [stop("capil-akta-lahir", 0, "25T08:00"), stop("capil-kk", 1, "25T09:00")];
    let hold = after.send(post("/holds").secret(5).json(hold_of(&stops))).await.ok();
    let again = after.send(confirm(5, &hold, &siblings)).await;
    again.refused(
        ProblemCode::LiveStopExists,
        &[("/people/1", FaultCode::LiveStopExists), ("/stops/1", FaultCode::LiveStopExists)],
    );
}

#[tokio::test]
async fn a_server_with_the_older_ring_asks_to_come_again_for_what_only_the_newer_key_opens() {
    let (before, after) = rotated().await;
    let ticket: Ticket = after.book(1, stop("capil-ktp", 0, "24T08:00"), person("Siti", &nik(1))).await.ok();
    let path = visit_path(&ticket);
    let answer = before.send(get(&path).secret(1)).await;
    assert_eq!(answer.status, 503, "neither lost nor broken: {}", answer.text);
    assert!(answer.headers.contains_key("retry-after"));
    let by_nik = json!({ "identity": { "kind": "nik", "number": nik(1) } });
    let known = before.send(post(&format!("{path}/keys")).secret(2).json(by_nik.clone())).await;
    let unknown = before.send(post("/visits/00000000/keys").secret(2).json(by_nik)).await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text), "it does not tell that the code exists");
    assert_eq!(known.status, 404);
}

#[tokio::test]
async fn a_request_repeated_after_a_new_key_has_the_same_answer() {
    let before = TestApp::start().await;
    let hold = before.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let ask = confirm(1, &hold, &[person("Siti", &nik(1))]);
    let first = before.send(ask.clone()).await;
    let ticket: Ticket = first.ok();
    let to = json!({ "stops": [{ "stop": 1, "starts_at": "2026-11-25T08:00:00+07:00" }] });
    let moving = patch(&visit_path(&ticket)).secret(1).key("m").json(to);
    let moved = before.send(moving.clone()).await;
    let after = rotate(&before).await;
    let again = after.send(ask).await;
    assert_eq!((again.status, &again.text), (201, &first.text));
    let again = after.send(moving).await;
    assert_eq!((again.status, &again.text), (200, &moved.text));
    let other = confirm(1, &hold, &[person("Budi", &nik(2))]);
    after.send(other).await.refused(ProblemCode::KeyReused, &[]);
    assert_eq!(before.rows("visit").await, 1);
}

#[tokio::test]
async fn a_request_repeated_at_a_server_with_the_older_ring_is_neither_done_twice_nor_refused_for_good() {
    let (before, after) = rotated().await;
    let hold = after.send(post("/holds").secret(1).json(hold_of(&[stop("capil-ktp", 0, "24T08:00")]))).await.ok();
    let ask = confirm(1, &hold, &[person("Siti", &nik(1))]);
    let first = after.send(ask.clone()).await;
    assert_eq!(first.status, 201);
    assert_eq!(before.send(ask.clone()).await.status, 503);
    assert_eq!(after.send(ask).await.text, first.text);
    assert_eq!(before.rows("visit").await, 1);
}

#[tokio::test]
async fn failed_tries_count_on_over_a_new_key() {
    let before = TestApp::start().await;
    let ticket = before.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let open = |number| {
        let identity = json!({ "identity": { "kind": "nik", "number": nik(number) } });
        post(&format!("{}/keys", visit_path(&ticket))).secret(2).json(identity)
    };
    for number in 10..15 {
        assert_eq!(before.send(open(number)).await.status, 404);
    }
    let after = rotate(&before).await;
    after.send(open(1)).await.refused(ProblemCode::TooManyTries, &[]);
}

#[tokio::test]
async fn a_ring_that_lacks_a_key_of_the_database_starts_no_server() {
    let (before, after) = rotated().await;
    let refused = |keys: Keyring| async { Server::with_keys(&before, keys).await.err().unwrap().to_string() };
    let lacks = |number| format!("the key file lacks key {number}, which the database needs: take the newest key file");
    assert_eq!(refused(before.app.keys.clone()).await, lacks(2), "the file from before");
    let (first, second) = (after.app.keys.under(KeyVersion::FIRST).unwrap().clone(), after.app.keys.newest().clone());
    let (one, two, three) = (KeyVersion::FIRST, after.app.keys.newest_version(), KeyVersion::from_number(3).unwrap());
    assert_eq!(refused(Keyring::of(vec![(two, second)]).unwrap()).await, lacks(1), "the new key alone");
    let (other, another) = (ServerKey::from_bytes([9; 32]), ServerKey::from_bytes([8; 32]));
    let error = refused(Keyring::of(vec![(one, first.clone()), (two, other.clone())]).unwrap()).await;
    assert_eq!(error, "the database belongs to another key file", "made anew on each server");
    let error = refused(Keyring::of(vec![(one, first), (two, other), (three, another)]).unwrap()).await;
    assert_eq!(error, "the database belongs to another key file");
    assert_eq!(before.rows("installation_key").await, 2, "who is refused leaves nothing");
}

#[tokio::test]
async fn the_commands_change_the_key_file() {
    let before = TestApp::start().await;
    let config = before.app.config.clone();
    let in_file = || versions(&Keyring::read(&config.key_file()).unwrap());
    command::rotate_key(&config).unwrap();
    assert_eq!(in_file(), [1, 2]);
    let said = command::retire_keys(config.clone()).await.unwrap_err();
    assert!(said.starts_with("no server of this ledger has been started with key 2: "), "{said}");
    assert_eq!(in_file(), [1, 2]);
    assert_eq!(before.rows("installation_key").await, 1, "who is refused leaves nothing");
    Server::beside(&before).await;
    let said = command::retire_keys(config.clone()).await.unwrap();
    assert!(said.iter().any(|said| said.starts_with("key 1 is retired")), "{said:?}");
    assert_eq!(in_file(), [2]);
    std::fs::remove_file(config.key_file()).unwrap();
    assert!(command::rotate_key(&config).is_err(), "there is none");
}

/// With a forgotten or mistyped `database`, the ledger that needs the keys is elsewhere.
#[tokio::test]
async fn where_no_ledger_is_no_key_is_retired_and_none_is_made() {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::of_folders(data.path(), data.path());
    std::fs::write(config.key_file(), [7; 32]).unwrap();
    command::rotate_key(&config).unwrap();
    let keys = std::fs::read(config.key_file()).unwrap();
    config.database = store::postgres_database(data.path()).await;
    for _ in 0..2 {
        let said = command::retire_keys(config.clone()).await.unwrap_err();
        if config.database.is_some() {
            assert_eq!(said, "the database holds no ledger of Loket");
        } else {
            assert!(said.starts_with("there is no ledger at "), "{said}");
        }
        assert_eq!(std::fs::read(config.key_file()).unwrap(), keys);
        let files: Vec<_> = data.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(files, ["loket.key"]);
    }
}
