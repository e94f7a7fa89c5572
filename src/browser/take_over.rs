//! Putting the app in the place of the words that the server wrote.

use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Element, HtmlElement, HtmlInputElement, NodeList};

use super::document::{document, focus_element};

/// What can have the focus.
const FOCUSABLE: &str = "a[href], button, input, select, textarea, summary, [tabindex]";

/// Where the app is built, beside the page that is read meanwhile.
#[must_use]
pub fn stage() -> HtmlElement {
    let new: HtmlElement = document().unwrap_throw().create_element("div").unwrap_throw().unchecked_into();
    new.set_id("app");
    // Tells tests and styles that the app is in charge.
    let _marked = new.set_attribute("data-ready", "");
    new
}

/// Puts the app in the place of the words, in one step. What the person did meanwhile is kept: what was typed, what was
/// opened, the focus, the place on the page. Both trees come from the same components, so that their parts are told by
/// their order.
pub fn swap_in(new: &HtmlElement) {
    let window = web_sys::window().unwrap_throw();
    let document = document().unwrap_throw();
    let old = document.get_element_by_id("app").unwrap_throw();
    let typed: Vec<(String, String)> = inputs(&old)
        .filter(|input| input.value() != input.default_value())
        .map(|input| (input.id(), input.value()))
        .collect();
    for (before, after) in pairs(&old, new, "details") {
        let _kept = after.toggle_attribute_with_force("open", before.has_attribute("open"));
    }
    let focused = document
        .active_element()
        .and_then(|active| pairs(&old, new, FOCUSABLE).into_iter().find(|(before, _)| *before == active))
        .map(|(_, after)| after);
    let top = window.scroll_y().unwrap_or_default();
    old.replace_with_with_node_1(new).unwrap_throw();
    for (id, value) in typed {
        if let Some(input) = inputs(new).find(|input| input.id() == id && input.value() != value) {
            type_again(&input, &value);
        }
    }
    if let Some(element) = focused {
        focus_element(&element);
    }
    window.scroll_to_with_x_and_y(0.0, top);
}

fn type_again(input: &HtmlInputElement, value: &str) {
    input.set_value(value);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &init) {
        let _heard = input.dispatch_event(&event);
    }
}

/// The elements of both trees that a selector finds, side by side; none where they are not as many.
fn pairs(old: &Element, new: &Element, selector: &str) -> Vec<(Element, Element)> {
    let (Ok(before), Ok(after)) = (old.query_selector_all(selector), new.query_selector_all(selector)) else {
        return Vec::new();
    };
    if before.length() != after.length() {
        return Vec::new();
    }
    elements(&before).zip(elements(&after)).collect()
}

fn elements(list: &NodeList) -> impl Iterator<Item = Element> {
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok())
}

fn inputs(element: &Element) -> impl Iterator<Item = HtmlInputElement> {
    let list = element.query_selector_all("input[id]:not([type=radio]):not([type=checkbox])").ok();
    let inputs: Vec<HtmlInputElement> =
        list.iter().flat_map(elements).filter_map(|element| element.dyn_into().ok()).collect();
    inputs.into_iter()
}
