//! In the place of a ticket whose visit is no more.

use leptos::prelude::*;

use crate::{
    i18n::texts,
    routes::Page,
    ui::{Notice, NoticeKind},
};

#[component]
pub fn Gone() -> impl IntoView {
    let words = texts();
    view! {
        <Notice kind=NoticeKind::Note>
            <p>
                <strong>{words.your_data().gone_title}</strong>
                " "
                {words.your_data().gone_text}
            </p>
            <p>
                <a class="touch" href=Page::Start.path(words.language)>
                    {words.ticket().book_again}
                </a>
            </p>
        </Notice>
    }
}
