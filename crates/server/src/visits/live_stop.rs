//! At most one live stop a person and service: a row of `live_stop` for each key of the ring, so that the rule holds
//! whichever keys the server had that booked the other stop, as long as the two share one. The database refuses the second.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use contract::{ServiceId, VisitCode};
use sqlx::Row as _;

use super::displaced;
use crate::{
    App,
    clock::at,
    db::{Batch, Connection, Done, Row},
    error::Error,
    identity::Hash,
    keyring::Versioned,
    places::{self, WindowKey, read_desk},
};

/// Makes a stop the person's live one for its service, by a statement for each key of the ring. The database refuses it where
/// there is another.
pub fn claim(batch: &mut Batch, code: VisitCode, number: i64, service: &ServiceId, identity: &Versioned<Hash>) {
    for (version, hash) in identity.iter() {
        batch
            .add(
                "insert into live_stop (visit, number, key_version, service, identity_hash) values ($1, $2, $3, $4, $5)",
            )
            .bind(code.compact())
            .bind(number)
            .bind(version.number())
            .bind(service.as_str())
            .bind(hash.as_slice());
    }
}

/// The stop is over or cancelled: its person may have another one.
pub fn free(batch: &mut Batch, code: VisitCode, number: i64) {
    batch.add("delete from live_stop where visit = $1 and number = $2").bind(code.compact()).bind(number);
}

/// Writes off these people's stops whose window and grace have passed, so that they do not stand in the way of new ones. Their
/// places stay taken: those windows are over. A displaced one, whose window never was, counts as cancelled instead
/// ([`free_written_off`]).
pub fn write_off(batch: &mut Batch, identities: &[Versioned<Hash>], over_before: DateTime<Utc>) {
    for (_, hash) in identities.iter().flat_map(Versioned::iter) {
        // The stop itself is asked whether it is over: whoever moves it meanwhile is waited for.
        batch
            .add(
                "update visit_stop set state = 'missed' where state = 'booked' and ends_at <= $2
                 and (visit, number) in (select visit, number from live_stop where identity_hash = $1)
                 returning visit, number, service, tenant, desk, starts_at",
            )
            .bind(hash.as_slice())
            .bind(over_before.timestamp());
    }
}

/// Asks for these people's live stops, by a statement for each key of each; once those that are over are written off.
pub fn ask(batch: &mut Batch, identities: &[Versioned<Hash>]) {
    for (_, hash) in identities.iter().flat_map(Versioned::iter) {
        batch
            .add("select identity_hash, service, visit, number from live_stop where identity_hash = $1")
            .bind(hash.as_slice());
    }
}

/// Who has which service's live stop, from what came of [`write_off`] and [`ask`].
pub struct LiveStops(BTreeSet<(Vec<u8>, String)>);

impl LiveStops {
    /// # Errors
    /// Where the database holds what is no stop.
    pub fn read(written_off: &[Done], asked: &[Done]) -> Result<Self, Error> {
        let over = rows(written_off).map(|row| stop(row, 0)).collect::<Result<BTreeSet<_>, Error>>()?;
        let mut live = BTreeSet::new();
        for row in rows(asked) {
            if !over.contains(&stop(row, 2)?) {
                live.insert((row.try_get(0)?, row.try_get(1)?));
            }
        }
        Ok(Self(live))
    }

    /// Whether the person has one for that service.
    pub fn has(&self, identity: &Versioned<Hash>, service: &ServiceId) -> bool {
        identity.iter().any(|(_, hash)| self.0.contains(&(hash.to_vec(), service.as_str().to_owned())))
    }
}

/// Their people may book again, from what came of [`write_off`].
///
/// # Errors
/// Those of the database.
pub async fn free_written_off(connection: &mut Connection, app: &App, done: &[Done]) -> Result<(), Error> {
    let mut free_all = Batch::default();
    for row in rows(done) {
        let code = VisitCode::parse(row.try_get(0)?).map_err(|_| Error::Broken("a stored visit's code is none"))?;
        let number: i64 = row.try_get(1)?;
        free(&mut free_all, code, number);
        let service = ServiceId::parse(row.try_get(2)?).ok_or(Error::Broken("a stored service's id is none"))?;
        let window = WindowKey { desk: read_desk(row.try_get(3)?, row.try_get(4)?)?, starts_at: row.try_get(5)? };
        if displaced::is_displaced(app, &service, &window.desk, at(window.starts_at)) {
            free_all
                .add("update visit_stop set state = 'cancelled' where visit = $1 and number = $2")
                .bind(code.compact())
                .bind(number);
            places::give_back(&mut free_all, &window, 1);
        }
    }
    free_all.run(connection).await?;
    Ok(())
}

fn rows(done: &[Done]) -> impl Iterator<Item = &Row> {
    done.iter().flat_map(|done| &done.rows)
}

/// Visit and number, from that column on.
fn stop(row: &Row, column: usize) -> Result<(String, i64), Error> {
    Ok((row.try_get(column)?, row.try_get(column + 1)?))
}
