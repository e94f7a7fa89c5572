//! Which of its states SQLite's ledger is in, so that what was read from it can be told again as long as it is still so.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Counts the beginnings and the ends of commits: odd while one is under way. Cloned, it is the same one.
#[derive(Debug, Clone, Default)]
pub struct Version(Arc<AtomicU64>);

/// A commit under way, until it is dropped: it may have changed what is there, or not.
#[derive(Debug)]
pub struct Change(Version);

impl Version {
    /// The state that stands now; `None` while a commit is under way, when nobody knows which one that is.
    ///
    /// Whoever reads what is there between two calls with the same answer has read that state.
    #[must_use]
    pub fn standing(&self) -> Option<u64> {
        Some(self.0.load(Ordering::SeqCst)).filter(|count| count % 2 == 0)
    }

    /// Called by the only one who commits.
    pub fn change(&self) -> Change {
        self.0.fetch_add(1, Ordering::SeqCst);
        Change(self.clone())
    }
}

impl Drop for Change {
    fn drop(&mut self) {
        self.0.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_state_stands_while_it_changes_and_then_another_one_does() {
        let version = Version::default();
        let before = version.standing().unwrap();
        let change = version.change();
        assert_eq!(version.standing(), None);
        drop(change);
        assert!(version.standing().unwrap() > before);
    }
}
