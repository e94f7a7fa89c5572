//! Files and sharing.

use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

/// How long a file stays there to be read.
const DOWNLOAD_TIME: Duration = Duration::from_secs(60);

/// Hands a text file to the person. `false` where the browser refuses.
pub fn download(name: &str, media_type: &str, text: &str) -> bool {
    try_download(name, media_type, text).is_some()
}

fn try_download(name: &str, media_type: &str, text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // Some browsers read it only after this.
    set_timeout(move || drop(web_sys::Url::revoke_object_url(&address)), DOWNLOAD_TIME);
    Some(())
}

/// How sharing went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Given to another app, or the person closed the sheet.
    Handed,
    /// No share sheet here: the text is on the clipboard.
    Copied,
    Refused,
}

/// Offers `text` to other apps; where the browser can't, copies it.
pub async fn share(title: &str, text: &str) -> Shared {
    let Some(window) = web_sys::window() else { return Shared::Refused };
    let navigator = window.navigator();
    if js_sys::Reflect::has(&navigator, &JsValue::from_str("share")).unwrap_or(false) {
        let data = web_sys::ShareData::new();
        data.set_title(title);
        data.set_text(text);
        match JsFuture::from(navigator.share_with_data(&data)).await {
            Ok(_) => return Shared::Handed,
            // The sheet was closed.
            Err(error) if error.dyn_ref::<DomException>().is_some_and(|error| error.name() == "AbortError") => {
                return Shared::Handed;
            }
            // E.g. in a frame that may not.
            Err(_) => {}
        }
    }
    if copy(text).await { Shared::Copied } else { Shared::Refused }
}

/// Whether the text is on the clipboard now.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    if !js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
