//! Where a proof keeps its ledger: SQLite in a folder of its own, or, where the environment names a PostgreSQL, a database of
//! its own there. The same proofs run on both.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use sqlx::{AssertSqlSafe, Connection as _};
use tempfile::TempDir;

use crate::Result;

/// Address of a PostgreSQL in which DATABASE stands for the name of one; the same as for the API's tests.
const VARIABLE: &str = "LOKET_TEST_POSTGRES";

/// A folder, and the database where it is not in that folder.
#[derive(Debug)]
pub struct Store {
    pub folder: TempDir,
    pub database: Option<String>,
}

impl Store {
    /// A new, empty one. In memory where `is_quick` and the system has such a folder: for proofs that are not about disks.
    ///
    /// # Errors
    /// Where there is no room, or the PostgreSQL that is named does not answer.
    pub async fn new(is_quick: bool) -> Result<Self> {
        let folder = if is_quick { quick_folder()? } else { tempfile::tempdir()? };
        let database = match std::env::var(VARIABLE) {
            Ok(server) => Some(make_database(&server).await?),
            Err(_) => None,
        };
        Ok(Self { folder, database })
    }

    /// `SQLite` or `PostgreSQL`, for a report.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        if self.database.is_some() { "PostgreSQL" } else { "SQLite" }
    }
}

/// In memory where the system has such a folder: for proofs that are not about disks.
///
/// # Errors
/// Where there is no room.
pub fn quick_folder() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? })
}

async fn make_database(server: &str) -> Result<String> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let name = format!("proof_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&server.replace("DATABASE", "postgres")).await?;
    sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(&mut connection).await?;
    connection.close().await?;
    Ok(server.replace("DATABASE", &name))
}
