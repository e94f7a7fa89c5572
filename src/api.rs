//! The client of Loket's REST API: one method an endpoint, arguments and answers are contract types.
//! No signals and no texts: retries and words belong to the page.

mod catalogue;
mod found;
mod holds;
pub mod release;
mod reminders;
pub mod together;
mod visits;
mod windows;

use std::time::Duration;

use contract::{Language, Problem, Secret};
use gloo_net::http::{Request, RequestBuilder};
use leptos::prelude::{GetValue as _, StoredValue, expect_context};
use serde::{Serialize, de::DeserializeOwned};

use crate::{browser::abort::Abort, state::Catalogue};

/// How long a request may take before it is given up. Long, since a phone on 2G is slow but not dead.
const PATIENCE: Duration = Duration::from_secs(20);

/// The client, speaking the page's language.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    language: Language,
    /// The server's origin; empty where it is the page's own.
    backend: StoredValue<String>,
}

/// Why there is no answer that one could use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The server said no, and why.
    Refused(Box<Problem>),
    /// No network, or nobody there.
    Unreachable,
    TimedOut,
    /// An answer that is none of ours: HTML, empty, of another shape.
    Strange,
}

impl ApiError {
    /// The refusal, where it was one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused(problem) => Some(problem),
            Self::Unreachable | Self::TimedOut | Self::Strange => None,
        }
    }
}

impl Api {
    /// The client of the page that is being built.
    #[must_use]
    pub fn in_context() -> Self {
        Self { language: expect_context(), backend: Catalogue::in_context().backend() }
    }

    fn url(self, path: &str) -> String {
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{}/api/v1{path}{mark}lang={}", self.backend.get_value(), self.language.tag())
    }
}

fn bearer(request: RequestBuilder, secret: &Secret) -> RequestBuilder {
    request.header("Authorization", &format!("Bearer {}", secret.to_text()))
}

fn keyed(request: RequestBuilder, key: &str) -> RequestBuilder {
    request.header("Idempotency-Key", key)
}

/// Sends without a body and reads the answer.
async fn fetch<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, ApiError> {
    read(&answer(request, None).await?)
}

/// Sends a JSON body and reads the answer.
async fn send<T: DeserializeOwned>(request: RequestBuilder, body: &impl Serialize) -> Result<T, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Strange)?;
    read(&answer(request, Some(body)).await?)
}

/// Sends a JSON body; the answer has none.
async fn send_body_off(request: RequestBuilder, body: &impl Serialize) -> Result<(), ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Strange)?;
    answer(request, Some(body)).await.map(|_| ())
}

/// Sends without a body; the answer has none either.
async fn send_off(request: RequestBuilder) -> Result<(), ApiError> {
    answer(request, None).await.map(|_| ())
}

/// The body of a good answer. Patience holds until it is read whole: only then is the request let go.
async fn answer(request: RequestBuilder, body: Option<String>) -> Result<String, ApiError> {
    let abort = Abort::after(PATIENCE);
    let request = request.abort_signal(abort.signal().as_ref());
    let request: Request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    }
    .map_err(|_| ApiError::Strange)?;
    let given_up = |_| if abort.is_aborted() { ApiError::TimedOut } else { ApiError::Unreachable };
    let response = request.send().await.map_err(given_up)?;
    let text = response.text().await.map_err(given_up)?;
    if response.ok() {
        return Ok(text);
    }
    match serde_json::from_str(&text) {
        Ok(problem) => Err(ApiError::Refused(Box::new(problem))),
        Err(_) => Err(ApiError::Strange),
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::Strange)
}
