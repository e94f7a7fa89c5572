//! `GET /health/live` (the process answers) and `GET /health/ready` (so does the database, and the server will go on).

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{extract::State, http::header, response::IntoResponse};
use contract::ProblemCode;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{App, error::Error, openapi::refusals};

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

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(live)).routes(routes!(ready))
}

refusals!(NotReady only: Unknown, Busy);

const PLAIN: [(header::HeaderName, &str); 2] =
    [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];

/// Whether the process answers
#[utoipa::path(
    get,
    path = "/health/live",
    tag = "health",
    responses(
        (status = 200, description = "It does.", body = String, content_type = "text/plain"),
    ),
)]
async fn live() -> impl IntoResponse {
    (PLAIN, "live\n")
}

/// Whether the database answers too
///
/// Nor was the server told to stop: then it is not ready any more, though it answers for some seconds yet.
#[utoipa::path(
    get,
    path = "/health/ready",
    tag = "health",
    responses(
        (status = 200, description = "It does.", body = String, content_type = "text/plain"),
        NotReady,
    ),
)]
async fn ready(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    if app.stopping.has_begun() {
        return Err(ProblemCode::Busy.into());
    }
    let mut connection = app.db.read().await?;
    sqlx::query("select count(*) from visit where code = ''").execute(&mut *connection).await?;
    Ok((PLAIN, "ready\n"))
}
