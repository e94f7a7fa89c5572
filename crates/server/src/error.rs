//! What a handler can fail with, and the one place where that becomes an answer.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use contract::{Problem, ProblemCode};

use crate::{db, keyring::KeyVersion, randomness::NoRandomness, tries};

#[derive(Debug)]
pub enum Error {
    /// A refusal that a person may read.
    Problem(Box<Problem>),
    Database(sqlx::Error),
    /// A limit that ends at a known time.
    Limited(Limited),
    /// This write met another one: nothing has happened, and it can be run again.
    Met,
    /// Something was made by a key that this server does not have: another server has read a newer key file.
    KeyMissing(KeyVersion),
    /// Something that can't be, said without anything personal.
    Broken(&'static str),
}

/// Which limit was reached, by its name (in the configuration, where it can be set), and when to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited {
    pub code: ProblemCode,
    pub name: &'static str,
    pub retry_after: TimeDelta,
}

impl From<Limited> for Error {
    fn from(limited: Limited) -> Self {
        Self::Limited(limited)
    }
}

/// Marks an answer whose request met another write and can be run again.
#[derive(Debug, Clone, Copy)]
pub struct Met;

impl Error {
    /// The refusal, where it is one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Database(_) | Self::Limited(_) | Self::Met | Self::KeyMissing(_) | Self::Broken(_) => None,
        }
    }
}

/// For whoever runs the server.
impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Problem(problem) => write!(formatter, "refused: {}", problem.code.as_str()),
            Self::Database(error) => write!(formatter, "the database failed: {error}"),
            Self::Limited(limited) => write!(formatter, "the limit {} is reached", limited.name),
            Self::Met => formatter.write_str("the database is busy"),
            Self::KeyMissing(version) => {
                write!(
                    formatter,
                    "the key file lacks key {version}, which the database needs: take the newest key file"
                )
            }
            Self::Broken(what) => formatter.write_str(what),
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<ProblemCode> for Error {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if db::has_met(&error) {
            return Self::Met;
        }
        if db::is_busy(&error) {
            return ProblemCode::Busy.into();
        }
        match db::broken_constraint(&error) {
            Some("window_counter_not_oversold") => ProblemCode::WindowFull.into(),
            // Two holds under one secret, or two live stops of one person, at the same instant: run again, the second finds
            // the first. Or a code that a visit has: run again, it draws another.
            Some("hold_one_per_secret" | "one_live_stop" | "visit_pkey") => Self::Met,
            _ => Self::Database(error),
        }
    }
}

impl From<NoRandomness> for Error {
    fn from(NoRandomness: NoRandomness) -> Self {
        Self::Broken("the operating system gave no randomness")
    }
}

impl From<serde_json::Error> for Error {
    fn from(_: serde_json::Error) -> Self {
        Self::Broken("JSON of our own could not be written or read")
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Problem(problem) => *problem,
            Self::Limited(limited) => return limited.into_response(),
            Self::Met => {
                let mut response = answer(&Problem::new(ProblemCode::Busy));
                response.extensions_mut().insert(Met);
                return response;
            }
            Self::Database(error) => {
                tracing::error!(%error, "the database failed");
                Problem::new(ProblemCode::Unknown)
            }
            // Until this server is started again with the file that others have.
            Self::KeyMissing(version) => {
                tracing::error!(%version, "the key file lacks a key");
                Problem::new(ProblemCode::Busy)
            }
            Self::Broken(what) => {
                tracing::error!(what, "request failed");
                Problem::new(ProblemCode::Unknown)
            }
        };
        answer(&problem)
    }
}

impl IntoResponse for Limited {
    /// With the fields of the RateLimit draft of the IETF's HTTPAPI group: nothing is left, for so many seconds.
    fn into_response(self) -> Response {
        let seconds = self.retry_after.num_seconds().max(1);
        tracing::info!(limit = self.name, "a limit was reached");
        let mut response = answer(&Problem::new(self.code));
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        if let Ok(left) = HeaderValue::from_str(&format!("\"{}\";r=0;t={seconds}", self.name)) {
            headers.insert("ratelimit", left);
        }
        response
    }
}

/// The problem as an answer (RFC 9457).
#[must_use]
pub fn answer(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = (status, body).into_response();
    // For whoever counts refusals.
    response.extensions_mut().insert(problem.code);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    match problem.code {
        ProblemCode::SecretMissing => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        ProblemCode::Busy => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        ProblemCode::TooManyTries => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(tries::WINDOW.num_seconds()));
        }
        _ => {}
    }
    response
}
