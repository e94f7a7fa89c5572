//! `GET /health/live` (the process answers) and `GET /health/ready` (so does the database).

use axum::{extract::State, http::header, response::IntoResponse};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{App, error::Error, openapi::refusals};

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
    let mut connection = app.db.read().await?;
    sqlx::query("select count(*) from visit where code = ''").execute(&mut *connection).await?;
    Ok((PLAIN, "ready\n"))
}
