//! Views that are built in parts while the server's words still stand there, so that no tap waits for all of them.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use leptos::prelude::*;

/// A context: which parts of the first view may be built. Without it, or once all are, everything is built where it stands.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Parts that wait or are built.
    known: Arc<AtomicUsize>,
    due: ArcRwSignal<usize>,
    is_whole: ArcRwSignal<bool>,
}

impl Parts {
    /// Lets the next part be built; `false` where none waits.
    #[must_use]
    pub fn build_next(&self) -> bool {
        let waits = self.due.get_untracked() < self.known.load(Ordering::Relaxed);
        if waits {
            self.due.update(|due| *due += 1);
        }
        waits
    }

    /// From now on everything is built at once.
    pub fn end(&self) {
        self.is_whole.set(true);
    }
}

/// A part of a view that can wait while the app takes over a page.
pub fn later(part: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    match use_context::<Parts>() {
        Some(parts) if !parts.is_whole.get_untracked() => {
            let place = parts.known.fetch_add(1, Ordering::Relaxed);
            let is_due = Memo::new(move |_| parts.due.get() > place);
            (move || is_due.get().then(&part)).into_any()
        }
        _ => part(),
    }
}
