//! Which keys a database depends on, and whether a server has them.

use sqlx::Row as _;

use super::{KeyVersion, Keyring};
use crate::{
    db::{Connection, Db},
    error::Error,
    identity::{self, Hash, ServerKey},
};

/// Why a ring is not a database's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The ring lacks a key that the database needs.
    Missing(KeyVersion),
    /// It has another key in the place of one of the database's.
    Other,
}

/// The first server makes the database its keys', and makes it know each new one. A server that lacks a key of the database,
/// or has another in its place, is refused. Answers the ring without the keys that the database has retired.
///
/// # Errors
/// The refusals, and those of the database.
pub async fn claim(db: &Db, ring: &Keyring) -> Result<Keyring, Error> {
    let mut tx = db.write().await?;
    if let Some(first) = ring.under(KeyVersion::FIRST) {
        // Data older than checks.
        sqlx::query("update installation_key set key_check = $1 where version = 1 and key_check is null")
            .bind(check(first).as_slice())
            .execute(&mut *tx)
            .await?;
    }
    let newest = known(&mut tx).await?.into_iter().map(|(version, _)| version).max();
    // A lower number that the database does not know was retired.
    for (version, key) in ring.iter().filter(|(version, _)| newest.is_none_or(|newest| *version > newest)) {
        sqlx::query(
            "insert into installation_key (version, key_check) values ($1, $2) on conflict (version) do nothing",
        )
        .bind(version.number())
        .bind(check(key).as_slice())
        .execute(&mut *tx)
        .await?;
    }
    match mismatch(&mut tx, ring).await? {
        Some(Mismatch::Missing(version)) => return Err(Error::KeyMissing(version)),
        Some(Mismatch::Other) => return Err(Error::Broken("the database belongs to another key file")),
        None => {}
    }
    let known = known(&mut tx).await?;
    tx.commit().await?;
    ring.only(|version| known.iter().any(|(known, _)| *known == version))
        .ok_or(Error::Broken("the database knows no key"))
}

/// Why a server with this ring would be refused; `None` where it would be let in. Changes nothing.
///
/// # Errors
/// Those of the database.
pub async fn mismatch(connection: &mut Connection, ring: &Keyring) -> Result<Option<Mismatch>, Error> {
    for (version, expected) in known(connection).await? {
        let Some(key) = ring.under(version) else { return Ok(Some(Mismatch::Missing(version))) };
        if expected.is_some_and(|expected| !identity::equal(&expected, &check(key))) {
            return Ok(Some(Mismatch::Other));
        }
    }
    Ok(None)
}

/// Whether a server has been started on the database with this key or a newer one.
///
/// # Errors
/// Those of the database.
pub async fn is_known(connection: &mut Connection, version: KeyVersion) -> Result<bool, Error> {
    Ok(known(connection).await?.iter().any(|(known, _)| *known >= version))
}

/// Something that only the key can make.
fn check(key: &ServerKey) -> Hash {
    key.subject(b"installation")
}

/// The keys that the database needs, and the check of each; `None` where its data is older than checks.
async fn known(connection: &mut Connection) -> Result<Vec<(KeyVersion, Option<Vec<u8>>)>, Error> {
    let rows =
        sqlx::query("select version, key_check from installation_key order by version").fetch_all(connection).await?;
    rows.iter().map(|row| Ok((KeyVersion::from_number(row.try_get(0)?)?, row.try_get(1)?))).collect()
}
