//! What is kept for how long, and its end.
//!
//! Names, phones, answers and identity hashes go 30 days after the visit's day, or as soon as the holder wishes ([`erase`]);
//! what stays (desk, window, service, state) says nothing about anyone. Answers kept for Idempotency-Keys go after 48 hours, failed tries after an hour, holds that
//! ended 48 hours after their end, reminders after the visit's day. Correctness never waits for this: it only makes room and keeps the promise.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use contract::{Language, ServiceId, VisitCode, limits::PERSONAL_DAYS};
use domain::calendar;
use sqlx::Row as _;

use crate::{
    App,
    clock::{LeapWatch, at},
    db::{Batch, Connection, Row},
    error::Error,
    idempotency,
    places::{self, WindowKey},
    tries, visits,
};

/// How long a hold that has ended is remembered, so that its holder is told so.
const ENDED_HOLD_KEPT: TimeDelta = TimeDelta::hours(48);
/// Stops written as missed in one transaction, so that nobody waits long for it.
const SETTLED_MAX: usize = 500;
/// How far a clock may be set forward at once: more than an ordinary correction does.
const LEAP_MAX: TimeDelta = TimeDelta::minutes(5);
/// Pause between two rounds.
const ROUND: Duration = Duration::from_secs(60 * 60);

/// Runs at once and then every hour, until dropped.
pub async fn keep_promises(app: App, leaps: LeapWatch) {
    loop {
        match round(&app, &leaps).await {
            Ok(Some(wiped)) => tracing::info!(wiped, "retention round done"),
            Ok(None) => {}
            Err(error) => tracing::error!(?error, "retention round failed"),
        }
        tokio::time::sleep(ROUND).await;
    }
}

/// One round; `None` where it is left out, since the clock leapt.
///
/// # Errors
/// Those of the database.
pub async fn round(app: &App, leaps: &LeapWatch) -> Result<Option<u64>, Error> {
    if has_leapt(leaps) { Ok(None) } else { run(app).await.map(Some) }
}

/// Whether the clock was set forward since this was asked before; says so. What is missed or wiped by a wrong clock stays so:
/// whoever looks after the server has a round's time to set it right. A clock that stays so is believed then.
#[must_use]
pub fn has_leapt(leaps: &LeapWatch) -> bool {
    let ahead = leaps.ahead();
    let has_leapt = ahead > LEAP_MAX;
    if has_leapt {
        tracing::error!(
            seconds = ahead.num_seconds(),
            "the clock leapt forward: nothing is settled or wiped by it yet"
        );
    }
    has_leapt
}

/// One round: removes what has been kept long enough. Answers how many visits were wiped.
///
/// # Errors
/// Those of the database.
pub async fn run(app: &App) -> Result<u64, Error> {
    let now = app.clock.now();
    settle(app, now).await?;
    let mut tx = app.db.write().await?;
    let wiped = wipe_visits(&mut tx, app, now).await?;
    forget_ended_holds(&mut tx, now).await?;
    forget_past_reminders(&mut tx, calendar::today(app.catalogue.mall(Language::Id), now)).await?;
    for (statement, before) in [
        ("delete from idempotent_answer where answered_at <= $1", now - idempotency::KEPT),
        ("delete from failed_try where tried_at <= $1", now - tries::WINDOW),
        ("delete from window_counter where starts_at <= $1", now - TimeDelta::days(PERSONAL_DAYS as i64)),
    ] {
        sqlx::query(statement).bind(before.timestamp()).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    // Also for what holders have erased since the last round.
    if !app.db.compact().await? {
        tracing::info!("somebody reads from the journal: the next round empties it");
    }
    Ok(wiped)
}

/// The first day on which nothing personal of a visit is left, by the day of the visit.
#[must_use]
pub fn wiped_on(day: NaiveDate) -> NaiveDate {
    day + Days::new(PERSONAL_DAYS + 1)
}

/// Writes stops as missed whose window and grace have passed: so a later catalogue, in which that window is not any more,
/// does not say that it never was. Stops that are displaced stay as they are. Run every round, and when the server stops.
///
/// # Errors
/// Those of the database.
pub async fn settle(app: &App, now: DateTime<Utc>) -> Result<(), Error> {
    let today = calendar::today(app.catalogue.mall(Language::Id), now);
    let rows = sqlx::query(
        "select visit_stop.visit, number, service, tenant, desk, starts_at from visit
         join visit_stop on visit_stop.visit = visit.code
         where wiped = 0 and day <= $1 and state = 'booked' and ends_at <= $2",
    )
    .bind(today.to_string())
    .bind(visits::over_before(app, now).timestamp())
    .fetch_all(&mut *app.db.read().await?)
    .await?;
    let mut over: Vec<(VisitCode, i64, i64)> = Vec::new();
    for row in &rows {
        let service = ServiceId::parse(row.try_get(2)?).ok_or(Error::Broken("a stored service's id is none"))?;
        let desk = places::read_desk(row.try_get(3)?, row.try_get(4)?)?;
        let starts_at: i64 = row.try_get(5)?;
        if !visits::is_displaced(app, &service, &desk, at(starts_at)) {
            let code = VisitCode::parse(row.try_get(0)?).map_err(|_| Error::Broken("a stored visit's code is none"))?;
            over.push((code, row.try_get(1)?, starts_at));
        }
    }
    for some in over.chunks(SETTLED_MAX) {
        let mut tx = app.db.write().await?;
        for &(code, number, starts_at) in some {
            visits::write_missed(&mut tx, code, number, starts_at).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn wipe_visits(connection: &mut Connection, app: &App, now: DateTime<Utc>) -> Result<u64, Error> {
    let today = calendar::today(app.catalogue.mall(Language::Id), now);
    let last_day = today - Days::new(PERSONAL_DAYS);
    wipe(connection, "day < $1", &last_day.to_string()).await
}

/// Wipes one visit. What of it could still be cancelled has been.
///
/// # Errors
/// Those of the database.
pub async fn erase(connection: &mut Connection, code: VisitCode) -> Result<(), Error> {
    wipe(connection, "code = $1", &code.compact()).await?;
    Ok(())
}

/// What "wiped" means, for the visits that `which` chooses. Stops that are over have been written as missed before; what is
/// booked still waited for a window that the mall took away, perhaps on a later day than the visit's: its place goes back.
async fn wipe(connection: &mut Connection, which: &'static str, value: &str) -> Result<u64, Error> {
    let chosen = format!("(select code from visit where wiped = 0 and {which})");
    let mut batch = Batch::default();
    let cancelled = format!(
        "update visit_stop set state = 'cancelled' where state = 'booked' and visit in {chosen}
         returning tenant, desk, starts_at"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(cancelled)).bind(value).fetch_all(&mut *connection).await?;
    give_back(&mut batch, &rows)?;
    for statement in [
        format!(
            "update visit_person set sealed = null, has_phone = 0, identity_hash = null, key_version = null,
             last_four = ''
             where visit in {chosen}"
        ),
        format!("delete from live_stop where visit in {chosen}"),
        format!("update visit_stop set answers = null where visit in {chosen}"),
        format!("delete from hold where visit in {chosen}"),
        format!("delete from reminder where visit in {chosen}"),
        format!("update visit set wiped = 1 where wiped = 0 and {which}"),
    ] {
        batch.add(statement).bind(value);
    }
    Ok(batch.run(connection).await?.last().map_or(0, |done| done.changed))
}

/// Nobody is reminded of a day that is over.
async fn forget_past_reminders(connection: &mut Connection, today: NaiveDate) -> Result<(), Error> {
    // From the few reminders to their visits, not through all visits there ever were.
    sqlx::query("delete from reminder where exists (select 1 from visit where code = reminder.visit and day < $1)")
        .bind(today.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Holds that ended long ago, with the places that nobody has asked for since.
async fn forget_ended_holds(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), Error> {
    let before = (now - ENDED_HOLD_KEPT).timestamp();
    let rows = sqlx::query(
        "delete from hold_stop where hold in (select id from hold where visit is null and held_until <= $1)
         returning tenant, desk, starts_at",
    )
    .bind(before)
    .fetch_all(&mut *connection)
    .await?;
    let mut batch = Batch::default();
    give_back(&mut batch, &rows)?;
    batch.add("delete from hold where visit is null and held_until <= $1").bind(before);
    batch.run(connection).await?;
    Ok(())
}

/// A place each of these windows (tenant, desk, start), in the order in which windows are locked.
fn give_back(batch: &mut Batch, windows: &[Row]) -> Result<(), Error> {
    let mut places: BTreeMap<WindowKey, i64> = BTreeMap::new();
    for row in windows {
        let desk = places::read_desk(row.try_get(0)?, row.try_get(1)?)?;
        *places.entry(WindowKey { desk, starts_at: row.try_get(2)? }).or_default() += 1;
    }
    for (window, count) in places {
        places::give_back(batch, &window, count);
    }
    Ok(())
}
