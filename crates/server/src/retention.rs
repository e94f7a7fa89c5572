//! What is kept for how long, and its end.
//!
//! Names, phones, answers and identity hashes go 30 days after the visit's day; what stays (desk, window, service, state)
//! says nothing about anyone. Answers kept for Idempotency-Keys go after 48 hours, failed tries after an hour, holds that
//! ended 48 hours after their end. Correctness never waits for this: it only makes room and keeps the promise.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Days, TimeDelta, Utc};
use contract::Language;
use domain::calendar;
use sqlx::Row as _;

use crate::{
    App,
    db::Connection,
    error::Error,
    idempotency,
    places::{self, WindowKey},
    tries,
};

/// Days after the visit's day.
pub const PERSONAL_DAYS: u64 = 30;
/// How long a hold that has ended is remembered, so that its holder is told so.
const ENDED_HOLD_KEPT: TimeDelta = TimeDelta::hours(48);
/// Pause between two rounds.
const ROUND: Duration = Duration::from_secs(60 * 60);

/// Runs at once and then every hour, until dropped.
pub async fn keep_promises(app: App) {
    loop {
        match run(&app).await {
            Ok(wiped) => tracing::info!(wiped, "retention round done"),
            Err(error) => tracing::error!(?error, "retention round failed"),
        }
        tokio::time::sleep(ROUND).await;
    }
}

/// One round: removes what has been kept long enough. Answers how many visits were wiped.
///
/// # Errors
/// Those of the database.
pub async fn run(app: &App) -> Result<u64, Error> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let wiped = wipe_visits(&mut tx, app, now).await?;
    forget_ended_holds(&mut tx, now).await?;
    for (statement, before) in [
        ("delete from idempotent_answer where answered_at <= $1", now - idempotency::KEPT),
        ("delete from failed_try where tried_at <= $1", now - tries::WINDOW),
        ("delete from window_counter where starts_at <= $1", now - TimeDelta::days(PERSONAL_DAYS as i64)),
    ] {
        sqlx::query(statement).bind(before.timestamp()).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    if wiped > 0 {
        app.db.compact().await?;
    }
    Ok(wiped)
}

async fn wipe_visits(connection: &mut Connection, app: &App, now: DateTime<Utc>) -> Result<u64, Error> {
    let today = calendar::today(app.catalogue.mall(Language::Id), now);
    let last_day = (today - Days::new(PERSONAL_DAYS)).to_string();
    for statement in [
        "update visit_person set sealed = null, has_phone = 0, identity_hash = null, key_version = null,
         last_four = ''
         where visit in (select code from visit where wiped = 0 and day < $1)",
        "delete from live_stop where visit in (select code from visit where wiped = 0 and day < $1)",
        "update visit_stop set answers = null,
         state = case when state = 'booked' then 'missed' else state end
         where visit in (select code from visit where wiped = 0 and day < $1)",
        "delete from hold where visit in (select code from visit where wiped = 0 and day < $1)",
    ] {
        sqlx::query(statement).bind(&last_day).execute(&mut *connection).await?;
    }
    let wiped = sqlx::query("update visit set wiped = 1 where wiped = 0 and day < $1")
        .bind(&last_day)
        .execute(connection)
        .await?;
    Ok(wiped.rows_affected())
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
    let mut places: BTreeMap<WindowKey, i64> = BTreeMap::new();
    for row in rows {
        let desk = crate::holds::read_desk(row.try_get(0)?, row.try_get(1)?)?;
        *places.entry(WindowKey { desk, starts_at: row.try_get(2)? }).or_default() += 1;
    }
    for (window, count) in places {
        places::give_back(connection, &window, count).await?;
    }
    sqlx::query("delete from hold where visit is null and held_until <= $1").bind(before).execute(connection).await?;
    Ok(())
}
