//! Statements that are sent together. SQLite runs in a thread of its own, and each message to it costs two switches between
//! threads, more than most statements do; to PostgreSQL they go one after the other.

use futures_util::TryStreamExt as _;
use sqlx::{Any, AssertSqlSafe, Either, Executor as _, any::AnyArguments, query::Query};

use super::{Connection, Engine, Row};

/// Statements in their order, run up to the first that fails.
#[derive(Debug, Default)]
pub struct Batch {
    statements: Vec<Statement>,
}

/// A statement with what stands for its `$1`, `$2`, ….
#[derive(Debug)]
pub struct Statement {
    sql: String,
    values: Vec<Value>,
}

/// What came of a statement.
#[derive(Default)]
pub struct Done {
    pub rows: Vec<Row>,
    /// Rows that an `insert`, `update` or `delete` changed. Of other statements it says nothing.
    pub changed: u64,
}

/// What can stand in a column.
#[derive(Debug, Clone)]
pub enum Value {
    Integer(Option<i64>),
    Text(Option<String>),
    Bytes(Vec<u8>),
}

impl std::fmt::Debug for Done {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is in the rows is personal.
        formatter.debug_struct("Done").field("rows", &self.rows.len()).field("changed", &self.changed).finish()
    }
}

impl Batch {
    /// Adds a statement; its values follow with [`Statement::bind`].
    pub fn add(&mut self, sql: impl Into<String>) -> &mut Statement {
        self.statements.push(Statement { sql: sql.into(), values: Vec::new() });
        let last = self.statements.len() - 1;
        &mut self.statements[last]
    }

    /// Adds those of another one.
    pub fn append(&mut self, other: Self) {
        self.statements.extend(other.statements);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// Runs them. Answers what came of each, in their order.
    ///
    /// # Errors
    /// Of the first statement that failed: those before it have run, those after it have not.
    pub async fn run(self, connection: &mut Connection) -> Result<Vec<Done>, sqlx::Error> {
        let (done, outcome) = self.run_as_far(connection).await;
        outcome.map(|()| done)
    }

    /// Runs them. Answers what came of those before the first that failed, and its error.
    pub async fn run_as_far(self, connection: &mut Connection) -> (Vec<Done>, Result<(), sqlx::Error>) {
        let mut done = Vec::with_capacity(self.statements.len());
        if super::engine(connection) == Engine::Sqlite {
            let outcome = run_together(connection, self.statements, &mut done).await;
            return (done, outcome);
        }
        for statement in self.statements {
            if let Err(error) = run_together(connection, vec![statement], &mut done).await {
                return (done, Err(error));
            }
        }
        (done, Ok(()))
    }
}

impl Statement {
    /// What stands for the next `$n`.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self
    }
}

async fn run_together(
    connection: &mut Connection,
    statements: Vec<Statement>,
    done: &mut Vec<Done>,
) -> Result<(), sqlx::Error> {
    let count = done.len() + statements.len();
    if statements.is_empty() {
        return Ok(());
    }
    let (sql, values) = join(statements);
    let query = values.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), Value::bind);
    let mut rows = Vec::new();
    let mut answers = connection.fetch_many(query);
    while let Some(answer) = answers.try_next().await? {
        match answer {
            Either::Right(row) => rows.push(row),
            Either::Left(end) => done.push(Done { rows: std::mem::take(&mut rows), changed: end.rows_affected() }),
        }
    }
    if done.len() == count { Ok(()) } else { Err(sqlx::Error::WorkerCrashed) }
}

/// One text with one list of values: `$1` of the second statement becomes the number after the first one's last.
fn join(statements: Vec<Statement>) -> (String, Vec<Value>) {
    let mut sql = String::new();
    let mut values = Vec::new();
    for statement in statements {
        if !sql.is_empty() {
            sql.push_str("; ");
        }
        let mut parts = statement.sql.split('$');
        sql.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let number: usize = part[..digits].parse().unwrap_or_default();
            sql.push_str(&format!("${}{}", number + values.len(), &part[digits..]));
        }
        values.extend(statement.values);
    }
    (sql, values)
}

impl Value {
    fn bind(query: Query<'_, Any, AnyArguments>, value: Self) -> Query<'_, Any, AnyArguments> {
        match value {
            Self::Integer(number) => query.bind(number),
            Self::Text(text) => query.bind(text),
            Self::Bytes(bytes) => query.bind(bytes),
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{ConnectOptions as _, Row as _, any::AnyConnectOptions};

    async fn connection() -> Connection {
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = "sqlite::memory:".parse().unwrap();
        let mut connection = options.connect().await.unwrap();
        sqlx::query("create table seat (number integer primary key, name text)")
            .execute(&mut connection)
            .await
            .unwrap();
        connection
    }

    #[tokio::test]
    async fn each_statement_has_its_own_values_and_answer() {
        let mut connection = connection().await;
        let mut batch = Batch::default();
        batch.add("insert into seat values ($1, $2), ($3, $2)").bind(1_i64).bind("Ani").bind(2_i64);
        batch.add("select number from seat where name = $1 and number >= $2 order by number").bind("Ani").bind(1_i64);
        batch.add("savepoint here");
        batch.add("update seat set name = $2 where number = $1").bind(2_i64).bind(None::<String>);
        batch.add("select name from seat order by number");
        let done = batch.run(&mut connection).await.unwrap();
        assert_eq!((done.len(), done[0].changed, done[3].changed), (5, 2, 1));
        let numbers: Vec<i64> = done[1].rows.iter().map(|row| row.get(0)).collect();
        let names: Vec<Option<String>> = done[4].rows.iter().map(|row| row.get(0)).collect();
        assert_eq!((numbers, names), (vec![1, 2], vec![Some("Ani".to_owned()), None]));
    }

    #[tokio::test]
    async fn nothing_runs_after_a_statement_that_fails() {
        let mut connection = connection().await;
        let mut batch = Batch::default();
        batch.add("insert into seat values ($1, 'Ani')").bind(1_i64);
        batch.add("insert into seat values ($1, 'Budi')").bind(1_i64);
        batch.add("insert into seat values ($1, 'Citra')").bind(2_i64);
        let error = batch.run(&mut connection).await.unwrap_err();
        assert!(error.as_database_error().unwrap().is_unique_violation());
        let row = sqlx::query("select count(*) from seat").fetch_one(&mut connection).await.unwrap();
        assert_eq!(row.get::<i64, _>(0), 1);
    }

    #[tokio::test]
    async fn an_empty_batch_does_nothing() {
        assert!(Batch::default().run(&mut connection().await).await.unwrap().is_empty());
    }
}
