//! Retiring old keys: what they sealed is sealed anew by the newest; what they hashed can't be made anew without the numbers,
//! and is waited for. A key goes once nothing needs it, first from the database, then from the file.

use chrono::{DateTime, Days, NaiveDate, Utc};
use contract::{Language, limits::PERSONAL_DAYS};
use domain::calendar;
use sqlx::Row as _;

use super::{KeyError, KeyVersion, file, reseal};
use crate::{
    App,
    clock::at,
    db::{self, Connection},
    error::Error,
    idempotency, retention,
};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    /// People and kept answers that the newest key sealed anew.
    pub resealed: u64,
    pub retired: Vec<KeyVersion>,
    pub needed: Vec<Need>,
}

/// What still needs an old key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub version: KeyVersion,
    /// People of visits, whose numbers it hashed.
    pub people: i64,
    /// Live stops that no newer key hashed.
    pub stops: i64,
    /// Answers kept for repeated requests that it hashed.
    pub answers: i64,
    /// Reminders that it sealed, or by whose push key a browser knows this server.
    pub reminders: i64,
    /// The first day on which nothing does, as things are now.
    pub until: NaiveDate,
}

impl std::fmt::Display for Need {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { version, people, stops, answers, reminders, until } = self;
        write!(
            formatter,
            "key {version} is needed until {until} (people of visits: {people}, live stops: {stops}, kept answers: {answers}, \
             reminders: {reminders})"
        )
    }
}

/// Why it could not be finished.
#[derive(Debug)]
pub enum RetireError {
    Ledger(Error),
    File(KeyError),
}

impl std::fmt::Display for RetireError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ledger(error) => error.fmt(formatter),
            Self::File(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for RetireError {}

impl From<Error> for RetireError {
    fn from(error: Error) -> Self {
        Self::Ledger(error)
    }
}

/// Removes the old keys that nothing needs, after wiping what is due. Servers may run meanwhile, if they have the newest
/// key. Their key files may keep what was removed here: the database has retired it.
///
/// # Errors
/// Where the database or the key file can't be used, and where another server still writes by an old key.
pub async fn run(app: &App) -> Result<Retirement, RetireError> {
    retention::run(app).await?;
    let mut outcome = Retirement { resealed: reseal::run(app).await?, retired: Vec::new(), needed: Vec::new() };
    let newest = app.keys.newest_version();
    for (version, _) in app.keys.iter().filter(|(version, _)| *version != newest) {
        match retire(app, version).await? {
            Some(need) => outcome.needed.push(need),
            None => outcome.retired.push(version),
        }
    }
    // Also those that an earlier run retired in the database and not in this file.
    let is_needed = |version| outcome.needed.iter().any(|need| need.version == version);
    file::keep_only(&app.config.key_file(), |version| version >= newest || is_needed(version))
        .map_err(RetireError::File)?;
    Ok(outcome)
}

async fn retire(app: &App, version: KeyVersion) -> Result<Option<Need>, Error> {
    let mut tx = app.db.write().await?;
    if let Some(need) = need(&mut tx, app, version).await? {
        return Ok(Some(need));
    }
    // Of each of these stops there is a row by a newer key.
    sqlx::query("delete from live_stop where key_version = $1").bind(version.number()).execute(&mut *tx).await?;
    let forgotten =
        sqlx::query("delete from installation_key where version = $1").bind(version.number()).execute(&mut *tx).await;
    match forgotten {
        Err(error) if db::broke_reference(&error) => Err(Error::Broken(
            "another server still writes by an old key: give it the newest key file, start it again, and retire then",
        )),
        Err(error) => Err(error.into()),
        Ok(_) => {
            tx.commit().await?;
            Ok(None)
        }
    }
}

async fn need(connection: &mut Connection, app: &App, version: KeyVersion) -> Result<Option<Need>, Error> {
    let row = sqlx::query(
        "select count(*), max(visit.day) from visit_person join visit on visit.code = visit_person.visit
         where visit_person.key_version = $1",
    )
    .bind(version.number())
    .fetch_one(&mut *connection)
    .await?;
    let (people, last_day): (i64, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
    // A stop goes with its people at the latest.
    let row = sqlx::query(
        "select count(*) from live_stop where key_version = $1 and not exists (
            select 1 from live_stop newer where newer.visit = live_stop.visit and newer.number = live_stop.number
            and newer.key_version > $1
         )",
    )
    .bind(version.number())
    .fetch_one(&mut *connection)
    .await?;
    let stops: i64 = row.try_get(0)?;
    let row = sqlx::query("select count(*), max(answered_at) from idempotent_answer where key_version = $1")
        .bind(version.number())
        .fetch_one(&mut *connection)
        .await?;
    let (answers, last_answer): (i64, Option<i64>) = (row.try_get(0)?, row.try_get(1)?);
    let row = sqlx::query(
        "select count(*), max(visit.day) from reminder join visit on visit.code = reminder.visit
         where reminder.key_version = $1 or push_key_version = $1",
    )
    .bind(version.number())
    .fetch_one(connection)
    .await?;
    let (reminders, last_reminded): (i64, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
    if (people, stops, answers, reminders) == (0, 0, 0, 0) {
        return Ok(None);
    }
    let until = [
        last_day.as_deref().and_then(wiped_on),
        last_answer.map(|answered_at| gone_on(app, at(answered_at))),
        last_reminded.and_then(|day| day.parse::<NaiveDate>().ok()?.succ_opt()),
    ];
    let today = calendar::today(app.catalogue.mall(Language::Id), app.clock.now());
    let until = until.into_iter().flatten().max().unwrap_or(today);
    Ok(Some(Need { version, people, stops, answers, reminders, until }))
}

/// The day on which a visit of that day is wiped.
fn wiped_on(day: &str) -> Option<NaiveDate> {
    day.parse::<NaiveDate>().ok()?.checked_add_days(Days::new(PERSONAL_DAYS + 1))
}

/// The first day that begins without an answer of that moment.
fn gone_on(app: &App, answered_at: DateTime<Utc>) -> NaiveDate {
    let zone = calendar::zone(app.catalogue.mall(Language::Id));
    (answered_at + idempotency::KEPT).with_timezone(&zone).date_naive() + Days::new(1)
}
