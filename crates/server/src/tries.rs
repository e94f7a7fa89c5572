//! Tries that failed, counted over the last hour in the database: so they hold over restarts, and by the clock.
//!
//! Only what failed is counted, and only while it is still allowed, so a subject never has more rows than its limit.

use chrono::{DateTime, TimeDelta, Utc};
use contract::ProblemCode;
use sqlx::Row as _;

use crate::{
    db::{Batch, Connection, Done},
    error::Error,
    identity::Hash,
};

/// How long a failed try counts.
pub const WINDOW: TimeDelta = TimeDelta::hours(1);

/// What is tried, and how often it may fail in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Opening one visit by an identity number: by code.
    KeyByCode,
    /// The same, by network. Many people share one: a phone company puts thousands behind a few addresses.
    KeyByNetwork,
    /// Learning at confirm that a person already has a live stop: by secret.
    LiveStopBySecret,
    /// The same, by network.
    LiveStopByNetwork,
}

impl Scope {
    const fn as_str(self) -> &'static str {
        match self {
            Self::KeyByCode => "key_by_code",
            Self::KeyByNetwork => "key_by_network",
            Self::LiveStopBySecret => "live_stop_by_secret",
            Self::LiveStopByNetwork => "live_stop_by_network",
        }
    }

    /// Failures an hour.
    #[must_use]
    pub const fn tries_max(self) -> i64 {
        match self {
            Self::KeyByCode => 5,
            Self::KeyByNetwork => 40,
            Self::LiveStopBySecret => 5,
            Self::LiveStopByNetwork => 40,
        }
    }
}

/// # Errors
/// `too_many_tries` where any of the subjects has failed too often.
pub async fn require(connection: &mut Connection, now: DateTime<Utc>, subjects: &[(Scope, Hash)]) -> Result<(), Error> {
    let mut batch = Batch::default();
    ask(&mut batch, now, subjects);
    judge(&batch.run(connection).await?, subjects)
}

/// One statement a subject, for [`judge`].
pub fn ask(batch: &mut Batch, now: DateTime<Utc>, subjects: &[(Scope, Hash)]) {
    for (scope, subject) in subjects {
        batch
            .add("select count(*) from failed_try where scope = $1 and subject = $2 and tried_at > $3")
            .bind(scope.as_str())
            .bind(subject.as_slice())
            .bind((now - WINDOW).timestamp());
    }
}

/// # Errors
/// As [`require`].
pub fn judge(done: &[Done], subjects: &[(Scope, Hash)]) -> Result<(), Error> {
    for (done, (scope, _)) in done.iter().zip(subjects) {
        for row in &done.rows {
            if row.try_get::<i64, _>(0)? >= scope.tries_max() {
                return Err(ProblemCode::TooManyTries.into());
            }
        }
    }
    Ok(())
}

/// Counts one failure for each subject.
///
/// # Errors
/// Those of the database.
pub async fn count_failure(
    connection: &mut Connection,
    now: DateTime<Utc>,
    subjects: &[(Scope, Hash)],
) -> Result<(), Error> {
    for (scope, subject) in subjects {
        sqlx::query("insert into failed_try (scope, subject, tried_at) values ($1, $2, $3)")
            .bind(scope.as_str())
            .bind(subject.as_slice())
            .bind(now.timestamp())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Counts one failure for each subject, once for each thing it was about.
///
/// # Errors
/// Those of the database.
pub async fn count_failure_about(
    connection: &mut Connection,
    now: DateTime<Utc>,
    subjects: &[(Scope, Hash)],
    about: &Hash,
) -> Result<(), Error> {
    for (scope, subject) in subjects {
        sqlx::query(
            "insert into failed_try (scope, subject, tried_at, about) select $1, $2, $3, $4
             where not exists (
                select 1 from failed_try where scope = $1 and subject = $2 and tried_at > $5 and about = $4
             )",
        )
        .bind(scope.as_str())
        .bind(subject.as_slice())
        .bind(now.timestamp())
        .bind(about.as_slice())
        .bind((now - WINDOW).timestamp())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
