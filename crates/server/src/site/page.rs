//! One page as HTML: the app's own components, rendered natively, with what the first view needs as JSON beside.

use std::{borrow::Cow, sync::Arc};

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Duration, FixedOffset, Timelike as _};
use contract::{
    Language,
    index::Index,
    mall::Mall,
    page_data::{EMBED_ID, FOUND_AT, INDEX_ID, PAGE_DATA_ID, PageData, SERVICE_ID, UNREACHED},
    service::Service,
};
use loket::{
    app::{self, Content},
    html::escape,
    i18n, meta,
    pieces::Piece,
    results::Results,
    routes::{Address, Door, Filter, Page, Reach, found_path},
    ui::page_footer::opening_lines,
};
use serde_json::{Value, json};

use super::{
    Site, home_screen,
    shell::{Parts, escape_json},
};
use crate::sendable::{Form, Sendable};

/// The start page says whether the mall is open: it is written anew that often.
const START_PAGE_MINUTES: i64 = 5;

/// Where a page's own content begins.
const MAIN: &str = "<main id=\"content\" tabindex=\"-1\">";

pub(super) async fn answer(site: &Arc<Site>, address: Address, request: &HeaderMap) -> Response {
    let written_at = written_at(site, &address);
    let form = if is_kept(site, &address) { Form::Kept } else { Form::Passing };
    let (language, exists) = (address.language, exists(site, &address));
    let writer = Arc::clone(site);
    let (href, period) = (address.href(), written_at.timestamp());
    let write = move || write(&writer, address, written_at, form);
    let page = match site.pages.get_or_write(href, period, form, write).await {
        Ok(page) => page,
        Err(error) => return failed(&error),
    };
    // Of what is not there nobody has a copy, whatever they ask.
    let asked = if exists { Cow::Borrowed(request) } else { Cow::Owned(without_tags(request)) };
    let mut response = page.answer(&asked);
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    if !exists {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

fn without_tags(request: &HeaderMap) -> HeaderMap {
    let mut request = request.clone();
    request.remove(header::IF_NONE_MATCH);
    request
}

pub(super) fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a page could not be written");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Addresses that anybody can make up without end are not kept: only those that the catalogue knows.
fn is_kept(site: &Site, address: &Address) -> bool {
    match &address.page {
        Page::Services(filter) => filter.query.is_empty() && is_known_filter(site, address.language, filter),
        Page::Ticket(_) | Page::Move(_) | Page::Unknown => false,
        Page::Service(_) | Page::Tenant(_) => exists(site, address),
        Page::Start
        | Page::Visit
        | Page::Time
        | Page::People
        | Page::Check
        | Page::MyVisits
        | Page::Help
        | Page::Privacy
        | Page::Embedding => true,
    }
}

/// Narrowed to one thing of the catalogue, or to nothing, as the app's own links are.
fn is_known_filter(site: &Site, language: Language, filter: &Filter) -> bool {
    let index = site.catalogue.index(language);
    match (&filter.tenant, &filter.category, &filter.life_event) {
        (None, None, None) => true,
        (Some(id), None, None) => index.tenants.iter().any(|tenant| tenant.id == *id),
        (None, Some(id), None) => index.categories.iter().any(|category| category.id == *id),
        (None, None, Some(id)) => index.life_events.iter().any(|event| event.id == *id),
        _ => false,
    }
}

fn exists(site: &Site, address: &Address) -> bool {
    match &address.page {
        Page::Unknown => false,
        Page::Service(id) => site.catalogue.service(address.language, id).is_some(),
        Page::Tenant(id) => site.catalogue.tenant(address.language, id).is_some(),
        _ => true,
    }
}

/// What the page calls now: coarse, so that the same page is written once for many.
pub(super) fn written_at(site: &Site, address: &Address) -> DateTime<FixedOffset> {
    let now = now_in_mall(site);
    match address.page {
        Page::Start => {
            let since_midnight = i64::from(now.num_seconds_from_midnight());
            now - Duration::seconds(since_midnight % (60 * START_PAGE_MINUTES))
        }
        _ => midnight(now),
    }
}

/// To the second.
fn now_in_mall(site: &Site) -> DateTime<FixedOffset> {
    let now = site.clock.now().with_timezone(&domain::calendar::zone(site.catalogue.mall(Language::default())));
    now - Duration::nanoseconds(i64::from(now.nanosecond()))
}

fn midnight(now: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    now - Duration::seconds(i64::from(now.num_seconds_from_midnight()))
}

/// The day it is in the mall.
pub(super) fn today(site: &Site) -> DateTime<FixedOffset> {
    midnight(now_in_mall(site))
}

pub(super) fn write(
    site: &Site,
    mut address: Address,
    written_at: DateTime<FixedOffset>,
    form: Form,
) -> serde_json::Result<Sendable> {
    if !exists(site, &address) {
        address.page = Page::Unknown;
    }
    let language = address.language;
    let service = match &address.page {
        Page::Service(id) => site.catalogue.service(language, id).cloned(),
        _ => None,
    };
    let needs_index = matches!(address.page, Page::Start | Page::Services(_) | Page::Tenant(_) | Page::Embedding);
    let indexes = needs_index.then(|| site.indexes(language));
    let content = Content {
        data: PageData { mall: site.catalogue.mall(language).clone(), written_at, backend: site.backend.clone() },
        index: indexes.map(|indexes| Arc::clone(&indexes.carried)),
        whole: indexes.map(|indexes| Arc::clone(&indexes.whole)),
        search: indexes.map(|indexes| Arc::clone(&indexes.search)),
        shown: None,
        service,
        embed: (address.page == Page::Embedding).then(|| site.embed.script.clone()),
    };

    let head = head(site, &address, &content);
    let mut scripts = data_script(PAGE_DATA_ID, &content.data)?;
    if let Some(index) = &content.index {
        scripts.push_str(&index_script(site, language, index));
    }
    if let Some(service) = &content.service {
        scripts.push_str(&data_script(SERVICE_ID, service)?);
    }
    if let Some(embed) = &content.embed {
        scripts.push_str(&data_script(EMBED_ID, embed)?);
    }
    let attributes = dress(address.door);
    let without_app = without_app(&address, &content.data.mall);
    let app = app::to_html(address, content).replacen(MAIN, &format!("{MAIN}{without_app}"), 1);
    let html = site.shell.write(&Parts {
        language: language.tag(),
        attributes: &attributes,
        head: &head,
        app: &app,
        data: &scripts,
    });
    Ok(Sendable::new("text/html; charset=utf-8", html, form))
}

/// What a page that is nothing without the app says where there is none: address and hours.
fn without_app(address: &Address, mall: &Mall) -> String {
    if Piece::of(&address.page) != Some(Piece::Visits) {
        return String::new();
    }
    let words = i18n::of(address.language);
    let lines: Vec<String> = opening_lines(words, mall).iter().map(|line| escape(line)).collect();
    let frame = words.frame();
    format!(
        "<noscript><div class=\"wrapper\"><div class=\"notice\" data-kind=\"danger\"><div><p><strong>{}</strong> {}</p>\
<p>{}, {}<br>{}</p></div></div></div></noscript>",
        escape(frame.no_app_title),
        escape(frame.no_app_text),
        escape(&mall.name),
        escape(&mall.address),
        lines.join("<br>")
    )
}

/// The attributes of a page's root.
fn dress(door: Door) -> String {
    let Door::Embed(theme) = door else { return String::new() };
    let theme = theme.name().map(|name| format!(" data-theme=\"{name}\"")).unwrap_or_default();
    format!(" data-door=\"embed\"{theme}")
}

pub(super) fn data_script(id: &str, data: &impl serde::Serialize) -> serde_json::Result<String> {
    let json = escape_json(&serde_json::to_string(data)?);
    Ok(format!("<script type=\"application/json\" id=\"{id}\">{json}</script>"))
}

/// With the address at which search is answered until the app does it.
pub(super) fn index_script(site: &Site, language: Language, index: &Index) -> String {
    let origin = site.backend.as_deref().unwrap_or_default();
    let mut attributes = format!(" {FOUND_AT}=\"{}\"", escape(&[origin, &found_path(language)].concat()));
    if !index.is_whole() {
        let unreached = Results::unreached(i18n::of(language));
        attributes.push_str(&format!(" {UNREACHED}=\"{}\"", escape(&unreached.list)));
    }
    format!("<script type=\"text/plain\" id=\"{INDEX_ID}\"{attributes}>{}</script>", index.to_lines())
}

/// From the title on: description, the other language, Open Graph, schema.org.
fn head(site: &Site, address: &Address, content: &Content) -> String {
    let data = &content.data;
    let meta = meta::of(address, content);
    let url = |address: &Address| escape(&format!("{}{}", site.public_url, address.href()));
    let (title, description) = (escape(&meta.title), escape(&meta.description));
    let mut head = format!("<title>{title}</title><meta name=\"description\" content=\"{description}\">");
    // A page in another site's frame is nothing to install.
    if !address.is_embedded() {
        head.push_str(&home_screen::manifest_link(address.language));
    }
    // What can be searched for has no end, and is nothing to find by a search engine.
    let is_public = !address.is_embedded() && address.page.reach() == Reach::Public;
    if address.is_embedded() {
        head.push_str(&site.embed.frame_head);
    } else if address.page == Page::Embedding {
        head.push_str(&site.embed.embedding_head);
    }
    if !is_public {
        head.push_str("<meta name=\"robots\" content=\"noindex\">");
        return head;
    }
    let other = address.in_other_language();
    for each in [address, &other] {
        head.push_str(&format!("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">", each.language.tag(), url(each)));
    }
    let address_here = url(address);
    head.push_str(&format!("<link rel=\"canonical\" href=\"{address_here}\">"));
    let kind = if matches!(address.page, Page::Service(_)) { "article" } else { "website" };
    let site_name = escape(&data.mall.short);
    for (property, content) in [
        ("og:type", kind),
        ("og:title", &title),
        ("og:description", &description),
        ("og:url", &address_here),
        ("og:site_name", &format!("Loket {site_name}")),
        ("og:locale", if address.language.tag() == "id" { "id_ID" } else { "en_GB" }),
    ] {
        head.push_str(&format!("<meta property=\"{property}\" content=\"{content}\">"));
    }
    let structured = match (&address.page, &content.service) {
        (Page::Service(_), Some(service)) => Some(government_service(site, address, data, service)),
        (Page::Start, _) => Some(government_office(site, data)),
        _ => None,
    };
    if let Some(structured) = structured {
        head.push_str(&format!(
            "<script type=\"application/ld+json\">{}</script>",
            escape_json(&structured.to_string())
        ));
    }
    head
}

/// <https://schema.org/GovernmentService>
fn government_service(site: &Site, address: &Address, data: &PageData, service: &Service) -> Value {
    let url = format!("{}{}", site.public_url, address.href());
    let offer = match (service.fee.kind, service.fee.amount) {
        (contract::service::FeeKind::Free, _) => Some(0),
        (contract::service::FeeKind::Fixed, Some(amount)) => Some(amount),
        _ => None,
    };
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": service.name,
        "description": service.summary,
        "url": url,
        "inLanguage": address.language.tag(),
        "serviceOperator": { "@type": "GovernmentOrganization", "name": service.tenant.name },
        "areaServed": { "@type": "City", "name": data.mall.city },
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": url,
            "serviceLocation": { "@type": "GovernmentOffice", "name": data.mall.name, "address": data.mall.address },
        },
    });
    if let (Some(price), Some(map)) = (offer, value.as_object_mut()) {
        map.insert("offers".to_owned(), json!({ "@type": "Offer", "price": price, "priceCurrency": "IDR" }));
    }
    value
}

fn government_office(site: &Site, data: &PageData) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "name": data.mall.name,
        "address": data.mall.address,
        "url": format!("{}/", site.public_url),
    })
}
