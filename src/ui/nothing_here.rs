//! No page has this address.

use leptos::prelude::*;

use super::heading::Heading;
use crate::{i18n::texts, routes::Page};

#[component]
pub fn NothingHere() -> impl IntoView {
    let words = texts();
    view! {
        <div class="column stack">
            <Heading text=words.frame().unknown_title />
            <p class="measure">{words.frame().unknown_text}</p>
            <p>
                <a class="button" href=Page::Start.path(words.language)>
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
