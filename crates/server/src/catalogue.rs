//! `GET /catalogue/index`, `GET /services` and `GET /services/{id}`: the catalogue in one language, the same for everyone.
//!
//! What a catalogue says never changes while the server runs: answers come from memory, compressed once, and carry a tag by
//! which they are revalidated (`If-None-Match`).

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{extract::State, http::HeaderMap, response::Response};
use contract::{
    FaultCode, Language, Problem, ProblemCode, ServiceId,
    index::Index,
    service::{AllServices, Service},
};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App,
    error::Error,
    openapi::refusals,
    request::{Headers, Lang, Segments},
    sendable::{Form, Sendable},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(read_index)).routes(routes!(list_services)).routes(routes!(read_service))
}

/// What has been asked for of the catalogue, in the forms that are sent. Each body is written when it is first asked for: there
/// are as many as the catalogue has services, and two more, in each language.
#[derive(Debug, Default)]
pub struct WrittenCatalogue {
    index: Bodies<()>,
    services: Bodies<()>,
    service: Bodies<ServiceId>,
}

/// By language and what else tells them apart.
#[derive(Debug)]
struct Bodies<Key>(RwLock<HashMap<(Language, Key), Arc<Sendable>>>);

impl<Key> Default for Bodies<Key> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<Key: Hash + Eq> Bodies<Key> {
    /// What is `told` is written as JSON if its body is not there yet. Where two ask at once it may be written twice: it is the same.
    fn answer<T: Serialize>(
        &self,
        key: (Language, Key),
        told: impl FnOnce() -> T,
        request: &HeaderMap,
    ) -> Result<Response, Error> {
        let written = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).map(Arc::clone);
        let body = match written {
            Some(body) => body,
            None => {
                let body = Arc::new(json(serde_json::to_vec(&told())?));
                self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&body));
                body
            }
        };
        Ok(body.answer(request))
    }
}

/// JSON that is sent many times.
#[must_use]
pub fn json(bytes: Vec<u8>) -> Sendable {
    Sendable::new("application/json", bytes, Form::Kept)
}

/// What a client knows already: read by [`Sendable::answer`].
#[derive(Debug, utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
pub struct KnownTag {
    /// Tags of answers that the client has, or `*`: then 304 without a body, where one of them still holds.
    #[param(rename = "If-None-Match", required = false)]
    _tags: String,
}

refusals!(IndexRefused: MalformedRequest);

/// The catalogue's index
///
/// What search and lists need, in one language. Beyond 350 services it has none of them: how many there are stands at
/// each agency and category.
#[utoipa::path(
    get,
    path = "/catalogue/index",
    tag = "catalogue",
    params(Lang, KnownTag),
    responses(
        (status = 200, description = "The index.", body = Index, headers(("ETag" = String, description = "Its tag."), ("Cache-Control" = String, description = "`no-cache`."))),
        (status = 304, description = "It is known already.", headers(("ETag" = String, description = "Its tag."))),
        IndexRefused,
    ),
)]
async fn read_index(
    State(app): State<App>,
    Lang(language): Lang,
    Headers(request): Headers,
) -> Result<Response, Error> {
    app.written.index.answer((language, ()), || app.catalogue.index(language).carried(), &request)
}

refusals!(ServicesRefused: MalformedRequest);

/// Every service whole
///
/// For a device that keeps a copy of the catalogue, to open it without a network.
#[utoipa::path(
    get,
    path = "/services",
    tag = "catalogue",
    params(Lang, KnownTag),
    responses(
        (status = 200, description = "The services.", body = AllServices, headers(("ETag" = String, description = "Its tag."), ("Cache-Control" = String, description = "`no-cache`."))),
        (status = 304, description = "It is known already.", headers(("ETag" = String, description = "Its tag."))),
        ServicesRefused,
    ),
)]
async fn list_services(
    State(app): State<App>,
    Lang(language): Lang,
    Headers(request): Headers,
) -> Result<Response, Error> {
    let all = || AllServices { services: app.catalogue.services(language).cloned().collect() };
    app.written.services.answer((language, ()), all, &request)
}

refusals!(ServiceRefused: MalformedRequest, NotFound);

/// One service whole
///
/// Its questions, papers, steps, fee and sources, in one language.
#[utoipa::path(
    get,
    path = "/services/{id}",
    tag = "catalogue",
    params(("id" = ServiceId, Path), Lang, KnownTag),
    responses(
        (status = 200, description = "The service.", body = Service, headers(("ETag" = String, description = "Its tag."), ("Cache-Control" = String, description = "`no-cache`."))),
        (status = 304, description = "It is known already.", headers(("ETag" = String, description = "Its tag."))),
        ServiceRefused,
    ),
)]
async fn read_service(
    State(app): State<App>,
    Segments(id): Segments<String>,
    Lang(language): Lang,
    Headers(request): Headers,
) -> Result<Response, Error> {
    let service = ServiceId::parse(&id)
        .and_then(|id| app.catalogue.service(language, &id))
        .ok_or_else(|| Problem::new(ProblemCode::NotFound).at("path:id", FaultCode::UnknownReference))?;
    app.written.service.answer((language, service.id.clone()), || service, &request)
}
