//! The address bar: where one is, going on, going back, and links that stay inside the app.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, PageTransitionEvent};

/// How long typing pauses before the address is told what stands in the field, in milliseconds. Browsers tell their whole
/// house of a new address, which a slow phone feels at every key, and refuse the hundredth within half a minute.
const TYPING_PAUSES: i32 = 300;

/// The address that the current entry gets once typing pauses.
#[derive(Default)]
struct Typed {
    href: Cell<Option<String>>,
    /// Keys whose pause has not passed: the last one's counts.
    waiting: Cell<u32>,
}

thread_local! {
    static TYPED: Typed = Typed::default();
    /// Called when the pause after a key has passed.
    static PASSED: Closure<dyn Fn()> = Closure::new(|| {
        let waiting = TYPED.with(|typed| typed.waiting.replace(typed.waiting.get() - 1));
        if waiting == 1 {
            put_typed();
        }
    });
}

/// Path, query and fragment, the latter two without their marks.
#[must_use]
pub fn current() -> (String, String, String) {
    put_typed();
    let Some(location) = web_sys::window().map(|window| window.location()) else {
        return ("/".to_owned(), String::new(), String::new());
    };
    let without = |text: Result<String, JsValue>, mark: char| {
        text.map(|text| text.trim_start_matches(mark).to_owned()).unwrap_or_default()
    };
    (
        location.pathname().unwrap_or_else(|_| "/".to_owned()),
        without(location.search(), '?'),
        without(location.hash(), '#'),
    )
}

/// Scheme and host, e.g. `https://loket.example`.
#[must_use]
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Adds an entry to the history.
pub fn push(href: &str) {
    put_typed();
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _refused = history.push_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// Puts another address on the current entry.
pub fn replace(href: &str) {
    forget_typed();
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// The same once typing pauses, or before one goes on.
pub fn replace_typed(href: String) {
    TYPED.with(|typed| {
        typed.href.set(Some(href));
        typed.waiting.set(typed.waiting.get() + 1);
    });
    PASSED.with(|passed| super::clock::call_after(TYPING_PAUSES, passed.as_ref().unchecked_ref()));
}

fn put_typed() {
    if let Some(href) = TYPED.with(|typed| typed.href.take()) {
        replace(&href);
    }
}

/// Whoever goes on, also to a page that the server writes, leaves in the address what was typed. Called once, at the start.
pub fn keep_typed() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let goes_on = Closure::<dyn Fn()>::new(put_typed);
    for event in ["click", "submit"] {
        let _refused = document.add_event_listener_with_callback(event, goes_on.as_ref().unchecked_ref());
    }
    goes_on.forget(); // lives as long as the page
}

/// What was typed is for an entry that one has left.
fn forget_typed() {
    TYPED.with(|typed| typed.href.set(None));
}

/// Loads an address anew, from the server.
pub fn load(href: &str) {
    put_typed();
    if let Some(window) = web_sys::window() {
        let _refused = window.location().set_href(href);
    }
}

pub fn reload() {
    put_typed();
    if let Some(window) = web_sys::window() {
        let _refused = window.location().reload();
    }
}

/// Calls `changed` when the person goes back or forward, or types another fragment.
pub fn on_change(changed: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let heard = Closure::<dyn Fn()>::new(move || {
        forget_typed();
        changed();
    });
    let _refused = window.add_event_listener_with_callback("popstate", heard.as_ref().unchecked_ref());
    heard.forget(); // lives as long as the page
}

/// Loads a page anew that the browser brings back as it was when one left it, where `kept` has become something else since.
pub fn reload_where_stale<T: PartialEq + 'static>(kept: impl Fn() -> T + 'static) {
    let Some(window) = web_sys::window() else { return };
    let left_with = Cell::new(None);
    let heard = Closure::<dyn Fn(PageTransitionEvent)>::new(move |event: PageTransitionEvent| {
        if event.type_() == "pagehide" {
            left_with.set(Some(kept()));
        } else if event.persisted() && left_with.take() != Some(kept()) {
            reload();
        }
    });
    for event in ["pagehide", "pageshow"] {
        let _refused = window.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    }
    heard.forget(); // lives as long as the page
}

/// The link that was clicked, where it was one.
fn link_of(event: &MouseEvent) -> Option<HtmlAnchorElement> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    element.closest("a[href]").ok()??.dyn_into().ok()
}

/// Calls `follow` with the address as written, path, query and fragment of each plain click on a link of this app. It
/// answers whether it went there; otherwise the browser does. Links with `hreflang`, `download` or `target` are left to the browser.
pub fn on_link(follow: impl Fn(String, &str, &str, &str) -> bool + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let heard = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        if event.default_prevented()
            || event.button() != 0
            || event.ctrl_key()
            || event.meta_key()
            || event.shift_key()
            || event.alt_key()
        {
            return;
        }
        let Some(link) = link_of(&event) else { return };
        let left_alone = ["hreflang", "download", "target"].iter().any(|name| link.has_attribute(name));
        if left_alone || link.origin() != origin() {
            return;
        }
        let written = link.get_attribute("href").unwrap_or_default();
        if follow(written, &link.pathname(), link.search().trim_start_matches('?'), link.hash().trim_start_matches('#'))
        {
            event.prevent_default();
        }
    });
    let _refused = document.add_event_listener_with_callback("click", heard.as_ref().unchecked_ref());
    heard.forget(); // lives as long as the page
}
