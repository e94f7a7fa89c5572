//! `GET /health/live` (the process answers) and `GET /health/ready` (so does the database, and the server will go on).

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use contract::ProblemCode;

use crate::{App, error::Error};

/// Whether the server was told to stop. Cloned, it is the same one.
#[derive(Debug, Clone, Default)]
pub struct Stopping(Arc<AtomicBool>);

impl Stopping {
    /// From now on the server is not ready.
    pub fn begin(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

pub fn routes() -> Router<App> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready))
}

const PLAIN: [(header::HeaderName, &str); 2] =
    [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];

async fn live() -> impl IntoResponse {
    (PLAIN, "live\n")
}

async fn ready(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    if app.stopping.has_begun() {
        return Err(ProblemCode::Busy.into());
    }
    let mut connection = app.db.read().await?;
    sqlx::query("select count(*) from visit where code = ''").execute(&mut *connection).await?;
    Ok((PLAIN, "ready\n"))
}
