//! How this browser puts the app on the home screen.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Window;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The browser asks, once it is told to.
    Asks,
    /// By hand, as on an iPhone: it takes a guide.
    ByHand,
}

/// What the browser would ask with: start.js keeps it until it is wanted.
const INVITATION: &str = "invitation";

/// None where the app is on the home screen already, or can't be put there.
#[must_use]
pub fn way() -> Option<Way> {
    let window = web_sys::window()?;
    // Only an iPhone's or iPad's browser knows `standalone`.
    let standalone = property(&window.navigator(), "standalone").as_bool();
    let is_app = window.match_media("(display-mode: standalone)").ok().flatten().is_some_and(|query| query.matches());
    if is_app || standalone == Some(true) {
        None
    } else if property(&window, INVITATION).is_object() {
        Some(Way::Asks)
    } else {
        standalone.map(|_| Way::ByHand)
    }
}

/// Has the browser ask. It can do so once.
pub async fn ask() {
    if let Some(window) = web_sys::window() {
        let _closed = try_ask(&window).await;
    }
}

async fn try_ask(window: &Window) -> Option<JsValue> {
    let invitation = property(window, INVITATION);
    let _kept = Reflect::set(window, &JsValue::from_str(INVITATION), &JsValue::NULL);
    let ask: Function = property(&invitation, "prompt").dyn_into().ok()?;
    let asked: Promise = ask.call0(&invitation).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
