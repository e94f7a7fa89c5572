//! When SQLite's groups are committed: by themselves, or as a simulation directs, which wants to see what a crash between a
//! turn and its commit leaves behind.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::Notify;

/// What a writer asks before and at a commit.
#[derive(Debug, Clone, Default)]
pub struct Commits(Option<Arc<Directions>>);

#[derive(Debug, Default)]
struct Directions {
    are_held: AtomicBool,
    next_fails: AtomicBool,
    held: Notify,
}

/// Directs the commits of one database: for tests, which hand its [`Commits`] to a whole server.
#[derive(Debug, Clone, Default)]
pub struct DirectedCommits(Arc<Directions>);

impl Commits {
    /// As soon as nobody waits who could share one.
    #[must_use]
    pub const fn by_themselves() -> Self {
        Self(None)
    }

    pub(super) fn are_held(&self) -> bool {
        self.0.as_ref().is_some_and(|directions| directions.are_held.load(Ordering::SeqCst))
    }

    /// Whether this commit is to fail as if the disk were full.
    pub(super) fn fails(&self) -> bool {
        self.0.as_ref().is_some_and(|directions| directions.next_fails.swap(false, Ordering::SeqCst))
    }

    /// A turn has ended, or was refused, and waits for its group, which stays open.
    pub(super) fn note_held(&self) {
        if let Some(directions) = &self.0 {
            directions.held.notify_one();
        }
    }
}

impl DirectedCommits {
    #[must_use]
    pub fn commits(&self) -> Commits {
        Commits(Some(Arc::clone(&self.0)))
    }

    /// From now on groups stay open, and nobody in them is answered.
    pub fn hold(&self) {
        self.0.are_held.store(true, Ordering::SeqCst);
    }

    /// The next turn's end commits the group again.
    pub fn release(&self) {
        self.0.are_held.store(false, Ordering::SeqCst);
    }

    /// The next commit fails: everyone in its group is told that nothing has happened.
    pub fn fail_next(&self) {
        self.0.next_fails.store(true, Ordering::SeqCst);
    }

    /// Waits until somebody waits for a group that stays open.
    pub async fn held(&self) {
        self.0.held.notified().await;
    }
}
