//! What an error of the store means.

/// The name of the constraint that a statement broke, where it was one of ours.
#[must_use]
pub fn broken_constraint(error: &sqlx::Error) -> Option<&'static str> {
    // SQLite names the columns of a unique constraint, not the constraint.
    const NAMES: [(&str, &str); 5] = [
        ("window_counter_not_oversold", "window_counter_not_oversold"),
        ("window_counter_not_negative", "window_counter_not_negative"),
        ("hold_one_per_secret", "hold.secret_hash"),
        ("visit_pkey", "visit.code"),
        ("one_live_stop", "live_stop.identity_hash"),
    ];
    let message = error.as_database_error()?.message();
    NAMES.into_iter().find(|(name, columns)| message.contains(name) || message.contains(columns)).map(|(name, _)| name)
}

/// Whether a constraint of the tables refused a statement.
#[must_use]
pub fn breaks_a_rule(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| !matches!(error.kind(), sqlx::error::ErrorKind::Other))
}

/// Whether a statement names a row that is not there, or removes one that others name.
#[must_use]
pub fn broke_reference(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
}

/// Whether the engine was too busy to answer, or can't be reached just now.
#[must_use]
pub fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => match error.code().as_deref() {
            // PostgreSQL: cannot connect now, admin or crash shutdown, too many connections, a lock that did not come, a
            // transaction in which nothing came for too long.
            Some("57P01" | "57P02" | "57P03" | "53300" | "55P03" | "25P03") => true,
            // SQLITE_BUSY and SQLITE_LOCKED, and their extended codes, which have the plain one in the low byte.
            Some(code) => matches!(code.parse::<u32>().map(|code| code & 0xff), Ok(5 | 6)) && code.len() < 5,
            None => false,
        },
        _ => false,
    }
}

/// What SQLite says of a file that it can't have written so: SQLITE_CORRUPT and SQLITE_NOTADB. One that it can't open, lock or
/// write may be whole.
#[must_use]
pub fn damage_said(error: &sqlx::Error) -> Option<&str> {
    let error = error.as_database_error()?;
    let code: u32 = error.code()?.parse().ok()?;
    matches!(code & 0xff, 11 | 26).then(|| error.message())
}

/// Whether a statement names a table that is not there.
#[must_use]
pub fn lacks_table(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    // PostgreSQL: undefined table. SQLite's plain SQLITE_ERROR says it of a statement of ours that is right otherwise.
    matches!(code.as_deref(), Some("42P01" | "1"))
}

/// Whether another transaction kept a row locked for longer than PostgreSQL's `lock_timeout`.
#[must_use]
pub fn waited_in_vain(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).as_deref() == Some("55P03")
}

/// Whether a write met another one and can be tried again: a serialization failure or a deadlock of PostgreSQL.
#[must_use]
pub fn has_met(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01"))
}
