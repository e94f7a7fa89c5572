//! The backend of Loket: the REST API under `/api/v1`, the ledger behind it, and (in `site`) the app's pages.
//!
//! [`App`] is the only state; [`router`] is what tests call and what `main` serves. A handler parses (contract), decides
//! (domain), writes in one transaction, answers.

mod catalogue;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
mod feasibility;
mod health;
mod holds;
mod idempotency;
pub mod identity;
pub mod observe;
mod places;
mod private_file;
pub mod randomness;
mod request;
pub mod retention;
pub mod site;
mod tries;
mod visits;
mod windows;

use std::sync::Arc;

use ::catalogue::Catalogue;
use axum::{
    Router,
    http::{HeaderValue, header},
    middleware,
    response::Response,
    routing::any,
};
use contract::{Problem, ProblemCode};
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    catalogue::WrittenIndex, clock::Clock, config::Config, db::Db, error::Error, identity::ServerKey,
    randomness::Randomness,
};

/// Everything that handlers share.
#[derive(Debug, Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub randomness: Randomness,
    pub config: Arc<Config>,
    pub catalogue: Arc<Catalogue>,
    pub key: ServerKey,
    index: Arc<WrittenIndex>,
}

impl App {
    /// # Errors
    /// Where the catalogue can't be written as JSON.
    pub fn new(
        config: Config,
        catalogue: Arc<Catalogue>,
        db: Db,
        key: ServerKey,
        clock: Clock,
        randomness: Randomness,
    ) -> Result<Self, Error> {
        let index = Arc::new(WrittenIndex::new(&catalogue)?);
        Ok(Self { db, clock, randomness, config: Arc::new(config), catalogue, key, index })
    }
}

/// The API alone; every other path is unknown.
pub fn router(app: App) -> Router {
    router_with_pages(app, Router::new().fallback(unknown_path))
}

/// The API, and `pages` for every path that is not the API's.
pub fn router_with_pages(app: App, pages: Router) -> Router {
    let api = Router::new()
        .merge(catalogue::routes())
        .merge(windows::routes())
        .merge(holds::routes())
        .merge(visits::routes())
        .layer(middleware::map_response(never_sniffed))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    Router::new()
        .nest("/api/v1", api)
        .route("/api", any(unknown_path))
        .route("/api/", any(unknown_path))
        .route("/api/{*path}", any(unknown_path))
        .merge(health::routes())
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(app)
        .fallback_service(pages)
        .layer(CatchPanicLayer::custom(observe::answer_panic))
        .layer(middleware::from_fn_with_state(observe::Room::default(), observe::watch))
}

async fn never_sniffed(mut response: Response) -> Response {
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn unknown_path() -> Error {
    Problem::new(ProblemCode::NotFound).into()
}

async fn method_not_allowed() -> Error {
    Problem::new(ProblemCode::MethodNotAllowed).into()
}
