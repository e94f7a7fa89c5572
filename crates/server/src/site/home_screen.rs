//! What the app on the home screen needs from the server: the manifest, the page that a device keeps (the shell, in which
//! the app renders any other without a network), and an answer to what is shared before the worker is there.

use std::sync::{Arc, LazyLock};

use axum::{
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use contract::{
    Language,
    page_data::{PAGE_DATA_ID, PageData},
};
use loket::{
    html::escape,
    i18n,
    routes::{Filter, Page, manifest_path, share_path, shell_path},
    shell,
};
use serde_json::{Value, json};

use super::{
    Site,
    page::{self, data_script, index_script},
    shell::Parts,
};
use crate::sendable::{Form, Sendable};

/// Of the page's head, in a browser without a script too.
const BRAND: &str = "#0b4733";
const GROUND: &str = "#fbf6e9";

type Write = fn(&Site, Language) -> serde_json::Result<Sendable>;

/// What is written for which address; nothing where something is shared. Made once, since every page asks first whether it is
/// one of these.
static ADDRESSES: LazyLock<Vec<(String, Language, Option<Write>)>> = LazyLock::new(|| {
    let of = |language| {
        [
            (manifest_path(language), language, Some(write_manifest as Write)),
            (shell_path(language), language, Some(write_shell as Write)),
            (share_path(language), language, None),
        ]
    };
    Language::ALL.into_iter().flat_map(of).collect()
});

/// The answer, where the path is one of these.
pub(super) async fn answer(site: &Arc<Site>, method: &Method, path: &str, request: &HeaderMap) -> Option<Response> {
    let &(_, language, write) = ADDRESSES.iter().find(|(address, ..)| address == path)?;
    let Some(write) = write else {
        let to = Page::Services(Filter::default()).path(language);
        return Some((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
    };
    if method != Method::GET && method != Method::HEAD {
        return None;
    }
    let period = page::today(site).timestamp();
    let writer = Arc::clone(site);
    let write = move || write(&writer, language);
    let written = match site.pages.get_or_write(path.to_owned(), period, Form::Kept, write).await {
        Ok(written) => written,
        Err(error) => return Some(page::failed(&error)),
    };
    let mut response = written.answer(request);
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    Some(response)
}

/// In the head of every page.
pub(super) fn manifest_link(language: Language) -> String {
    format!("<link rel=\"manifest\" href=\"{}\">", manifest_path(language))
}

/// A page without words of its own, but with mall and index: whatever the address, the app can begin.
pub(super) fn write_shell(site: &Site, language: Language) -> serde_json::Result<Sendable> {
    let mall = site.catalogue.mall(language).clone();
    let title = (i18n::of(language).frame().title_end)(&mall.short);
    let head = format!(
        "<title>{}</title><meta name=\"robots\" content=\"noindex\">{}",
        escape(&title),
        manifest_link(language)
    );
    let data = PageData { mall, written_at: page::today(site), backend: site.backend.clone() };
    let scripts = data_script(PAGE_DATA_ID, &data)? + &index_script(site, language, &site.indexes(language).carried);
    let app = shell::to_html(language);
    let parts = Parts { language: language.tag(), attributes: "", head: &head, app: &app, data: &scripts };
    let html = site.shell.write(&parts);
    Ok(Sendable::new("text/html; charset=utf-8", html, Form::Kept))
}

/// What describes the app to whoever installs it.
pub(super) fn write_manifest(site: &Site, language: Language) -> serde_json::Result<Sendable> {
    let manifest = serde_json::to_string(&manifest(site, language))?;
    Ok(Sendable::new("application/manifest+json", manifest, Form::Kept))
}

/// <https://www.w3.org/TR/appmanifest/>. One app in both languages: what is installed is known by its `id`.
fn manifest(site: &Site, language: Language) -> Value {
    let words = i18n::of(language);
    let mall = site.catalogue.mall(language);
    let start = Page::Start.path(language);
    let icon = |name: &str, sizes: &str, purpose: &str| {
        let media_type = if name.ends_with(".svg") { "image/svg+xml" } else { "image/png" };
        json!({ "src": format!("/{name}"), "sizes": sizes, "type": media_type, "purpose": purpose })
    };
    let shortcut = |name: &str, page: Page| {
        let icons = [icon("icon-192.png", "192x192", "any")];
        json!({ "name": name, "url": page.path(language), "icons": icons })
    };
    let screenshot = |name: &str, form_factor: &str, sizes: &str, label: &str| {
        let source = format!("/screens/{name}-{}.png", language.tag());
        json!({ "src": source, "sizes": sizes, "type": "image/png", "form_factor": form_factor, "label": label })
    };
    let screens = &words.home_screen().screens;
    json!({
        "id": "/",
        "start_url": start,
        "scope": "/",
        "lang": language.tag(),
        "dir": "ltr",
        "name": (words.frame().title_end)(&mall.short),
        "short_name": "Loket",
        "description": (words.start().description)(mall.tenant_count, mall.service_count),
        "categories": ["government", "utilities"],
        "display": "standalone",
        "theme_color": BRAND,
        "background_color": GROUND,
        "icons": [
            icon("icon-192.png", "192x192", "any"),
            icon("icon-512.png", "512x512", "any"),
            icon("icon-maskable-192.png", "192x192", "maskable"),
            icon("icon-maskable-512.png", "512x512", "maskable"),
            icon("icon.svg", "any", "any"),
        ],
        "shortcuts": [
            shortcut(words.home_screen().book, Page::Services(Filter::default())),
            shortcut(words.frame().my_visits, Page::MyVisits),
        ],
        // By POST: what is shared may be a ticket's link, and its secret must stand in no address.
        "share_target": {
            "action": share_path(language),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": { "title": "title", "text": "text", "url": "url" },
        },
        "screenshots": [
            screenshot("start", "narrow", "720x1480", screens[0]),
            screenshot("checklist", "narrow", "720x1480", screens[1]),
            screenshot("ticket", "narrow", "720x1480", screens[2]),
            screenshot("start-wide", "wide", "1280x800", screens[0]),
        ],
    })
}
