//! What `loket-server check` finds, on either store.

use loket_server::{
    db::upkeep,
    error::Error,
    identity::ServerKey,
    keyring::{self, KeyVersion, Keyring},
    ledger_check::{self, Fault},
};
use sqlx::{AssertSqlSafe, Connection as _};

use crate::{
    rotation::Server,
    support::{TestApp, nik, person, stop},
};

impl TestApp {
    async fn with_one_visit() -> Self {
        let app = Self::start().await;
        app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
        app.hold(2, &[stop("capil-ktp", 0, "24T08:00")]).await;
        app
    }

    /// Changes the ledger behind its rules' back.
    async fn break_by(&self, statements: &[&str]) {
        let mut connection = upkeep::connect(&self.app.config.place()).await.unwrap();
        for statement in statements {
            sqlx::query(AssertSqlSafe((*statement).to_owned())).execute(&mut connection).await.unwrap();
        }
    }

    async fn faults(&self) -> Vec<Fault> {
        self.faults_for(&self.app.keys).await
    }

    /// Looks without waiting for whoever has locked the file.
    async fn look(&self) -> Result<Vec<Fault>, Error> {
        let mut connection = upkeep::connect(&self.app.config.place()).await.unwrap();
        sqlx::query("pragma busy_timeout = 0").execute(&mut connection).await.unwrap();
        ledger_check::faults(&mut connection, &self.app.keys, self.app.clock.now()).await
    }

    async fn faults_for(&self, keys: &Keyring) -> Vec<Fault> {
        let mut connection = upkeep::connect(&self.app.config.place()).await.unwrap();
        ledger_check::faults(&mut connection, keys, self.app.clock.now()).await.unwrap()
    }
}

#[tokio::test]
async fn a_ledger_in_use_has_no_fault() {
    assert_eq!(TestApp::with_one_visit().await.faults().await, []);
}

#[tokio::test]
async fn a_ledger_whose_books_do_not_balance_is_found() {
    let app = TestApp::with_one_visit().await;
    app.break_by(&["update window_counter set taken = taken - 1"]).await;
    assert_eq!(app.faults().await, [Fault::Unbalanced(1)]);
    app.break_by(&["delete from window_counter"]).await;
    assert_eq!(app.faults().await, [Fault::Uncounted(1)]);
}

#[tokio::test]
async fn a_window_that_was_oversold_is_found() {
    let app = TestApp::with_one_visit().await;
    let places = "update window_counter set places = 1";
    if app.app.config.database.is_some() {
        app.break_by(&["alter table window_counter drop constraint window_counter_not_oversold", places]).await;
        assert_eq!(app.faults().await, [Fault::Oversold(1)]);
    } else {
        app.break_by(&["pragma ignore_check_constraints = on", places]).await;
        let faults = app.faults().await;
        assert!(matches!(&faults[..], [Fault::Damaged(said)] if said.contains("window_counter")), "{faults:?}");
    }
}

#[tokio::test]
async fn a_stop_that_does_not_keep_its_person_from_another_is_found() {
    let app = TestApp::with_one_visit().await;
    app.break_by(&["update live_stop set service = 'capil-kk'"]).await;
    assert_eq!(app.faults().await, [Fault::Unguarded(1), Fault::Unfounded(1)], "another service's");
    app.break_by(&["delete from live_stop"]).await;
    assert_eq!(app.faults().await, [Fault::Unguarded(1)], "none at all");
    app.set_clock("24T08:31");
    assert_eq!(app.faults().await, [], "what is over keeps nobody");
}

#[tokio::test]
async fn who_is_kept_from_a_service_by_a_stop_that_is_not_booked_is_found() {
    for state in ["missed", "cancelled"] {
        let app = TestApp::with_one_visit().await;
        app.break_by(&[&format!("update visit_stop set state = '{state}'")]).await;
        // A cancelled one would give its place back.
        let counts: &[Fault] = if state == "cancelled" { &[Fault::Unbalanced(1)] } else { &[] };
        assert_eq!(app.faults().await, [counts, &[Fault::Unfounded(1)][..]].concat(), "{state}");
    }
}

#[tokio::test]
async fn a_ledger_of_another_key_is_found() {
    let app = TestApp::with_one_visit().await;
    assert_eq!(app.faults_for(&Keyring::of_first(ServerKey::from_bytes([9; 32]))).await, [Fault::OtherKey]);
}

#[tokio::test]
async fn a_ledger_is_checked_by_every_key_that_it_needs() {
    let app = TestApp::with_one_visit().await;
    let file = app.app.config.key_file();
    keyring::rotate(&file).unwrap();
    let keys = Keyring::read(&file).unwrap();
    assert_eq!(app.faults_for(&keys).await, [], "a key that no server uses yet");
    let newest = Keyring::of(vec![(keys.newest_version(), keys.newest().clone())]).unwrap();
    assert_eq!(app.faults_for(&newest).await, [Fault::KeyMissing(KeyVersion::FIRST)]);
    Server::with_keys(&app, keys.clone()).await.unwrap();
    assert_eq!(app.faults_for(&keys).await, []);
    assert_eq!(app.faults().await, [Fault::KeyMissing(keys.newest_version())], "the file from before");
}

#[tokio::test]
async fn a_ledger_of_another_release_is_found() {
    let app = TestApp::with_one_visit().await;
    app.break_by(&["delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)"]).await;
    assert_eq!(app.faults().await, [Fault::OlderSchema(1)]);
    app.break_by(&["update _sqlx_migrations set version = 9999 where version = 1"]).await;
    assert_eq!(app.faults().await, [Fault::NewerSchema(9999)]);
    app.break_by(&["drop table _sqlx_migrations"]).await;
    assert_eq!(app.faults().await, [Fault::NoLedger]);
}

#[tokio::test]
async fn a_file_that_somebody_has_locked_is_not_called_damaged() {
    let app = TestApp::with_one_visit().await;
    if app.app.config.database.is_some() {
        return;
    }
    app.app.db.close().await;
    let mut other = upkeep::connect(&app.app.config.place()).await.unwrap();
    for statement in ["pragma locking_mode = exclusive", "begin exclusive"] {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut other).await.unwrap();
    }
    let said = app.look().await.unwrap_err().to_string();
    assert!(said.contains("database is locked"), "{said}");
    other.close().await.unwrap();
    assert_eq!(app.look().await.unwrap(), []);
}

#[tokio::test]
async fn a_file_that_is_no_database_any_more_is_damaged() {
    let app = TestApp::with_one_visit().await;
    if app.app.config.database.is_some() {
        return;
    }
    app.app.db.close().await;
    std::fs::write(app.app.config.database_file(), [7; 8192]).unwrap();
    let faults = app.look().await.unwrap();
    assert!(matches!(&faults[..], [Fault::Damaged(said)] if said.contains("not a database")), "{faults:?}");
}
