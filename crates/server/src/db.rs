//! The store: SQLite in a file, or PostgreSQL. Everything that differs between the two stands in this room; the rules of
//! the ledger are written once, in SQL that both know.
//!
//! SQLite knows one writer at a time: writes queue for one connection and are committed in groups (`turns`). PostgreSQL
//! takes them side by side: there, what a rule depends on is locked first ([`for_update`]), and a request that meets another
//! all the same is run again from its start (`observe::judge`).

mod batch;
mod commit_figures;
mod commits;
mod errors;
mod group;
mod opening;
mod outage;
mod turns;
pub mod upkeep;
mod version;

use std::{
    ops::{Deref, DerefMut},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{Any, AnyPool, migrate::MigrateError, pool::PoolConnection};

use crate::error::Error;

pub use batch::{Batch, Done};
pub use commit_figures::CommitFigures;
pub use commits::{Commits, DirectedCommits};
pub use errors::{broke_reference, broken_constraint, has_met, is_busy, waited_in_vain};
use opening::{open_file, open_server};
use outage::Outage;
use turns::{Begun, Turn, Writer};

/// What SQL runs on.
pub type Connection = sqlx::AnyConnection;
/// A row of an answer.
pub type Row = sqlx::any::AnyRow;

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
    Postgres { pool: AnyPool, outage: Outage },
}

/// The right to write, and what has been written under it. Dropped without a commit, nothing has happened.
#[derive(Debug)]
pub enum Tx {
    Turn(Turn),
    Own(sqlx::Transaction<'static, Any>),
}

/// The right to write, with what was asked first.
#[derive(Debug)]
pub struct Asked<T> {
    pub tx: Tx,
    /// What was said while it was asked.
    pub said: T,
    /// What came of it.
    pub asked: Result<Vec<Done>, sqlx::Error>,
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
        let Asked { tx, asked, .. } = self.write_asking(|_, _| {}).await?;
        asked?;
        Ok(tx)
    }

    /// Waits for the right to write, and asks first what `ask` adds: on SQLite along with the last of the turn before it. What
    /// `ask` answers is of the moment at which the turn begins; asked again, what it answers last counts.
    ///
    /// # Errors
    /// `busy` after ten seconds of waiting.
    pub async fn write_asking<T: Send + 'static>(
        &self,
        mut ask: impl FnMut(&mut Batch, Engine) -> T + Send + 'static,
    ) -> Result<Asked<T>, Error> {
        match &self.store {
            Store::Sqlite { writer, .. } => {
                let said = Arc::new(Mutex::new(None));
                let says = Arc::clone(&said);
                let opening = move |batch: &mut Batch| {
                    let says_now = ask(batch, Engine::Sqlite);
                    *says.lock().unwrap_or_else(PoisonError::into_inner) = Some(says_now);
                };
                let Begun { turn, asked } = writer.turn(Box::new(opening)).await?;
                let said = said.lock().unwrap_or_else(PoisonError::into_inner).take();
                let said = said.ok_or(Error::Broken("a turn that has not asked"))?;
                Ok(Asked { tx: Tx::Turn(turn), said, asked })
            }
            Store::Postgres { pool, outage } => {
                let mut tx = pool.begin().await.inspect_err(|error| outage.tell(error))?;
                let mut batch = Batch::default();
                let said = ask(&mut batch, Engine::Postgres);
                let asked = batch.run(&mut tx).await;
                Ok(Asked { tx: Tx::Own(tx), said, asked })
            }
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
            Store::Sqlite { readers, .. } => Ok(readers.acquire().await?),
            Store::Postgres { pool, outage } => Ok(pool.acquire().await.inspect_err(|error| outage.tell(error))?),
        }
    }

    /// For [`Self::settle`], before a request is run.
    #[must_use]
    pub fn undone(&self) -> u64 {
        match &self.store {
            Store::Sqlite { writer, .. } => writer.undone(),
            Store::Postgres { .. } => 0,
        }
    }

    /// Waits until what a refused request may have seen is on the disk. On SQLite turns see what the turns before them wrote,
    /// before it is: nobody is told that a window is full by a booking that a power cut undoes.
    ///
    /// # Errors
    /// `busy` where it was undone, perhaps by the end of the refused turn itself.
    pub async fn settle(&self, undone: u64) -> Result<(), Error> {
        match &self.store {
            Store::Sqlite { writer, .. } => writer.settle(undone).await,
            Store::Postgres { .. } => Ok(()),
        }
    }

    /// Moves SQLite's journal into the file and empties it, so that wiped rows are in neither. PostgreSQL has its own ways.
    /// Answers whether that could be: a backup or a check that is under way keeps what it reads.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn compact(&self) -> Result<bool, Error> {
        match &self.store {
            Store::Sqlite { writer, .. } => writer.compact().await,
            Store::Postgres { .. } => Ok(true),
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
        let (Store::Sqlite { readers: pool, .. } | Store::Postgres { pool, .. }) = &self.store;
        let idle = pool.num_idle();
        ((pool.size() as usize).saturating_sub(idle), idle)
    }

    /// Closes every connection, once each is idle.
    pub async fn close(&self) {
        match &self.store {
            Store::Sqlite { writer, readers } => {
                readers.close().await;
                if let Err(error) = writer.close().await {
                    tracing::warn!(?error, "the database could not be closed");
                }
            }
            Store::Postgres { pool, .. } => pool.close().await,
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
    pub const fn lock(self, engine: Engine) -> &'static str {
        match self {
            Self::Look => "",
            Self::Change => for_update(engine),
        }
    }
}

/// What a `select` ends with whose rows are locked. On SQLite nobody else writes anyway.
#[must_use]
pub const fn for_update(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => " for update",
        Engine::Sqlite => "",
    }
}

/// Which of the two a connection speaks to.
#[must_use]
pub fn engine(connection: &Connection) -> Engine {
    if connection.backend_name() == "PostgreSQL" { Engine::Postgres } else { Engine::Sqlite }
}
