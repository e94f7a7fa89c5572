//! Views that are built in parts, so that no tap waits for all of them: while the app takes over the server's words, and at a
//! step to another page, whose first words are painted before the rest is built.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use leptos::prelude::*;

use crate::{
    browser::{
        self,
        clock::{self, AfterPaint},
    },
    state::Navigation,
};

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

/// What stands below a page's first words. At a step it is built once those are painted; whoever goes back gets the page whole,
/// so that the browser finds the place on it again. In another site's page, too, which would be told of every height between.
pub fn below(part: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let navigation = Navigation::in_context();
    if !navigation.is_step() || navigation.is_embedded() {
        return later(part);
    }
    let is_due = RwSignal::new(false);
    let build = move || {
        // The page may be gone by then.
        let _gone = is_due.try_set(true);
    };
    // Before the next paint, after what waits to be heard.
    clock::once_painted(move || request_animation_frame(build));
    (move || if is_due.get() { part() } else { view! { <div class="below"></div> }.into_any() }).into_any()
}

/// What `signal` says; while somebody types into `field`, once the letter is painted: what it finds takes longer than typing bears
/// on a slow phone. Whoever goes back has the page whole at once.
pub fn after_letters<T: Clone + Send + Sync + 'static>(signal: Signal<T>, field: &'static str) -> Signal<T> {
    let shown = RwSignal::new(signal.get_untracked());
    let after_paint = AfterPaint::default();
    let follow = move || {
        // The page may be gone by then.
        if let Some(value) = signal.try_get_untracked() {
            let _gone = shown.try_set(value);
        }
    };
    let changed = move |_: &T, _: Option<&T>, _: Option<()>| {
        if browser::field::is_focused(field) { after_paint.call(follow) } else { follow() }
    };
    Effect::watch(move || signal.get(), changed, false);
    shown.into()
}
