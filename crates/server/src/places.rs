//! Taking places and giving them back: the only statements that change how many places of a window are taken.
//!
//! **Invariant:** `window_counter.taken` is the number of rows of `hold_stop` and of booked `visit_stop` in that window; of
//! one that is over, missed stops count as booked.
//! A place of a hold that has ended still counts there until the next taker of the same window gives it back; readers
//! subtract it. So no hold takes anything after its end, whether or not anything has cleaned up. Whoever deletes a row of
//! `hold_stop` owns its place: to give it back, or to make it a visit's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use contract::{DeskId, TenantId};
use sqlx::{AssertSqlSafe, Row as _};

use crate::{
    db::{self, Batch, Connection, Done, Engine},
    error::Error,
};

/// One window of one desk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WindowKey {
    pub desk: DeskId,
    /// Seconds since 1970.
    pub starts_at: i64,
}

/// A desk from its two columns.
///
/// # Errors
/// Where the database holds what is no desk.
pub fn read_desk(tenant: &str, desk: String) -> Result<DeskId, Error> {
    let tenant = TenantId::parse(tenant).ok_or(Error::Broken("a stored tenant's id is none"))?;
    Ok(DeskId { tenant, desk })
}

/// A place that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub window: WindowKey,
    /// Places of that window that can be booked at all, by today's catalogue.
    pub places: u32,
}

/// Takes the places of `wanted` and gives back those of `held`; a window in both keeps its place. New places are taken
/// before old ones are given back. What is in `after` comes last. Answers the indexes of `wanted` that found their window
/// full, in ascending order: then the caller must not commit; and what came of `after`.
///
/// # Errors
/// Those of the database.
pub async fn move_places(
    connection: &mut Connection,
    now: DateTime<Utc>,
    held: &[WindowKey],
    wanted: &[Wanted],
    after: Batch,
) -> Result<(Vec<usize>, Vec<Done>), Error> {
    lock_ended_holds(connection, now, Changes::between(held, wanted).take.keys().copied()).await?;
    let mut batch = Batch::default();
    let asked = ask_to_move(&mut batch, db::engine(connection), now, held, wanted);
    batch.append(after);
    let mut done = batch.run(connection).await?;
    let after = done.split_off(asked.statements);
    Ok((asked.full(&done), after))
}

/// Places that were asked for.
#[derive(Debug)]
pub struct AskedToMove {
    /// How many statements ask for them.
    pub statements: usize,
    /// Which of the statements take a place, and for which of those that are wanted.
    takers: Vec<(usize, usize)>,
}

impl AskedToMove {
    /// The indexes of those wanted that found their window full, in ascending order; by what came of the statements.
    pub fn full(&self, done: &[Done]) -> Vec<usize> {
        let is_full = |(statement, _): &&(usize, usize)| done.get(*statement).is_none_or(|done| done.changed == 0);
        let mut full: Vec<usize> = self.takers.iter().filter(is_full).map(|(_, index)| *index).collect();
        full.sort_unstable();
        full
    }
}

/// Adds the statements of [`move_places`], without the locks that PostgreSQL needs before them.
pub fn ask_to_move(
    batch: &mut Batch,
    engine: Engine,
    now: DateTime<Utc>,
    held: &[WindowKey],
    wanted: &[Wanted],
) -> AskedToMove {
    let before = batch.len();
    let changes = Changes::between(held, wanted);
    if engine == Engine::Postgres {
        changes.lock(batch, wanted);
    }
    let mut takers = Vec::new();
    for (window, indexes) in changes.take {
        open_window(batch, engine, now, window, wanted[indexes[0]].places);
        for index in indexes {
            takers.push((batch.len() - before, index));
            take(batch, window);
        }
    }
    for (window, count) in changes.give_back {
        give_back(batch, window, count);
    }
    AskedToMove { statements: batch.len() - before, takers }
}

/// What differs between the places that are held and those that are wanted.
struct Changes<'a> {
    /// Windows with the indexes of those wanted there.
    take: BTreeMap<&'a WindowKey, Vec<usize>>,
    /// Windows with the number of places.
    give_back: BTreeMap<&'a WindowKey, i64>,
}

impl<'a> Changes<'a> {
    fn between(held: &'a [WindowKey], wanted: &'a [Wanted]) -> Self {
        let mut changes = Self { take: BTreeMap::new(), give_back: BTreeMap::new() };
        for window in held {
            *changes.give_back.entry(window).or_default() += 1;
        }
        for (index, want) in wanted.iter().enumerate() {
            match changes.give_back.get_mut(&want.window).filter(|count| **count > 0) {
                Some(count) => *count -= 1,
                None => changes.take.entry(&want.window).or_default().push(index),
            }
        }
        changes.give_back.retain(|_, count| *count > 0);
        changes
    }

    /// Locks each window's row, and makes it where places are taken, by a statement of its own: the next one sees what was waited
    /// for. Always in the same order, those that are left among those that are taken, so that two transactions never wait for
    /// each other.
    fn lock(&self, batch: &mut Batch, wanted: &[Wanted]) {
        let windows: BTreeSet<&WindowKey> = self.take.keys().chain(self.give_back.keys()).copied().collect();
        for window in windows {
            let taken = self.take.get(window);
            let statement = batch.add(match taken {
                Some(_) => {
                    "insert into window_counter (tenant, desk, starts_at, places, taken) values ($1, $2, $3, $4, 0)
                     on conflict (tenant, desk, starts_at) do update set places = window_counter.places"
                }
                None => "select 1 from window_counter where tenant = $1 and desk = $2 and starts_at = $3 for update",
            });
            statement.bind(window.desk.tenant.as_str()).bind(window.desk.desk.as_str()).bind(window.starts_at);
            if let Some(indexes) = taken {
                statement.bind(i64::from(wanted[indexes[0]].places));
            }
        }
    }
}

/// Makes the window's row (on PostgreSQL [`Changes::lock`] has), gives back what its ended holds still have, and brings its
/// places up to date: a window keeps what is taken, even where the catalogue took places away.
fn open_window(batch: &mut Batch, engine: Engine, now: DateTime<Utc>, window: &WindowKey, places: u32) {
    let ended = "tenant = $1 and desk = $2 and starts_at = $3 and held_until <= $4";
    let update = |left: String| {
        format!(
            "insert into window_counter (tenant, desk, starts_at, places, taken) values ($1, $2, $3, $5, 0)
             on conflict (tenant, desk, starts_at) do update set taken = {left},
             places = case when {left} > $5 then {left} else $5 end"
        )
    };
    let statements = match engine {
        // What is removed is counted while it is, as others may remove it at the same time.
        Engine::Postgres => {
            let left = "window_counter.taken - (select count(*) from removed)".to_owned();
            vec![format!("with removed as (delete from hold_stop where {ended} returning 1) {}", update(left))]
        }
        // SQLite can't count so. It has one writer: there they are counted just before.
        Engine::Sqlite => {
            let left = format!("window_counter.taken - (select count(*) from hold_stop where {ended})");
            vec![update(left), format!("delete from hold_stop where {ended}")]
        }
    };
    for (index, statement) in statements.into_iter().enumerate() {
        let statement = batch.add(statement);
        statement
            .bind(window.desk.tenant.as_str())
            .bind(window.desk.desk.as_str())
            .bind(window.starts_at)
            .bind(now.timestamp());
        if index == 0 {
            statement.bind(i64::from(places));
        }
    }
}

/// A hold that is being extended or booked at this very moment is waited for: then it has not ended, or has no places.
async fn lock_ended_holds(
    connection: &mut Connection,
    now: DateTime<Utc>,
    windows: impl ExactSizeIterator<Item = &WindowKey>,
) -> Result<(), Error> {
    let lock = db::for_update(db::engine(connection));
    if lock.is_empty() || windows.len() == 0 {
        return Ok(());
    }
    let in_window = |index: usize| {
        let (tenant, desk, starts_at) = (index * 3 + 2, index * 3 + 3, index * 3 + 4);
        format!("(tenant = ${tenant} and desk = ${desk} and starts_at = ${starts_at})")
    };
    let in_windows = (0..windows.len()).map(in_window).collect::<Vec<_>>().join(" or ");
    // All in one order, before any window's row: two that wait for each other would have to be run again.
    let mut query = sqlx::query(AssertSqlSafe(format!(
        "select id from hold where held_until <= $1 and id in
         (select hold from hold_stop where held_until <= $1 and ({in_windows})) order by id{lock}"
    )))
    .bind(now.timestamp());
    for window in windows {
        query = query.bind(window.desk.tenant.as_str()).bind(&window.desk.desk).bind(window.starts_at);
    }
    query.fetch_all(connection).await?;
    Ok(())
}

/// Changes one row where there was a place to take.
fn take(batch: &mut Batch, window: &WindowKey) {
    batch
        .add(
            "update window_counter set taken = taken + 1
             where tenant = $1 and desk = $2 and starts_at = $3 and taken < places",
        )
        .bind(window.desk.tenant.as_str())
        .bind(window.desk.desk.as_str())
        .bind(window.starts_at);
}

/// Gives back places that a hold or a visit had.
pub fn give_back(batch: &mut Batch, window: &WindowKey, count: i64) {
    batch
        .add("update window_counter set taken = taken - $4 where tenant = $1 and desk = $2 and starts_at = $3")
        .bind(window.desk.tenant.as_str())
        .bind(window.desk.desk.as_str())
        .bind(window.starts_at)
        .bind(count);
}

/// Places taken in the windows of a desk that start in `from..to`, by start; without those of ended holds.
///
/// # Errors
/// Those of the database.
pub async fn taken(
    connection: &mut Connection,
    now: DateTime<Utc>,
    desk: &DeskId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<BTreeMap<i64, u32>, Error> {
    let rows = sqlx::query(
        "select starts_at, taken - (
            select count(*) from hold_stop
            where hold_stop.tenant = window_counter.tenant and hold_stop.desk = window_counter.desk
            and hold_stop.starts_at = window_counter.starts_at and hold_stop.held_until <= $5
         )
         from window_counter where tenant = $1 and desk = $2 and starts_at >= $3 and starts_at < $4",
    )
    .bind(desk.tenant.as_str())
    .bind(&desk.desk)
    .bind(from.timestamp())
    .bind(to.timestamp())
    .bind(now.timestamp())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, u32::try_from(row.try_get::<i64, _>(1)?).unwrap_or_default()))).collect()
}
