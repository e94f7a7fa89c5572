//! Whether a ledger is whole and right: asked of a running one by `loket-server check`, and of a backup before it is
//! restored. The checks are the same for both stores.

use chrono::{DateTime, Utc};
use sqlx::{Any, Row as _, any::AnyArguments, query::Query};

use crate::{
    db::{
        Connection,
        upkeep::{self, Schema},
    },
    error::Error,
    keyring::{self, KeyVersion, Keyring, Mismatch},
};

/// What is wrong with a ledger, as one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file; in the store's words.
    Damaged(String),
    NoLedger,
    NewerSchema(i64),
    /// Migrations that are still to come.
    OlderSchema(usize),
    OtherKey,
    /// The key file lacks a key that the ledger needs.
    KeyMissing(KeyVersion),
    /// Windows whose count of taken places is not the sum of their stops.
    Unbalanced(i64),
    /// Windows with more taken than there are places.
    Oversold(i64),
    /// Stops to come whose window is not counted at all.
    Uncounted(i64),
    /// Stops to come that do not keep their people from booking the same service again.
    Unguarded(i64),
    /// What keeps people from a service for which they have no booked stop.
    Unfounded(i64),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Damaged(said) => write!(formatter, "the database is damaged: {said}"),
            Self::NoLedger => formatter.write_str("the database holds no ledger of Loket"),
            Self::NewerSchema(version) => write!(
                formatter,
                "the ledger was written by another release, whose migration {version} this program does not know; use \
                 that release or a newer one"
            ),
            Self::OlderSchema(count) => write!(
                formatter,
                "the ledger is of an older release, {count} migrations behind; start this server on it once, then check"
            ),
            Self::OtherKey => formatter.write_str("the ledger belongs to another key file"),
            Self::KeyMissing(version) => write!(
                formatter,
                "the key file lacks key {version}, which the ledger needs; a backup needs the key file of its time or a newer \
                 one that still has its keys"
            ),
            Self::Unbalanced(windows) => {
                write!(
                    formatter,
                    "the books do not balance: {windows} windows count other places than their stops take"
                )
            }
            Self::Oversold(windows) => write!(formatter, "{windows} windows have more places taken than there are"),
            Self::Uncounted(stops) => write!(formatter, "{stops} stops to come are in windows that nobody counts"),
            Self::Unguarded(stops) => {
                write!(formatter, "{stops} stops to come do not keep their people from booking the same service again")
            }
            Self::Unfounded(rows) => {
                write!(formatter, "{rows} times somebody is kept from a service without having a booked stop for it")
            }
        }
    }
}

/// Every fault of a ledger. Where the file is damaged or the tables are others, that alone: the rest can't be asked then.
///
/// # Errors
/// Those of the database.
pub async fn faults(connection: &mut Connection, keys: &Keyring, now: DateTime<Utc>) -> Result<Vec<Fault>, Error> {
    match fault_of_store(connection).await? {
        Some(fault) => Ok(vec![fault]),
        None => faults_of_books(connection, keys, now).await,
    }
}

/// Whether it is whole, and in tables that this program knows.
///
/// # Errors
/// Those of the database.
pub async fn fault_of_store(connection: &mut Connection) -> Result<Option<Fault>, Error> {
    // Whoever asks is told what the store said, also where a resident would be told to come again.
    if let Some(said) = upkeep::damage(connection).await.map_err(Error::Database)? {
        return Ok(Some(Fault::Damaged(said)));
    }
    Ok(match upkeep::schema(connection).await.map_err(Error::Database)? {
        Schema::Current => None,
        Schema::Older(count) => Some(Fault::OlderSchema(count)),
        Schema::Foreign(version) => Some(Fault::NewerSchema(version)),
        Schema::Missing => Some(Fault::NoLedger),
    })
}

/// Whether the books balance, and who can read them. The tables have to be up to date.
///
/// # Errors
/// Those of the database.
pub async fn faults_of_books(
    connection: &mut Connection,
    keys: &Keyring,
    now: DateTime<Utc>,
) -> Result<Vec<Fault>, Error> {
    let mut faults = Vec::new();
    faults.extend(keyring::mismatch(connection, keys).await?.map(|mismatch| match mismatch {
        Mismatch::Missing(version) => Fault::KeyMissing(version),
        Mismatch::Other => Fault::OtherKey,
    }));
    let unbalanced = count(connection, sqlx::query(UNBALANCED)).await?;
    let oversold = count(connection, sqlx::query(OVERSOLD)).await?;
    let uncounted = count(connection, sqlx::query(UNCOUNTED).bind(now.timestamp())).await?;
    let unguarded = count(connection, sqlx::query(UNGUARDED).bind(now.timestamp())).await?;
    let unfounded = count(connection, sqlx::query(UNFOUNDED)).await?;
    let found = [
        (unbalanced, Fault::Unbalanced(unbalanced)),
        (oversold, Fault::Oversold(oversold)),
        (uncounted, Fault::Uncounted(uncounted)),
        (unguarded, Fault::Unguarded(unguarded)),
        (unfounded, Fault::Unfounded(unfounded)),
    ];
    faults.extend(found.into_iter().filter(|(count, _)| *count > 0).map(|(_, fault)| fault));
    Ok(faults)
}

async fn count(connection: &mut Connection, query: Query<'_, Any, AnyArguments>) -> Result<i64, Error> {
    Ok(query.fetch_one(connection).await?.try_get(0)?)
}

/// A row of `hold_stop`, and a stop that was not cancelled, is exactly one place taken.
const UNBALANCED: &str = "select count(*) from window_counter c where taken <>
    (select count(*) from hold_stop h where h.tenant = c.tenant and h.desk = c.desk and h.starts_at = c.starts_at)
  + (select count(*) from visit_stop s where s.tenant = c.tenant and s.desk = c.desk and s.starts_at = c.starts_at
     and s.state <> 'cancelled')";

const OVERSOLD: &str = "select count(*) from window_counter where taken > places or taken < 0";

/// What is over may have lost its counter to retention.
const UNCOUNTED: &str = "select count(*) from visit_stop s where s.state = 'booked' and s.starts_at > $1 and not exists
    (select 1 from window_counter c where c.tenant = s.tenant and c.desk = s.desk and c.starts_at = s.starts_at)";

/// A stop has a row for each key that its server had; the one by which its person is stored stays as long as the person is.
/// People without a hash were wiped.
const UNGUARDED: &str = "select count(*) from visit_stop s
    join visit_person p on p.visit = s.visit and p.position = s.person
    where s.state = 'booked' and s.ends_at > $1 and p.identity_hash is not null and not exists
    (select 1 from live_stop l where l.visit = s.visit and l.number = s.number and l.service = s.service
     and l.key_version = p.key_version and l.identity_hash = p.identity_hash)";

/// Whatever ends a stop removes its rows.
const UNFOUNDED: &str = "select count(*) from live_stop l where not exists
    (select 1 from visit_stop s where s.visit = l.visit and s.number = l.number and s.service = l.service
     and s.state = 'booked')";
