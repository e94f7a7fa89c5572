//! Writes in groups, on SQLite: whoever writes takes a turn on the one connection that does, first come first served. What a
//! turn asks first is asked along with the last of the turn before it. As long as others wait, nothing is committed; then one
//! durable commit serves all turns since the last (`group`).
//!
//! What ends a turn (commit, undo) runs as a task of its own: a request that is given up can't leave it half done.

use std::{
    collections::VecDeque,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use contract::ProblemCode;
use tokio::sync::oneshot;

use super::{
    Batch, CommitFigures, Commits, Connection, Done, PATIENCE,
    errors::breaks_a_rule,
    group::{Audience, Line},
    version::Version,
};
use crate::error::Error;

/// Hands out turns. Cloned, it is the same one.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: Arc<Queue>,
    audience: Audience,
    commits: Commits,
    version: Version,
    figures: CommitFigures,
}

#[derive(Debug, Default)]
struct Queue(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    /// The line, while nobody has it.
    idle: Option<Box<Line>>,
    waiters: VecDeque<Waiter>,
}

struct Waiter {
    opening: Opening,
    to: oneshot::Sender<Begun>,
}

/// Adds what a turn asks first. Called when the turn begins; again where that came to nothing by the turn before.
pub type Opening = Box<dyn FnMut(&mut Batch) + Send>;

enum Entered {
    /// Nobody has the line.
    First(Box<Line>, Opening),
    InLine(oneshot::Receiver<Begun>),
}

/// A turn that has begun.
#[derive(Debug)]
pub struct Begun {
    pub turn: Turn,
    /// What came of what it asks first.
    pub asked: Result<Vec<Done>, sqlx::Error>,
}

/// The right to write. Dropped without a commit, what it wrote is undone.
#[derive(Debug)]
pub struct Turn {
    /// `None` once it has ended.
    line: Option<Box<Line>>,
    queue: Arc<Queue>,
}

impl std::fmt::Debug for Waiter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Waiter").finish_non_exhaustive()
    }
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, opening: Opening) -> Entered {
        let mut waiting = self.waiting();
        match waiting.idle.take() {
            Some(line) => Entered::First(line, opening),
            None => {
                let (to, given) = oneshot::channel();
                waiting.waiters.push_back(Waiter { opening, to });
                Entered::InLine(given)
            }
        }
    }

    /// The first in line who has not given up.
    fn first(&self) -> Option<Waiter> {
        let mut waiting = self.waiting();
        std::iter::from_fn(|| waiting.waiters.pop_front()).find(|waiter| !waiter.to.is_closed())
    }

    /// Leaves the line for whoever comes next; gives it back where somebody has come meanwhile.
    fn rest(&self, mut turn: Turn) -> Option<Turn> {
        let mut waiting = self.waiting();
        if !waiting.waiters.is_empty() {
            return Some(turn);
        }
        waiting.idle = turn.line.take();
        None
    }
}

impl Writer {
    pub fn new(connection: Connection, commits: Commits) -> Self {
        let (audience, version, figures) = (Audience::default(), Version::default(), CommitFigures::default());
        let line = Line::new(connection, audience.clone(), commits.clone(), version.clone(), figures.clone());
        let waiting = Waiting { idle: Some(Box::new(line)), waiters: VecDeque::new() };
        Self { queue: Arc::new(Queue(Mutex::new(waiting))), audience, commits, version, figures }
    }

    /// Turns that are waited for.
    pub fn waiting(&self) -> usize {
        self.queue.waiting().waiters.len()
    }

    pub const fn version(&self) -> &Version {
        &self.version
    }

    pub const fn figures(&self) -> &CommitFigures {
        &self.figures
    }

    /// Waits in line, first come first served, and begins.
    ///
    /// # Errors
    /// `busy` after ten seconds of waiting. An error of what is asked first stands in what is answered.
    pub async fn turn(&self, opening: Opening) -> Result<Begun, Error> {
        match self.queue.enter(opening) {
            Entered::First(line, mut opening) => {
                let turn = Turn { line: Some(line), queue: Arc::clone(&self.queue) };
                Ok(begin(turn, &mut opening).await)
            }
            Entered::InLine(given) => match tokio::time::timeout(PATIENCE, given).await {
                Ok(Ok(begun)) => Ok(begun),
                Ok(Err(_)) | Err(_) => Err(ProblemCode::Busy.into()),
            },
        }
    }

    /// How many groups have been undone.
    pub fn undone(&self) -> u64 {
        self.audience.undone()
    }

    /// Waits until what the last turns wrote is on the disk, or undone: then an error says so. So it does where a group has been
    /// undone since there were `undone` of them.
    pub async fn settle(&self, undone: u64) -> Result<(), Error> {
        if let Some(told) = self.audience.join_others() {
            self.commits.note_held();
            hear(told).await?;
        }
        if self.undone() == undone { Ok(()) } else { Err(ProblemCode::Busy.into()) }
    }

    /// Moves the journal into the file and empties it. Answers whether it could be emptied.
    pub async fn compact(&self) -> Result<bool, Error> {
        let mut turn = self.turn(Box::new(|_| {})).await?.turn;
        let compacted = tokio::spawn(async move {
            let compacted = turn.line_between_groups().await?.compact().await;
            go_on(turn, None).await;
            Ok(compacted?)
        });
        compacted.await.unwrap_or(Err(Error::Broken("compacting panicked")))
    }

    /// Commits what is open and closes the connection.
    pub async fn close(&self) -> Result<(), Error> {
        let mut turn = self.turn(Box::new(|_| {})).await?.turn;
        let closed = turn.line_between_groups().await?.close().await;
        go_on(turn, None).await;
        Ok(closed?)
    }
}

// Whoever has the line has it as a turn: whatever happens, a panic too, its drop gives it to the next.

async fn begin(mut turn: Turn, opening: &mut Opening) -> Begun {
    let asked = match &mut turn.line {
        Some(line) => line.begin_turn(asked_by(opening)).await,
        None => Err(sqlx::Error::PoolClosed),
    };
    Begun { turn, asked }
}

fn asked_by(opening: &mut Opening) -> Batch {
    let mut batch = Batch::default();
    opening(&mut batch);
    batch
}

/// Writes the last of a turn and keeps it, and the line goes on. `joins` is told where to hear what becomes of the turn, or why
/// it could not be kept.
async fn keep(mut turn: Turn, last: Batch, joins: oneshot::Sender<Result<oneshot::Receiver<bool>, sqlx::Error>>) {
    let queue = Arc::clone(&turn.queue);
    let Some(line) = &mut turn.line else { return };
    let mut next = if line.has_room() { queue.first() } else { None };
    let opening = next.as_mut().map(|waiter| asked_by(&mut waiter.opening));
    let kept = line.keep_turn(last, opening).await;
    if let Err(error) = kept.own {
        line.undo_turn().await;
        drop(joins.send(Err(error)));
        go_on(turn, next).await;
        return;
    }
    drop(joins.send(Ok(line.join())));
    match (next, kept.next) {
        (Some(waiter), Some(asked)) => {
            line.note_end();
            // Where that one gave up meanwhile, its drop undoes what was begun.
            drop(waiter.to.send(Begun { turn, asked }));
        }
        (next, _) => {
            let next = next.or_else(|| queue.first());
            line.commit_if_due(next.is_some()).await;
            line.note_end();
            go_on(turn, next).await;
        }
    }
}

/// Gives the line to the next: to the one who was called already, else to the first who waits; where nobody does, commits.
async fn go_on(mut turn: Turn, mut called: Option<Waiter>) {
    let queue = Arc::clone(&turn.queue);
    loop {
        let Some(line) = &mut turn.line else { return };
        let next = called.take().or_else(|| queue.first());
        line.commit_if_due(next.is_some()).await;
        if let Some(mut waiter) = next {
            let begun = begin(turn, &mut waiter.opening).await;
            // Where that one gave up meanwhile, its drop undoes what was begun.
            drop(waiter.to.send(begun));
            return;
        }
        match queue.rest(turn) {
            Some(back) => turn = back,
            None => return,
        }
    }
}

async fn undo(mut turn: Turn) {
    if let Some(line) = &mut turn.line {
        line.undo_turn().await;
    }
    go_on(turn, None).await;
}

impl Turn {
    /// Commits what is open.
    async fn line_between_groups(&mut self) -> Result<&mut Line, Error> {
        let line = self.line.as_deref_mut().ok_or(Error::Broken("a turn that has ended"))?;
        line.undo_turn().await;
        line.commit_group().await;
        Ok(line)
    }

    /// Runs its last statements and makes it last.
    ///
    /// # Errors
    /// What a statement of it breaks; `busy` where it could not be made to last. Then nothing of it has happened.
    pub async fn commit_after(self, last: Batch) -> Result<(), Error> {
        let (joins, joined) = oneshot::channel();
        tokio::spawn(keep(self, last, joins));
        match joined.await {
            Ok(Ok(told)) => hear(told).await,
            Ok(Err(error)) if breaks_a_rule(&error) => Err(error.into()),
            Ok(Err(error)) => {
                tracing::error!(%error, "a turn could not be ended");
                Err(ProblemCode::Busy.into())
            }
            Err(_) => Err(ProblemCode::Busy.into()),
        }
    }

    pub async fn rollback(self) {
        if tokio::spawn(undo(self)).await.is_err() {
            tracing::error!("undoing a turn panicked");
        }
    }
}

/// Waits for what becomes of a group.
async fn hear(told: oneshot::Receiver<bool>) -> Result<(), Error> {
    match told.await {
        Ok(true) => Ok(()),
        // Nothing of it has happened.
        Ok(false) | Err(_) => Err(ProblemCode::Busy.into()),
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(line) = self.line.take() {
            let queue = Arc::clone(&self.queue);
            // A turn again only once that runs: where the runtime is ending it never does, and its drop must not begin this anew.
            tokio::spawn(async move { undo(Self { line: Some(line), queue }).await });
        }
    }
}

impl Deref for Turn {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "a turn has its line until it ends, and then it is gone")]
    fn deref(&self) -> &Connection {
        self.line.as_ref().and_then(|line| line.connection()).expect("a turn under way has its connection")
    }
}

impl DerefMut for Turn {
    #[expect(clippy::expect_used, reason = "a turn has its line until it ends, and then it is gone")]
    fn deref_mut(&mut self) -> &mut Connection {
        self.line.as_mut().and_then(|line| line.connection_mut()).expect("a turn under way has its connection")
    }
}

#[cfg(test)]
mod tests;
