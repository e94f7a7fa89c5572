//! At most one live stop a person and service: a row of `live_stop` for each key of the ring, so that the rule holds
//! whichever keys the server had that booked the other stop, as long as the two share one. The database refuses the second.

use chrono::{DateTime, Utc};
use contract::{ServiceId, VisitCode};
use sqlx::Row as _;

use super::displaced;
use crate::{
    App,
    clock::at,
    db::Connection,
    error::Error,
    identity::Hash,
    keyring::Versioned,
    places::{self, WindowKey, read_desk},
};

/// Makes a stop the person's live one for its service. Answers whether there was none; else the caller must not commit.
///
/// # Errors
/// Those of the database.
pub async fn claim(
    connection: &mut Connection,
    code: VisitCode,
    number: i64,
    service: &ServiceId,
    identity: &Versioned<Hash>,
) -> Result<bool, Error> {
    let mut was_free = true;
    for (version, hash) in identity.iter() {
        let inserted = sqlx::query(
            "insert into live_stop (visit, number, key_version, service, identity_hash) values ($1, $2, $3, $4, $5)
             on conflict (identity_hash, service) do nothing",
        )
        .bind(code.compact())
        .bind(number)
        .bind(version.number())
        .bind(service.as_str())
        .bind(hash.as_slice())
        .execute(&mut *connection)
        .await?;
        was_free &= inserted.rows_affected() == 1;
    }
    Ok(was_free)
}

/// The stop is over or cancelled: its person may have another one.
///
/// # Errors
/// Those of the database.
pub async fn free(connection: &mut Connection, code: VisitCode, number: i64) -> Result<(), Error> {
    sqlx::query("delete from live_stop where visit = $1 and number = $2")
        .bind(code.compact())
        .bind(number)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes off this person's stops for this service whose window and grace have passed, so that they do not stand in the
/// way of a new one. Their places stay taken: those windows are over. A displaced one, whose window never was, counts as
/// cancelled instead.
///
/// # Errors
/// Those of the database.
pub async fn write_off(
    connection: &mut Connection,
    app: &App,
    identity: &Versioned<Hash>,
    service: &ServiceId,
    over_before: DateTime<Utc>,
) -> Result<(), Error> {
    for (_, hash) in identity.iter() {
        // The stop itself is asked whether it is over: whoever moves it meanwhile is waited for.
        let written_off = sqlx::query(
            "update visit_stop set state = 'missed' where state = 'booked' and ends_at <= $3 and (visit, number) in
             (select visit, number from live_stop where identity_hash = $1 and service = $2)
             returning visit, number, tenant, desk, starts_at",
        )
        .bind(hash.as_slice())
        .bind(service.as_str())
        .bind(over_before.timestamp())
        .fetch_all(&mut *connection)
        .await?;
        for row in written_off {
            let code = VisitCode::parse(row.try_get(0)?).map_err(|_| Error::Broken("a stored visit's code is none"))?;
            let number: i64 = row.try_get(1)?;
            free(connection, code, number).await?;
            let window = WindowKey { desk: read_desk(row.try_get(2)?, row.try_get(3)?)?, starts_at: row.try_get(4)? };
            if displaced::is_displaced(app, service, &window.desk, at(window.starts_at)) {
                sqlx::query("update visit_stop set state = 'cancelled' where visit = $1 and number = $2")
                    .bind(code.compact())
                    .bind(number)
                    .execute(&mut *connection)
                    .await?;
                places::give_back(connection, &window, 1).await?;
            }
        }
    }
    Ok(())
}
