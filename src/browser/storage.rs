//! What the device keeps. Every call may be refused (private windows, full storage): the caller goes on without.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Storage;

/// Where it is kept: for this tab, or on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Gone when the tab is closed.
    Tab,
    /// Kept until it is removed.
    Device,
}

impl Shelf {
    fn storage(self) -> Option<Storage> {
        let window = web_sys::window()?;
        match self {
            Self::Tab => window.session_storage().ok()?,
            Self::Device => window.local_storage().ok()?,
        }
    }

    #[must_use]
    pub fn read(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok()?
    }

    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.read(key).is_some()
    }

    /// Whether it was kept.
    pub fn write(self, key: &str, value: &str) -> bool {
        self.storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
    }

    pub fn remove(self, key: &str) {
        if let Some(storage) = self.storage() {
            let _refused = storage.remove_item(key);
        }
    }
}

/// Calls `changed` when another tab, or the installed app, has changed what the device keeps.
pub fn on_change(changed: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let heard = Closure::<dyn Fn()>::new(changed);
    let _refused = window.add_event_listener_with_callback("storage", heard.as_ref().unchecked_ref());
    heard.forget(); // lives as long as the page
}
