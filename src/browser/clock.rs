//! The phone's clock. It may be wrong: what counts is the server's, which every answer carries.

use std::{cell::Cell, rc::Rc, time::Duration};

use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// The instant it is by the phone's clock.
#[must_use]
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// The phone's clock as the view last looked at it, again after each period while it is shown. `None` until it has looked,
/// so that the first view is the server's.
#[must_use]
pub fn ticking(period: Duration) -> RwSignal<Option<DateTime<Utc>>> {
    let last_look = RwSignal::new(None);
    let ticker = StoredValue::new_local(None);
    Effect::new(move || {
        last_look.set(Some(now()));
        ticker.set_value(every(period, move || last_look.set(Some(now()))));
    });
    on_cleanup(move || {
        if let Some(handle) = ticker.try_get_value().flatten() {
            handle.clear();
        }
    });
    last_look
}

/// Calls `tick` again and again until the handle is cleared.
#[must_use]
fn every(period: Duration, tick: impl Fn() + 'static) -> Option<IntervalHandle> {
    set_interval_with_handle(tick, period).ok()
}

/// Lets a while pass.
pub async fn pause(length: Duration) {
    let milliseconds = i32::try_from(length.as_millis()).unwrap_or(i32::MAX);
    let passed = js_sys::Promise::new(&mut |resolve, _| call_after(milliseconds, &resolve));
    let _passed = wasm_bindgen_futures::JsFuture::from(passed).await;
}

/// Calls back once, after some milliseconds.
pub(super) fn call_after(milliseconds: i32, call: &js_sys::Function) {
    if let Some(window) = web_sys::window() {
        let _refused = window.set_timeout_with_callback_and_timeout_and_arguments_0(call, milliseconds);
    }
}

/// Lets the browser do what waits: paint, hear a tap. Long work is done in parts with this between.
pub async fn breathe() {
    pause(Duration::ZERO).await;
}

/// Calls once what the page shows now is painted.
pub fn once_painted(call: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(call, Duration::ZERO));
}

/// Work that waits until what brought it is painted: once for all that came meanwhile, and no longer than two paints.
#[derive(Clone, Default)]
pub struct AfterPaint(Rc<Cell<Due>>);

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Due {
    #[default]
    No,
    AtThisPaint,
    /// More came, which may not be in that paint.
    AtTheNext,
}

impl AfterPaint {
    /// What the work needs it is to look up when it is called.
    pub fn call(&self, work: impl FnOnce() + 'static) {
        if self.0.get() != Due::No {
            return self.0.set(Due::AtTheNext);
        }
        self.0.set(Due::AtThisPaint);
        let due = Rc::clone(&self.0);
        once_painted(move || {
            let is_at_the_next = due.get() == Due::AtTheNext;
            let run = move || {
                due.set(Due::No);
                work();
            };
            if is_at_the_next { once_painted(run) } else { run() }
        });
    }
}

/// Milliseconds that work goes on before the browser has its turn: each turn may cost a paint, but a tap should not wait.
const TURN: f64 = 25.0;

/// Work in parts, of which a quick phone does many at once and a slow one few.
pub struct Pace {
    since: f64,
}

impl Pace {
    #[must_use]
    pub fn begin() -> Self {
        Self { since: js_sys::Date::now() }
    }

    /// Between two parts.
    pub async fn breathe_if_long(&mut self) {
        // A clock that was set back counts as long.
        if !(0.0..TURN).contains(&(js_sys::Date::now() - self.since)) {
            breathe().await;
            self.since = js_sys::Date::now();
        }
    }
}
