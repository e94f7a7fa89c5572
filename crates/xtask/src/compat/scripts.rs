//! What the code, the glue and the scripts by hand use.

use std::{collections::BTreeSet, path::Path};

use super::data::Data;
use crate::{
    app,
    error::{Context as _, Result},
};

/// What start.js, worker.js, embed/embed.js and embed/frame.js use beside what everything does. Nothing reads it out of them:
/// whoever changes a script keeps this list.
pub const BY_HAND: [&str; 69] = [
    "api.Cache.keys",
    "api.Cache.match",
    "api.Cache.put",
    "api.CacheStorage.delete",
    "api.CacheStorage.keys",
    "api.CacheStorage.match",
    "api.CacheStorage.open",
    "api.Client.postMessage",
    "api.Client.url",
    "api.Clients.claim",
    "api.Clients.matchAll",
    "api.Clients.openWindow",
    "api.CustomElementRegistry.define",
    "api.CustomEvent.CustomEvent",
    "api.Document.activeElement",
    "api.Element.attachShadow",
    "api.Element.focusin_event",
    "api.Event.defaultPrevented",
    "api.ExtendableEvent.waitUntil",
    "api.ExtendableMessageEvent.source",
    "api.FetchEvent.preloadResponse",
    "api.FetchEvent.respondWith",
    "api.HTMLElement.dataset",
    "api.HTMLScriptElement",
    "api.Location.reload",
    "api.MutationObserver.observe",
    "api.NavigationPreloadManager.enable",
    "api.Node.isConnected",
    "api.Notification.renotify",
    "api.NotificationEvent.action",
    "api.NotificationEvent.notification",
    "api.PushEvent.data",
    "api.PushMessageData.json",
    "api.Request.cache",
    "api.Request.formData",
    "api.Request.mode",
    "api.ResizeObserver.observe",
    "api.Response.Response",
    "api.Response.redirect_static",
    "api.ServiceWorkerGlobalScope.activate_event",
    "api.ServiceWorkerGlobalScope.fetch_event",
    "api.ServiceWorkerGlobalScope.install_event",
    "api.ServiceWorkerGlobalScope.message_event",
    "api.ServiceWorkerGlobalScope.notificationclick_event",
    "api.ServiceWorkerGlobalScope.push_event",
    "api.ServiceWorkerGlobalScope.skipWaiting",
    "api.ServiceWorkerRegistration.navigationPreload",
    "api.ServiceWorkerRegistration.showNotification",
    "api.ServiceWorkerRegistration.waiting",
    "api.ShadowRoot.activeElement",
    "api.SubtleCrypto.digest",
    "api.TransformStream",
    "api.TransformStream.writable",
    "api.URL.searchParams",
    "api.URLSearchParams",
    "api.Window.postMessage",
    "css.properties.scroll-margin-top",
    "html.elements.base.target",
    "html.elements.script.defer",
    "html.elements.script.integrity",
    "javascript.classes.private_class_fields",
    "javascript.classes.private_class_methods",
    "javascript.operators.destructuring",
    "javascript.operators.import",
    "javascript.operators.nullish_coalescing",
    "javascript.operators.nullish_coalescing_assignment",
    "javascript.operators.optional_chaining",
    "javascript.operators.spread.spread_in_object_literals",
    "javascript.statements.try_catch.optional_catch_binding",
];

/// HTML elements in views: `<p`, `<details`.
pub fn elements(data: &Data, source: &str) -> Vec<String> {
    let names = source.match_indices('<').map(|(at, _)| {
        let rest = &source[at + 1..];
        let end = rest.find(|sign: char| !(sign.is_ascii_lowercase() || sign.is_ascii_digit())).unwrap_or(rest.len());
        &rest[..end]
    });
    let places = names.filter(|name| !name.is_empty()).map(|name| format!("html.elements.{name}"));
    // Types of Rust stand in the same brackets.
    places.filter(|place| data.has(place)).collect()
}

/// The browser's interfaces that web-sys is asked for, by the browser's own names.
pub fn interfaces(data: &Data, manifest: &str) -> Vec<String> {
    let features = manifest.split_once("[dependencies.web-sys]").map_or("", |(_, rest)| rest);
    let list = features.split_once(']').map_or("", |(list, _)| list);
    let names = list.split('"').skip(1).step_by(2).map(|name| {
        let name = name.strip_prefix("Html").map_or_else(|| name.to_owned(), |rest| format!("HTML{rest}"));
        if name == "Url" { "URL".to_owned() } else { name }
    });
    // Dictionaries are no interfaces.
    names.filter(|name| data.has(&format!("api.{name}"))).collect()
}

/// The glue between wasm and browser, where the app is built.
pub fn glue(dist: &Path) -> Result<Option<String>> {
    if !dist.is_dir() {
        return Ok(None);
    }
    let file = app::files_below(dist)?.into_iter().find(|file| file.ends_with("loket.js"));
    let Some(file) = file else { return Ok(None) };
    std::fs::read_to_string(dist.join(&file)).map(Some).context(format!("{} can't be read", file.display()))
}

/// What the glue calls, of each interface that has a member of that name.
pub fn members(data: &Data, interfaces: &[String], glue: &str) -> BTreeSet<String> {
    let called = glue.match_indices("__wbg_").map(|(at, mark)| {
        let rest = &glue[at + mark.len()..];
        let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(rest.len());
        &rest[..end]
    });
    let called: BTreeSet<&str> = called.filter(|name| !name.is_empty()).collect();
    let places =
        interfaces.iter().flat_map(|interface| called.iter().map(move |name| format!("api.{interface}.{name}")));
    places.filter(|place| data.has(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_found_by_the_browsers_names() {
        let data = Data::of(
            r#"{ "api": { "HTMLElement": { "__compat": {}, "focus": { "__compat": {} } }, "URL": { "__compat": {} } },
                 "html": { "elements": { "p": { "__compat": {} } } } }"#,
        )
        .unwrap();
        let manifest = "[dependencies.web-sys]\nfeatures = [\n\"EventInit\",\n\"HtmlElement\",\n\"Url\",\n]\n\"After\"";
        let names = interfaces(&data, manifest);
        assert_eq!(names, ["HTMLElement", "URL"]);
        let called = members(&data, &names, "function __wbg_focus_0123(a) {} __wbg_then_01");
        assert_eq!(called.into_iter().collect::<Vec<_>>(), ["api.HTMLElement.focus"]);
        assert_eq!(elements(&data, "fn f(a: Vec<u8>) { view! { <p class=\"x\"></p> } }"), ["html.elements.p"]);
    }
}
