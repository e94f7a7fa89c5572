//! Seals anew, by the newest key, what older ones sealed.

use contract::VisitCode;
use sqlx::Row as _;

use crate::{App, error::Error, seal::Belongs};

/// Rows of one transaction, so that bookings get their turn in between.
const ROWS_AT_ONCE: i64 = 32;

/// Answers how many people and kept answers that were.
///
/// # Errors
/// Those of the database, and where something does not open.
pub async fn run(app: &App) -> Result<u64, Error> {
    let resealed = reseal_people(app).await? + reseal_answers(app).await?;
    if resealed > 0 {
        // What the old key opens is in no journal either.
        app.db.compact().await?;
    }
    Ok(resealed)
}

async fn reseal_people(app: &App) -> Result<u64, Error> {
    let head = app.keys.newest_head();
    let mut resealed = 0;
    let mut last = (String::new(), 0_i64);
    loop {
        let mut tx = app.db.write().await?;
        let rows = sqlx::query(
            "select visit, position, sealed from visit_person
             where (visit, position) > ($1, $2) and sealed is not null and substr(sealed, 1, 5) <> $3
             order by visit, position limit $4",
        )
        .bind(&last.0)
        .bind(last.1)
        .bind(head.as_slice())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&mut *tx)
        .await?;
        for row in &rows {
            let (visit, position): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            let sealed: Vec<u8> = row.try_get(2)?;
            let code = VisitCode::parse(&visit).map_err(|_| Error::Broken("a stored visit's code is none"))?;
            let belongs = Belongs::to_person(code, position);
            let anew = app.keys.seal(&app.keys.unseal(&sealed, &belongs)?, &belongs)?;
            // Unless it was wiped meanwhile.
            let updated =
                sqlx::query("update visit_person set sealed = $1 where visit = $2 and position = $3 and sealed = $4")
                    .bind(anew)
                    .bind(&visit)
                    .bind(position)
                    .bind(sealed)
                    .execute(&mut *tx)
                    .await?;
            resealed += updated.rows_affected();
            last = (visit, position);
        }
        tx.commit().await?;
        if rows.is_empty() {
            return Ok(resealed);
        }
    }
}

async fn reseal_answers(app: &App) -> Result<u64, Error> {
    let head = app.keys.newest_head();
    let mut resealed = 0;
    let mut last = (Vec::new(), String::new());
    loop {
        let mut tx = app.db.write().await?;
        let rows = sqlx::query(
            "select secret_hash, key, sealed from idempotent_answer
             where (secret_hash, key) > ($1, $2) and sealed is not null and substr(sealed, 1, 5) <> $3
             order by secret_hash, key limit $4",
        )
        .bind(&last.0)
        .bind(&last.1)
        .bind(head.as_slice())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&mut *tx)
        .await?;
        for row in &rows {
            let (secret, key): (Vec<u8>, String) = (row.try_get(0)?, row.try_get(1)?);
            let sealed: Vec<u8> = row.try_get(2)?;
            let belongs = Belongs::to_answer(&secret, &key);
            let anew = app.keys.seal(&app.keys.unseal(&sealed, &belongs)?, &belongs)?;
            // Unless it went meanwhile.
            let updated = sqlx::query(
                "update idempotent_answer set sealed = $1 where secret_hash = $2 and key = $3 and sealed = $4",
            )
            .bind(anew)
            .bind(&secret)
            .bind(&key)
            .bind(sealed)
            .execute(&mut *tx)
            .await?;
            resealed += updated.rows_affected();
            last = (secret, key);
        }
        tx.commit().await?;
        if rows.is_empty() {
            return Ok(resealed);
        }
    }
}
