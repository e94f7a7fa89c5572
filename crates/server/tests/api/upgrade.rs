//! A database that an older release wrote.

use std::path::Path;

use contract::{ProblemCode, VisitCode, holds::Hold, person::Nik, visits::Ticket};
use loket_server::{
    clock::TurnedClock,
    identity::{ServerKey, secret_hash},
    randomness::Randomness,
};
use serde_json::json;
use sqlx::{AnyConnection, Connection as _};

use crate::{
    store,
    support::{TestApp, confirm, delete, get, hold_of, instant, nik, patch, person, post, secret, stop},
};

const KEY: ServerKey = ServerKey::from_bytes([7; 32]);

/// A booked and a cancelled stop of Siti's, whose visit `secret(1)` opens.
async fn book(connection: &mut AnyConnection) -> VisitCode {
    let code = VisitCode::from_random(7);
    let siti = KEY.nik(&Nik::parse(&nik(1)).unwrap());
    let starts_at = instant("24T08:00").timestamp();
    sqlx::query("insert into visit (code, day, apart, wiped) values ($1, '2026-11-24', 0, 0)")
        .bind(code.compact())
        .execute(&mut *connection)
        .await
        .unwrap();
    sqlx::query("insert into visit_key (visit, secret_hash, added_at, original) values ($1, $2, 0, 1)")
        .bind(code.compact())
        .bind(secret_hash(&secret(1)).as_slice())
        .execute(&mut *connection)
        .await
        .unwrap();
    sqlx::query(
        "insert into visit_person (visit, position, name, identity_kind, identity_hash, last_four)
         values ($1, 0, 'Siti', 'nik', $2, '0001')",
    )
    .bind(code.compact())
    .bind(siti.as_slice())
    .execute(&mut *connection)
    .await
    .unwrap();
    for (number, service, state) in [(1_i64, "capil-ktp", "booked"), (2, "capil-kk", "cancelled")] {
        sqlx::query(
            "insert into visit_stop
             (visit, number, person, service, tenant, desk, starts_at, ends_at, minutes, state, identity_hash, obtains)
             values ($1, $2, 0, $3, 'capil', 'identitas', $4, $5, 10, $6, $7, '{}')",
        )
        .bind(code.compact())
        .bind(number)
        .bind(service)
        .bind(starts_at)
        .bind(starts_at + 1800)
        .bind(state)
        .bind(siti.as_slice())
        .execute(&mut *connection)
        .await
        .unwrap();
    }
    sqlx::query(
        "insert into window_counter (tenant, desk, starts_at, places, taken) values ('capil', 'identitas', $1, 2, 1)",
    )
    .bind(starts_at)
    .execute(connection)
    .await
    .unwrap();
    code
}

/// The store as a release left it whose newest migration was this one, and its key file.
async fn older_store(folder: &Path, newest: i64) -> AnyConnection {
    std::fs::write(folder.join("loket.key"), [7; 32]).unwrap();
    let url = match store::postgres_database(folder).await {
        Some(url) => url,
        None => format!("sqlite://{}?mode=rwc", folder.join("loket.sqlite").display()),
    };
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let mut migrations = sqlx::migrate!();
    migrations.migrations = migrations.migrations.iter().filter(|one| one.version <= newest).cloned().collect();
    migrations.run_direct(None, &mut connection, false).await.unwrap();
    connection
}

/// A hold of `secret(1)` until 07:35 for one place of the police's desk, as it was kept when only the hold had its end.
async fn hold(connection: &mut AnyConnection, id: &str) {
    let starts_at = instant("24T08:00").timestamp();
    sqlx::query(
        "insert into hold (id, secret_hash, held_until, extended, request, network, opened_at)
         values ($1, $2, $3, 0, $4, $5, $6)",
    )
    .bind(id)
    .bind(secret_hash(&secret(1)).as_slice())
    .bind(instant("23T07:35").timestamp())
    .bind(hold_of(&[stop("polres-skck", 0, "24T08:00")]).to_string())
    .bind([0; 32].as_slice())
    .bind(instant("23T07:25").timestamp())
    .execute(&mut *connection)
    .await
    .unwrap();
    sqlx::query(
        "insert into hold_stop (hold, position, tenant, desk, starts_at, ends_at)
         values ($1, 0, 'polres', 'skck', $2, $3)",
    )
    .bind(id)
    .bind(starts_at)
    .bind(starts_at + 1800)
    .execute(&mut *connection)
    .await
    .unwrap();
    sqlx::query(
        "insert into window_counter (tenant, desk, starts_at, places, taken) values ('polres', 'skck', $1, 5, 1)",
    )
    .bind(starts_at)
    .execute(connection)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_hold_made_before_the_update_keeps_its_place_until_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let id = "0123456789abcdefghjkmnpqrs";
    let mut connection = older_store(folder.path(), 7).await;
    hold(&mut connection, id).await;
    connection.close().await.unwrap();
    let app = TestApp::open(folder, TurnedClock::at(instant("23T07:30").to_utc()), Randomness::system()).await;
    let extended: Hold = app.send(patch(&format!("/holds/{id}")).secret(1)).await.ok();
    assert_eq!(extended.held_until, instant("23T07:45"));
    for (now, left) in [("23T07:44:59", 4), ("23T07:45", 5)] {
        app.set_clock(now);
        assert_eq!(app.left("polres/skck", "24T08:00").await, left, "at {now}");
    }
    app.hold(2, &[stop("polres-skck", 0, "24T08:00")]).await;
    assert_eq!(app.left("polres/skck", "24T08:00").await, 4);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn what_was_booked_when_there_was_one_key_is_known_by_the_first() {
    for knows_its_key in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = older_store(folder.path(), 5).await;
        if knows_its_key {
            sqlx::query("insert into installation (one, key_check) values (1, $1)")
                .bind(KEY.subject(b"installation").as_slice())
                .execute(&mut connection)
                .await
                .unwrap();
        }
        let code = book(&mut connection).await;
        connection.close().await.unwrap();
        let clock = TurnedClock::at(instant("23T07:30").to_utc());
        let app = TestApp::open(folder, clock, Randomness::system()).await;
        let path = format!("/visits/{}", code.compact());
        let ticket: Ticket = app.send(get(&path).secret(1)).await.ok();
        assert_eq!(ticket.people[0].name, "Siti");
        let by_nik = json!({ "identity": { "kind": "nik", "number": nik(1) } });
        app.send(post(&format!("{path}/keys")).secret(2).json(by_nik)).await.ok::<Ticket>();
        let hold = app.hold(3, &[stop("capil-ktp", 0, "25T08:00")]).await;
        let second = confirm(3, &hold, &[person("Siti", &nik(1))]);
        assert_eq!(app.send(second.clone()).await.problem().code, ProblemCode::LiveStopExists);
        app.book(4, &[stop("capil-kk", 0, "25T08:30")], &[person("Siti", &nik(1))]).await;
        app.send(delete(&path).secret(1).key("c")).await.ok::<Ticket>();
        assert_eq!(app.send(second).await.status, 201);
        app.assert_books_balance().await;
    }
}
