//! The device's line to the network, as far as the browser knows.

use wasm_bindgen::{JsCast, closure::Closure};

/// Calls `changed` when the line comes or goes.
pub fn on_change(changed: impl Fn(bool) + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    for (event, is_online) in [("online", true), ("offline", false)] {
        let changed = changed.clone();
        let heard = Closure::<dyn Fn()>::new(move || changed(is_online));
        let _refused = window.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
        heard.forget(); // lives as long as the page
    }
}

/// Calls `seen` when the page comes into sight again, as after the phone was in a pocket.
pub fn on_sight(seen: impl Fn() + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let watched = document.clone();
    let heard = Closure::<dyn Fn()>::new(move || {
        if !watched.hidden() {
            seen();
        }
    });
    let _refused = document.add_event_listener_with_callback("visibilitychange", heard.as_ref().unchecked_ref());
    heard.forget(); // lives as long as the page
}
