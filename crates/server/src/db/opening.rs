//! How the stores are opened: the connections, their settings, and tables that are up to date.

use std::{path::Path, str::FromStr as _};

use sqlx::{
    ConnectOptions as _,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::Migrator,
};

use super::{Commits, Connection, OpenError, Outage, PATIENCE, Store, turns::Writer};
use crate::private_file;

pub static MIGRATIONS: Migrator = sqlx::migrate!();

/// Connections that only read, of SQLite.
const READERS: u32 = 4;
/// Connections to PostgreSQL, of one server.
const CONNECTIONS: u32 = 16;

pub async fn open_file(file: &Path, commits: Commits) -> Result<Store, OpenError> {
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

/// How long a statement waits for another connection's lock.
pub const WAITS: &str = "pragma busy_timeout = 10000";

async fn set_up(connection: &mut Connection) -> Result<(), sqlx::Error> {
    for pragma in [
        WAITS,
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

pub async fn open_server(url: &str) -> Result<Store, OpenError> {
    let options = options(url)?;
    let opened = AnyPoolOptions::new()
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
        .connect_with(options.clone())
        .await;
    let pool = match opened {
        Ok(pool) => pool,
        // Until then it may be starting, too. The pool has forgotten what it met.
        Err(sqlx::Error::PoolTimedOut) => return Err(OpenError::Unusable(why_none_connects(&options).await)),
        Err(error) => return Err(OpenError::Unusable(error)),
    };
    migrate(&mut *pool.acquire().await.map_err(OpenError::Unusable)?).await?;
    Ok(Store::Postgres { pool, outage: Outage::default() })
}

async fn why_none_connects(options: &AnyConnectOptions) -> sqlx::Error {
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(Err(error)) => error,
        Ok(Ok(_)) | Err(_) => sqlx::Error::PoolTimedOut,
    }
}

pub async fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    MIGRATIONS.run_direct(None, connection, false).await.map_err(OpenError::Migration)
}

pub fn options(url: &str) -> Result<AnyConnectOptions, OpenError> {
    Ok(AnyConnectOptions::from_str(url).map_err(OpenError::Unusable)?.disable_statement_logging())
}

/// A path inside a URL.
pub fn encoded(file: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let text = file.to_string_lossy();
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn where_nothing_listens_the_sentence_says_so() {
        sqlx::any::install_default_drivers();
        let error = open_server("postgres://loket@127.0.0.1:1/loket").await.unwrap_err().to_string();
        assert!(error.starts_with("the database can't be opened: ") && error.contains("refused"), "{error}");
    }
}
