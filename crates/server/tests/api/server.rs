use std::sync::Arc;

use contract::ProblemCode;
use loket_server::{
    App,
    db::{Db, Place},
    identity::ServerKey,
    keyring::Keyring,
    randomness::Randomness,
};

use crate::support::{TestApp, get, nik, person, stop, visit_path};

#[tokio::test]
async fn health_is_told() {
    let app = TestApp::start().await;
    assert_eq!(app.send(get("/health/live")).await.text, "live\n");
    assert_eq!(app.send(get("/health/ready")).await.text, "ready\n");
    app.app.db.close().await;
    assert_eq!(app.send(get("/health/live")).await.status, 200);
    assert!(app.send(get("/health/ready")).await.status >= 500);
}

#[tokio::test]
async fn a_failure_of_ours_is_a_problem_that_says_nothing() {
    let app = TestApp::start().await;
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let mut tx = app.app.db.write().await.unwrap();
    sqlx::query("update visit_stop set answers = 'no JSON'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let answer = app.send(get(&visit_path(&ticket)).secret(1)).await;
    assert_eq!(answer.status, 500);
    let problem: contract::Problem = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((problem.code, problem.errors.len()), (ProblemCode::Unknown, 0));
}

#[tokio::test]
async fn a_database_without_its_key_starts_no_server() {
    let app = TestApp::start().await;
    let config = app.app.config.clone();
    app.app.db.close().await;
    std::fs::remove_file(config.key_file()).unwrap();
    if config.database.is_none() {
        assert!(Keyring::read_or_make(&config.key_file(), &config.database_file()).is_err());
    }
    let other = Keyring::of_first(ServerKey::from_bytes([9; 32]));
    let db = Db::open(&config.place()).await.unwrap();
    let (clock, catalogue) = (app.clock.clock(), Arc::clone(&app.app.catalogue));
    let error = App::new(config, catalogue, db, other, clock, Randomness::system()).await.unwrap_err();
    assert_eq!(error.to_string(), "the database belongs to another key file");
}

#[tokio::test]
async fn a_database_file_that_is_none_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("loket.sqlite");
    std::fs::write(&file, "this is a letter, not a database; it is long enough to be read as a header".repeat(20))
        .unwrap();
    let error = Db::open(&Place::File(file)).await.unwrap_err().to_string();
    assert!(error.starts_with("the database can't be"), "{error}");
}
