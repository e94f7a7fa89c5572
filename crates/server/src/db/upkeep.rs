//! What whoever looks after a store does to it from outside, also while servers run: look at it as it is, copy it, ask
//! whether it is whole.

use std::path::Path;

use sqlx::{ConnectOptions as _, Row as _};

use super::{
    Connection, OpenError, Place,
    errors::{damage_said, lacks_table},
    opening::{MIGRATIONS, encoded, migrate, options},
};

/// Whether SQLite's file is there.
///
/// # Errors
/// Where it is not, in one sentence.
pub fn look_for(file: &Path) -> Result<(), String> {
    if file.exists() { Ok(()) } else { Err(format!("there is no ledger at {}", file.display())) }
}

/// A connection to a store that is there already. It brings nothing up to date.
///
/// # Errors
/// Where there is none, or it does not answer.
pub async fn connect(place: &Place) -> Result<Connection, OpenError> {
    sqlx::any::install_default_drivers();
    let url = match place {
        Place::File(file) => format!("sqlite://{}?mode=rw", encoded(file)),
        Place::Server(url) => url.clone(),
    };
    options(&url)?.connect().await.map_err(OpenError::Unusable)
}

/// Copies SQLite's database as it is at one moment into `target`, which is empty. Whoever writes goes on writing.
///
/// # Errors
/// Where it can't be read or the copy can't be written.
pub async fn copy_into(connection: &mut Connection, target: &Path) -> Result<(), sqlx::Error> {
    let target = target.to_str().ok_or_else(|| sqlx::Error::Configuration("its path is not UTF-8".into()))?;
    sqlx::query("vacuum into $1").bind(target).execute(connection).await?;
    Ok(())
}

/// What SQLite finds broken in its file: pages, indexes, constraints, rows without those that they belong to. PostgreSQL
/// keeps these itself.
///
/// # Errors
/// Where it can't be asked, such as a file that another process has locked; one that is no database any more is an answer.
pub async fn damage(connection: &mut Connection) -> Result<Option<String>, sqlx::Error> {
    if connection.backend_name() != "SQLite" {
        return Ok(None);
    }
    let found = match sqlx::query("pragma integrity_check").fetch_all(&mut *connection).await {
        Ok(rows) => rows,
        Err(error) => return damage_said(&error).map(|said| Some(said.to_owned())).ok_or(error),
    };
    for row in found {
        let said: String = row.try_get(0)?;
        if said != "ok" {
            return Ok(Some(said));
        }
    }
    let orphans = sqlx::query("pragma foreign_key_check").fetch_all(connection).await?.len();
    Ok((orphans > 0).then(|| format!("{orphans} rows belong to rows that are not there")))
}

/// How the tables of a store stand to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    Current,
    /// This many migrations are still to come.
    Older(usize),
    /// This migration is unknown here, or is another one here.
    Foreign(i64),
    /// There are none of ours.
    Missing,
}

/// # Errors
/// Where the database does not answer.
pub async fn schema(connection: &mut Connection) -> Result<Schema, sqlx::Error> {
    let applied = match sqlx::query("select version, checksum from _sqlx_migrations order by version")
        .fetch_all(connection)
        .await
    {
        Ok(rows) => rows,
        Err(error) if lacks_table(&error) => return Ok(Schema::Missing),
        Err(error) => return Err(error),
    };
    for row in &applied {
        let (version, checksum): (i64, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
        let is_ours = |migration: &&sqlx::migrate::Migration| migration.version == version;
        if MIGRATIONS.iter().find(is_ours).is_none_or(|migration| *migration.checksum != *checksum) {
            return Ok(Schema::Foreign(version));
        }
    }
    match MIGRATIONS.iter().count() - applied.len() {
        0 => Ok(Schema::Current),
        _ if applied.is_empty() => Ok(Schema::Missing),
        missing => Ok(Schema::Older(missing)),
    }
}

/// Brings the tables of a copy that nobody else uses up to date.
///
/// # Errors
/// Those of the migrations.
pub async fn bring_up_to_date(connection: &mut Connection) -> Result<(), OpenError> {
    migrate(connection).await
}
