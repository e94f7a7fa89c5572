//! Places come first, names after: what stands where none are held.

use leptos::prelude::*;

use crate::{
    i18n::texts,
    routes::Page,
    ui::{Notice, NoticeKind},
};

#[component]
pub fn NothingHeld() -> impl IntoView {
    let words = texts();
    view! {
        <Notice kind=NoticeKind::Note>
            <p>
                <strong>{words.time().no_hold_title} ". "</strong>
                {words.time().no_hold_text}
            </p>
            <p><a class="touch" href=Page::Time.path(words.language)>{words.visit().choose_time}</a></p>
        </Notice>
    }
}
