//! The start page: one question, life events, agencies.

use std::sync::Arc;

use contract::index::Index;
use leptos::prelude::*;

use crate::{
    i18n::texts,
    routes::{Filter, Page},
    state::Catalogue,
    ui::{Heading, Loaded},
};

#[component]
pub fn Start() -> impl IntoView {
    let words = texts();
    let index = Catalogue::in_context().index();
    view! {
        <div class="wrapper stack" data-gap="xl">
            <Heading text=words.start.heading />
            <Loaded remote=index show={|index: Arc<Index>| view! { <LifeEvents index=index /> }.into_any()} />
        </div>
    }
}

#[component]
fn LifeEvents(index: Arc<Index>) -> impl IntoView {
    let language = texts().language;
    view! {
        <ul class="grid" role="list">
            {index
                .life_events
                .iter()
                .map(|event| {
                    let href = Page::Services(Filter::of_life_event(&event.id)).path(language);
                    view! { <li><a class="tile" href=href>{event.name.clone()}</a></li> }
                })
                .collect_view()}
        </ul>
    }
}
