//! What stands round every request: how many there may be at once, its time limit, what a panic becomes, and its one line
//! in the log.
//!
//! A line has the request's id, the method, the route's template, the status and the milliseconds. Never the address asked
//! for, the query, a header or a body: codes, secrets and identity numbers travel there. The id is drawn for the request
//! and told in its answer (`X-Request-Id`), so that a complaint can be found.

use std::{convert::Infallible, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    Router,
    body::HttpBody as _,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
    routing::Route,
};
use contract::{FaultCode, Problem, ProblemCode, limits};
use futures_util::FutureExt as _;
use http_body_util::LengthLimitError;
use tower::{Service as _, layer::layer_fn, service_fn};
use tracing::Instrument as _;

use crate::{
    App,
    clock::Stopwatch,
    error::{self, Met},
    metrics::Metrics,
    randomness::{Randomness, RequestId},
    room::Room,
};

/// How long a request may take, from its head to the head of its answer.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(20);

/// The request's id, as the answer tells it.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a server keeps an eye on its requests with.
#[derive(Debug, Clone)]
pub struct Watch {
    room: Arc<Room>,
    metrics: Metrics,
}

impl Watch {
    #[must_use]
    pub fn for_requests(requests_max: usize, metrics: Metrics) -> Self {
        Self { room: Arc::new(Room::for_requests(requests_max)), metrics }
    }
}

/// How long the body of a request may take to come.
const BODY_TIME_MAX: Duration = Duration::from_secs(10);

/// How often a request is run that meets another one's write.
const RUNS_MAX: u32 = 8;

/// Runs a request again from its start where the database ended it because it met another write; lets a refusal go only once
/// what it may have seen lasts.
pub async fn judge(State(app): State<App>, request: Request, next: Next) -> Response {
    let (only_reads, undone) = (request.method().is_safe(), app.db.undone());
    let response = again(&app.randomness, request, next).await;
    if only_reads || !response.status().is_client_error() {
        return response;
    }
    match app.db.settle(undone).await {
        Ok(()) => response,
        Err(error) => error.into_response(),
    }
}

async fn again(randomness: &Randomness, request: Request, next: Next) -> Response {
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

/// `router` with all of this round whatever it answers. One step, not one for each: what is told from memory costs less than
/// a few of them.
pub fn watched(router: Router, watch: &Watch) -> Router {
    let watch = watch.clone();
    router.layer(layer_fn(move |inner: Route| {
        let round = Arc::new((watch.clone(), inner));
        service_fn(move |request| {
            let id = RequestId::draw();
            // Of the highest level, so that whatever is logged on the way has the id.
            let span = tracing::error_span!("request", id = %id.as_str());
            answer(Arc::clone(&round), id, request).instrument(span)
        })
    }))
}

/// Answers a request, and logs and counts it once it is answered. The answer has the request's id.
async fn answer(round: Arc<(Watch, Route)>, id: RequestId, request: Request) -> Result<Response, Infallible> {
    let (watch, inner) = &*round;
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("page or file", MatchedPath::as_str);
    let mut stopwatch = Stopwatch::start();
    let request = if request.body().is_end_stream() {
        Ok(request)
    } else {
        // Boxed: most have no body, and need not take along the room for reading one.
        let read = Box::pin(read_body(request)).await;
        if read.is_ok() {
            // How fast a body comes says more about the network than about this server.
            stopwatch = Stopwatch::start();
        }
        read
    };
    let mut response = match request {
        Ok(request) => admit(watch, inner, request).await,
        Err(refusal) => refusal,
    };
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let (status, elapsed) = (response.status(), stopwatch.elapsed());
    let code = response.extensions().get::<ProblemCode>().copied();
    watch.metrics.answered(&method, route, status, elapsed.as_secs_f64(), code);
    tracing::info!(
        %method,
        route,
        status = status.as_u16(),
        milliseconds = elapsed.as_millis() as u64,
        "answered"
    );
    Ok(response)
}

/// Reads the body whole, before the request takes anybody's room: who sends nothing keeps nobody out.
async fn read_body(request: Request) -> Result<Request, Response> {
    let (parts, body) = request.into_parts();
    // One byte more than anyone may send: a body of that length is refused by its reader, which knows what else is wrong.
    let bytes = axum::body::to_bytes(body, limits::BODY_BYTES_MAX + 1);
    match tokio::time::timeout(BODY_TIME_MAX, bytes).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, bytes.into())),
        Ok(Err(error)) => {
            let (code, fault) = if error.into_inner().is::<LengthLimitError>() {
                (ProblemCode::BodyTooLarge, FaultCode::TooLong)
            } else {
                (ProblemCode::MalformedBody, FaultCode::Malformed)
            };
            Err(error::answer(&Problem::new(code).at("", fault)))
        }
        Err(_) => Err(error::answer(&Problem::new(ProblemCode::Busy))),
    }
}

/// Refuses a request where there is no room, and ends one that takes too long.
async fn admit(watch: &Watch, inner: &Route, request: Request) -> Response {
    let busy = || error::answer(&Problem::new(ProblemCode::Busy));
    let _seat = match watch.room.enter() {
        Ok(seat) => seat,
        Err(seconds) => {
            let mut response = busy();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            return response;
        }
    };
    let _present = watch.metrics.request_under_way();
    let answering = AssertUnwindSafe(inner.clone().call(request)).catch_unwind();
    match tokio::time::timeout(REQUEST_TIME_MAX, answering).await {
        Ok(Ok(Ok(response))) => response,
        // What the panic said stays out of the answer, and out of the log.
        Ok(Err(_)) => {
            tracing::error!("a request panicked");
            error::answer(&Problem::new(ProblemCode::Unknown))
        }
        Err(_) => busy(),
    }
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
    use std::{
        pin::Pin,
        task::{Context, Poll},
    };

    use axum::{
        body::{Body, Bytes, HttpBody},
        routing::get,
    };
    use hyper::body::Frame;
    use tower::ServiceExt as _;

    use super::*;
    use crate::db::{Db, Place};

    async fn status(router: Router) -> u16 {
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().status().as_u16()
    }

    async fn panics() {
        panic!("of Siti");
    }

    #[tokio::test]
    async fn a_panic_becomes_a_problem_without_its_words() {
        let (_folder, watch) = watch_with(1).await;
        let router = watched(Router::new().route("/", get(panics)), &watch);
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("Siti"));
    }

    async fn watch_with(room: usize) -> (tempfile::TempDir, Watch) {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::File(folder.path().join("loket.sqlite"))).await.unwrap();
        (folder, Watch::for_requests(room, Metrics::new(&db)))
    }

    #[tokio::test]
    async fn without_room_a_request_is_refused_at_once() {
        let (_folder, watch) = watch_with(1).await;
        let router = watched(Router::new().route("/", get(async || "here")), &watch);
        assert_eq!(status(router.clone()).await, 200);
        let taken = watch.room.enter().unwrap();
        assert_eq!(status(router.clone()).await, 503);
        drop(taken);
        assert_eq!(status(router).await, 200);
    }

    #[tokio::test]
    async fn a_request_without_end_is_ended() {
        let (_folder, watch) = watch_with(1).await;
        let router = watched(Router::new().route("/", get(std::future::pending::<()>)), &watch);
        tokio::time::pause();
        assert_eq!(status(router).await, 503);
    }

    /// A body of which nothing comes.
    struct Never;

    impl HttpBody for Never {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_refused_and_has_its_id() {
        let (_folder, watch) = watch_with(1).await;
        let router = watched(Router::new().route("/", get(async || "here")), &watch);
        tokio::time::pause();
        let response = router.oneshot(Request::builder().uri("/").body(Body::new(Never)).unwrap()).await.unwrap();
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()[REQUEST_ID].len(), 16);
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_not_called_too_long() {
        let (_folder, watch) = watch_with(1).await;
        let router = watched(Router::new().route("/", get(async || "here")), &watch);
        let broken = futures_util::stream::iter([Ok("{"), Err(std::io::Error::other("a chunk that is none"))]);
        for (body, status, code) in [
            (Body::from_stream(broken), 400, "malformed_body"),
            (Body::from(vec![b' '; limits::BODY_BYTES_MAX + 2]), 413, "body_too_large"),
        ] {
            let response = router.clone().oneshot(Request::builder().uri("/").body(body).unwrap()).await.unwrap();
            assert_eq!(response.status(), status);
            let text = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
            assert!(String::from_utf8_lossy(&text).contains(code), "{text:?}");
        }
    }
}
