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
    randomness,
};

/// How what follows is sealed. Another way, or another key, gets another number.
const VERSION: u8 = 1;
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

impl ServerKey {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.sealing().into())
    }

    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn seal(&self, plain: &[u8], belongs: &Belongs) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_LENGTH];
        randomness::fill(&mut nonce)?;
        let payload = Payload { msg: plain, aad: &belongs.0 };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Broken("something personal could not be sealed"))?;
        Ok([&[VERSION], nonce.as_slice(), &sealed].concat())
    }

    /// # Errors
    /// Where it was sealed by another key, for another place, or has been changed.
    pub fn unseal(&self, sealed: &[u8], belongs: &Belongs) -> Result<Vec<u8>, Error> {
        let broken = Error::Broken("something sealed does not open");
        let Some((&VERSION, rest)) = sealed.split_first() else { return Err(broken) };
        let Some((nonce, sealed)) = rest.split_first_chunk::<NONCE_LENGTH>() else { return Err(broken) };
        let payload = Payload { msg: sealed, aad: &belongs.0 };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).map_err(|_| broken)
    }
}

/// Seals what a release before this one wrote in the clear. Answers how many people that were.
///
/// # Errors
/// Those of the database.
pub async fn seal_what_is_not(db: &Db, key: &ServerKey) -> Result<u64, Error> {
    let mut tx = db.write().await?;
    let rows = sqlx::query("select visit, position, name, phone from visit_person where sealed is null and name <> ''")
        .fetch_all(&mut *tx)
        .await?;
    for row in &rows {
        let code = VisitCode::parse(row.try_get(0)?).map_err(|_| Error::Broken("a stored visit's code is none"))?;
        let person = SealedPerson { name: row.try_get(2)?, phone: row.try_get(3)? };
        let sealed = person.seal(key, code, row.try_get(1)?)?;
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
    forget_plain_answers(&mut tx, key).await?;
    tx.commit().await?;
    if !rows.is_empty() {
        db.compact().await?;
    }
    Ok(rows.len() as u64)
}

async fn forget_plain_answers(connection: &mut Connection, key: &ServerKey) -> Result<(), Error> {
    let rows = sqlx::query("select secret_hash, key, body from idempotent_answer where sealed is null and body <> ''")
        .fetch_all(&mut *connection)
        .await?;
    for row in rows {
        let (secret, name): (Vec<u8>, String) = (row.try_get(0)?, row.try_get(1)?);
        let body: String = row.try_get(2)?;
        let sealed = key.seal(body.as_bytes(), &Belongs::to_answer(&secret, &name))?;
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
    /// As [`ServerKey::seal`].
    pub fn seal(&self, key: &ServerKey, code: VisitCode, position: i64) -> Result<Vec<u8>, Error> {
        key.seal(&serde_json::to_vec(self)?, &Belongs::to_person(code, position))
    }

    /// # Errors
    /// As [`ServerKey::unseal`].
    pub fn unseal(sealed: &[u8], key: &ServerKey, code: VisitCode, position: i64) -> Result<Self, Error> {
        Ok(serde_json::from_slice(&key.unseal(sealed, &Belongs::to_person(code, position))?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: u64) -> VisitCode {
        VisitCode::from_random(number)
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_in_its_place_and_nowhere_else() {
        let key = ServerKey::from_bytes([7; 32]);
        let place = Belongs::to_person(code(1), 0);
        let sealed = key.seal(b"Siti", &place).unwrap();
        assert_eq!(key.unseal(&sealed, &place).unwrap(), b"Siti");
        assert!(!sealed.windows(4).any(|window| window == b"Siti"));
        assert!(ServerKey::from_bytes([8; 32]).unseal(&sealed, &place).is_err());
        for other in [Belongs::to_person(code(2), 0), Belongs::to_person(code(1), 1), Belongs::to_answer(b"1", "0")] {
            assert!(key.unseal(&sealed, &other).is_err());
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.unseal(&changed, &place).is_err(), "byte {at}");
        }
        assert!(key.unseal(&[], &place).is_err());
    }

    #[test]
    fn the_same_words_are_never_sealed_the_same() {
        let key = ServerKey::from_bytes([7; 32]);
        let place = Belongs::to_person(code(1), 0);
        assert_ne!(key.seal(b"Siti", &place).unwrap(), key.seal(b"Siti", &place).unwrap());
    }
}
