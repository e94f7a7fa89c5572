//! Writes in groups, on SQLite: whoever writes takes a turn on the one connection that does, inside a savepoint of its own.
//! As long as others wait, nothing is committed; then one durable commit serves all turns since the last. A turn is
//! answered after that commit, never before.
//!
//! What ends a turn (commit, undo) runs as a task of its own: a request that is given up can't leave it half done.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use contract::ProblemCode;
use sqlx::Connection as _;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::{Batch, CommitFigures, Commits, Connection, PATIENCE, version::Version};
use crate::{clock::Stopwatch, error::Error};

/// Turns that one commit serves at most.
const GROUP_MAX: usize = 1000;
/// How long the first turn of a group waits for the others at most.
const GROUP_AGE_MAX: Duration = Duration::from_millis(50);

/// Hands out turns.
#[derive(Debug, Clone)]
pub struct Writer {
    line: Arc<Mutex<Line>>,
    /// Turns that are waited for.
    waiting: Arc<AtomicUsize>,
    /// Turns of the open group: what they wrote is seen by the turns after them, and not yet on the disk.
    unsettled: Arc<AtomicUsize>,
    version: Version,
    figures: CommitFigures,
}

/// The connection that writes, and the group that is open on it.
#[derive(Debug)]
struct Line {
    /// `None` once it was closed.
    connection: Option<Connection>,
    group: Option<Group>,
    /// A savepoint of the open group that no turn has used yet. Opened along with what came before it: every statement that
    /// is sent alone costs two switches between threads.
    has_savepoint: bool,
    commits: Commits,
    unsettled: Arc<AtomicUsize>,
    version: Version,
    figures: CommitFigures,
}

#[derive(Debug)]
struct Group {
    since: Stopwatch,
    /// Those who are answered after the commit.
    turns: Vec<oneshot::Sender<bool>>,
}

impl Group {
    fn answer(self, is_durable: bool) {
        for turn in self.turns {
            // Gone where the request was given up.
            let _gone = turn.send(is_durable);
        }
    }
}

/// The right to write. Dropped without a commit, what it wrote is undone.
#[derive(Debug)]
pub struct Turn {
    /// `None` once it has ended.
    line: Option<OwnedMutexGuard<Line>>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    pub fn new(connection: Connection, commits: Commits) -> Self {
        let figures = CommitFigures::default();
        let unsettled = Arc::new(AtomicUsize::new(0));
        let version = Version::default();
        let line = Line {
            connection: Some(connection),
            group: None,
            has_savepoint: false,
            commits,
            unsettled: Arc::clone(&unsettled),
            version: version.clone(),
            figures: figures.clone(),
        };
        Self { line: Arc::new(Mutex::new(line)), waiting: Arc::default(), unsettled, version, figures }
    }

    /// Turns that are waited for.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    pub fn version(&self) -> &Version {
        &self.version
    }

    pub fn figures(&self) -> &CommitFigures {
        &self.figures
    }

    /// Waits in line, first come first served.
    pub async fn turn(&self) -> Result<Turn, Error> {
        let line = self.line().await?;
        // From here on its drop ends what was begun.
        let mut turn = Turn { line: Some(line), waiting: Arc::clone(&self.waiting) };
        turn.begin().await?;
        Ok(turn)
    }

    /// Waits until what the last turns wrote is on the disk, or undone: then an error says so.
    pub async fn settle(&self) -> Result<(), Error> {
        if self.unsettled.load(Ordering::SeqCst) == 0 {
            return Ok(());
        }
        let mut line = self.line().await?;
        let Some(answered) = line.join_group() else { return Ok(()) };
        let waiting = Arc::clone(&self.waiting);
        tokio::spawn(async move { line.end_turn(&waiting).await });
        told(answered).await
    }

    /// The line, first come first served.
    async fn line(&self) -> Result<OwnedMutexGuard<Line>, Error> {
        let mut waiting = Waiting::new(self);
        let line = tokio::time::timeout(PATIENCE, Arc::clone(&self.line).lock_owned()).await;
        waiting.is_served = line.is_ok();
        Ok(line.map_err(|_| ProblemCode::Busy)?)
    }

    pub async fn compact(&self) -> Result<(), Error> {
        let mut line = self.line.lock().await;
        line.commit_group().await;
        if let Some(connection) = &mut line.connection {
            sqlx::query("pragma wal_checkpoint(truncate)").execute(connection).await?;
        }
        Ok(())
    }

    pub async fn close(&self) {
        let mut line = self.line.lock().await;
        line.commit_group().await;
        if let Some(connection) = line.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the database could not be closed");
        }
    }
}

/// Counts one more who waits, while it lives. A group stays open for whoever waits, so one who gives up has to look whether
/// it was the last.
struct Waiting<'a> {
    writer: &'a Writer,
    is_served: bool,
}

impl<'a> Waiting<'a> {
    fn new(writer: &'a Writer) -> Self {
        writer.waiting.fetch_add(1, Ordering::SeqCst);
        Self { writer, is_served: false }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        if self.is_served {
            return;
        }
        let Writer { line, waiting, .. } = self.writer.clone();
        tokio::spawn(async move { line.lock().await.commit_group_if_due(&waiting).await });
    }
}

impl Line {
    fn connection(&mut self) -> Result<&mut Connection, sqlx::Error> {
        self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)
    }

    async fn run(&mut self, statements: &'static str) -> Result<(), sqlx::Error> {
        sqlx::query(statements).execute(self.connection()?).await?;
        Ok(())
    }

    /// The open group, with a savepoint for a turn.
    async fn open_group(&mut self) -> Result<(), sqlx::Error> {
        if self.group.is_some() {
            return Ok(());
        }
        // Known before it begins, so that it is ended whatever happens next: whoever waits for this may give up.
        self.group = Some(Group { since: Stopwatch::start(), turns: Vec::new() });
        self.has_savepoint = true;
        let begun = self.run("begin immediate; savepoint turn").await;
        if begun.is_err() {
            self.give_up_group().await;
        }
        begun
    }

    /// One durable commit for every turn since the last one, and their answers.
    async fn commit_group(&mut self) {
        let Some(group) = self.group.take() else { return };
        let stopwatch = Stopwatch::start();
        let has_savepoint = std::mem::take(&mut self.has_savepoint);
        let change = self.version.change();
        let committed = if self.commits.fails() {
            Err(sqlx::Error::WorkerCrashed)
        } else {
            self.run(if has_savepoint { "release turn; commit" } else { "commit" }).await
        };
        // Before anybody is told.
        drop(change);
        match committed {
            Ok(()) => {
                self.figures.turns.observe(group.turns.len() as f64);
                self.figures.seconds.observe(stopwatch.elapsed().as_secs_f64());
                self.unsettled.store(0, Ordering::SeqCst);
                group.answer(true);
            }
            Err(error) => {
                self.figures.failed.inc();
                tracing::error!(%error, turns = group.turns.len(), "a group could not be committed");
                self.group = Some(group);
                self.give_up_group().await;
            }
        }
    }

    /// Whoever joins is told once the group is committed or undone; `None` where no group is open.
    fn join_group(&mut self) -> Option<oneshot::Receiver<bool>> {
        let group = self.group.as_mut()?;
        let (answer, answered) = oneshot::channel();
        group.turns.push(answer);
        self.unsettled.store(group.turns.len(), Ordering::SeqCst);
        Some(answered)
    }

    async fn end_turn(&mut self, waiting: &AtomicUsize) {
        self.commit_group_if_due(waiting).await;
        if self.group.is_some() {
            self.commits.note_held();
        }
    }

    /// Undoes every turn since the last commit, and tells them so.
    async fn give_up_group(&mut self) {
        if let Err(error) = self.run("rollback").await {
            tracing::warn!(%error, "nothing was left to roll back");
        }
        self.has_savepoint = false;
        self.unsettled.store(0, Ordering::SeqCst);
        if let Some(group) = self.group.take() {
            group.answer(false);
        }
    }

    /// A savepoint for the next turn.
    async fn begin_turn(&mut self) -> Result<(), sqlx::Error> {
        self.open_group().await?;
        if !std::mem::take(&mut self.has_savepoint) {
            self.run("savepoint turn").await?;
        }
        Ok(())
    }

    /// Writes the last of a turn and keeps it; where somebody waits, opens the next one's savepoint along with it. Fails where
    /// SQLite has rolled the transaction back by itself: then there is no savepoint of that name.
    async fn keep_turn(&mut self, mut last: Batch, waiting: &AtomicUsize) -> Result<(), sqlx::Error> {
        let is_waited_for = waiting.load(Ordering::SeqCst) > 0;
        last.add("release turn");
        if is_waited_for {
            last.add("savepoint turn");
        }
        last.run(self.connection()?).await?;
        self.has_savepoint = is_waited_for;
        Ok(())
    }

    /// Commits where nobody waits who could share the commit, or enough do.
    async fn commit_group_if_due(&mut self, waiting: &AtomicUsize) {
        let is_due = self.group.as_ref().is_some_and(|group| {
            waiting.load(Ordering::SeqCst) == 0
                || group.turns.len() >= GROUP_MAX
                || group.since.elapsed() >= GROUP_AGE_MAX
        });
        if is_due && !self.commits.are_held() {
            self.commit_group().await;
        }
    }

    /// Undoes the turn. Where that fails, nobody knows what of it is there: then the whole group is undone with it.
    async fn undo_turn(&mut self) {
        match self.run("rollback to turn").await {
            // Nothing is in it, and the next turn may use it.
            Ok(()) => self.has_savepoint = true,
            Err(error) => {
                tracing::warn!(%error, "a turn could not be undone alone");
                self.give_up_group().await;
            }
        }
    }
}

impl Turn {
    async fn begin(&mut self) -> Result<(), Error> {
        let line = self.line.as_mut().ok_or(Error::Broken("a turn that has ended"))?;
        Ok(line.begin_turn().await?)
    }

    /// Runs its last statements and makes it last.
    pub async fn commit_after(mut self, last: Batch) -> Result<(), Error> {
        let Some(mut line) = self.line.take() else { return Err(Error::Broken("a turn that has ended")) };
        let waiting = Arc::clone(&self.waiting);
        let (joined, answered) = oneshot::channel();
        tokio::spawn(async move {
            match line.keep_turn(last, &waiting).await {
                Ok(()) => drop(joined.send(line.join_group())),
                Err(error) => {
                    tracing::error!(%error, "a turn could not be ended");
                    line.undo_turn().await;
                }
            }
            line.end_turn(&waiting).await;
        });
        match answered.await {
            Ok(Some(answered)) => told(answered).await,
            // Nothing of it has happened.
            Ok(None) | Err(_) => Err(ProblemCode::Busy.into()),
        }
    }

    pub async fn rollback(mut self) {
        if let Some(line) = self.line.take() {
            let ended = tokio::spawn(undo(line, Arc::clone(&self.waiting)));
            if ended.await.is_err() {
                tracing::error!("undoing a turn panicked");
            }
        }
    }
}

/// Waits for what becomes of a group.
async fn told(answered: oneshot::Receiver<bool>) -> Result<(), Error> {
    match answered.await {
        Ok(true) => Ok(()),
        // Nothing of it has happened.
        Ok(false) | Err(_) => Err(ProblemCode::Busy.into()),
    }
}

async fn undo(mut line: OwnedMutexGuard<Line>, waiting: Arc<AtomicUsize>) {
    line.undo_turn().await;
    line.commit_group_if_due(&waiting).await;
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(line) = self.line.take() {
            tokio::spawn(undo(line, Arc::clone(&self.waiting)));
        }
    }
}

impl Deref for Turn {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "a turn has its line until it ends, and then it is gone")]
    fn deref(&self) -> &Connection {
        self.line.as_ref().and_then(|line| line.connection.as_ref()).expect("a turn under way has its connection")
    }
}

impl DerefMut for Turn {
    #[expect(clippy::expect_used, reason = "a turn has its line until it ends, and then it is gone")]
    fn deref_mut(&mut self) -> &mut Connection {
        self.line.as_mut().and_then(|line| line.connection.as_mut()).expect("a turn under way has its connection")
    }
}

#[cfg(test)]
mod tests;
