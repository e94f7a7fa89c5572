//! No page has this address.

use leptos::prelude::*;

use super::{heading::Heading, search_form::SearchForm};
use crate::{
    i18n::texts,
    routes::{Filter, Page},
    state::Navigation,
};

#[component]
pub fn NothingHere() -> impl IntoView {
    let words = texts();
    let navigation = Navigation::in_context();
    let query = RwSignal::new(String::new());
    let on_submit = Callback::new(move |()| {
        navigation.go(Page::Services(Filter::of_query(&query.get_untracked())), "");
    });
    view! {
        <div class="column stack">
            <Heading text=words.frame().unknown_title />
            <p class="measure">{words.frame().unknown_text}</p>
            <SearchForm query on_input=Callback::new(move |typed| query.set(typed)) on_submit />
            <p>
                <a class="button" data-kind="second" href=Page::Start.path(words.language)>
                    {words.frame().to_start}
                </a>
            </p>
            <p>
                <a class="touch" href=Page::MyVisits.path(words.language)>
                    {words.frame().to_ticket}
                </a>
            </p>
        </div>
    }
}
