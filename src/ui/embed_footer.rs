//! The end of a page that stands inside another site's page: where the mall is, and the way to the whole site.

use leptos::prelude::*;

use super::page_footer::opening_lines;
use crate::{
    i18n::texts,
    routes::{Address, Page},
    state::{Catalogue, Navigation},
};

#[component]
pub fn EmbedFooter() -> impl IntoView {
    let words = texts();
    let language = words.language;
    let mall = Catalogue::in_context().mall();
    let navigation = Navigation::in_context();
    let whole = move || {
        let here = navigation.address();
        Address::of_site(here.language, here.page, here.fragment).href()
    };
    let lines = opening_lines(words, &mall).into_iter().map(|line| view! { <br /> {line} }).collect_view();
    view! {
        <footer class="page-footer" data-kind="slim">
            <div class="wrapper cluster page-footer__body" data-align="between">
                <p>{mall.address.clone()} {lines}</p>
                <ul class="cluster page-footer__links" role="list">
                    <li><a href=Page::Help.path(language)>{words.frame().help}</a></li>
                    <li><a href=Page::Privacy.path(language)>{words.frame().privacy}</a></li>
                    <li><a href=whole target="_blank" rel="noopener">{words.frame().whole_site}</a></li>
                </ul>
            </div>
        </footer>
    }
}
