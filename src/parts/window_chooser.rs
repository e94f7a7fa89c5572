//! Which day, and which window for each stop: days with what is left, and a proposal that can be changed stop by stop.

pub mod board;
pub mod days;
pub mod lost;
pub mod planned_board;
pub mod proposal;

use std::sync::Arc;

use chrono::NaiveDate;
use contract::windows::Window;
use leptos::prelude::*;

use self::{
    board::{Board, Choices},
    days::Days,
    proposal::Proposal,
};
use crate::{
    i18n::texts,
    ui::{Notice, NoticeKind},
};

/// What the resident chose; lives on the page, so that it outlasts a new count.
#[derive(Clone, Copy)]
pub struct Choice {
    pub day: RwSignal<Option<NaiveDate>>,
    /// By stop of the board.
    pub windows: RwSignal<Choices>,
}

impl Choice {
    #[must_use]
    pub fn new(day: Option<NaiveDate>, windows: Choices) -> Self {
        Self { day: RwSignal::new(day), windows: RwSignal::new(windows) }
    }

    /// The day and a window for each stop, around what was chosen; where that can't be had together, around nothing. Tracked.
    #[must_use]
    pub fn proposal(self, board: &Board) -> Option<(NaiveDate, Vec<Window>)> {
        let day = self.day.get()?;
        let windows = board.propose(day, &self.windows.get()).or_else(|| board.propose(day, &[]))?;
        Some((day, windows))
    }

    /// Takes a window for one stop.
    pub fn take(self, board: &Board, day: NaiveDate, stop: usize, window: &Window) {
        let windows = board.choose(day, &self.windows.get_untracked(), stop, window.starts_at);
        self.windows.set(windows);
        self.day.set(Some(day));
    }
}

#[component]
pub fn WindowChooser(
    board: Arc<Board>,
    choice: Choice,
    /// What follows from the choice.
    proposal: Memo<Option<(NaiveDate, Vec<Window>)>>,
) -> impl IntoView {
    let words = texts();
    choice.day.set(board.first_day(choice.day.get_untracked()));
    let is_none_open = choice.day.get_untracked().is_none() && board.open_days().is_empty();
    view! {
        <Days board=Arc::clone(&board) day=choice.day />
        {is_none_open.then(|| view! { <Notice kind=NoticeKind::Note><p>{words.time().nothing_left}</p></Notice> })}
        <Proposal board choice proposal />
    }
}
