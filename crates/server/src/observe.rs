//! What stands round every request: how many there may be at once, its time limit, what a panic becomes, and its one line
//! in the log.
//!
//! A line has the method, the route's template, the status and the milliseconds. Never the address asked for, the query,
//! a header or a body: codes, secrets and identity numbers travel there.

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use contract::{FaultCode, Problem, ProblemCode, limits};
use tokio::sync::Semaphore;

use crate::{
    clock::Stopwatch,
    db::Db,
    error::{self, Met},
    randomness::Randomness,
};

/// How long a request may take, from its head to the head of its answer.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(20);

/// Requests that may be under way at once. More are told that the server is busy, before anything is done for them.
const REQUESTS_MAX: usize = 1024;

/// Requests that may still begin.
#[derive(Debug, Clone)]
pub struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(REQUESTS_MAX)))
    }
}

/// How long the body of a request may take to come.
const BODY_TIME_MAX: Duration = Duration::from_secs(10);

/// How often a request is run that meets another one's write on PostgreSQL.
const RUNS_MAX: u32 = 8;

/// Reads the body whole, before the request takes anybody's room: who sends nothing keeps nobody out.
pub async fn read_body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // One byte more than anyone may send: a body of that length is refused by its reader, which knows what else is wrong.
    let bytes = axum::body::to_bytes(body, limits::BODY_BYTES_MAX + 1);
    match tokio::time::timeout(BODY_TIME_MAX, bytes).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, bytes.into())).await,
        Ok(Err(_)) => error::answer(&Problem::new(ProblemCode::BodyTooLarge).at("", FaultCode::TooLong)),
        Err(_) => error::answer(&Problem::new(ProblemCode::Busy)),
    }
}

/// Runs a request again from its start where PostgreSQL ended it because it met another write.
pub async fn again(State(randomness): State<Randomness>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return error::answer(&Problem::new(ProblemCode::MalformedBody));
    };
    let mut runs = 1;
    loop {
        let response = next.clone().run(Request::from_parts(parts.clone(), bytes.clone().into())).await;
        if response.extensions().get::<Met>().is_none() || runs == RUNS_MAX {
            return response;
        }
        // Longer each time, and not the same for all, so that those who met do not meet again.
        let longest = 2_u64.pow(runs + 1);
        let milliseconds = randomness.number().map_or(longest, |number| 1 + number % longest);
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        runs += 1;
    }
}

/// Lets a refusal go only once what it may have seen lasts.
pub async fn settle(State(db): State<Db>, request: Request, next: Next) -> Response {
    let only_reads = request.method().is_safe();
    let response = next.run(request).await;
    if only_reads || !response.status().is_client_error() {
        return response;
    }
    match db.settle().await {
        Ok(()) => response,
        Err(error) => error.into_response(),
    }
}

/// Logs a request once it is answered, refuses it where there is no room, and ends one that takes too long.
pub async fn watch(State(room): State<Room>, request: Request, next: Next) -> Response {
    let stopwatch = Stopwatch::start();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let busy = || error::answer(&Problem::new(ProblemCode::Busy));
    let response = match room.0.try_acquire() {
        Ok(_permit) => tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await.unwrap_or_else(|_| busy()),
        Err(_) => busy(),
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

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware, routing::get};
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    async fn status(router: Router) -> u16 {
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().status().as_u16()
    }

    async fn panics() {
        panic!("of Siti");
    }

    #[tokio::test]
    async fn a_panic_becomes_a_problem_without_its_words() {
        let router = Router::new().route("/", get(panics)).layer(CatchPanicLayer::custom(answer_panic));
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("Siti"));
    }

    #[tokio::test]
    async fn without_room_a_request_is_refused_at_once() {
        let room = Room(Arc::new(Semaphore::new(1)));
        let router =
            Router::new().route("/", get(async || "here")).layer(middleware::from_fn_with_state(room.clone(), watch));
        assert_eq!(status(router.clone()).await, 200);
        let taken = room.0.try_acquire().unwrap();
        assert_eq!(status(router.clone()).await, 503);
        drop(taken);
        assert_eq!(status(router).await, 200);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_without_end_is_ended() {
        let router = Router::new()
            .route("/", get(std::future::pending::<()>))
            .layer(middleware::from_fn_with_state(Room::default(), watch));
        assert_eq!(status(router).await, 503);
    }
}
