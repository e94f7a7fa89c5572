//! Keyed hashes: what the server remembers of an identity number, a secret, a network and a request's body.
//!
//! An identity number has few digits that are not known from the card of a relative, so a plain hash of it could be
//! undone by trying all. It is therefore hashed with a key that lies beside the database, never in it: whoever copies the
//! database alone learns nothing. A secret is 128 random bits, which nobody can try, so SHA-256 is enough for it, and a
//! server that lost its key still knows whose ticket is whose.

use std::{
    fs::File,
    io::{ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

use contract::{
    Secret,
    person::{Nik, PassportNumber},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::{private_file, randomness};

/// 32 bytes, as the database keeps them.
pub type Hash = [u8; 32];

/// The key of this installation. `Debug` never shows it.
#[derive(Clone)]
pub struct ServerKey([u8; 32]);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ServerKey(…)")
    }
}

/// Why there is no key.
#[derive(Debug)]
pub enum KeyError {
    /// A database without its key: every identity in it would be a stranger.
    Lost(PathBuf),
    Unreadable(PathBuf, std::io::Error),
    /// The file holds something else.
    NoKey(PathBuf),
    NoRandomness,
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lost(file) => write!(
                formatter,
                "the database is there but its key file {} is missing; put the key file back from your backup",
                file.display()
            ),
            Self::Unreadable(file, error) => {
                write!(formatter, "the key file {} can't be used: {error}", file.display())
            }
            Self::NoKey(file) => write!(formatter, "the key file {} does not hold a key of 32 bytes", file.display()),
            Self::NoRandomness => formatter.write_str("the operating system gave no randomness to make a key from"),
        }
    }
}

impl std::error::Error for KeyError {}

impl ServerKey {
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the key, or makes it (readable by the owner only) where there is no database yet either.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn read_or_make(key_file: &Path, database_file: &Path) -> Result<Self, KeyError> {
        let unreadable = |error| KeyError::Unreadable(key_file.to_owned(), error);
        match File::open(key_file) {
            Ok(mut file) => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map_err(unreadable)?;
                bytes.try_into().map(Self).map_err(|_| KeyError::NoKey(key_file.to_owned()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if database_file.exists() {
                    return Err(KeyError::Lost(key_file.to_owned()));
                }
                let key = randomness::key_bytes().map_err(|_| KeyError::NoRandomness)?;
                let mut file = private_file::create(key_file).map_err(unreadable)?;
                file.write_all(&key).and_then(|()| file.sync_all()).map_err(unreadable)?;
                Ok(Self(key))
            }
            Err(error) => Err(unreadable(error)),
        }
    }

    /// What a NIK is known by.
    #[must_use]
    pub fn nik(&self, nik: &Nik) -> Hash {
        self.hash("nik", &[nik.as_str().as_bytes()])
    }

    /// What a passport is known by.
    #[must_use]
    pub fn passport(&self, number: &PassportNumber) -> Hash {
        self.hash("passport", &[number.as_str().as_bytes()])
    }

    /// What a child without a number is known by: the `ordinal`th of its parent.
    #[must_use]
    pub fn child(&self, parent: &Hash, ordinal: u32) -> Hash {
        self.hash("child", &[parent, &ordinal.to_be_bytes()])
    }

    /// What a request is compared by. The body may hold an identity number, hence the key.
    #[must_use]
    pub fn request(&self, method: &str, path: &str, body: &[u8]) -> Hash {
        self.hash("request", &[method.as_bytes(), path.as_bytes(), body])
    }

    /// What tries are counted by.
    #[must_use]
    pub fn subject(&self, subject: &[u8]) -> Hash {
        self.hash("subject", &[subject])
    }

    /// The key of what is sealed: another one than that of the hashes.
    pub(crate) fn sealing(&self) -> Hash {
        self.hash("seal", &[])
    }

    /// Purpose and parts with their lengths, so that no two inputs are written the same.
    fn hash(&self, purpose: &str, parts: &[&[u8]]) -> Hash {
        // HMAC takes keys of any length; with the block's own it can't fail.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        for part in [purpose.as_bytes()].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// What a secret is known by.
#[must_use]
pub fn secret_hash(secret: &Secret) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// Whether two hashes are equal, in a time that does not depend on where they differ.
#[must_use]
pub fn equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ServerKey {
        ServerKey::from_bytes([7; 32])
    }

    #[test]
    fn one_person_has_one_hash_and_two_have_two() {
        let siti = Nik::parse("1471015508750003").unwrap();
        let budi = Nik::parse("1471011508010012").unwrap();
        assert_eq!(key().nik(&siti), key().nik(&Nik::parse("1471-0155 0875.0003").unwrap()));
        assert_ne!(key().nik(&siti), key().nik(&budi));
        assert_ne!(key().nik(&siti), ServerKey::from_bytes([8; 32]).nik(&siti), "another mall's key");
    }

    #[test]
    fn the_same_digits_as_nik_and_as_passport_are_two_people() {
        let digits = "147101550875000";
        let passport = PassportNumber::parse(digits).unwrap();
        assert_ne!(key().hash("nik", &[digits.as_bytes()]), key().passport(&passport));
    }

    #[test]
    fn children_are_told_apart_by_parent_and_ordinal() {
        let siti = key().nik(&Nik::parse("1471015508750003").unwrap());
        let budi = key().nik(&Nik::parse("1471011508010012").unwrap());
        let children = [key().child(&siti, 1), key().child(&siti, 2), key().child(&budi, 1)];
        assert_eq!(children.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn moving_a_byte_from_one_part_to_the_next_is_another_request() {
        assert_ne!(key().request("POST", "/visits", b"x"), key().request("POST", "/visit", b"sx"));
    }

    #[test]
    fn a_new_key_is_kept_for_its_owner_alone_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (key_file, database) = (folder.path().join("loket.key"), folder.path().join("loket.sqlite"));
        let made = ServerKey::read_or_make(&key_file, &database).unwrap();
        File::create(&database).unwrap();
        assert_eq!(ServerKey::read_or_make(&key_file, &database).unwrap().0, made.0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&key_file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_database_without_its_key_is_refused_in_one_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let (key_file, database) = (folder.path().join("loket.key"), folder.path().join("loket.sqlite"));
        File::create(&database).unwrap();
        let error = ServerKey::read_or_make(&key_file, &database).unwrap_err();
        assert!(matches!(error, KeyError::Lost(_)));
        assert_eq!(error.to_string().lines().count(), 1);
        assert!(!key_file.exists(), "no new key is made");
    }

    #[test]
    fn a_key_file_of_another_length_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let key_file = folder.path().join("loket.key");
        std::fs::write(&key_file, b"short").unwrap();
        let error = ServerKey::read_or_make(&key_file, &folder.path().join("loket.sqlite")).unwrap_err();
        assert!(matches!(error, KeyError::NoKey(_)));
    }
}
