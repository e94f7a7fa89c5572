//! The phone's clock. It may be wrong: what counts is the server's, which every answer carries.

use chrono::{DateTime, Utc};
use leptos::prelude::{IntervalHandle, set_interval_with_handle};
use std::time::Duration;

/// The instant it is by the phone's clock.
#[must_use]
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}

/// Calls `tick` again and again until the handle is cleared.
#[must_use]
pub fn every(period: Duration, tick: impl Fn() + 'static) -> Option<IntervalHandle> {
    set_interval_with_handle(tick, period).ok()
}
