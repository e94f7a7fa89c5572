//! The keys of this installation, each with a version. The newest makes what is new; the others still open and know what
//! they made, until nothing needs them any more (`retire`).
//!
//! What must be found whichever key was the newest then is hashed under every key of the ring ([`Versioned`]). What is only
//! counted for a while (tries, networks) is hashed under the oldest: a new key changes none of these counts, and servers of
//! which one has read it already and another has not count together.

mod claim;
mod file;
mod reseal;
pub mod retire;

use std::sync::Arc;

use contract::person::{Nik, PassportNumber};

pub use self::{
    claim::{Mismatch, claim, is_known, mismatch},
    file::{KeyError, rotate},
};
use crate::{
    error::Error,
    identity::{Hash, ServerKey},
};

/// Keys in a ring at most: each costs a row a booked stop.
pub const KEYS_MAX: usize = 8;

/// Which key. The numbers begin with 1 and only grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyVersion(u32);

impl KeyVersion {
    /// Of the key of an installation that never changed it.
    pub const FIRST: Self = Self(1);

    /// As the database keeps it.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// # Errors
    /// Where the database holds what is no version.
    pub fn from_number(number: i64) -> Result<Self, Error> {
        u32::try_from(number).map(Self).map_err(|_| Error::Broken("a stored key version is none"))
    }

    pub(crate) const fn to_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    pub(crate) const fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(u32::from_be_bytes(bytes))
    }

    /// `None` after the last there can be.
    fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
}

impl std::fmt::Display for KeyVersion {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Something for each key of a ring, such as the hashes of one person. There always is a newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// Oldest first.
    older: Vec<(KeyVersion, T)>,
    newest: (KeyVersion, T),
}

impl<T> Versioned<T> {
    #[must_use]
    pub const fn newest(&self) -> &T {
        &self.newest.1
    }

    #[must_use]
    pub const fn newest_version(&self) -> KeyVersion {
        self.newest.0
    }

    #[must_use]
    pub fn oldest(&self) -> &T {
        self.older.first().map_or(&self.newest.1, |(_, oldest)| oldest)
    }

    #[must_use]
    pub fn under(&self, version: KeyVersion) -> Option<&T> {
        self.iter().find(|(known, _)| *known == version).map(|(_, of_key)| of_key)
    }

    /// Oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (KeyVersion, &T)> {
        self.older.iter().chain([&self.newest]).map(|(version, of_key)| (*version, of_key))
    }

    fn map<U>(&self, make: impl Fn(&T) -> U) -> Versioned<U> {
        let older = self.older.iter().map(|(version, of_key)| (*version, make(of_key))).collect();
        Versioned { older, newest: (self.newest.0, make(&self.newest.1)) }
    }

    /// Key by key with something else of the same ring.
    fn join<U, V>(&self, other: &Versioned<U>, make: impl Fn(&T, &U) -> V) -> Versioned<V> {
        let pairs = self.older.iter().zip(&other.older);
        let older = pairs.map(|((version, one), (_, other))| (*version, make(one, other))).collect();
        Versioned { older, newest: (self.newest.0, make(&self.newest.1, &other.newest.1)) }
    }
}

/// The keys. `Debug` never shows one.
#[derive(Debug, Clone)]
pub struct Keyring(Arc<Versioned<ServerKey>>);

impl Keyring {
    /// A ring of one key, the first.
    #[must_use]
    pub fn of_first(key: ServerKey) -> Self {
        Self(Arc::new(Versioned { older: Vec::new(), newest: (KeyVersion::FIRST, key) }))
    }

    /// `None` without keys, with too many, where the versions do not grow, and where two are the same key: then each
    /// person's hashes would stand in each other's way.
    #[must_use]
    pub fn of(mut keys: Vec<(KeyVersion, ServerKey)>) -> Option<Self> {
        let grow = keys.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let differ = (1..keys.len()).all(|index| keys[..index].iter().all(|before| !before.1.is(&keys[index].1)));
        if keys.len() > KEYS_MAX || !grow || !differ {
            return None;
        }
        let newest = keys.pop()?;
        Some(Self(Arc::new(Versioned { older: keys, newest })))
    }

    /// The keys of these versions alone; `None` where that is none.
    fn only(&self, is_kept: impl Fn(KeyVersion) -> bool) -> Option<Self> {
        let kept = self.iter().filter(|(version, _)| is_kept(*version));
        Self::of(kept.map(|(version, key)| (version, key.clone())).collect())
    }

    #[must_use]
    pub fn newest(&self) -> &ServerKey {
        self.0.newest()
    }

    #[must_use]
    pub fn newest_version(&self) -> KeyVersion {
        self.0.newest_version()
    }

    #[must_use]
    pub fn under(&self, version: KeyVersion) -> Option<&ServerKey> {
        self.0.under(version)
    }

    /// Oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (KeyVersion, &ServerKey)> {
        self.0.iter()
    }

    /// What a NIK is known by.
    #[must_use]
    pub fn nik(&self, nik: &Nik) -> Versioned<Hash> {
        self.0.map(|key| key.nik(nik))
    }

    /// What a passport is known by.
    #[must_use]
    pub fn passport(&self, number: &PassportNumber) -> Versioned<Hash> {
        self.0.map(|key| key.passport(number))
    }

    /// What a child without a number is known by: the `ordinal`th of its parent.
    #[must_use]
    pub fn child(&self, parent: &Versioned<Hash>, ordinal: u32) -> Versioned<Hash> {
        self.0.join(parent, |key, parent| key.child(parent, ordinal))
    }

    /// What a request is compared by.
    #[must_use]
    pub fn request(&self, method: &str, path: &str, body: &[u8]) -> Versioned<Hash> {
        self.0.map(|key| key.request(method, path, body))
    }

    /// What tries are counted by.
    #[must_use]
    pub fn subject(&self, subject: &[u8]) -> Hash {
        self.0.oldest().subject(subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(versions: &[u32]) -> Keyring {
        let key = |version: &u32| (KeyVersion(*version), ServerKey::from_bytes([*version as u8; 32]));
        Keyring::of(versions.iter().map(key).collect()).unwrap()
    }

    #[test]
    fn rings_that_share_a_key_share_a_hash_of_each_person() {
        let (before, after) = (ring(&[1]), ring(&[1, 4]));
        let siti = Nik::parse("1471015508750003").unwrap();
        assert_eq!(before.nik(&siti).newest(), after.nik(&siti).oldest());
        assert_ne!(before.nik(&siti).newest(), after.nik(&siti).newest());
        let child = |ring: &Keyring| ring.child(&ring.nik(&siti), 2);
        assert_eq!(child(&before).under(KeyVersion(1)), child(&after).under(KeyVersion(1)));
        assert_eq!(child(&after).under(KeyVersion(4)), Some(&after.newest().child(after.nik(&siti).newest(), 2)));
        assert_eq!(child(&after).under(KeyVersion(2)), None);
    }

    #[test]
    fn a_new_key_changes_no_count() {
        assert_eq!(ring(&[1]).subject(b"36.68.10"), ring(&[1, 2]).subject(b"36.68.10"));
    }

    #[test]
    fn a_ring_has_a_key_and_each_once() {
        let key = |version, byte| (KeyVersion(version), ServerKey::from_bytes([byte; 32]));
        assert!(Keyring::of(Vec::new()).is_none());
        assert!(Keyring::of(vec![key(2, 1), key(1, 2)]).is_none(), "newest last");
        assert!(Keyring::of(vec![key(1, 1), key(1, 2)]).is_none(), "one version, two keys");
        assert!(Keyring::of(vec![key(1, 1), key(2, 1)]).is_none(), "one key, two versions");
        assert!(Keyring::of((1..=9).map(|number| key(number, number as u8)).collect()).is_none(), "too many");
        assert_eq!(ring(&[2, 3]).only(|version| version == KeyVersion(2)).unwrap().newest_version(), KeyVersion(2));
    }

    #[test]
    fn a_ring_that_is_printed_shows_no_key() {
        let shown = format!("{:?}", ring(&[7, 77]));
        assert!(shown.contains("ServerKey(…)"), "{shown}");
        assert!(!shown.contains("7, 7") && !shown.contains("0707") && !shown.contains("4d4d"), "{shown}");
    }
}
