//! In the place of a ticket that is no more.

use leptos::prelude::*;

use crate::{
    i18n::texts,
    routes::Page,
    ui::{Notice, NoticeKind},
};

#[component]
pub fn Gone(kind: NoticeKind, title: &'static str, text: &'static str) -> impl IntoView {
    let words = texts();
    view! {
        <Notice kind>
            <p>
                <strong>{title}</strong>
                " "
                {text}
            </p>
            <p>
                <a class="touch" href=Page::Start.path(words.language)>
                    {words.ticket().book_again}
                </a>
            </p>
        </Notice>
    }
}

/// Where others have deleted the visit, or time has.
#[component]
pub fn GoneElsewhere() -> impl IntoView {
    let words = texts();
    view! { <Gone kind=NoticeKind::Note title=words.your_data().gone_title text=words.your_data().gone_text /> }
}
