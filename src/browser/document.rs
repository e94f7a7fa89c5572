//! The page: what it carries, its title, focus, dialogs, printing.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The text of the element with that id; none where there is no browser.
#[must_use]
pub fn text_of(id: &str) -> Option<String> {
    if cfg!(not(target_family = "wasm")) {
        return None;
    }
    document()?.get_element_by_id(id)?.text_content()
}

/// An attribute of the element with that id; none where there is no browser.
#[must_use]
pub fn attribute_of(id: &str, name: &str) -> Option<String> {
    if cfg!(not(target_family = "wasm")) {
        return None;
    }
    document()?.get_element_by_id(id)?.get_attribute(name)
}

pub fn remove_attribute(id: &str, name: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        let _set = element.remove_attribute(name);
    }
}

/// What is inside the element with that id, as HTML.
#[must_use]
pub fn html_of(id: &str) -> Option<String> {
    Some(document()?.get_element_by_id(id)?.inner_html())
}

/// Puts HTML into the element with that id.
pub fn fill(id: &str, html: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.set_inner_html(html);
    }
}

pub fn set_hidden(id: &str, is_hidden: bool) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        let _set = element.toggle_attribute_with_force("hidden", is_hidden);
    }
}

/// Marks the app's element, for scripts beside it.
pub fn mark(name: &str, value: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id("app")) {
        let _set = element.set_attribute(name, value);
    }
}

pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to the element with that id and brings it into sight.
pub fn focus(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        focus_element(&element);
    }
}

pub(super) fn focus_element(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _gone = element.focus();
    }
}

/// Moves the focus to the first link of the page's own part that has this address as it is written there. `false` where
/// there is none that can be seen.
pub fn focus_link(href: &str) -> bool {
    let Some(document) = document() else { return false };
    let found = document.query_selector(&format!("main a[href=\"{href}\"]")).ok().flatten();
    found.as_ref().map(focus_element);
    found.is_some() && found == document.active_element()
}

/// Whether nothing has the focus, as after what had it is gone.
#[must_use]
pub fn is_unfocused() -> bool {
    document().and_then(|document| document.active_element()).is_none_or(|active| active.tag_name() == "BODY")
}

/// Whether the page has the focus: in a frame, where the page around has not.
#[must_use]
pub fn is_focused() -> bool {
    document().is_some_and(|document| document.has_focus().unwrap_or_default())
}

/// Whether something inside the element with that id has the focus.
#[must_use]
pub fn has_focus_in(id: &str) -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|active| matches!(active.closest(&format!("#{id}")), Ok(Some(_))))
}

/// Lets go of the focus before what has it is removed: the browser would compute the style of both views to let go itself.
pub fn leave_focus() {
    let active = document().and_then(|document| document.active_element());
    if let Some(element) = active.as_ref().and_then(|active| active.dyn_ref::<HtmlElement>()) {
        let _gone = element.blur();
    }
}

/// Moves the focus to the page's heading; to `main` where there is none yet.
pub fn focus_heading() {
    let Some(document) = document() else { return };
    let target =
        document.query_selector("main h1").ok().flatten().or_else(|| document.query_selector("main").ok().flatten());
    if let Some(element) = target {
        let _fixed = element.set_attribute("tabindex", "-1");
        focus_element(&element);
    }
}

pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

pub fn print() {
    if let Some(window) = web_sys::window() {
        let _refused = window.print();
    }
}

/// Whether the browser believes it has a network.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Opens a native dialog as modal.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = document()
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<web_sys::HtmlDialogElement>().ok())
    {
        let _open_already = dialog.show_modal();
    }
}

pub fn close_dialog(id: &str) {
    if let Some(dialog) = document()
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<web_sys::HtmlDialogElement>().ok())
    {
        dialog.close();
    }
}
