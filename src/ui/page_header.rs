//! Head of the cloth: name, visits and language.

use leptos::prelude::*;

use super::songket::{Songket, Weave};
use crate::{
    i18n::texts,
    routes::Page,
    state::{Catalogue, Navigation},
};

/// The selembayung: crossed horns of a Malay gable, over a bamboo shoot and a counter.
const MARK: &str = r#"<path fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" d="M4 24 21.5 10.5C24 8.5 25.6 6.5 26 3.5c.9 2.3 2.7 3.4 5 3M36 24 18.5 10.5C16 8.5 14.4 6.5 14 3.5c-.9 2.3-2.7 3.4-5 3"/><path fill="currentColor" fill-rule="evenodd" d="M20 15.5 27.5 29h-15zM20 21l-3.3 6h6.6zM4 32h32v3.2H4z"/>"#;

#[component]
pub fn Mark(class: &'static str) -> impl IntoView {
    view! { <svg class=class viewBox="0 0 40 40" aria-hidden="true" inner_html=MARK></svg> }
}

#[component]
pub fn PageHeader() -> impl IntoView {
    let words = texts();
    let language = words.language;
    let mall = Catalogue::in_context().mall();
    let navigation = Navigation::in_context();
    let on_visits = move || (navigation.address().page == Page::MyVisits).then_some("page");
    // Of what is typed the address knows at every key.
    let is_start = Memo::new(move |_| navigation.address().page == Page::Start);
    let band = move || (!is_start.get()).then(|| view! { <Songket weave=Weave::Rebung /> });
    view! {
        <header class="page-header">
            <div class="wrapper page-header__row">
                <a class="page-header__brand" href=Page::Start.path(language)>
                    <Mark class="page-header__mark" />
                    <span>
                        <span class="page-header__name">"Loket"</span>
                        <span class="page-header__mall">{mall.short.clone()}</span>
                    </span>
                </a>
                <nav class="page-header__links" aria-label=words.frame().main_navigation>
                    <a href=Page::MyVisits.path(language) aria-current=on_visits>{words.frame().my_visits}</a>
                    <LanguageSwitch />
                </nav>
            </div>
            {band}
        </header>
    }
}

/// The other language, named in itself; the same page, loaded anew with its words.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let words = texts();
    let other = words.language.other().tag();
    let navigation = Navigation::in_context();
    view! {
        <a
            class="language-switch"
            href=move || navigation.address().in_other_language().href()
            lang=other
            hreflang=other
            // Links of an embedded page open beside it; this one is its own.
            target=navigation.is_embedded().then_some("_self")
        >
            <span>
                {words.frame().other_language_short}
                <span class="visually-hidden">": " {words.frame().other_language}</span>
            </span>
        </a>
    }
}
