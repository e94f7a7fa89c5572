//! The store: SQLite in a file, or PostgreSQL. Everything that differs between the two stands in this room; the rules of
//! the ledger are written once, in SQL that both know.
//!
//! SQLite knows one writer at a time: writes queue for one connection and are committed in groups (`group`). PostgreSQL
//! takes them side by side: there, what a rule depends on is locked first ([`for_update`]), and a request that meets another
//! all the same is run again from its start (`observe::again`).

mod batch;
mod commit_figures;
mod commits;
mod errors;
mod group;
pub mod upkeep;
mod version;

use std::{
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    str::FromStr as _,
    time::Duration,
};

use sqlx::{
    Any, AnyPool, ConnectOptions as _,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
};

use crate::{error::Error, private_file};

pub use batch::{Batch, Done};
pub use commit_figures::CommitFigures;
pub use commits::{Commits, DirectedCommits};
pub use errors::{broke_reference, broken_constraint, has_met, is_busy};
use group::{Turn, Writer};

/// What SQL runs on.
pub type Connection = sqlx::AnyConnection;
/// A row of an answer.
pub type Row = sqlx::any::AnyRow;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Connections that only read, of SQLite.
const READERS: u32 = 4;
/// Connections to PostgreSQL, of one server.
const CONNECTIONS: u32 = 16;
/// How long a request waits for its turn before it is told that the server is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// What keeps the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where the ledger is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// SQLite, in this file.
    File(PathBuf),
    /// PostgreSQL, or what speaks its protocol: `postgres://…`.
    Server(String),
}

#[derive(Debug, Clone)]
pub struct Db {
    store: Store,
}

#[derive(Debug, Clone)]
enum Store {
    Sqlite { writer: Writer, readers: AnyPool },
    Postgres { pool: AnyPool },
}

/// The right to write, and what has been written under it. Dropped without a commit, nothing has happened.
#[derive(Debug)]
pub enum Tx {
    Turn(Turn),
    Own(sqlx::Transaction<'static, Any>),
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
    /// Opens the store, makes SQLite's file where it is missing, and brings the tables up to date.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(place: &Place) -> Result<Self, OpenError> {
        Self::open_directed(place, Commits::by_themselves()).await
    }

    /// The same, with somebody who directs SQLite's commits.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open_directed(place: &Place, commits: Commits) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let store = match place {
            Place::File(file) => open_file(file, commits).await?,
            Place::Server(url) => open_server(url).await?,
        };
        Ok(Self { store })
    }

    /// Waits for the right to write.
    ///
    /// # Errors
    /// `busy` after ten seconds of waiting.
    pub async fn write(&self) -> Result<Tx, Error> {
        match &self.store {
            Store::Sqlite { writer, .. } => Ok(Tx::Turn(writer.turn().await?)),
            Store::Postgres { pool } => Ok(Tx::Own(pool.begin().await?)),
        }
    }

    /// Which state the ledger is in, where this server alone writes it (SQLite); see `version`.
    #[must_use]
    pub fn standing(&self) -> Option<u64> {
        match &self.store {
            Store::Sqlite { writer, .. } => writer.version().standing(),
            Store::Postgres { .. } => None,
        }
    }

    /// A connection that only reads.
    ///
    /// # Errors
    /// `busy` after ten seconds of waiting.
    pub async fn read(&self) -> Result<PoolConnection<Any>, Error> {
        match &self.store {
            Store::Sqlite { readers: pool, .. } | Store::Postgres { pool } => Ok(pool.acquire().await?),
        }
    }

    /// Waits until what a refused request may have seen is on the disk. On SQLite turns see what the turns before them wrote,
    /// before it is: nobody is told that a window is full by a booking that a power cut undoes.
    ///
    /// # Errors
    /// `busy` where it was undone.
    pub async fn settle(&self) -> Result<(), Error> {
        match &self.store {
            Store::Sqlite { writer, .. } => writer.settle().await,
            Store::Postgres { .. } => Ok(()),
        }
    }

    /// Moves SQLite's journal into the file and empties it, so that wiped rows are in neither. PostgreSQL has its own ways.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn compact(&self) -> Result<(), Error> {
        match &self.store {
            Store::Sqlite { writer, .. } => writer.compact().await,
            Store::Postgres { .. } => Ok(()),
        }
    }

    /// Writes that wait for their turn on SQLite. PostgreSQL takes them side by side.
    #[must_use]
    pub fn writes_waiting(&self) -> usize {
        match &self.store {
            Store::Sqlite { writer, .. } => writer.waiting(),
            Store::Postgres { .. } => 0,
        }
    }

    /// The commits of SQLite's groups.
    #[must_use]
    pub fn commit_figures(&self) -> Option<&CommitFigures> {
        match &self.store {
            Store::Sqlite { writer, .. } => Some(writer.figures()),
            Store::Postgres { .. } => None,
        }
    }

    /// Connections of the pool: used, and idle. On SQLite those that read.
    #[must_use]
    pub fn connections(&self) -> (usize, usize) {
        let (Store::Sqlite { readers: pool, .. } | Store::Postgres { pool }) = &self.store;
        let idle = pool.num_idle();
        ((pool.size() as usize).saturating_sub(idle), idle)
    }

    /// Closes every connection, once each is idle.
    pub async fn close(&self) {
        match &self.store {
            Store::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Store::Postgres { pool } => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it last. Answers only once it is on the disk.
    ///
    /// # Errors
    /// Where it could not be made to last: then nothing has happened.
    pub async fn commit(self) -> Result<(), Error> {
        self.commit_after(Batch::default()).await
    }

    /// Runs its last statements and makes it last, as [`Self::commit`].
    ///
    /// # Errors
    /// Where a statement fails or it could not be made to last: then nothing has happened.
    pub async fn commit_after(self, last: Batch) -> Result<(), Error> {
        match self {
            Self::Turn(turn) => turn.commit_after(last).await,
            Self::Own(mut tx) => {
                last.run(&mut tx).await?;
                Ok(tx.commit().await?)
            }
        }
    }

    /// Undoes it at once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn rollback(self) -> Result<(), Error> {
        match self {
            Self::Turn(turn) => {
                turn.rollback().await;
                Ok(())
            }
            Self::Own(tx) => Ok(tx.rollback().await?),
        }
    }
}

impl Deref for Tx {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::Turn(turn) => turn,
            Self::Own(tx) => tx,
        }
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Connection {
        match self {
            Self::Turn(turn) => turn,
            Self::Own(tx) => tx,
        }
    }
}

async fn open_file(file: &Path, commits: Commits) -> Result<Store, OpenError> {
    // SQLite would make it readable by all; its journal takes over the file's rights.
    match private_file::create(file) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(OpenError::Unusable(sqlx::Error::Io(error)));
        }
        _ => {}
    }
    let options = options(&format!("sqlite://{}", encoded(file)))?;
    let mut connection = options.connect().await.map_err(OpenError::Unusable)?;
    set_up(&mut connection).await.map_err(OpenError::Unusable)?;
    migrate(&mut connection).await?;
    let readers = AnyPoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                set_up(connection).await?;
                sqlx::query("pragma query_only = on").execute(connection).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
        .map_err(OpenError::Unusable)?;
    Ok(Store::Sqlite { writer: Writer::new(connection, commits), readers })
}

async fn set_up(connection: &mut Connection) -> Result<(), sqlx::Error> {
    for pragma in [
        "pragma busy_timeout = 10000",
        "pragma journal_mode = wal",
        // An acknowledged booking survives loss of power.
        "pragma synchronous = full",
        "pragma foreign_keys = on",
        // What is wiped is overwritten, not only unlinked.
        "pragma secure_delete = on",
        // What a savepoint would bring back is kept in memory: a file of its own costs as many writes as the journal.
        "pragma temp_store = memory",
        // Pages kept in memory: 32 MB at most, a connection.
        "pragma cache_size = -32768",
        // Pages of 4 KB in the journal before they are moved into the file. With 1,000, the usual, a full group would move
        // them every third commit, most of them only to be written again.
        "pragma wal_autocheckpoint = 8192",
    ] {
        sqlx::query(pragma).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn open_server(url: &str) -> Result<Store, OpenError> {
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                for setting in [
                    // Rules that need more lock what they depend on.
                    "set default_transaction_isolation = 'read committed'",
                    // Nobody waits for a lock for ever.
                    "set lock_timeout = '10s'",
                    // A server that stands still in the midst of a transaction keeps the others from its rows only so long.
                    "set idle_in_transaction_session_timeout = '5s'",
                ] {
                    sqlx::query(setting).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .connect_with(options(url)?)
        .await
        .map_err(OpenError::Unusable)?;
    migrate(&mut *pool.acquire().await.map_err(OpenError::Unusable)?).await?;
    Ok(Store::Postgres { pool })
}

async fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    MIGRATIONS.run_direct(None, connection, false).await.map_err(OpenError::Migration)
}

fn options(url: &str) -> Result<AnyConnectOptions, OpenError> {
    Ok(AnyConnectOptions::from_str(url).map_err(OpenError::Unusable)?.disable_statement_logging())
}

/// A path inside a URL.
fn encoded(file: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let text = file.to_string_lossy();
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What something is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Look,
    /// The transaction depends on it: on PostgreSQL it waits for whoever is changing it, and nobody does until the end.
    Change,
}

impl Purpose {
    /// What the `select` ends with.
    #[must_use]
    pub fn lock(self, connection: &Connection) -> &'static str {
        match self {
            Self::Look => "",
            Self::Change => for_update(connection),
        }
    }
}

/// What a `select` ends with whose rows are locked. On SQLite nobody else writes anyway.
#[must_use]
pub fn for_update(connection: &Connection) -> &'static str {
    match engine(connection) {
        Engine::Postgres => " for update",
        Engine::Sqlite => "",
    }
}

/// Which of the two a connection speaks to.
#[must_use]
pub fn engine(connection: &Connection) -> Engine {
    if connection.backend_name() == "PostgreSQL" { Engine::Postgres } else { Engine::Sqlite }
}
