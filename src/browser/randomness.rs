//! Random bytes for secrets and keys.

use wasm_bindgen::{JsCast, JsValue};

/// An Idempotency-Key: 32 hexadecimal digits.
#[must_use]
pub fn random_key() -> Option<String> {
    let bytes: [u8; 16] = random_bytes()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// From the browser's cryptographic generator; `None` where it has none, since a guessable secret is worse than no visit.
#[must_use]
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let crypto = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("crypto")).ok()?;
    let fill: js_sys::Function =
        js_sys::Reflect::get(&crypto, &JsValue::from_str("getRandomValues")).ok()?.dyn_into().ok()?;
    let array = js_sys::Uint8Array::new_with_length(u32::try_from(N).ok()?);
    fill.call1(&crypto, &array).ok()?;
    let mut bytes = [0; N];
    array.copy_to(&mut bytes);
    Some(bytes)
}
