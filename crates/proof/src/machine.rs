//! What the machine itself can do: the limit that the load figures are held against.

use std::{
    fs::File,
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use server::db::{Db, Place};
use sqlx::Connection as _;

use crate::Result;

/// How long each figure is taken.
const TIME: Duration = Duration::from_secs(3);
/// A page of SQLite.
const PAGE: usize = 4096;

/// Pages a second, each appended and brought to the disk (fdatasync) before the next.
///
/// # Errors
/// Those of the disk.
pub fn fsyncs_per_second(folder: &Path) -> Result<f64> {
    let path = folder.join("fsyncs");
    let mut file = File::create(&path)?;
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < TIME {
        file.write_all(&[0x5a; PAGE])?;
        file.sync_data()?;
        count += 1;
    }
    let per_second = f64::from(count) / begun.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(per_second)
}

/// The rows of a hold, and those that turn it into a visit: what a server has to write, without its rules, its reads and HTTP.
const HOLD: [&str; 3] = [
    "insert into window_counter values ('bare', 'skck', cast($1 as bigint) % 700, 1000000, 1)
     on conflict (tenant, desk, starts_at) do update set taken = taken + 1",
    "insert into hold (id, secret_hash, held_until, extended, request, network, opened_at)
     values ('hold' || $1, cast('secret' || $1 as blob), 1700000000, 0, '[{}]', cast('network' || $1 as blob), 1700000000)",
    "insert into hold_stop
     values ('hold' || $1, 1700000000, 0, 'bare', 'skck', cast($1 as bigint) % 700, cast($1 as bigint) % 700 + 1800)",
];
const CONFIRM: [&str; 8] = [
    "delete from hold_stop where hold = 'hold' || $1",
    "update hold set visit = 'visit' || $1 where id = 'hold' || $1",
    "insert into visit (code, day, apart, wiped) values ('visit' || $1, '2026-01-02', 0, 0)",
    "insert into visit_key values ('visit' || $1, cast('secret' || $1 as blob), 1700000000, 1)",
    "insert into visit_person (visit, position, name, identity_kind, identity_hash, last_four, sealed)
     values ('visit' || $1, 0, '', 'nik', cast('identity' || $1 as blob), '0001', zeroblob(60))",
    "insert into visit_stop (visit, number, person, service, tenant, desk, starts_at, ends_at, minutes, state, answers, obtains)
     values ('visit' || $1, 0, 0, 'bare-skck', 'bare', 'skck', cast($1 as bigint) % 700, cast($1 as bigint) % 700 + 1800, 15, 'booked', '{}', '[]')",
    "insert into live_stop values ('visit' || $1, 0, 1, 'bare-skck', cast('identity' || $1 as blob))",
    "insert into idempotent_answer (secret_hash, key, request_hash, status, body, answered_at, sealed)
     values (cast('secret' || $1 as blob), 'confirm', cast('request' || $1 as blob), 201, '', 1700000000, zeroblob(1200))",
];

/// Holds and confirms a second that a bare loop writes into SQLite, `group` of them a commit, each commit durable.
///
/// # Errors
/// Those of the database.
pub async fn bare_writes_per_second(folder: &Path, group: u64) -> Result<f64> {
    let file = folder.join(format!("bare-{group}.sqlite"));
    Db::open(&Place::File(file.clone())).await?.close().await;
    let mut connection = sqlx::AnyConnection::connect(&format!("sqlite://{}", file.display())).await?;
    for pragma in ["pragma synchronous = full", "pragma foreign_keys = on", "pragma secure_delete = on"] {
        sqlx::query(pragma).execute(&mut connection).await?;
    }
    let (begun, mut writes) = (Instant::now(), 0_u64);
    while begun.elapsed() < TIME {
        sqlx::query("begin immediate").execute(&mut connection).await?;
        for _ in 0..group {
            let statements: &[&'static str] = if writes.is_multiple_of(2) { &HOLD } else { &CONFIRM };
            for &statement in statements {
                sqlx::query(statement).bind((writes / 2).to_string()).execute(&mut connection).await?;
            }
            writes += 1;
        }
        sqlx::query("commit").execute(&mut connection).await?;
    }
    let per_second = writes as f64 / begun.elapsed().as_secs_f64();
    connection.close().await?;
    Ok(per_second)
}
