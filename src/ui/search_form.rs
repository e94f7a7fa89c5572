//! One line to search in. A plain form without wasm; with it, answers at every key.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{Icon, Shape, later::after_letters};
use crate::{
    browser,
    i18n::texts,
    routes::{Filter, Page},
};

/// The field's id: one search a page.
pub const FIELD_ID: &str = "cari";

#[component]
pub fn SearchForm(
    /// What stands in the field.
    #[prop(into)]
    query: Signal<String>,
    /// At every key.
    on_input: Callback<String>,
    /// At Enter.
    on_submit: Callback<()>,
    /// What a search without wasm stays narrowed to.
    #[prop(optional)]
    within: Filter,
    #[prop(default = "strong")] label_class: &'static str,
    /// What stands below the field.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let words = texts();
    let action = Page::Services(Filter::default()).path(words.language);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    // The button comes with what the letters find: it held up the first of them.
    let is_empty = Memo::new(move |_| query.with(String::is_empty));
    let is_empty = after_letters(Signal::<bool>::from(is_empty), FIELD_ID);
    let clear = move || {
        (!is_empty.get()).then(|| {
            let press = move |_| {
                on_input.run(String::new());
                browser::document::focus(FIELD_ID);
            };
            view! {
                <button class="search-box__clear" type="button" aria-label=words.search().clear on:click=press>
                    <Icon shape=Shape::Close />
                </button>
            }
        })
    };
    view! {
        <form class="stack" data-gap="s" role="search" action=action method="get" on:submit=submit>
            <label class=label_class for=FIELD_ID>{words.search().label}</label>
            <div class="search-box">
                <Icon shape=Shape::Search />
                <input
                    class="search-box__input"
                    id=FIELD_ID
                    type="search"
                    name="q"
                    autocomplete="off"
                    enterkeyhint="search"
                    maxlength=contract::limits::QUERY_LENGTH_MAX
                    value=query.get_untracked()
                    prop:value=move || query.get()
                    on:input=move |event| on_input.run(event_target_value(&event))
                />
                {clear}
            </div>
            {within
                .fields()
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                .collect_view()}
            {children.map(|children| children())}
        </form>
    }
}
