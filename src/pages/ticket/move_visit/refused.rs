//! A move that failed: what to do now.

use chrono::{DateTime, FixedOffset};
use contract::ProblemCode;
use leptos::prelude::*;

use super::board::Recounted;
use crate::{
    api::ApiError,
    i18n::texts,
    parts::{
        unsent::failed_write,
        window_chooser::{
            Choice,
            lost::{LostPlaces, NOT_HAD_ID},
        },
    },
    ui::{Notice, NoticeKind},
};

/// A move that failed, with what was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct NotMoved {
    pub error: ApiError,
    pub starts: Vec<DateTime<FixedOffset>>,
}

#[component]
pub fn Refused(not_moved: NotMoved, board: Recounted, choice: Choice) -> impl IntoView {
    let words = texts();
    let full = not_moved.error.problem().filter(|problem| problem.code == ProblemCode::WindowFull).cloned();
    if let Some(problem) = full {
        return view! { <LostPlaces problem starts=not_moved.starts board choice /> }.into_any();
    }
    let fault = not_moved.error.problem().and_then(|problem| problem.errors.first());
    let (title, sentence) = failed_write(words, words.ticket().failed, &not_moved.error);
    let text = match fault {
        Some(fault) if fault.pointer.starts_with("/stops/") => (words.failures().fault)(fault.code).to_owned(),
        _ => sentence,
    };
    view! {
        <div id=NOT_HAD_ID tabindex="-1" role="alert">
            <Notice kind=NoticeKind::Danger>
                <p>
                    <strong>{title} ". "</strong>
                    {text}
                </p>
            </Notice>
        </div>
    }
    .into_any()
}
