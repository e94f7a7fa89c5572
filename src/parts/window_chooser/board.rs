//! The stops that want a window, and what their desks have left: which days and windows a resident can choose, and what
//! follows from a choice. Plain values.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta};
use contract::{
    DeskId,
    windows::{DayState, DeskWindows, Window},
};
use domain::{
    calendar::is_weekend,
    itinerary::{Want, leaves_at, places_left, propose},
};

/// A start chosen for each stop, or none.
pub type Choices = Vec<Option<DateTime<FixedOffset>>>;

/// A stop that wants a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardStop {
    pub service: String,
    pub person_name: String,
    /// Desk and tenant.
    pub place: String,
    pub person: usize,
    pub desk: DeskId,
    /// At the counter.
    pub minutes: u32,
    /// Indexes of stops that come first.
    pub after: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    stops: Vec<BoardStop>,
    windows: BTreeMap<DeskId, DeskWindows>,
    walk_minutes: u32,
    groups: Vec<usize>,
    /// Before that day nothing is proposed: a paper is not ready yet.
    pub not_before: Option<NaiveDate>,
}

/// A day, as the whole visit can have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardDay {
    pub date: NaiveDate,
    pub state: BoardDayState,
}

impl BoardDay {
    /// Whether no desk works on this weekday.
    #[must_use]
    pub fn has_no_hours(&self) -> bool {
        matches!(&self.state, BoardDayState::Closed { state: DayState::Weekend, desk: None })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoardDayState {
    /// This many visits like this one still fit.
    Open(u32),
    /// A desk has no place left.
    Full,
    /// Places are left, but not so that one could go from one to the next.
    TooTight,
    /// A desk is closed; its place where the others are not.
    Closed { state: DayState, desk: Option<String> },
}

/// A window of one stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowChoice {
    pub window: Window,
    pub state: WindowState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowState {
    Free,
    Full,
    /// Its last moment for booking has passed.
    Over,
    /// The other stops can't be placed around it.
    Unreachable,
}

/// The same time of day on another day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub date: NaiveDate,
    pub window: Window,
}

impl Board {
    /// `windows` by desk, as the server counted them; `groups` by person.
    #[must_use]
    pub const fn new(
        stops: Vec<BoardStop>,
        windows: BTreeMap<DeskId, DeskWindows>,
        walk_minutes: u32,
        groups: Vec<usize>,
    ) -> Self {
        Self { stops, windows, walk_minutes, groups, not_before: None }
    }

    /// A place that whoever chooses has already, and gives up by choosing another: free for them.
    pub fn add_own_place(&mut self, desk: &DeskId, starts_at: DateTime<FixedOffset>) {
        let days = self.windows.get_mut(desk).into_iter().flat_map(|desk| &mut desk.days);
        for window in days.flat_map(|day| &mut day.windows).filter(|window| window.starts_at == starts_at) {
            window.left += 1;
        }
    }

    #[must_use]
    pub fn stops(&self) -> &[BoardStop] {
        &self.stops
    }

    /// The server's clock when it counted; of the oldest count.
    #[must_use]
    pub fn counted_at(&self) -> Option<DateTime<FixedOffset>> {
        self.windows.values().map(|desk| desk.counted_at).min()
    }

    /// Every day that the server told about, in order.
    #[must_use]
    pub fn days(&self) -> Vec<BoardDay> {
        // Every desk was asked about the same days.
        let days = self.windows.values().map(|desk| &desk.days).max_by_key(|days| days.len());
        let dates = days.into_iter().flatten().map(|day| day.date);
        let today = self.counted_at().map(|counted_at| counted_at.date_naive());
        dates
            .filter(|date| today.is_none_or(|today| *date >= today))
            .map(|date| BoardDay { date, state: self.day_state(date) })
            .collect()
    }

    fn day_state(&self, date: NaiveDate) -> BoardDayState {
        let states: Vec<(&DeskId, DayState)> =
            self.windows.iter().map(|(desk, windows)| (desk, state_on(windows, date))).collect();
        let closed = states.iter().find(|(_, state)| *state != DayState::Open);
        if let Some((desk, state)) = closed {
            let is_everywhere = states.iter().all(|(_, other)| other == state);
            let place = self.stops.iter().find(|stop| stop.desk == **desk).map(|stop| stop.place.clone());
            return BoardDayState::Closed { state: state.clone(), desk: place.filter(|_| !is_everywhere) };
        }
        let windows = self.windows_on(date);
        match places_left(&self.wants(&[]), &windows, self.walk_minutes, &self.groups) {
            0 if windows.values().any(|windows| windows.iter().all(|window| window.left == 0)) => BoardDayState::Full,
            0 => BoardDayState::TooTight,
            left => BoardDayState::Open(left),
        }
    }

    /// The windows of each desk on a day.
    fn windows_on(&self, date: NaiveDate) -> BTreeMap<DeskId, Vec<Window>> {
        self.windows
            .iter()
            .map(|(desk, windows)| {
                let day = windows.days.iter().find(|day| day.date == date);
                (desk.clone(), day.map(|day| day.windows.clone()).unwrap_or_default())
            })
            .collect()
    }

    fn wants(&self, choices: &[Option<DateTime<FixedOffset>>]) -> Vec<Want> {
        let want = |(index, stop): (usize, &BoardStop)| Want {
            person: stop.person,
            desk: stop.desk.clone(),
            minutes: stop.minutes,
            after: stop.after.clone(),
            fixed: choices.get(index).copied().flatten(),
        };
        self.stops.iter().enumerate().map(want).collect()
    }

    /// Choices that can still be had on that day; the others are dropped.
    #[must_use]
    pub fn keep_possible(&self, date: NaiveDate, choices: &[Option<DateTime<FixedOffset>>]) -> Choices {
        let windows = self.windows_on(date);
        let is_left = |stop: &BoardStop, start: DateTime<FixedOffset>| {
            windows.get(&stop.desk).into_iter().flatten().any(|window| window.starts_at == start && window.left > 0)
        };
        self.stops
            .iter()
            .enumerate()
            .map(|(index, stop)| choices.get(index).copied().flatten().filter(|&start| is_left(stop, start)))
            .collect()
    }

    /// A window for each stop, in their order, around what was chosen.
    #[must_use]
    pub fn propose(&self, date: NaiveDate, choices: &[Option<DateTime<FixedOffset>>]) -> Option<Vec<Window>> {
        let choices = self.keep_possible(date, choices);
        let windows = self.windows_on(date);
        propose(&self.wants(&choices), &windows, self.walk_minutes, &self.groups, None)
    }

    /// When to come, and when everything is done at the latest. `windows` in the order of the stops.
    #[must_use]
    pub fn come_and_leave(&self, windows: &[Window]) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
        let come = windows.iter().map(|window| window.starts_at).min()?;
        let leave = windows.iter().zip(&self.stops).map(|(window, stop)| leaves_at(window.ends_at, stop.minutes)).max();
        Some((come, leave?))
    }

    /// The choices after one stop got another window: what was chosen for the others stays where it can.
    #[must_use]
    pub fn choose(&self, date: NaiveDate, choices: &Choices, stop: usize, start: DateTime<FixedOffset>) -> Choices {
        let mut chosen = self.keep_possible(date, choices);
        if let Some(choice) = chosen.get_mut(stop) {
            *choice = Some(start);
        }
        if self.propose(date, &chosen).is_some() {
            return chosen;
        }
        (0..self.stops.len()).map(|index| (index == stop).then_some(start)).collect()
    }

    /// Every window of a stop's desk on that day, and whether the visit can be had around it. `book_until_minutes`: the
    /// mall's rule; the server counts no places in a window that is full, nor in one that can no longer be booked.
    #[must_use]
    pub fn windows_of(&self, date: NaiveDate, stop: usize, book_until_minutes: u32) -> Vec<WindowChoice> {
        let Some(desk) = self.stops.get(stop).map(|stop| &stop.desk) else { return Vec::new() };
        let windows = self.windows_on(date).remove(desk).unwrap_or_default();
        let first = self.counted_at().map(|counted_at| counted_at + TimeDelta::minutes(book_until_minutes.into()));
        windows
            .into_iter()
            .map(|window| {
                let state = if window.left == 0 && first.is_some_and(|first| window.starts_at < first) {
                    WindowState::Over
                } else if window.left == 0 {
                    WindowState::Full
                } else if self.can_have(date, stop, &window) {
                    WindowState::Free
                } else {
                    WindowState::Unreachable
                };
                WindowChoice { window, state }
            })
            .collect()
    }

    fn can_have(&self, date: NaiveDate, stop: usize, window: &Window) -> bool {
        let alone: Choices = (0..self.stops.len()).map(|index| (index == stop).then_some(window.starts_at)).collect();
        self.propose(date, &alone).is_some()
    }

    /// Where a window is full: the next day on which the same time of day can be had.
    #[must_use]
    pub fn find_elsewhere(&self, date: NaiveDate, stop: usize, full: &Window) -> Option<Elsewhere> {
        let desk = &self.stops.get(stop)?.desk;
        self.days().into_iter().filter(|day| day.date > date).find_map(|day| {
            let BoardDayState::Open(_) = day.state else { return None };
            let windows = self.windows_on(day.date).remove(desk)?;
            let window = windows
                .into_iter()
                .find(|window| window.left > 0 && window.starts_at.time() == full.starts_at.time())?;
            self.can_have(day.date, stop, &window).then_some(Elsewhere { date: day.date, window })
        })
    }

    /// The day to begin with: the wished one where it can be had, else the first that can and is not too early.
    #[must_use]
    pub fn first_day(&self, wished: Option<NaiveDate>) -> Option<NaiveDate> {
        let open = self.open_days();
        let is_in_time = |day: &&NaiveDate| self.not_before.is_none_or(|first| **day >= first);
        wished.filter(|wished| open.contains(wished)).or_else(|| open.iter().find(is_in_time).copied())
    }

    /// The days that can be had.
    #[must_use]
    pub fn open_days(&self) -> Vec<NaiveDate> {
        let is_open = |day: &BoardDay| matches!(day.state, BoardDayState::Open(_));
        self.days().into_iter().filter(is_open).map(|day| day.date).collect()
    }

    /// The nearest visit to one that can't be had any more: the same windows, else as much of them as can, on that day
    /// from that time on, else on the next day.
    #[must_use]
    pub fn find_nearest(&self, date: NaiveDate, lost: &Choices) -> Option<Vec<Window>> {
        if let Some(nearest) = self.propose(date, lost) {
            return Some(nearest);
        }
        let wants = self.wants(&[]);
        let days = self.days();
        let ahead = days.iter().map(|day| day.date).filter(|day| *day >= date);
        ahead.into_iter().find_map(|day| {
            let not_before = lost.iter().flatten().min().filter(|start| start.date_naive() == day).copied();
            propose(&wants, &self.windows_on(day), self.walk_minutes, &self.groups, not_before)
                .or_else(|| propose(&wants, &self.windows_on(day), self.walk_minutes, &self.groups, None))
        })
    }
}

fn state_on(windows: &DeskWindows, date: NaiveDate) -> DayState {
    windows.days.iter().find(|day| day.date == date).map_or(DayState::Unknown, |day| day.state.clone())
}

/// Days by week, Monday first.
#[must_use]
pub fn weeks(days: Vec<BoardDay>) -> Vec<Vec<BoardDay>> {
    days.chunk_by(|one, next| one.date.iso_week() == next.date.iso_week()).map(<[BoardDay]>::to_vec).collect()
}

/// Neighbours that are closed for the same reason stand in one row; the others each for themselves.
#[must_use]
pub fn runs(week: &[BoardDay]) -> Vec<&[BoardDay]> {
    let is_alike = |one: &BoardDay, next: &BoardDay| is_weekend(one.date) == is_weekend(next.date);
    week.chunk_by(|one, next| one.has_no_hours() && next.has_no_hours() && is_alike(one, next)).collect()
}

/// How full a cell looks, beside the number in words.
#[must_use]
pub const fn fill_of(left: u32, many: u32) -> &'static str {
    match left {
        0 => "none",
        1..=4 if many > 4 => "few",
        1 => "few",
        left if left < many => "some",
        _ => "many",
    }
}

#[cfg(test)]
mod tests;
