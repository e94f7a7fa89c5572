//! The key file: beside the database, never in it, and readable by its owner alone. A line for each key with its version
//! and its 64 hexadecimal digits, oldest first, with empty lines or without; or the 32 bytes that older releases wrote, which
//! are the first key.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::{KEYS_MAX, KeyVersion, Keyring};
use crate::{identity::ServerKey, private_file, randomness};

/// Why there are no keys.
#[derive(Debug)]
pub enum KeyError {
    /// A database without its keys: every identity in it would be a stranger.
    Lost(PathBuf),
    /// No server has made any yet.
    Missing(PathBuf),
    Unusable(PathBuf, io::Error),
    /// The file holds something else.
    NoKeys(PathBuf),
    /// The ring is full.
    TooMany(PathBuf),
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
            Self::Missing(file) => write!(
                formatter,
                "there is no key file {} yet; the server makes it when it starts for the first time",
                file.display()
            ),
            Self::Unusable(file, error) => {
                write!(formatter, "the key file {} can't be used: {error}", file.display())
            }
            Self::NoKeys(file) => write!(
                formatter,
                "the key file {} holds neither one key of 32 bytes nor a line for each key with its version and 64 \
                 hexadecimal digits, oldest first",
                file.display()
            ),
            Self::TooMany(file) => write!(
                formatter,
                "the key file {} holds {KEYS_MAX} keys already; retire the old ones first",
                file.display()
            ),
            Self::NoRandomness => formatter.write_str("the operating system gave no randomness to make a key from"),
        }
    }
}

impl std::error::Error for KeyError {}

impl Keyring {
    /// Reads the key file.
    ///
    /// # Errors
    /// `Missing`, `Unusable` and `NoKeys`.
    pub fn read(key_file: &Path) -> Result<Self, KeyError> {
        match std::fs::read(key_file) {
            Ok(content) => parse(&content).ok_or_else(|| KeyError::NoKeys(key_file.to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(KeyError::Missing(key_file.to_owned())),
            Err(error) => Err(KeyError::Unusable(key_file.to_owned(), error)),
        }
    }

    /// Reads the key file, or makes it with one key where there is no database yet either.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn read_or_make(key_file: &Path, database_file: &Path) -> Result<Self, KeyError> {
        match Self::read(key_file) {
            Err(KeyError::Missing(_)) if database_file.exists() => Err(KeyError::Lost(key_file.to_owned())),
            Err(KeyError::Missing(_)) => {
                let ring = Self::of_first(new_key()?);
                private_file::write_new(key_file, text(&ring).as_bytes())
                    .map_err(|error| KeyError::Unusable(key_file.to_owned(), error))?;
                Ok(ring)
            }
            read => read,
        }
    }
}

/// Adds a key to the file, which is the newest from then on, for whoever reads the file. Answers its version.
///
/// # Errors
/// See [`KeyError`].
pub fn rotate(key_file: &Path) -> Result<KeyVersion, KeyError> {
    let ring = Keyring::read(key_file)?;
    let too_many = || KeyError::TooMany(key_file.to_owned());
    let version = ring.newest_version().next().ok_or_else(too_many)?;
    let keys = ring.iter().map(|(version, key)| (version, key.clone())).chain([(version, new_key()?)]);
    let ring = Keyring::of(keys.collect()).ok_or_else(too_many)?;
    replace(key_file, &ring)?;
    Ok(version)
}

/// Removes keys from the file that nothing needs. Whatever has been added to it meanwhile stays.
///
/// # Errors
/// See [`KeyError`].
pub fn keep_only(key_file: &Path, is_kept: impl Fn(KeyVersion) -> bool) -> Result<(), KeyError> {
    let ring = Keyring::read(key_file)?;
    match ring.only(is_kept) {
        Some(kept) if kept.iter().count() < ring.iter().count() => replace(key_file, &kept),
        _ => Ok(()),
    }
}

fn replace(key_file: &Path, ring: &Keyring) -> Result<(), KeyError> {
    private_file::replace(key_file, text(ring).as_bytes())
        .map_err(|error| KeyError::Unusable(key_file.to_owned(), error))
}

fn new_key() -> Result<ServerKey, KeyError> {
    randomness::key_bytes().map(ServerKey::from_bytes).map_err(|_| KeyError::NoRandomness)
}

/// The two forms can't be taken for each other: a line is longer than 32 bytes.
fn parse(content: &[u8]) -> Option<Keyring> {
    if let Ok(bytes) = content.try_into() {
        return Some(Keyring::of_first(ServerKey::from_bytes(bytes)));
    }
    let lines = std::str::from_utf8(content).ok()?.lines().filter(|line| !line.trim().is_empty());
    Keyring::of(lines.map(parse_line).collect::<Option<_>>()?)
}

fn parse_line(line: &str) -> Option<(KeyVersion, ServerKey)> {
    let (version, digits) = line.split_once(' ')?;
    let version = version.parse().ok().filter(|number: &u32| *number > 0 && number.to_string() == version)?;
    let mut bytes = [0; 32];
    if digits.len() != 2 * bytes.len() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).ok()?;
    }
    Some((KeyVersion(version), ServerKey::from_bytes(bytes)))
}

fn text(ring: &Keyring) -> String {
    let mut text = String::new();
    for (version, key) in ring.iter() {
        let digits: String = key.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        text += &format!("{version} {digits}\n");
    }
    text
}

#[cfg(test)]
mod tests;
