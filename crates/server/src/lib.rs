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

use std::{ops::Deref, sync::Arc};

use ::catalogue::Catalogue;
use axum::{Router, middleware, routing::any};
use contract::{Problem, ProblemCode};
use tower_http::{CompressionLevel, compression::CompressionLayer};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    catalogue::WrittenCatalogue, clock::Clock, config::Config, db::Db, error::Error, health::Stopping,
    keyring::Keyring, metrics::Metrics, randomness::Randomness, windows::Counted,
};

/// Everything that handlers share. Cloned, it is the same one: a request takes a clone at each step of its way.
#[derive(Debug, Clone)]
pub struct App(Arc<Shared>);

#[derive(Debug)]
pub struct Shared {
    pub db: Db,
    pub clock: Clock,
    pub randomness: Randomness,
    pub config: Config,
    pub catalogue: Arc<Catalogue>,
    pub keys: Keyring,
    pub metrics: Metrics,
    pub stopping: Stopping,
    written: WrittenCatalogue,
    counted: Counted,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
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
        let (written, counted) = (WrittenCatalogue::default(), Counted::default());
        Ok(Self(Arc::new(Shared {
            db,
            clock,
            randomness,
            config,
            catalogue,
            keys,
            metrics,
            stopping,
            written,
            counted,
        })))
    }
}

/// Routes, each with its description, that are mostly answered from memory, compressed already.
fn told_from_memory() -> OpenApiRouter<App> {
    OpenApiRouter::default().merge(catalogue::routes()).merge(openapi::routes()).merge(windows::routes())
}

/// Routes that ask the ledger.
fn ledger() -> OpenApiRouter<App> {
    OpenApiRouter::default().merge(holds::routes()).merge(visits::routes()).merge(reminders::routes())
}

/// The API alone; every other path is unknown.
pub fn router(app: App) -> Router {
    router_with_pages(app, Router::new().fallback(unknown_path))
}

/// The API, and `pages` for every path that is not the API's.
pub fn router_with_pages(app: App, pages: Router) -> Router {
    let ledger = Router::from(ledger())
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn_with_state(app.clone(), observe::judge))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    let api = Router::from(told_from_memory()).method_not_allowed_fallback(method_not_allowed).merge(ledger);
    let watch = observe::Watch::for_requests(app.config.requests_max(), app.metrics.clone());
    let router = Router::new()
        .nest(openapi::API, api)
        .route("/api", any(unknown_path))
        // Told on an address of its own, and no page of the app's.
        .route("/metrics", any(unknown_path))
        .route("/api/", any(unknown_path))
        .route("/api/{*path}", any(unknown_path))
        .with_state(app.clone())
        .fallback_service(pages);
    let router = observe::watched(router, &watch);
    let origins = &app.config.app_origins;
    // Outside of all that refuses, so that the app reads that too, and what asks leave (OPTIONS) needs no place.
    let router = if origins.is_empty() { router } else { router.layer(cors::layer(origins)) };
    router
        // Whoever looks after the server is answered however full it is.
        .merge(Router::from(health::routes()).method_not_allowed_fallback(method_not_allowed).with_state(app))
}

async fn unknown_path() -> Error {
    Problem::new(ProblemCode::NotFound).into()
}

async fn method_not_allowed() -> Error {
    Problem::new(ProblemCode::MethodNotAllowed).into()
}
