//! `GET /health/live` (the process answers) and `GET /health/ready` (so does the database).

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};

use crate::{App, error::Error};

pub fn routes() -> Router<App> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready))
}

const PLAIN: [(header::HeaderName, &str); 2] =
    [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];

async fn live() -> impl IntoResponse {
    (PLAIN, "live\n")
}

async fn ready(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    let mut connection = app.db.read().await?;
    sqlx::query("select count(*) from visit where code = ''").execute(&mut *connection).await?;
    Ok((PLAIN, "ready\n"))
}
