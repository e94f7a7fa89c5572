//! No page has this address.

use leptos::prelude::*;

use crate::{i18n::texts, routes::Page, ui::Heading};

#[component]
pub fn Unknown() -> impl IntoView {
    let words = texts();
    view! {
        <div class="wrapper stack" data-width="column">
            <Heading text=words.frame.unknown_title />
            <p class="measure">{words.frame.unknown_text}</p>
            <p><a class="button" href=Page::Start.path(words.language)>{words.frame.to_start}</a></p>
        </div>
    }
}
