//! A hold as it is stored, and how it is read.

use chrono::{DateTime, Utc};
use contract::{HoldId, holds::HoldInput};
use sqlx::Row as _;

use crate::{
    clock::at,
    db::{Batch, Done, Row},
    error::Error,
    identity::Hash,
    places::{WindowKey, read_desk},
};

/// A hold as it is stored.
#[derive(Debug, Clone)]
pub struct StoredHold {
    pub id: HoldId,
    pub held_until: DateTime<Utc>,
    /// Since when its secret holds places without booking.
    pub(super) opened_at: DateTime<Utc>,
    pub(super) extended: bool,
    pub request: HoldInput,
    pub is_booked: bool,
    /// One for each stop of the request while it is live; none once it has become a visit, and fewer once others have taken
    /// places of it after its end.
    pub windows: Vec<HeldWindow>,
}

/// A window in which a hold has a place.
#[derive(Debug, Clone)]
pub struct HeldWindow {
    pub key: WindowKey,
    pub ends_at: DateTime<Utc>,
}

impl StoredHold {
    /// It ends by comparison with the clock; and for good where somebody has taken a place of it since, even if the clock is
    /// set back.
    #[must_use]
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        !self.is_booked && now < self.held_until && self.windows.len() == self.request.stops.len()
    }
}

/// How many statements [`ask_for_it`] adds.
pub const ASKED_FOR_IT: usize = 2;

/// Asks for the hold of a secret, for [`read_it`]; `lock` as [`Purpose::lock`] says it.
pub fn ask_for_it(batch: &mut Batch, secret: &Hash, lock: &str) {
    batch
        .add(format!(
            "select id, held_until, extended, request, visit, opened_at from hold where secret_hash = $1{lock}"
        ))
        .bind(secret.as_slice());
    batch
        .add(
            "select tenant, desk, starts_at, ends_at from hold_stop
             where hold = (select id from hold where secret_hash = $1) order by position",
        )
        .bind(secret.as_slice());
}

/// The hold of a secret, from what came of [`ask_for_it`].
///
/// # Errors
/// Where the database holds what is no hold.
pub fn read_it(done: &[Done]) -> Result<Option<StoredHold>, Error> {
    let Some(hold) = done[0].rows.first() else { return Ok(None) };
    Ok(Some(StoredHold {
        id: HoldId::parse(hold.try_get(0)?).ok_or(Error::Broken("a stored hold's id is none"))?,
        held_until: at(hold.try_get(1)?),
        extended: hold.try_get::<i64, _>(2)? == 1,
        request: serde_json::from_str(hold.try_get(3)?)?,
        is_booked: hold.try_get::<Option<String>, _>(4)?.is_some(),
        opened_at: at(hold.try_get(5)?),
        windows: done[1].rows.iter().map(read_window).collect::<Result<_, _>>()?,
    }))
}

fn read_window(row: &Row) -> Result<HeldWindow, Error> {
    let desk = read_desk(row.try_get(0)?, row.try_get(1)?)?;
    Ok(HeldWindow { key: WindowKey { desk, starts_at: row.try_get(2)? }, ends_at: at(row.try_get(3)?) })
}
