//! One stop of a visit: the time at the left, what and where beside it.

use chrono::{DateTime, FixedOffset};
use contract::visits::TicketStop;
use leptos::prelude::*;

use crate::i18n::texts;

/// Where a booked stop is served: "Lantai 1, Loket SKCK, Polresta".
#[must_use]
pub fn place_of(stop: &TicketStop) -> String {
    let floor = stop.place.as_ref().map(|place| format!("{place}, ")).unwrap_or_default();
    format!("{floor}{}, {}", stop.desk_name, stop.tenant_name)
}

#[component]
pub fn Stop(
    starts_at: DateTime<FixedOffset>,
    ends_at: DateTime<FixedOffset>,
    #[prop(into)] service: String,
    /// Who goes there; empty where only one person comes.
    #[prop(into)]
    person: String,
    /// Where: desk, tenant, floor.
    #[prop(into)]
    place: String,
    /// What else is said or done about it.
    children: Children,
) -> impl IntoView {
    let words = texts();
    let person = (!person.is_empty()).then(|| {
        view! {
            <strong>{person}</strong>
            " · "
        }
    });
    view! {
        <li class="stop">
            <p class="stop__time">
                {words.time_of(starts_at)}<small>"–" {words.time_of(ends_at)}</small>
            </p>
            <div class="stack" data-gap="xs">
                <h3>{service}</h3>
                <p class="stop__where">{person} {place}</p>
                {children()}
            </div>
        </li>
    }
}
