//! Title, focus, printing, and what the page carries as JSON.

use wasm_bindgen::{JsCast, UnwrapThrowExt, closure::Closure};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};

fn document() -> Option<Document> {
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

fn field(id: &str) -> Option<HtmlInputElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// What stands in the field with that id.
#[must_use]
pub fn value_of(id: &str) -> Option<String> {
    Some(field(id)?.value())
}

pub fn set_value(id: &str, value: &str) {
    if let Some(field) = field(id) {
        field.set_value(value);
    }
}

/// Calls `heard` with what stands in the field, each time it changes.
pub fn on_input(id: &'static str, heard: impl Fn(&str) + 'static) {
    let Some(field) = field(id) else { return };
    let on_input = Closure::<dyn Fn()>::new({
        let field = field.clone();
        move || heard(&field.value())
    });
    let _refused = field.add_event_listener_with_callback("input", on_input.as_ref().unchecked_ref());
    on_input.forget(); // lives as long as the field
}

#[must_use]
pub fn is_focused(id: &str) -> bool {
    document().and_then(|document| document.active_element()).is_some_and(|element| element.id() == id)
}

/// Waits until the field is left.
pub async fn left(id: &str) {
    let Some(field) = field(id) else { return };
    let left = js_sys::Promise::new(&mut |resolve, _| {
        let _refused = field.add_event_listener_with_callback("blur", &resolve);
    });
    let _left = wasm_bindgen_futures::JsFuture::from(left).await;
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

fn focus_element(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _gone = element.focus();
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

/// Puts the app in the place of the words that the server wrote: built detached, swapped in one step, with what was
/// typed and the focus kept.
///
/// `mount` builds the app into the element it is given.
pub fn take_over(mount: impl FnOnce(HtmlElement)) {
    let document = document().unwrap_throw();
    let old = document.get_element_by_id("app").unwrap_throw();
    let new: HtmlElement = document.create_element("div").unwrap_throw().unchecked_into();
    new.set_id("app");
    // Tells tests and styles that the app is in charge.
    let _marked = new.set_attribute("data-ready", "");
    mount(new.clone());

    let typed: Vec<(String, String)> = inputs(&old)
        .map(|input| (input.id(), input.value()))
        .filter(|(id, value)| !id.is_empty() && !value.is_empty())
        .collect();
    let focused = document.active_element().map(|element| element.id()).filter(|id| !id.is_empty());
    old.replace_with_with_node_1(&new).unwrap_throw();
    for (id, value) in typed {
        let Some(input) =
            document.get_element_by_id(&id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
        else {
            continue;
        };
        if input.value() != value {
            input.set_value(&value);
            let event = web_sys::Event::new_with_event_init_dict("input", &{
                let init = web_sys::EventInit::new();
                init.set_bubbles(true);
                init
            });
            if let Ok(event) = event {
                let _heard = input.dispatch_event(&event);
            }
        }
    }
    if let Some(id) = focused {
        focus(&id);
    }
}

fn inputs(element: &Element) -> impl Iterator<Item = HtmlInputElement> {
    let list = element.query_selector_all("input:not([type=radio]):not([type=checkbox])").ok();
    let length = list.as_ref().map_or(0, web_sys::NodeList::length);
    (0..length).filter_map(move |index| list.as_ref()?.get(index)?.dyn_into().ok())
}
