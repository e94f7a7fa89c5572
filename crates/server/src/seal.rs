//! Encryption of what is personal and must be read again: names, phones, kept answers. Whoever copies the database without
//! the key file reads none of it, and nothing sealed can be moved to another row.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use contract::VisitCode;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;

use crate::{
    db::{Connection, Db},
    error::Error,
    identity::ServerKey,
    keyring::{KeyVersion, Keyring},
    randomness,
};

/// How what follows is sealed: the first byte of everything that is.
const FORMAT: u8 = 2;
/// The same without the key's version, from when there was one key.
const FORMAT_OF_ONE_KEY: u8 = 1;
/// Format and key.
pub const HEAD_LENGTH: usize = 5;
const NONCE_LENGTH: usize = 24;

/// Where something sealed belongs: it opens nowhere else.
#[derive(Debug, Clone)]
pub struct Belongs(Vec<u8>);

impl Belongs {
    /// To one person of a visit.
    #[must_use]
    pub fn to_person(code: VisitCode, position: i64) -> Self {
        Self(format!("person/{}/{position}", code.compact()).into_bytes())
    }

    /// To where a secret's reminders of a visit go.
    #[must_use]
    pub fn to_reminder(code: VisitCode, secret: &[u8]) -> Self {
        Self([b"reminder/", code.compact().as_bytes(), b"/", secret].concat())
    }

    /// To what was answered under a key.
    #[must_use]
    pub fn to_answer(secret: &[u8], key: &str) -> Self {
        Self([b"answer/", secret, b"/", key.as_bytes()].concat())
    }
}

/// What is known of a person and sealed.
#[derive(Serialize, Deserialize)]
pub struct SealedPerson {
    pub name: String,
    pub phone: Option<String>,
}

fn cipher(key: &ServerKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.sealing().into())
}

impl Keyring {
    /// Format, key version, nonce, and what the newest key makes of it.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn seal(&self, plain: &[u8], belongs: &Belongs) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_LENGTH];
        randomness::fill(&mut nonce)?;
        let payload = Payload { msg: plain, aad: &belongs.0 };
        let sealed = cipher(self.newest())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Broken("something personal could not be sealed"))?;
        Ok([self.newest_head().as_slice(), nonce.as_slice(), &sealed].concat())
    }

    /// What everything begins with that the newest key sealed.
    #[must_use]
    pub fn newest_head(&self) -> [u8; HEAD_LENGTH] {
        let [a, b, c, d] = self.newest_version().to_bytes();
        [FORMAT, a, b, c, d]
    }

    /// # Errors
    /// `KeyMissing` where another server's key sealed it; where it was sealed for another place, or has been changed.
    pub fn unseal(&self, sealed: &[u8], belongs: &Belongs) -> Result<Vec<u8>, Error> {
        let broken = Error::Broken("something sealed does not open");
        let (version, rest) = match sealed.split_first() {
            Some((&FORMAT_OF_ONE_KEY, rest)) => (KeyVersion::FIRST, rest),
            Some((&FORMAT, rest)) => {
                let Some((version, rest)) = rest.split_first_chunk() else { return Err(broken) };
                (KeyVersion::from_bytes(*version), rest)
            }
            _ => return Err(broken),
        };
        let Some((nonce, sealed)) = rest.split_first_chunk::<NONCE_LENGTH>() else { return Err(broken) };
        let payload = Payload { msg: sealed, aad: &belongs.0 };
        let key = self.under(version).ok_or(Error::KeyMissing(version))?;
        cipher(key).decrypt(&XNonce::from(*nonce), payload).map_err(|_| broken)
    }
}

/// Seals what a release before this one wrote in the clear. Answers how many people that were.
///
/// # Errors
/// Those of the database.
pub async fn seal_what_is_not(db: &Db, keys: &Keyring) -> Result<u64, Error> {
    let mut tx = db.write().await?;
    let rows = sqlx::query("select visit, position, name, phone from visit_person where sealed is null and name <> ''")
        .fetch_all(&mut *tx)
        .await?;
    for row in &rows {
        let code = VisitCode::parse(row.try_get(0)?).map_err(|_| Error::Broken("a stored visit's code is none"))?;
        let person = SealedPerson { name: row.try_get(2)?, phone: row.try_get(3)? };
        let sealed = person.seal(keys, code, row.try_get(1)?)?;
        sqlx::query(
            "update visit_person set sealed = $1, has_phone = $2, name = '', phone = null
             where visit = $3 and position = $4",
        )
        .bind(sealed)
        .bind(i64::from(person.phone.is_some()))
        .bind(code.compact())
        .bind(row.try_get::<i64, _>(1)?)
        .execute(&mut *tx)
        .await?;
    }
    forget_plain_answers(&mut tx, keys).await?;
    tx.commit().await?;
    if !rows.is_empty() {
        db.compact().await?;
    }
    Ok(rows.len() as u64)
}

async fn forget_plain_answers(connection: &mut Connection, keys: &Keyring) -> Result<(), Error> {
    let rows = sqlx::query("select secret_hash, key, body from idempotent_answer where sealed is null and body <> ''")
        .fetch_all(&mut *connection)
        .await?;
    for row in rows {
        let (secret, name): (Vec<u8>, String) = (row.try_get(0)?, row.try_get(1)?);
        let body: String = row.try_get(2)?;
        let sealed = keys.seal(body.as_bytes(), &Belongs::to_answer(&secret, &name))?;
        sqlx::query("update idempotent_answer set sealed = $1, body = '' where secret_hash = $2 and key = $3")
            .bind(sealed)
            .bind(secret)
            .bind(name)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

impl SealedPerson {
    /// # Errors
    /// As [`Keyring::seal`].
    pub fn seal(&self, keys: &Keyring, code: VisitCode, position: i64) -> Result<Vec<u8>, Error> {
        keys.seal(&serde_json::to_vec(self)?, &Belongs::to_person(code, position))
    }

    /// # Errors
    /// As [`Keyring::unseal`].
    pub fn unseal(sealed: &[u8], keys: &Keyring, code: VisitCode, position: i64) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&keys.unseal(sealed, &Belongs::to_person(code, position))?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: u64) -> VisitCode {
        VisitCode::from_random(number)
    }

    fn of_one_key(byte: u8) -> Keyring {
        Keyring::of_first(ServerKey::from_bytes([byte; 32]))
    }

    /// Key 1 is made of sevens, key 2 of eights.
    fn rotated() -> Keyring {
        let second = KeyVersion::from_number(2).unwrap();
        let keys = vec![(KeyVersion::FIRST, ServerKey::from_bytes([7; 32])), (second, ServerKey::from_bytes([8; 32]))];
        Keyring::of(keys).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_in_its_place_and_nowhere_else() {
        let keys = of_one_key(7);
        let place = Belongs::to_person(code(1), 0);
        let sealed = keys.seal(b"Siti", &place).unwrap();
        assert_eq!(keys.unseal(&sealed, &place).unwrap(), b"Siti");
        assert!(!sealed.windows(4).any(|window| window == b"Siti"));
        assert!(of_one_key(8).unseal(&sealed, &place).is_err());
        for other in [Belongs::to_person(code(2), 0), Belongs::to_person(code(1), 1), Belongs::to_answer(b"1", "0")] {
            assert!(keys.unseal(&sealed, &other).is_err());
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.unseal(&changed, &place).is_err(), "byte {at}");
            assert!(keys.unseal(&sealed[..at], &place).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn the_same_words_are_never_sealed_the_same() {
        let keys = of_one_key(7);
        let place = Belongs::to_person(code(1), 0);
        assert_ne!(keys.seal(b"Siti", &place).unwrap(), keys.seal(b"Siti", &place).unwrap());
    }

    #[test]
    fn the_newest_key_seals_and_each_opens_what_it_sealed() {
        let place = Belongs::to_person(code(1), 0);
        let (before, after) = (of_one_key(7).seal(b"Siti", &place).unwrap(), rotated().seal(b"Siti", &place).unwrap());
        assert_eq!(rotated().unseal(&before, &place).unwrap(), b"Siti");
        assert_eq!(rotated().unseal(&after, &place).unwrap(), b"Siti");
        assert!(after.starts_with(&rotated().newest_head()) && !before.starts_with(&rotated().newest_head()));
        let error = of_one_key(7).unseal(&after, &place).unwrap_err();
        assert!(matches!(error, Error::KeyMissing(version) if version.number() == 2));
    }

    #[test]
    fn what_was_sealed_when_there_was_one_key_opens_with_the_first() {
        let place = Belongs::to_person(code(1), 0);
        let sealed = of_one_key(7).seal(b"Siti", &place).unwrap();
        let older = [&[FORMAT_OF_ONE_KEY], &sealed[HEAD_LENGTH..]].concat();
        assert_eq!(of_one_key(7).unseal(&older, &place).unwrap(), b"Siti");
        assert_eq!(rotated().unseal(&older, &place).unwrap(), b"Siti");
    }
}
