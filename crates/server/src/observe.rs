//! What stands round every request: its time limit, what a panic becomes, and its one line in the log.
//!
//! A line has the method, the route's template, the status and the milliseconds. Never the address asked for, the query,
//! a header or a body: codes, secrets and identity numbers travel there.

use std::{any::Any, time::Duration};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use contract::{Problem, ProblemCode};

use crate::{clock::Stopwatch, error};

/// How long a request may take, from its head to the head of its answer.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(20);

/// Logs a request once it is answered, and ends one that takes too long.
pub async fn watch(request: Request, next: Next) -> Response {
    let stopwatch = Stopwatch::start();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = match tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => error::answer(&Problem::new(ProblemCode::Busy)),
    };
    tracing::info!(
        method = %method,
        route = route.as_ref().map_or("page or file", MatchedPath::as_str),
        status = response.status().as_u16(),
        milliseconds = stopwatch.elapsed().as_millis() as u64,
        "answered"
    );
    response
}

/// The answer of a request that panicked. What the panic said stays out of it, and out of the log.
#[must_use]
pub fn answer_panic(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request panicked");
    error::answer(&Problem::new(ProblemCode::Unknown))
}

/// Makes panics log where they happened, and not what they say: that may quote what a person typed.
pub fn quieten_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
