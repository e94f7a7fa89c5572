//! `GET /catalogue/index`, `GET /services` and `GET /services/{id}`: the catalogue in one language, the same for everyone.
//!
//! What a catalogue says never changes while the server runs, so answers carry a tag of their bytes and are revalidated
//! with `If-None-Match`. The tag is weak: a compressed answer has it too.

use std::collections::BTreeMap;

use ::catalogue::Catalogue;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{
    FaultCode, Language, Problem, ProblemCode, ServiceId,
    index::Index,
    service::{AllServices, Service},
};
use sha2::{Digest, Sha256};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App,
    error::Error,
    openapi::refusals,
    request::{Lang, Segments},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(read_index)).routes(routes!(list_services)).routes(routes!(read_service))
}

/// The bytes of the index and of all services in each language, written once.
#[derive(Debug)]
pub struct WrittenCatalogue {
    index: BTreeMap<Language, Tagged>,
    services: BTreeMap<Language, Tagged>,
}

/// Bytes and their tag.
#[derive(Debug, Clone)]
pub struct Tagged {
    bytes: Bytes,
    tag: String,
}

impl WrittenCatalogue {
    /// # Errors
    /// Where it can't be written as JSON.
    pub fn new(catalogue: &Catalogue) -> Result<Self, Error> {
        let index = |language| serde_json::to_vec(catalogue.index(language));
        let services =
            |language| serde_json::to_vec(&AllServices { services: catalogue.services(language).cloned().collect() });
        Ok(Self { index: in_each(index)?, services: in_each(services)? })
    }
}

fn in_each(write: impl Fn(Language) -> serde_json::Result<Vec<u8>>) -> Result<BTreeMap<Language, Tagged>, Error> {
    Language::ALL.into_iter().map(|language| Ok((language, Tagged::new(write(language)?)))).collect()
}

fn answer(written: &BTreeMap<Language, Tagged>, language: Language, request: &HeaderMap) -> Result<Response, Error> {
    Ok(written.get(&language).ok_or(Error::Broken("a language is not written"))?.answer(request))
}

impl Tagged {
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        let tag: String = Sha256::digest(&bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Self { bytes: bytes.into(), tag: format!("W/\"{tag}\"") }
    }

    /// The bytes, or 304 where the request names their tag.
    #[must_use]
    pub fn answer(&self, request: &HeaderMap) -> Response {
        let headers = [(header::ETAG, self.tag.as_str()), (header::CACHE_CONTROL, "no-cache")];
        if self.is_known(request) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, [(header::CONTENT_TYPE, "application/json")], self.bytes.clone()).into_response()
    }

    fn is_known(&self, request: &HeaderMap) -> bool {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|tag| tag.trim() == "*" || opaque(tag) == opaque(&self.tag))
    }
}

/// What a client knows already: read by [`Tagged::answer`].
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
/// What search and lists need, in one language.
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
async fn read_index(State(app): State<App>, Lang(language): Lang, request: HeaderMap) -> Result<Response, Error> {
    answer(&app.written.index, language, &request)
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
async fn list_services(State(app): State<App>, Lang(language): Lang, request: HeaderMap) -> Result<Response, Error> {
    answer(&app.written.services, language, &request)
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
    request: HeaderMap,
) -> Result<Response, Error> {
    let service = ServiceId::parse(&id)
        .and_then(|id| app.catalogue.service(language, &id))
        .ok_or_else(|| Problem::new(ProblemCode::NotFound).at("path:id", FaultCode::UnknownReference))?;
    Ok(Tagged::new(serde_json::to_vec(service)?).answer(&request))
}
