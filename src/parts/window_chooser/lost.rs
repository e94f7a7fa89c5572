//! A window filled up meanwhile: which one, and what is left instead.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use contract::{Problem, windows::Window};
use leptos::prelude::*;

use super::{Choice, board::Board, proposal::HEADING_ID};
use crate::{
    api::ApiError,
    browser,
    i18n::texts,
    short_lists::once,
    ui::{Notice, NoticeKind},
};

/// The id of what says that the places were not had: what was pressed goes with the old count.
pub const NOT_HAD_ID: &str = "not-had";

/// The stop that a pointer names.
fn stop_of(pointer: &str) -> Option<usize> {
    pointer.strip_prefix("/stops/")?.split('/').next()?.parse().ok()
}

#[component]
pub fn LostPlaces(
    /// The refusal: `window_full`.
    problem: Problem,
    /// What was asked for, by stop of the board.
    starts: Vec<DateTime<FixedOffset>>,
    board: LocalResource<Result<Arc<Board>, ApiError>>,
    choice: Choice,
) -> impl IntoView {
    let stops = once(problem.errors.iter().filter_map(|fault| stop_of(&fault.pointer)));
    let lines = stops
        .into_iter()
        .filter_map(|stop| {
            let start = *starts.get(stop)?;
            let windows = problem
                .alternatives
                .iter()
                .find(|alternatives| alternatives.stop == stop)
                .map(|alternatives| alternatives.windows.clone())
                .unwrap_or_default();
            Some(view! { <LostStop stop start windows board choice /> })
        })
        .collect_view();
    view! {
        <div class="stack" data-gap="s" id=NOT_HAD_ID tabindex="-1" role="alert">
            {lines}
        </div>
    }
}

#[component]
fn LostStop(
    stop: usize,
    start: DateTime<FixedOffset>,
    /// The nearest that have a place.
    windows: Vec<Window>,
    board: LocalResource<Result<Arc<Board>, ApiError>>,
    choice: Choice,
) -> impl IntoView {
    let words = texts();
    let service = board
        .get_untracked()
        .and_then(Result::ok)
        .and_then(|board| board.stops().get(stop).map(|stop| stop.service.clone()))
        .unwrap_or_default();
    // Gone once another window was taken.
    let is_open = RwSignal::new(true);
    let rest = if windows.is_empty() { words.time().lost_none } else { words.time().lost_alternatives };
    let buttons = windows
        .into_iter()
        .map(|window| {
            let day = window.starts_at.date_naive();
            let text = (words.time().take_elsewhere)(
                &words.day(day),
                &words.window(window.starts_at, window.ends_at),
                &(words.time().left_places)(window.left),
            );
            let take = move |_| {
                if let Some(Ok(board)) = board.get_untracked() {
                    choice.take(&board, day, stop, &window);
                    is_open.set(false);
                    request_animation_frame(|| browser::document::focus(HEADING_ID));
                }
            };
            view! { <button class="button" data-kind="second" type="button" on:click=take>{text}</button> }
        })
        .collect_view();
    let title = (words.time().lost_title)(&service, &words.time_of(start));
    let notice = view! {
        <Notice kind=NoticeKind::Danger>
            <p>
                <strong>{title}</strong>
                " "
                {rest}
            </p>
            <div class="cluster" data-gap="s">
                {buttons}
            </div>
        </Notice>
    };
    view! { <div hidden=move || !is_open.get()>{notice}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_its_stop() {
        assert_eq!(stop_of("/stops/2/starts_at"), Some(2));
        assert_eq!(stop_of("/people/2/name"), None);
    }
}
