//! The store: how it is opened and what in it is SQLite's own. Everything that would differ on another engine stands here.
//!
//! SQLite knows one writer at a time. So there is one connection that writes, for which requests queue here instead of
//! failing with "busy" there, and a few that only read and see the last committed state.

use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions, Sqlite, SqlitePool, Transaction,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{error::Error, private_file};

/// What SQL runs on.
pub type Connection = sqlx::SqliteConnection;
/// A row of an answer.
pub type Row = sqlx::sqlite::SqliteRow;
/// A transaction that holds the right to write from its start.
pub type Tx = Transaction<'static, Sqlite>;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Connections that only read.
const READERS: u32 = 4;
/// How long a request waits for its turn before it is told that the server is busy.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Clone)]
pub struct Db {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// Why the store can't be used.
#[derive(Debug)]
pub enum OpenError {
    Unusable(sqlx::Error),
    Migration(MigrateError),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unusable(error) => write!(formatter, "the database can't be opened: {error}"),
            Self::Migration(error) => write!(formatter, "the database can't be brought up to date: {error}"),
        }
    }
}

impl std::error::Error for OpenError {}

impl Db {
    /// Opens the file, makes it where it is missing, and brings its tables up to date.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(file: &Path) -> Result<Self, OpenError> {
        // SQLite would make it readable by all; its journal takes over the file's rights.
        match private_file::create(file) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(OpenError::Unusable(sqlx::Error::Io(error)));
            }
            _ => {}
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged booking survives loss of power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // What is wiped is overwritten, not only unlinked.
            .pragma("secure_delete", "on")
            .disable_statement_logging();
        let pool = |size| SqlitePoolOptions::new().max_connections(size).acquire_timeout(PATIENCE);
        let writer = pool(1).connect_with(options.clone()).await.map_err(OpenError::Unusable)?;
        MIGRATIONS.run(&writer).await.map_err(OpenError::Migration)?;
        let readers =
            pool(READERS).connect_with(options.pragma("query_only", "on")).await.map_err(OpenError::Unusable)?;
        Ok(Self { writer, readers })
    }

    /// Waits for the right to write. Dropped without a commit, nothing has happened.
    ///
    /// # Errors
    /// `busy` after ten seconds of waiting.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(self.writer.begin_with("begin immediate").await?)
    }

    /// A connection that only reads.
    ///
    /// # Errors
    /// `busy` after ten seconds of waiting.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>, Error> {
        Ok(self.readers.acquire().await?)
    }

    /// Moves the journal into the file and empties it, so that wiped rows are in neither.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn compact(&self) -> Result<(), Error> {
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.writer).await?;
        Ok(())
    }

    /// Closes every connection, once each is idle.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The name of the constraint that a statement broke, where it was one of ours.
#[must_use]
pub fn broken_constraint(error: &sqlx::Error) -> Option<&'static str> {
    const NAMES: [&str; 3] = ["window_counter_not_oversold", "window_counter_not_negative", "hold_one_per_secret"];
    let message = error.as_database_error()?.message();
    NAMES.into_iter().find(|name| message.contains(name))
}

/// Whether the engine was too busy to answer.
#[must_use]
pub fn is_busy(error: &sqlx::Error) -> bool {
    // SQLITE_BUSY and SQLITE_LOCKED, and their extended codes, which have the plain one in the low byte.
    let code = error.as_database_error().and_then(|error| error.code()).and_then(|code| code.parse::<u32>().ok());
    matches!(error, sqlx::Error::PoolTimedOut) || matches!(code.map(|code| code & 0xff), Some(5 | 6))
}
