//! The worker that keeps the app on the device (worker.js). A browser may have none, or refuse it.

use contract::page_data::PAGE_DATA_ID;
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

const SCRIPT: &str = "/worker.js";

/// What the worker tells each page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A worker of this release is in charge now.
    Release(String),
    /// The copy of the catalogue is of this moment (RFC 3339).
    Renewed(String),
    /// The device refused to keep the app: no room, or no right.
    Refused,
}

/// None in a browser that has none, refuses it (private windows), or shows this page inside another.
fn container() -> Option<ServiceWorkerContainer> {
    let window = web_sys::window()?;
    let top = window.top().ok()??;
    if JsValue::from(&window) != JsValue::from(&top) {
        return None;
    }
    Reflect::get(&window.navigator(), &JsValue::from_str("serviceWorker")).ok()?.dyn_into().ok()
}

/// What came of putting the worker into place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    /// The app opens without a network.
    Yes,
    /// Not this time: the line broke, or a release came in the midst. It can be tried again.
    NotYet,
    /// The browser has none, or does not let us.
    Refused,
}

/// Puts the worker into place.
pub async fn install() -> Installed {
    let Some(container) = container() else { return Installed::Refused };
    let registered = match JsFuture::from(container.register(SCRIPT)).await {
        Ok(registered) => registered,
        Err(error) if is_passing(&error) => return Installed::NotYet,
        Err(_) => return Installed::Refused,
    };
    let Ok(registration) = registered.dyn_into::<ServiceWorkerRegistration>() else { return Installed::Refused };
    if registration.active().is_some() {
        return Installed::Yes;
    }
    let Some(worker) = registration.installing().or_else(|| registration.waiting()) else { return Installed::NotYet };
    loop {
        match worker.state() {
            ServiceWorkerState::Activated => return Installed::Yes,
            ServiceWorkerState::Redundant => return Installed::NotYet,
            _ => next_state(&worker).await,
        }
    }
}

/// A script that can't be fetched is a `TypeError`; a browser that is too busy, or just ends the worker before, aborts. Neither is
/// a refusal.
fn is_passing(error: &JsValue) -> bool {
    let name = Reflect::get(error, &JsValue::from_str("name")).ok().and_then(|name| name.as_string());
    matches!(name.as_deref(), Some("TypeError" | "AbortError" | "InvalidStateError"))
}

async fn next_state(worker: &ServiceWorker) {
    let changed = Promise::new(&mut |resolve, _| worker.set_onstatechange(Some(&resolve)));
    let _changed = JsFuture::from(changed).await;
    worker.set_onstatechange(None);
}

/// Whether this page may have a worker.
#[must_use]
pub fn is_possible() -> bool {
    container().is_some()
}

/// The worker that is in place.
pub async fn registration() -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration()).await.ok()?;
    found.dyn_into::<ServiceWorkerRegistration>().ok().filter(|registration| registration.active().is_some())
}

/// Looks whether there is a newer release; where there is none, has the worker renew its copy of the catalogue.
pub async fn renew() {
    let Some(registration) = registration().await else { return };
    if let Ok(asked) = registration.update() {
        let _unreachable = JsFuture::from(asked).await;
    }
    // A worker that is kept busy is not replaced: Chromium waits until it has been idle for half a minute, unless the newer one
    // asks again while it runs.
    let to = if let Some(newer) = registration.waiting() {
        newer
    } else if let (None, Some(active)) = (registration.installing(), registration.active()) {
        active
    } else {
        return;
    };
    let _refused = to.post_message(&JsValue::NULL);
}

/// Calls `heard` with what the worker tells.
pub fn on_news(heard: impl Fn(News) + 'static) {
    let Some(container) = container() else { return };
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = |name: &str| Reflect::get(&event.data(), &JsValue::from_str(name)).ok()?.as_string();
        if let Some(release) = text("release") {
            heard(News::Release(release));
        }
        if let Some(moment) = text("renewed") {
            heard(News::Renewed(moment));
        }
        if text("refused").is_some() {
            heard(News::Refused);
        }
    });
    container.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget(); // lives as long as the page
}

/// The release that this page is of; none in development.
#[must_use]
pub fn release() -> Option<String> {
    super::document::document()?.document_element()?.get_attribute("data-release")
}

/// Where this page's data are a copy: how old (RFC 3339).
#[must_use]
pub fn copied() -> Option<String> {
    super::document::document()?.get_element_by_id(PAGE_DATA_ID)?.get_attribute("data-copied")
}
