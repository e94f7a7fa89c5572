//! Something worth knowing.

use leptos::prelude::*;

use super::icon::{Icon, Shape};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    Note,
    Good,
    Danger,
}

#[component]
pub fn Notice(kind: NoticeKind, children: Children) -> impl IntoView {
    let (data_kind, shape) = match kind {
        NoticeKind::Note => (None, Shape::Info),
        NoticeKind::Good => (Some("good"), Shape::Done),
        NoticeKind::Danger => (Some("danger"), Shape::Warning),
    };
    view! {
        <div class="notice" data-kind=data_kind>
            <Icon shape />
            <div>{children()}</div>
        </div>
    }
}
