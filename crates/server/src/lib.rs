//! The backend of Loket: the REST API under `/api/v1`, the ledger behind it, and (in `site`) the app's pages.
//!
//! [`App`] is the only state; [`router`] is what tests call and what `main` serves. A handler parses (contract), decides
//! (domain), writes in one transaction, answers.

pub mod backup;
mod catalogue;
pub mod clock;
pub mod command;
pub mod config;
mod cors;
pub mod db;
pub mod error;
mod feasibility;
pub mod health;
pub mod hoarding;
mod holds;
mod idempotency;
pub mod identity;
pub mod keyring;
pub mod ledger_check;
pub mod logging;
pub mod metrics;
pub mod observe;
pub mod openapi;
mod places;
mod private_file;
pub mod randomness;
pub mod reminders;
mod request;
pub mod retention;
mod room;
mod seal;
mod sendable;
pub mod serve;
pub mod signals;
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
use utoipa_axum::router::OpenApiRouter;

use crate::{
    catalogue::WrittenCatalogue, clock::Clock, config::Config, db::Db, error::Error, health::Stopping,
    keyring::Keyring, metrics::Metrics, randomness::Randomness, windows::Counted,
};

/// Everything that handlers share.
#[derive(Debug, Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub randomness: Randomness,
    pub config: Arc<Config>,
    pub catalogue: Arc<Catalogue>,
    pub keys: Keyring,
    pub metrics: Metrics,
    pub stopping: Stopping,
    written: Arc<WrittenCatalogue>,
    counted: Arc<Counted>,
}

impl App {
    /// # Errors
    /// Where the database does not answer, or it needs other keys.
    pub async fn new(
        config: Config,
        catalogue: Arc<Catalogue>,
        db: Db,
        keys: Keyring,
        clock: Clock,
        randomness: Randomness,
    ) -> Result<Self, Error> {
        let keys = keyring::claim(&db, &keys).await?;
        let sealed = seal::seal_what_is_not(&db, &keys).await?;
        if sealed > 0 {
            tracing::info!(people = sealed, "names of an older release are sealed");
        }
        let (metrics, stopping) = (Metrics::new(&db), Stopping::default());
        Ok(Self {
            db,
            clock,
            randomness,
            config: Arc::new(config),
            catalogue,
            keys,
            metrics,
            stopping,
            written: Arc::default(),
            counted: Arc::default(),
        })
    }
}

/// The API's routes, each with its description.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .merge(catalogue::routes())
        .merge(windows::routes())
        .merge(holds::routes())
        .merge(visits::routes())
        .merge(reminders::routes())
        .merge(openapi::routes())
}

/// The API alone; every other path is unknown.
pub fn router(app: App) -> Router {
    router_with_pages(app, Router::new().fallback(unknown_path))
}

/// The API, and `pages` for every path that is not the API's.
pub fn router_with_pages(app: App, pages: Router) -> Router {
    let api = Router::from(api())
        // Before the layers: what asks leave for another origin (OPTIONS) is answered by one of them.
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn_with_state(app.randomness.clone(), observe::again))
        .layer(middleware::from_fn_with_state(app.db.clone(), observe::settle))
        .layer(middleware::map_response(never_sniffed))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    let origins = &app.config.app_origins;
    let api = if origins.is_empty() { api } else { api.layer(cors::layer(origins)) };
    Router::new()
        .nest(openapi::API, api)
        .route("/api", any(unknown_path))
        // Told on an address of its own, and no page of the app's.
        .route("/metrics", any(unknown_path))
        .route("/api/", any(unknown_path))
        .route("/api/{*path}", any(unknown_path))
        .with_state(app.clone())
        .fallback_service(pages)
        .layer(CatchPanicLayer::custom(observe::answer_panic))
        .layer(middleware::from_fn_with_state(observe::Watch::with(app.metrics.clone()), observe::watch))
        // Whoever looks after the server is answered however full it is.
        .merge(Router::from(health::routes()).method_not_allowed_fallback(method_not_allowed).with_state(app))
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
