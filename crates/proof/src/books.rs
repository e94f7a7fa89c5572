//! Whether the books balance: what must be true of the tables at every moment, whatever happened.

use server::db::Db;
use sqlx::Row as _;

use crate::{Result, Unlike};

/// Each counts rows that must not be.
const FAULTS: [(&str, &str); 6] = [
    ("a window has more taken than places", "select count(*) from window_counter where taken > places or taken < 0"),
    (
        "a window's counter is not the sum of its places",
        "select count(*) from window_counter c where taken <>
         (select count(*) from hold_stop h where h.tenant = c.tenant and h.desk = c.desk and h.starts_at = c.starts_at)
       + (select count(*) from visit_stop s where s.tenant = c.tenant and s.desk = c.desk
          and s.starts_at = c.starts_at and s.state <> 'cancelled')",
    ),
    (
        "a place is taken in a window without a counter",
        "select count(*) from visit_stop s where s.state <> 'cancelled' and not exists
         (select 1 from window_counter c where c.tenant = s.tenant and c.desk = s.desk and c.starts_at = s.starts_at)",
    ),
    (
        "somebody has two live stops for one service",
        "select count(*) from (select p.identity_hash, s.service from visit_stop s
         join visit_person p on p.visit = s.visit and p.position = s.person
         where s.state = 'booked' and p.identity_hash is not null
         group by p.identity_hash, s.service having count(*) > 1) twice",
    ),
    (
        "a visit is half there",
        "select count(*) from visit v where not exists (select 1 from visit_stop s where s.visit = v.code)
         or not exists (select 1 from visit_key k where k.visit = v.code)
         or not exists (select 1 from visit_person p where p.visit = v.code)",
    ),
    (
        "a hold is a visit and still holds places",
        "select count(*) from hold h join hold_stop s on s.hold = h.id where h.visit is not null",
    ),
];

/// # Errors
/// What is wrong, in words; or the database's own error.
pub async fn check(db: &Db) -> Result<()> {
    let mut connection = db.read().await.map_err(|error| error.to_string())?;
    for (fault, statement) in FAULTS {
        let rows: i64 = sqlx::query(statement).fetch_one(&mut *connection).await?.try_get(0)?;
        if rows > 0 {
            return Err(Unlike(format!("{fault} ({rows} times)")).into());
        }
    }
    Ok(())
}

/// One number out of the store.
///
/// # Errors
/// Those of the database.
pub async fn number(db: &Db, statement: &'static str) -> Result<i64> {
    let mut connection = db.read().await.map_err(|error| error.to_string())?;
    Ok(sqlx::query(statement).fetch_one(&mut *connection).await?.try_get(0)?)
}
