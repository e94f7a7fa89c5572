//! Whether the stops of a visit can be reached one after the other, and a proposal that can.
//!
//! Whoever comes in the last minute of one window must still make the next: it ends no earlier than this one's end plus
//! the minutes of the service plus the walk (none at the same desk), and starts no earlier than this one. Several people
//! may take the same window of the same desk. What needs a paper of another stop comes after it in the same sense,
//! whoever goes there.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, TimeDelta};
use contract::{DeskId, windows::Window};

mod search;

use search::{Search, Shares};

/// A stop with its window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    pub person: usize,
    pub desk: DeskId,
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
    /// At the counter.
    pub minutes: u32,
    /// Indexes of legs that must come first, since this one needs their paper.
    pub after: Vec<usize>,
}

/// The index of the first leg, in order of time, that can't be reached from those before it; `None`: all can.
///
/// People with the same number in `groups` (by person) move together; whom it does not name moves with group 0. A leg
/// that needs a paper of a leg that is not before it, or not there, can't be reached either.
#[must_use]
pub fn first_unreachable(legs: &[Leg], walk_minutes: u32, groups: &[usize]) -> Option<usize> {
    let mut order: Vec<usize> = (0..legs.len()).collect();
    order.sort_by_key(|&index| (legs[index].starts_at, legs[index].ends_at, index));
    let walk_seconds = seconds(walk_minutes);
    let stays: Vec<Stay> = legs.iter().map(|leg| stay(leg, legs, groups)).collect();
    // Every earlier leg, not the last alone: of several people in one window the slowest counts.
    let is_reached = |place: usize, index: usize| {
        order[..place].iter().all(|&before| stays[before].goes_with(&stays[index], walk_seconds))
    };
    let is_supplied = |index: usize| {
        let mut firsts = legs[index].after.iter().map(|&first| stays.get(first).filter(|_| first != index));
        firsts.all(|first| first.is_some_and(|first| first.is_before(&stays[index], walk_seconds)))
    };
    let mut in_time = order.iter().enumerate();
    in_time.find(|&(place, &index)| !is_reached(place, index) || !is_supplied(index)).map(|(_, &index)| index)
}

fn stay(leg: &Leg, legs: &[Leg], groups: &[usize]) -> Stay {
    Stay {
        person: leg.person,
        group: group_of(groups, leg.person),
        desk: legs.iter().position(|other| other.desk == leg.desk).unwrap_or_default(),
        starts_at: leg.starts_at.timestamp(),
        ends_at: leg.ends_at.timestamp(),
        at_counter: seconds(leg.minutes),
    }
}

/// Who moves with whom, by person: all together; or, where they split up, each adult with the children. `parents`: whose
/// child each person is.
#[must_use]
pub fn groups(apart: bool, parents: impl Iterator<Item = Option<usize>>) -> Vec<usize> {
    parents.enumerate().map(|(person, parent)| if apart { parent.unwrap_or(person) } else { 0 }).collect()
}

/// The latest moment at which someone is done who came in a window that ends then.
#[must_use]
pub fn leaves_at(ends_at: DateTime<FixedOffset>, minutes: u32) -> DateTime<FixedOffset> {
    ends_at + TimeDelta::seconds(seconds(minutes))
}

/// A stop that wants a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    pub person: usize,
    pub desk: DeskId,
    /// At the counter.
    pub minutes: u32,
    /// Indexes of wants that must come first.
    pub after: Vec<usize>,
    /// The start of the window that the resident chose; `None`: any.
    pub fixed: Option<DateTime<FixedOffset>>,
}

/// A window for each want, in the order of `wants`, from the windows of one day; no window takes more of them than it
/// has places left. `None`: not possible, or not from `not_before` on.
///
/// The earliest end of the visit first (the last window's end and the minutes at the counter), then the least waiting
/// (from each group's first window to its end). The same question gets the same answer. What the
/// visit has already is to be counted as left by whoever asks.
#[must_use]
pub fn propose(
    wants: &[Want],
    windows: &BTreeMap<DeskId, Vec<Window>>,
    walk_minutes: u32,
    groups: &[usize],
    not_before: Option<DateTime<FixedOffset>>,
) -> Option<Vec<Window>> {
    let shares = Shares::of(windows);
    let chosen = Search::new(wants, &shares, walk_minutes, groups, not_before).best()?;
    chosen.into_iter().zip(wants).map(|(window, want)| windows.get(&want.desk)?.get(window).cloned()).collect()
}

/// How many parties like this one a day still takes: so many get a proposal one after the other, each giving its places
/// to none of the others. 0 where none does. A cleverer sharing may fit a few more in; it never says too many.
#[must_use]
pub fn places_left(
    wants: &[Want],
    windows: &BTreeMap<DeskId, Vec<Window>>,
    walk_minutes: u32,
    groups: &[usize],
) -> u32 {
    if wants.is_empty() {
        return 0;
    }
    let mut shares = Shares::of(windows);
    let mut parties: u32 = 0;
    while let Some(chosen) = Search::new(wants, &shares, walk_minutes, groups, None).any() {
        // As many as fit into the same windows at once, so that the rounds are bounded by windows, not by people.
        match shares.take(wants, &chosen) {
            0 => break,
            taken => parties = parties.saturating_add(taken),
        }
    }
    parties
}

/// One stop in one window, as far as reaching it goes. Seconds since 1970, and at the counter.
#[derive(Debug, Clone, Copy)]
struct Stay {
    person: usize,
    group: usize,
    /// Index of the first stop at the same desk; compared often, so no text.
    desk: usize,
    starts_at: i64,
    ends_at: i64,
    at_counter: i64,
}

impl Stay {
    /// Whether `next` can be reached by whoever comes here in the last minute.
    fn is_before(&self, next: &Self, walk_seconds: i64) -> bool {
        let walk = if self.desk == next.desk { 0 } else { walk_seconds };
        next.starts_at >= self.starts_at && next.ends_at >= self.leaves_at() + walk
    }

    /// As [`leaves_at`], in seconds.
    fn leaves_at(&self) -> i64 {
        self.ends_at + self.at_counter
    }

    fn is_shared_with(&self, other: &Self) -> bool {
        self.desk == other.desk && self.starts_at == other.starts_at && self.person != other.person
    }

    /// Whether the two can be stops of one visit, in either order. That each pair can is enough for all to stand in
    /// one order of time, since being before carries over from stop to stop.
    fn goes_with(&self, other: &Self, walk_seconds: i64) -> bool {
        self.group != other.group
            || self.is_shared_with(other)
            || self.is_before(other, walk_seconds)
            || other.is_before(self, walk_seconds)
    }
}

fn group_of(groups: &[usize], person: usize) -> usize {
    groups.get(person).copied().unwrap_or_default()
}

fn seconds(minutes: u32) -> i64 {
    60 * i64::from(minutes)
}

#[cfg(test)]
mod tests;
