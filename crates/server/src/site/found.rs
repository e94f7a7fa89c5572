//! What search and lists find, for an app whose index has no services: written as the app itself would.

use std::sync::Arc;

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
    routing::get,
};
use contract::Language;
use loket::{
    i18n, results,
    routes::{found_path, found_query, parse_found},
};

use super::{Kind, Site, page};
use crate::{
    request::Headers,
    sendable::{Form, Sendable},
};

/// One a language.
pub(super) fn routes() -> Router<Arc<Site>> {
    let routes = Language::ALL.into_iter().fold(Router::new(), |routes, language| {
        let answer = move |State(site), RawQuery(query): RawQuery, Headers(request): Headers| async move {
            answer(site, language, query.unwrap_or_default(), request).await
        };
        routes.route(&found_path(language), get(answer))
    });
    routes.method_not_allowed_fallback(super::refuse_method)
}

async fn answer(site: Arc<Site>, language: Language, query: String, request: HeaderMap) -> Response {
    let (filter, extent) = parse_found(&query);
    let address = found_path(language) + &found_query(&filter, extent);
    let writer = Arc::clone(&site);
    let write = move || {
        let indexes = writer.indexes(language);
        let found = results::found(i18n::of(language), &indexes.whole, || &indexes.search, &filter, extent);
        // As text: a browser that is led here shows markup and runs none.
        Ok(Sendable::new("text/plain; charset=utf-8", found.to_text(), Form::Passing))
    };
    let mut response = match site.pages.get_or_write(address, 0, Form::Passing, write).await {
        Ok(found) => found.answer(&request),
        Err(error) => page::failed(&error),
    };
    // What can be searched for has no end, and is nothing to find by a search engine.
    response.headers_mut().insert(header::HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    site.policies.secure(Kind::Site, response)
}
