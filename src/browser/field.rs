//! A field of a form, by its id, before the app has come.

use std::{rc::Rc, time::Duration};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::HtmlInputElement;

use super::{
    clock::{self, AfterPaint},
    document::document,
};

/// After a field was left: a tap on a link needs the link to be there until the finger is lifted.
const TAP: Duration = Duration::from_millis(500);

fn field(id: &str) -> Option<HtmlInputElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// What stands in the field with that id.
#[must_use]
pub fn value_of(id: &str) -> Option<String> {
    Some(field(id)?.value())
}

/// Calls `heard` with what stands in the field, each time it changes; `painted` once that is painted, as long as the field is
/// there.
pub fn on_input(id: &'static str, heard: impl Fn(&str) + 'static, painted: impl Fn(&str) + 'static) {
    let Some(field) = field(id) else { return };
    let (painted, after_paint) = (Rc::new(painted), AfterPaint::default());
    let on_input = Closure::<dyn Fn()>::new({
        let field = field.clone();
        move || {
            heard(&field.value());
            let (field, painted) = (field.clone(), Rc::clone(&painted));
            after_paint.call(move || {
                if field.is_connected() {
                    painted(&field.value());
                }
            });
        }
    });
    let _refused = field.add_event_listener_with_callback("input", on_input.as_ref().unchecked_ref());
    on_input.forget(); // lives as long as the field
}

/// Whether somebody is in the field with that id.
#[must_use]
pub fn is_focused(id: &str) -> bool {
    document().and_then(|document| document.active_element()).is_some_and(|element| element.id() == id)
}

/// Waits as long as somebody is in the field: whoever types keeps it, and with it the keyboard.
pub async fn left_alone(id: &str) {
    while is_focused(id) {
        left(id).await;
        clock::pause(TAP).await;
    }
}

async fn left(id: &str) {
    let Some(field) = field(id) else { return };
    let left = js_sys::Promise::new(&mut |resolve, _| {
        let _refused = field.add_event_listener_with_callback("blur", &resolve);
    });
    let _left = wasm_bindgen_futures::JsFuture::from(left).await;
}
