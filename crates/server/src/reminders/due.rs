//! What is due now, and sending it.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use contract::{DeskId, Language, ServiceId, VisitCode};
use domain::calendar;
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use sqlx::Row as _;

use super::{
    push::{Delivery, Message, Push},
    subscription::Subscription,
    vapid::PushKey,
    words::{self, Reminded},
};
use crate::{
    App,
    clock::at,
    db::{Batch, Row},
    error::Error,
    keyring::KeyVersion,
    places::read_desk,
    visits,
};

/// From when to when people are asked the day before, by the mall's clock: not at night.
const ASKED_FROM: NaiveTime = NaiveTime::from_hms_opt(16, 0, 0).unwrap();
const ASKED_UNTIL: NaiveTime = NaiveTime::from_hms_opt(21, 0, 0).unwrap();
const BEFORE: TimeDelta = TimeDelta::hours(1);
/// How far ahead a stop can be that is due: the day before its day.
const AHEAD: TimeDelta = TimeDelta::hours(48);
/// How far back a stop can be that was the first of a day that is not over.
const BEHIND: TimeDelta = TimeDelta::hours(24);
/// Messages under way at once: so that a push service that is slow to answer holds up few others.
const AT_ONCE: usize = 8;

/// Which of the two reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    DayBefore,
    HourBefore,
}

/// A reminder, with the stop that it is about: the first of its visit.
struct Due {
    code: VisitCode,
    secret: Vec<u8>,
    sealed: Vec<u8>,
    push_key_version: KeyVersion,
    made_at: DateTime<Utc>,
    kind: Kind,
    desk: DeskId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// Sends what is due. Answers how many messages the push services took.
///
/// # Errors
/// Those of the database.
pub async fn run(app: &App, push: &Push) -> Result<u64, Error> {
    let due = due(app, app.clock.now()).await?;
    let mut reminding = stream::iter(due).map(|due| remind(app, push, due)).buffer_unordered(AT_ONCE);
    let mut sent = 0;
    while let Some(reminded) = reminding.next().await {
        match reminded {
            Ok(is_sent) => sent += u64::from(is_sent),
            // The others are sent all the same.
            Err(error) => tracing::error!(?error, "a reminder could not be sent"),
        }
    }
    Ok(sent)
}

/// Sends it, if that is still wanted by now: others were sent before it. Answers whether the push service took it.
async fn remind(app: &App, push: &Push, due: Due) -> Result<bool, Error> {
    let now = app.clock.now();
    if kind(app, now, due.starts_at, due.made_at) != Some(due.kind) {
        return Ok(false);
    }
    // What only another server can open, by a newer key, is left to that one.
    let subscription = Subscription::unseal(&app.keys, due.code, &due.secret, &due.sealed)?;
    let key = app.keys.under(due.push_key_version).ok_or(Error::KeyMissing(due.push_key_version))?;
    let key = PushKey::of(key)?;
    if !claim(app, &due).await? {
        return Ok(false);
    }
    let message = Message { text: text(app, &due, subscription.language), now, until: until(app, &due) };
    match push.send(&subscription, &key, message).await {
        Delivery::Accepted => return Ok(true),
        Delivery::Unsure => tracing::warn!("a push service did not say whether it took a reminder"),
        Delivery::Rejected(status) => tracing::error!(status, "a push service rejects reminders"),
        Delivery::Unlisted => tracing::warn!("a reminder is kept for a push service that is not in the settings"),
        Delivery::Refused => unclaim(app, &due).await?,
        Delivery::Gone => forget(app, &due).await?,
    }
    Ok(false)
}

async fn due(app: &App, now: DateTime<Utc>) -> Result<Vec<Due>, Error> {
    let rows = sqlx::query(
        "select reminder.visit, secret_hash, sealed, push_key_version, made_at, day_before_of, hour_before_of,
         service, tenant, desk, starts_at, ends_at
         from reminder join visit_stop on visit_stop.visit = reminder.visit
         where state <> 'cancelled' and starts_at > $1 and starts_at <= $2
         order by reminder.visit, secret_hash, starts_at",
    )
    .bind((now - BEHIND).timestamp())
    .bind((now + AHEAD).timestamp())
    .fetch_all(&mut *app.db.read().await?)
    .await?;
    let zone = calendar::zone(app.catalogue.mall(Language::Id));
    let mut due = Vec::new();
    let mut last = None;
    for row in &rows {
        let day = at(row.try_get(10)?).with_timezone(&zone).date_naive();
        let reminder: (String, Vec<u8>, NaiveDate) = (row.try_get(0)?, row.try_get(1)?, day);
        // The first stop of the day that has not been taken away, also once it has begun or was missed: who is here for it, or
        // did not come, is not reminded of the next one. Stops that were missed stay behind on their day when others move.
        if last.as_ref() != Some(&reminder) && !is_displaced(app, row)? {
            due.extend(read_due(app, row, now)?);
            last = Some(reminder);
        }
    }
    Ok(due)
}

fn is_displaced(app: &App, row: &Row) -> Result<bool, Error> {
    let service = ServiceId::parse(row.try_get(7)?).ok_or(Error::Broken("a stored service's id is none"))?;
    let desk = read_desk(row.try_get(8)?, row.try_get(9)?)?;
    Ok(visits::is_displaced(app, &service, &desk, at(row.try_get(10)?)))
}

/// `None` where nothing is to be sent now.
fn read_due(app: &App, row: &Row, now: DateTime<Utc>) -> Result<Option<Due>, Error> {
    let starts_at: i64 = row.try_get(10)?;
    let made_at = at(row.try_get(4)?);
    let Some(kind) = kind(app, now, at(starts_at), made_at) else { return Ok(None) };
    let was_sent: Option<i64> = row.try_get(if kind == Kind::DayBefore { 5 } else { 6 })?;
    if was_sent == Some(starts_at) {
        return Ok(None);
    }
    Ok(Some(Due {
        code: VisitCode::parse(row.try_get(0)?).map_err(|_| Error::Broken("a stored visit's code is none"))?,
        secret: row.try_get(1)?,
        sealed: row.try_get(2)?,
        push_key_version: KeyVersion::from_number(row.try_get(3)?)?,
        made_at,
        kind,
        desk: read_desk(row.try_get(8)?, row.try_get(9)?)?,
        starts_at: at(starts_at),
        ends_at: at(row.try_get(11)?),
    }))
}

/// The reminder whose time it is. Whoever asked for reminders after that time has just seen the ticket.
fn kind(app: &App, now: DateTime<Utc>, starts_at: DateTime<Utc>, made_at: DateTime<Utc>) -> Option<Kind> {
    if now >= starts_at {
        return None;
    }
    if now >= starts_at - BEFORE {
        return (made_at < starts_at - BEFORE).then_some(Kind::HourBefore);
    }
    let zone = calendar::zone(app.catalogue.mall(Language::Id));
    let day_before = starts_at.with_timezone(&zone).date_naive().pred_opt()?;
    let at = |time: NaiveTime| day_before.and_time(time).and_local_timezone(zone).single();
    let (from, until) = (at(ASKED_FROM)?, at(ASKED_UNTIL)?);
    (from <= now && now < until && made_at < from).then_some(Kind::DayBefore)
}

impl Kind {
    const fn column(self) -> &'static str {
        match self {
            Self::DayBefore => "day_before_of",
            Self::HourBefore => "hour_before_of",
        }
    }
}

/// Marks it as sent, unless another server has, or its stop was cancelled or moved meanwhile, or the phone subscribed anew: that
/// subscription is sent to in the next round.
async fn claim(app: &App, due: &Due) -> Result<bool, Error> {
    let column = due.kind.column();
    let mut batch = Batch::default();
    batch
        .add(format!(
            "update reminder set {column} = $3 where visit = $1 and secret_hash = $2
             and sealed = $4 and ({column} is null or {column} <> $3)
             and exists (select 1 from visit_stop where visit = $1 and starts_at = $3 and state = 'booked')"
        ))
        .bind(due.code.compact())
        .bind(due.secret.as_slice())
        .bind(due.starts_at.timestamp())
        .bind(due.sealed.as_slice());
    let mut tx = app.db.write().await?;
    let is_ours = batch.run(&mut tx).await?[0].changed == 1;
    tx.commit().await?;
    Ok(is_ours)
}

/// Until when what it says is true: a phone that was off all night must not say "tomorrow" on the day itself.
fn until(app: &App, due: &Due) -> DateTime<Utc> {
    let zone = calendar::zone(app.catalogue.mall(Language::Id));
    let day = due.starts_at.with_timezone(&zone).date_naive();
    let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(zone).single();
    match (due.kind, midnight) {
        (Kind::DayBefore, Some(midnight)) => midnight.to_utc(),
        _ => due.starts_at,
    }
}

/// What the app's worker shows: JSON.
fn text(app: &App, due: &Due, language: Language) -> String {
    let zone = calendar::zone(app.catalogue.mall(language));
    let desk = app.catalogue.desk(language, &due.desk);
    let tenant = app.catalogue.tenant(language, &due.desk.tenant);
    let stop = Reminded {
        starts_at: due.starts_at.with_timezone(&zone).fixed_offset(),
        ends_at: due.ends_at.with_timezone(&zone).fixed_offset(),
        desk: desk.map_or("", |desk| desk.name.as_str()),
        tenant: tenant.map_or("", |tenant| tenant.short.as_str()),
    };
    let (title, body) = words::words(language, due.kind, &stop);
    let (yes, no) = words::answers(language);
    let asks = due.kind == Kind::DayBefore;
    json!({
        "title": title,
        "text": body,
        "language": language,
        "code": due.code.compact(),
        "answers": asks.then_some([yes, no]),
    })
    .to_string()
}

/// Takes the mark away, unless by now it is about another stop: then another server has sent that.
async fn unclaim(app: &App, due: &Due) -> Result<(), Error> {
    let mut batch = Batch::default();
    unmark(&mut batch, due);
    write(app, batch).await
}

fn unmark(batch: &mut Batch, due: &Due) {
    let column = due.kind.column();
    batch
        .add(format!("update reminder set {column} = null where visit = $1 and secret_hash = $2 and {column} = $3"))
        .bind(due.code.compact())
        .bind(due.secret.as_slice())
        .bind(due.starts_at.timestamp());
}

async fn forget(app: &App, due: &Due) -> Result<(), Error> {
    let mut batch = Batch::default();
    batch
        .add("delete from reminder where visit = $1 and secret_hash = $2 and sealed = $3")
        .bind(due.code.compact())
        .bind(due.secret.as_slice())
        .bind(due.sealed.as_slice());
    // Where the phone subscribed anew meanwhile, that one stands there, marked as if it had been sent to.
    unmark(&mut batch, due);
    write(app, batch).await
}

async fn write(app: &App, batch: Batch) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    batch.run(&mut tx).await?;
    tx.commit().await
}
