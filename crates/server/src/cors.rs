//! The app on another origin: who may ask this server from there, and with what.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::origins::Origins;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long a browser may remember what it was allowed.
const REMEMBERED: Duration = Duration::from_secs(2 * 60 * 60);

/// Lets these origins alone read answers and send what the app sends. No cookies: there are none.
pub fn layer(origins: &Origins) -> CorsLayer {
    let origins = origins.all().iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_NONE_MATCH, IDEMPOTENCY_KEY])
        .expose_headers([header::DATE, header::ETAG, header::RETRY_AFTER, REQUEST_ID])
        .max_age(REMEMBERED)
}
