//! Visits of the past, as the ledger keeps them: without names, counted. So many that the tables are deep.

use server::db::{Db, Place};
use sqlx::AssertSqlSafe;

use crate::Result;

/// Rows that one statement makes.
const CHUNK: u64 = 500_000;
/// Visits of one window.
const PER_WINDOW: u64 = 10;
/// Codes are spread over the whole space of ten hexadecimal digits, in order: those that the server draws fall between them.
const SPACE: u64 = 1 << 40;

/// Makes the tables where they are missing and adds `visits` visits, each with its person, key and stop. Counters of windows
/// so long ago are removed every hour.
///
/// # Errors
/// Those of the database.
pub async fn store(place: &Place, visits: u64) -> Result<()> {
    Db::open(place).await?.close().await;
    sqlx::any::install_default_drivers();
    let (url, is_sqlite) = match place {
        Place::File(file) => (format!("sqlite://{}", file.display()), true),
        Place::Server(url) => (url.clone(), false),
    };
    let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await?;
    if is_sqlite {
        // Nobody is promised anything yet.
        for pragma in ["pragma synchronous = off", "pragma cache_size = -400000", "pragma foreign_keys = off"] {
            sqlx::query(pragma).execute(&mut connection).await?;
        }
    }
    let (code, hash, numbers) = if is_sqlite {
        (
            format!("printf('%010X', i * {})", SPACE / visits.max(1)),
            "unhex(printf('%064X', i))",
            "with recursive numbers (i) as (select FIRST union all select i + 1 from numbers where i < LAST)",
        )
    } else {
        (
            format!("upper(lpad(to_hex(i * {}), 10, '0'))", SPACE / visits.max(1)),
            "decode(lpad(to_hex(i), 64, '0'), 'hex')",
            "with numbers (i) as (select * from generate_series(FIRST::bigint, LAST::bigint))",
        )
    };
    let starts_at = format!("1700000000 - i / {PER_WINDOW} * 1800");
    let statements = [
        format!("insert into visit (code, day, apart, wiped) NUMBERS select {code}, '2026-01-02', 0, 1 from numbers"),
        format!(
            "insert into visit_key (visit, secret_hash, added_at, original) NUMBERS
             select {code}, {hash}, 1700000000, 1 from numbers"
        ),
        format!(
            "insert into visit_person (visit, position, name, identity_kind, last_four, has_phone) NUMBERS
             select {code}, 0, '', 'nik', '', 0 from numbers"
        ),
        format!(
            "insert into visit_stop
             (visit, number, person, service, tenant, desk, starts_at, ends_at, minutes, state, obtains) NUMBERS
             select {code}, 0, 0, 'polres-skck', 'polres', 'skck', {starts_at}, {starts_at} + 1800, 15, 'missed', '[]'
             from numbers"
        ),
    ];
    for first in (0..visits).step_by(CHUNK as usize) {
        let last = (first + CHUNK).min(visits) - 1;
        let numbers = numbers.replace("FIRST", &first.to_string()).replace("LAST", &last.to_string());
        sqlx::query("begin").execute(&mut connection).await?;
        for statement in &statements {
            let statement = statement.replace("NUMBERS", &numbers);
            sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        sqlx::query("commit").execute(&mut connection).await?;
    }
    // All of it is on the disk before anybody's time is taken.
    let last: &[&str] = if is_sqlite {
        &["pragma synchronous = full", "pragma wal_checkpoint(truncate)"]
    } else {
        &["analyze", "checkpoint"]
    };
    for &statement in last {
        sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await?;
    }
    sqlx::Connection::close(connection).await?;
    Ok(())
}
