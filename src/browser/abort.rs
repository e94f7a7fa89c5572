//! Gives up a request: when its page is left, or when it takes too long.

use std::time::Duration;

use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use web_sys::{AbortController, AbortSignal};

/// Aborts its request when it is dropped or when time is up.
pub struct Abort {
    controller: Option<AbortController>,
    timeout: Option<TimeoutHandle>,
}

impl Abort {
    /// A request may take so long.
    #[must_use]
    pub fn after(limit: Duration) -> Self {
        let controller = AbortController::new().ok();
        let timeout =
            controller.clone().and_then(|controller| set_timeout_with_handle(move || controller.abort(), limit).ok());
        Self { controller, timeout }
    }

    #[must_use]
    pub fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }

    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.signal().is_some_and(|signal| signal.aborted())
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(timeout) = self.timeout.take() {
            timeout.clear();
        }
        if let Some(controller) = self.controller.take() {
            controller.abort();
        }
    }
}
