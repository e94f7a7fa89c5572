//! The contract, machine-readable: `GET /openapi.json` (OpenAPI 3.1), made from the contract's types and from what stands
//! beside each handler.
//!
//! Every route comes with its description (`OpenApiRouter`), so neither is there without the other.

mod honest;
mod refusals;

use std::sync::LazyLock;

use axum::response::Response;
use contract::Problem;
use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        InfoBuilder, LicenseBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use self::refusals::refusals;
pub use self::refusals::responses;
use crate::{
    App,
    catalogue::{self, KnownTag},
    health,
    request::Headers,
    sendable::Sendable,
};

/// Where the API's paths begin.
pub const API: &str = "/api/v1";

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(read_document))
}

/// The document's bytes: the same for every server of this version, so written once.
static WRITTEN: LazyLock<Sendable> = LazyLock::new(|| catalogue::json(document().to_string().into_bytes()));

refusals!(DocumentRefused:);

/// This document
///
/// OpenAPI 3.1. The same for everyone; it changes with the server's version alone.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "contract",
    params(KnownTag),
    responses(
        (
            status = 200,
            description = "The document.",
            body = serde_json::Value,
            content_type = "application/json",
            headers(("ETag" = String, description = "Its tag."), ("Cache-Control" = String, description = "`no-cache`."))
        ),
        (status = 304, description = "It is known already.", headers(("ETag" = String, description = "Its tag."))),
        DocumentRefused,
    )
)]
async fn read_document(Headers(request): Headers) -> Response {
    WRITTEN.answer(&request)
}

/// The whole document.
#[must_use]
pub fn document() -> Value {
    let head = OpenApiRouter::with_openapi(Head::openapi());
    let described =
        head.nest(API, crate::told_from_memory().merge(crate::ledger())).merge(health::routes()).into_openapi();
    let mut document = serde_json::to_value(described).unwrap_or_default();
    honest::mend(&mut document);
    document
}

/// What stands above the paths.
#[derive(OpenApi)]
#[openapi(
    components(schemas(Problem)),
    tags(
        (name = "catalogue", description = "What the mall offers, the same for everyone."),
        (name = "windows", description = "When there is room."),
        (name = "holds", description = "Places kept for some minutes."),
        (name = "visits", description = "One trip of a party, and its ticket."),
        (name = "reminders", description = "Messages to a browser before a visit, for whoever asks for them."),
        (name = "contract", description = "This document."),
        (name = "health", description = "For whoever looks after the server."),
    ),
    modifiers(&Head)
)]
struct Head;

const ABOUT: &str = "\
The front door of a public service mall: services and their papers, arrival windows, holds, visits.\n\n\
A visit is opened by its secret: 128 bits that the client makes before the hold and sends as bearer from then on. No \
answer ever contains it. Whoever lacks it learns nothing, not even whether a visit exists: 404, as for one that is unknown.\n\n\
Times are RFC 3339 with offset, days are dates in the mall's zone, money is whole rupiah. Words come in the language of \
`lang`; Accept-Language is not read. What is absent is left out, never null. A client should bear with members and enum \
values that it does not know: a newer server may send them.\n\n\
A refusal is a problem document (RFC 9457) with a closed `code`; its `errors` name the fields: a JSON Pointer into the \
body, or `header:NAME`, `query:NAME`, `path:NAME`. Every path answers a method that it does not have with 405.";

const SECRET: &str = "The visit's secret: 128 bits as 32 lower-case hexadecimal digits, made by the client.";

impl Modify for Head {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let license = LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2"));
        document.info = InfoBuilder::new()
            .title("Loket")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some(ABOUT))
            .license(Some(license.build()))
            .build();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("32 lower-case hexadecimal digits")
            .description(Some(SECRET))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("secret", SecurityScheme::Http(bearer));
    }
}
