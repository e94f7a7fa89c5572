//! What the tests run on: SQLite in the test's folder or a database of its own on PostgreSQL, and another catalogue.

use std::path::Path;

use loket_server::randomness::Randomness;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use crate::support::TestApp;

/// Where the environment names a PostgreSQL, the same tests run on it: a database a folder, made at the first call.
pub async fn postgres_database(folder: &Path) -> Option<String> {
    let server = std::env::var("LOKET_TEST_POSTGRES").ok()?;
    // A folder's name has capitals, a database's must not.
    let bytes = folder.file_name().unwrap().as_encoded_bytes();
    let name = bytes.iter().fold("test_".to_owned(), |name, byte| format!("{name}{byte:02x}"));
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&server.replace("DATABASE", "postgres")).await.unwrap();
    // There already where a server is started again.
    drop(sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(&mut connection).await);
    connection.close().await.unwrap();
    Some(server.replace("DATABASE", &name))
}

impl TestApp {
    /// Stops, and starts again with another catalogue. `change` is given each file's name and text; `None` leaves it out.
    pub async fn restart_with(self, change: impl Fn(&str, &str) -> Option<String>) -> Self {
        self.app.db.close().await;
        let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tenants")).unwrap();
        for file in ["mall.toml", "taxonomy.toml", "documents.toml", "tenants/capil.toml", "tenants/polres.toml"] {
            if let Some(text) = change(file, &std::fs::read_to_string(usual.join(file)).unwrap()) {
                std::fs::write(folder.path().join(file), text).unwrap();
            }
        }
        Self::open_with_catalogue(self.folder, self.clock, Randomness::system(), folder.path()).await
    }

    /// Starts again with a catalogue in which one thing of one file reads otherwise.
    pub async fn restart_where(self, changed: &str, from: &str, to: &str) -> Self {
        self.restart_with(|file, text| {
            assert!(file != changed || text.contains(from), "{file} has no {from}");
            Some(if file == changed { text.replace(from, to) } else { text.to_owned() })
        })
        .await
    }

    /// Starts again with a catalogue whose mall has one more entry.
    pub async fn restart_adding(self, entry: &str) -> Self {
        self.restart_with(|file, text| {
            Some(if file == "mall.toml" { format!("{text}\n{entry}") } else { text.to_owned() })
        })
        .await
    }

    /// Starts again with a catalogue in which the police have left the mall.
    pub async fn restart_without_police(self) -> Self {
        self.restart_with(|file, text| {
            // Its closure, and the paper that only the police issued, go with it.
            let text = text.split("[[closure]]").next()?;
            let text = text.replace("id = \"skck\"", "obtain = { id = \"Polisi\", en = \"Police\" }\nid = \"skck\"");
            (file != "tenants/polres.toml").then_some(text)
        })
        .await
    }

    /// Every byte that the database keeps: its files, or on PostgreSQL every row of every table, as text.
    pub async fn all_that_is_kept(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for file in std::fs::read_dir(self.folder.path()).unwrap() {
            bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
        }
        if self.app.config.database.is_some() {
            let tables = self.tables().await;
            let mut connection = self.app.db.read().await.unwrap();
            for table in tables {
                let sql = AssertSqlSafe(format!("select cast({table} as text) from {table}"));
                for row in sqlx::query(sql).fetch_all(&mut *connection).await.unwrap() {
                    bytes.extend(legible(&row.try_get::<String, _>(0).unwrap()));
                }
            }
        }
        bytes
    }

    /// The names of the database's tables.
    pub async fn tables(&self) -> Vec<String> {
        let sql = if self.app.config.database.is_some() {
            "select cast(tablename as text) from pg_tables where schemaname = 'public'"
        } else {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        };
        let rows = sqlx::query(sql).fetch_all(&mut *self.app.db.read().await.unwrap()).await.unwrap();
        rows.iter().map(|row| row.try_get(0).unwrap()).collect()
    }
}

/// A row as text, and after it what stands there in hexadecimal, which is how PostgreSQL writes bytes.
fn legible(row: &str) -> Vec<u8> {
    let mut bytes = row.as_bytes().to_vec();
    for digits in row.split("\\x").skip(1) {
        let digits: Vec<u32> = digits.chars().map_while(|sign| sign.to_digit(16)).collect();
        bytes.push(b' ');
        bytes.extend(digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8));
    }
    bytes
}

#[test]
fn bytes_that_postgresql_writes_in_hexadecimal_are_found() {
    let read = legible(r#"(7,"\\x53697469","\\x00ff",x)"#);
    assert!(read.ends_with(b" Siti \x00\xff"), "{read:?}");
}

/// Read of each connection, since each is told when it is made.
#[tokio::test]
async fn on_postgresql_nobody_waits_for_ever_for_one_who_stands_still() {
    let app = TestApp::start().await;
    if app.app.config.database.is_none() {
        return;
    }
    let mut connections = Vec::new();
    for _ in 0..4 {
        let mut connection = app.app.db.read().await.unwrap();
        for (setting, wanted) in [("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "5s")] {
            let shown =
                sqlx::query(AssertSqlSafe(format!("show {setting}"))).fetch_one(&mut *connection).await.unwrap();
            assert_eq!(shown.try_get::<String, _>(0).unwrap(), wanted, "{setting}");
        }
        connections.push(connection);
    }
}
