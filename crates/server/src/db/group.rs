//! The one connection that writes on SQLite, and the group of turns that is open on it: each inside a savepoint of its own,
//! all of them made to last by one durable commit. Whoever has a turn of it is told after that commit, never before.
//!
//! Every message to SQLite's thread costs two switches between threads, more than most statements do: what can be said
//! together is.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{Connection as _, Row as _};
use tokio::sync::oneshot;

use super::{Batch, CommitFigures, Commits, Connection, Done, opening::WAITS, version::Version};
use crate::clock::Stopwatch;

/// Turns that one commit serves at most.
const GROUP_MAX: usize = 1000;
/// How long the first turn of a group waits for the others at most. Tests of turns say themselves who waits: on a busy machine
/// a group of theirs would grow old in between.
const GROUP_AGE_MAX: Duration = if cfg!(test) { Duration::from_secs(600) } else { Duration::from_millis(50) };

/// Who is to be told what becomes of the open group, once it is committed or undone. Cloned, it is the same one.
#[derive(Debug, Clone, Default)]
pub struct Audience {
    members: Arc<Mutex<Vec<oneshot::Sender<bool>>>>,
    undone: Arc<AtomicU64>,
}

impl Audience {
    fn members(&self) -> std::sync::MutexGuard<'_, Vec<oneshot::Sender<bool>>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many groups have been undone: their members are gone, and who has seen what they wrote can't join them any more.
    pub fn undone(&self) -> u64 {
        self.undone.load(Ordering::SeqCst)
    }

    fn join(&self) -> oneshot::Receiver<bool> {
        let (tells, told) = oneshot::channel();
        self.members().push(tells);
        told
    }

    /// Joins whoever is in it; `None` where nobody is: then all that a turn can have seen is on the disk.
    pub fn join_others(&self) -> Option<oneshot::Receiver<bool>> {
        let mut members = self.members();
        if members.is_empty() {
            return None;
        }
        let (tells, told) = oneshot::channel();
        members.push(tells);
        Some(told)
    }

    fn len(&self) -> usize {
        self.members().len()
    }

    fn tell(&self, is_durable: bool) {
        if !is_durable {
            // Before the members are gone.
            self.undone.fetch_add(1, Ordering::SeqCst);
        }
        for member in std::mem::take(&mut *self.members()) {
            // Gone where the request was given up.
            let _gone = member.send(is_durable);
        }
    }
}

/// The connection, with its open group.
#[derive(Debug)]
pub struct Line {
    /// `None` once it was closed.
    connection: Option<Connection>,
    /// When the open group began; `None` where none is open.
    since: Option<Stopwatch>,
    /// A savepoint of the open group that no turn has used yet.
    has_savepoint: bool,
    audience: Audience,
    commits: Commits,
    version: Version,
    figures: CommitFigures,
}

/// What came of the end of a turn.
pub struct Kept {
    /// Whether it stands in the group.
    pub own: Result<(), sqlx::Error>,
    /// What came of what the next turn asks first; `None` where that has not begun.
    pub next: Option<Result<Vec<Done>, sqlx::Error>>,
}

impl Line {
    pub const fn new(
        connection: Connection,
        audience: Audience,
        commits: Commits,
        version: Version,
        figures: CommitFigures,
    ) -> Self {
        Self { connection: Some(connection), since: None, has_savepoint: false, audience, commits, version, figures }
    }

    pub const fn connection(&self) -> Option<&Connection> {
        self.connection.as_ref()
    }

    pub const fn connection_mut(&mut self) -> Option<&mut Connection> {
        self.connection.as_mut()
    }

    /// Moves the journal into the file and empties it; no group may be open. Answers whether it could be emptied: not where
    /// another connection goes on reading from it.
    pub async fn compact(&mut self) -> Result<bool, sqlx::Error> {
        // Everyone who writes waits meanwhile, and a backup reads for long.
        self.say("pragma busy_timeout = 100").await?;
        let is_busy = self.checkpoint().await;
        self.say(WAITS).await?;
        is_busy.map(|is_busy| !is_busy)
    }

    async fn checkpoint(&mut self) -> Result<bool, sqlx::Error> {
        let connection = self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(connection).await?;
        Ok(row.try_get::<i64, _>("busy")? != 0)
    }

    /// From here on it has no connection.
    pub async fn close(&mut self) -> Result<(), sqlx::Error> {
        match self.connection.take() {
            Some(connection) => connection.close().await,
            None => Ok(()),
        }
    }

    /// Runs statements up to the first that fails; answers what came of those before it, too.
    async fn run(&mut self, batch: Batch) -> (Vec<Done>, Result<(), sqlx::Error>) {
        match &mut self.connection {
            Some(connection) => batch.run_as_far(connection).await,
            None => (Vec::new(), Err(sqlx::Error::PoolClosed)),
        }
    }

    async fn say(&mut self, statements: &'static str) -> Result<(), sqlx::Error> {
        let connection = self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        sqlx::query(statements).execute(connection).await?;
        Ok(())
    }

    /// Begins a turn, in a group of its own where none is open. Answers what came of what it asks first.
    pub async fn begin_turn(&mut self, opening: Batch) -> Result<Vec<Done>, sqlx::Error> {
        let mut batch = Batch::default();
        let is_first = self.since.is_none();
        if is_first {
            // Known before it begins, so that it is ended whatever happens next: whoever waits for this may give up.
            self.since = Some(Stopwatch::start());
            batch.add("begin immediate");
        }
        if !std::mem::take(&mut self.has_savepoint) {
            batch.add("savepoint turn");
        }
        let before = batch.len();
        batch.append(opening);
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let (mut done, outcome) = self.run(batch).await;
        if is_first && done.len() < before {
            self.give_up_group().await;
        }
        outcome?;
        Ok(done.split_off(before))
    }

    /// Whether the open group may have another turn after the one under way.
    pub fn has_room(&self) -> bool {
        self.audience.len() + 1 < GROUP_MAX && self.since.as_ref().is_some_and(|since| since.elapsed() < GROUP_AGE_MAX)
    }

    /// Writes the last of a turn and keeps it in the group; begins the next one's along with it, where there is one. The turn
    /// is not kept where SQLite has rolled the transaction back by itself: then there is no savepoint of that name.
    pub async fn keep_turn(&mut self, last: Batch, next: Option<Batch>) -> Kept {
        let mut batch = last;
        batch.add("release turn");
        let own = batch.len();
        if let Some(opening) = next {
            batch.add("savepoint turn");
            batch.append(opening);
        }
        let (mut done, outcome) = self.run(batch).await;
        let done_next = if done.len() < own { None } else { Some(done.split_off(own)) };
        match (done_next, outcome) {
            (None, outcome) => Kept { own: outcome.and(Err(sqlx::Error::WorkerCrashed)), next: None },
            // Without so much as a savepoint: it begins by itself.
            (Some(next), _) if next.is_empty() => Kept { own: Ok(()), next: None },
            (Some(mut next), outcome) => Kept { own: Ok(()), next: Some(outcome.map(|()| next.split_off(1))) },
        }
    }

    /// A turn that was kept is told what becomes of its group.
    pub fn join(&self) -> oneshot::Receiver<bool> {
        self.audience.join()
    }

    /// Undoes the turn. Where that fails, nobody knows what of it is there: then the whole group is undone with it.
    pub async fn undo_turn(&mut self) {
        match self.say("rollback to turn").await {
            // Nothing is in it, and the next turn may use it.
            Ok(()) => self.has_savepoint = true,
            Err(error) => {
                tracing::warn!(%error, "a turn could not be undone alone");
                self.give_up_group().await;
            }
        }
    }

    /// Commits where nobody waits who could share the commit, or enough do.
    pub async fn commit_if_due(&mut self, is_waited_for: bool) {
        let is_due = !is_waited_for
            || self.audience.len() >= GROUP_MAX
            || self.since.as_ref().is_some_and(|since| since.elapsed() >= GROUP_AGE_MAX);
        if is_due && !self.commits.are_held() {
            self.commit_group().await;
        }
    }

    /// A turn has ended: whoever directs the commits is told where its group stays open.
    pub fn note_end(&self) {
        if self.since.is_some() {
            self.commits.note_held();
        }
    }

    /// One durable commit for every turn since the last one, and their answers.
    pub async fn commit_group(&mut self) {
        if self.since.is_none() {
            return;
        }
        let stopwatch = Stopwatch::start();
        let change = self.version.change();
        let committed = if self.commits.fails() {
            Err(sqlx::Error::WorkerCrashed)
        } else {
            self.say(if self.has_savepoint { "release turn; commit" } else { "commit" }).await
        };
        // Before anybody is told.
        drop(change);
        let turns = self.audience.len();
        match committed {
            Ok(()) => {
                self.since = None;
                self.has_savepoint = false;
                self.figures.turns.observe(turns as f64);
                self.figures.seconds.observe(stopwatch.elapsed().as_secs_f64());
                self.audience.tell(true);
            }
            Err(error) => {
                self.figures.failed.inc();
                tracing::error!(%error, turns, "a group could not be committed");
                self.give_up_group().await;
            }
        }
    }

    /// Undoes every turn since the last commit, and tells them so.
    async fn give_up_group(&mut self) {
        if let Err(error) = self.say("rollback").await {
            tracing::warn!(%error, "nothing was left to roll back");
        }
        self.since = None;
        self.has_savepoint = false;
        self.audience.tell(false);
    }
}
