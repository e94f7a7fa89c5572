//! Old keys go once nothing needs them, and not before.

use contract::{ProblemCode, visits::Ticket};
use loket_server::keyring::{self, KeyVersion, Keyring, retire};
use serde_json::json;
use sqlx::Row as _;

use crate::{
    rotation::{Server, rotate, rotated, versions},
    support::{TestApp, confirm, get, nik, person, post, stop, visit_path},
};

fn december(day_and_time: &str) -> chrono::DateTime<chrono::Utc> {
    format!("2026-12-{day_and_time}+07:00").parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().to_utc()
}

fn in_file(app: &TestApp) -> Vec<i64> {
    versions(&Keyring::read(&app.app.config.key_file()).unwrap())
}

/// What every row begins with that is sealed, without repetition.
async fn heads(app: &TestApp) -> Vec<Vec<u8>> {
    let mut connection = app.app.db.read().await.unwrap();
    let rows = sqlx::query(
        "select substr(sealed, 1, 5) from visit_person where sealed is not null
         union select substr(sealed, 1, 5) from idempotent_answer where sealed is not null",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    rows.iter().map(|row| row.try_get(0).unwrap()).collect()
}

#[tokio::test]
async fn a_key_is_kept_as_long_as_someone_is_known_by_it() {
    let before = TestApp::start().await;
    let ticket = before.book(1, &[stop("capil-ktp", 0, "27T08:00")], &[person("Siti", &nik(1))]).await;
    let after = rotate(&before).await;
    before.advance(60);
    let outcome = retire::run(&after.app).await.unwrap();
    assert_eq!((outcome.resealed, outcome.retired.as_slice()), (2, [].as_slice()), "her name and the kept answer");
    let [need] = outcome.needed.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((need.version, need.people, need.stops, need.answers), (KeyVersion::FIRST, 1, 1, 1));
    assert_eq!(need.until.to_string(), "2026-12-28", "thirty days after the visit's day");
    assert_eq!(
        need.to_string(),
        "key 1 is needed until 2026-12-28 (people of visits: 1, live stops: 1, kept answers: 1, reminders: 0)"
    );
    assert_eq!(in_file(&before), [1, 2]);
    assert_eq!(heads(&before).await, [after.app.keys.newest_head()], "the newest key alone opens all");
    assert_eq!(after.send(get(&visit_path(&ticket)).secret(1)).await.ok::<Ticket>().people[0].name, "Siti");
    assert_eq!(retire::run(&after.app).await.unwrap().resealed, 0);
    before.clock.set(december("27T23:59:59"));
    let outcome = retire::run(&after.app).await.unwrap();
    assert_eq!((outcome.needed[0].people, outcome.needed[0].answers), (1, 0));
    before.clock.set(december("28T00:00:00"));
    let outcome = retire::run(&after.app).await.unwrap();
    assert_eq!(
        (outcome.needed.as_slice(), outcome.retired.as_slice()),
        ([].as_slice(), [KeyVersion::FIRST].as_slice())
    );
    assert_eq!(in_file(&before), [2]);
    assert_eq!(before.rows("installation_key").await, 1);
}

#[tokio::test]
async fn many_rows_are_sealed_anew_in_turns() {
    let before = TestApp::start().await;
    for number in 1..=35_u8 {
        let half_hours = (number - 1) / 5;
        let time = format!("24T{:02}:{:02}", 8 + half_hours / 2, half_hours % 2 * 30);
        before.book(number, &[stop("polres-skck", 0, &time)], &[person("Siti", &nik(u16::from(number)))]).await;
    }
    let after = rotate(&before).await;
    assert_eq!(retire::run(&after.app).await.unwrap().resealed, 70);
    assert_eq!(heads(&before).await, [after.app.keys.newest_head()]);
}

#[tokio::test]
async fn stops_that_are_known_by_a_newer_key_too_let_the_old_one_go_and_keep_their_rule() {
    let (before, after) = rotated().await;
    let ticket: Ticket = after.book(1, stop("capil-ktp", 0, "24T08:00"), person("Siti", &nik(1))).await.ok();
    assert_eq!(before.rows("live_stop").await, 2);
    let outcome = retire::run(&after.app).await.unwrap();
    assert_eq!(
        (outcome.needed.as_slice(), outcome.retired.as_slice()),
        ([].as_slice(), [KeyVersion::FIRST].as_slice())
    );
    assert_eq!((before.rows("live_stop").await, in_file(&before)), (1, vec![2]));
    let later = Server::beside(&before).await;
    assert_eq!(versions(&later.app.keys), [2]);
    assert_eq!(later.send(get(&visit_path(&ticket)).secret(1)).await.ok::<Ticket>(), ticket);
    let second = later.book(2, stop("capil-ktp", 0, "25T08:00"), person("Siti", &nik(1))).await;
    assert_eq!(second.problem().code, ProblemCode::LiveStopExists);
    let by_nik = json!({ "identity": { "kind": "nik", "number": nik(1) } });
    later.send(post(&format!("{}/keys", visit_path(&ticket))).secret(3).json(by_nik)).await.ok::<Ticket>();
}

#[tokio::test]
async fn servers_that_have_the_newest_key_go_on_while_an_old_one_is_retired() {
    let (before, after) = rotated().await;
    retire::run(&after.app).await.unwrap();
    let first = after.book(1, stop("capil-ktp", 0, "24T08:00"), person("Siti", &nik(1))).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let later = Server::beside(&before).await;
    let second = later.book(2, stop("capil-ktp", 0, "25T08:00"), person("Siti", &nik(1))).await;
    assert_eq!(second.problem().code, ProblemCode::LiveStopExists);
}

#[tokio::test]
async fn a_server_that_knows_a_retired_key_alone_can_write_nothing_that_is_lost() {
    let (before, after) = rotated().await;
    let hold = before.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    retire::run(&after.app).await.unwrap();
    assert_eq!(before.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.status, 500);
    assert_eq!((before.rows("visit").await, before.rows("idempotent_answer").await), (0, 0));
    assert_eq!(
        after.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.status,
        201,
        "elsewhere it can be booked"
    );
    before.assert_books_balance().await;
}

#[tokio::test]
async fn a_file_that_still_has_a_retired_key_does_not_bring_it_back() {
    let (before, after) = rotated().await;
    let both = after.app.keys.clone();
    retire::run(&after.app).await.unwrap();
    let third = Server::with_keys(&before, both).await.unwrap();
    assert_eq!(versions(&third.app.keys), [2]);
    assert_eq!(before.rows("installation_key").await, 1);
    third.book(1, stop("capil-ktp", 0, "24T08:00"), person("Siti", &nik(1))).await.ok::<Ticket>();
    assert_eq!(before.rows("live_stop").await, 1);
}

#[tokio::test]
async fn a_key_that_was_added_meanwhile_stays_in_the_file() {
    let (before, after) = rotated().await;
    keyring::rotate(&before.app.config.key_file()).unwrap();
    retire::run(&after.app).await.unwrap();
    assert_eq!(in_file(&before), [2, 3]);
}

#[tokio::test]
async fn nothing_is_sealed_anew_by_a_server_that_lacks_the_newest_key() {
    let (before, after) = rotated().await;
    let third = rotate(&before).await;
    third.book(1, stop("capil-ktp", 0, "24T08:00"), person("Siti", &nik(1))).await.ok::<Ticket>();
    let error = retire::run(&after.app).await.unwrap_err().to_string();
    assert_eq!(error, "the key file lacks key 3, which the database needs: take the newest key file");
    assert_eq!((heads(&before).await, in_file(&before)), (vec![third.app.keys.newest_head().to_vec()], vec![1, 2, 3]));
}
