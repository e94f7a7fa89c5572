//! The visit being planned, as a way back to it.

use leptos::prelude::*;

use crate::{i18n::texts, routes::Page, state::Plan};

/// Nothing while nothing is planned.
#[component]
pub fn PlanCard() -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    move || {
        let (services, people) = plan.with(|visit| (visit.stops.len(), visit.coming()));
        (services > 0).then(|| {
            view! {
                <section class="panel stack" data-kind="gold" data-gap="xs" aria-labelledby="planning">
                    <h2 class="large" id="planning">{words.my_visits().plan_title}</h2>
                    <p>{(words.my_visits().plan_text)(services, people)}</p>
                    <p><a class="touch" href=Page::Visit.path(words.language)>{words.my_visits().plan_link}</a></p>
                </section>
            }
        })
    }
}
