//! What the model remembers, and what time does to it.

use std::collections::BTreeSet;

use super::{Expected, StopState};
use crate::mall::{Stop, Window};

pub const MINUTE: i64 = 60;
/// From the mall's rules (mall.toml) and the server's own defaults.
pub const HOLD: i64 = 10 * MINUTE;
pub const EXTENSION: i64 = 10 * MINUTE;
pub const HOLDING_MAX: i64 = 40 * MINUTE;
pub const HOLDING_PAUSE: i64 = 10 * MINUTE;
pub const BOOK_UNTIL: i64 = 15 * MINUTE;
pub const CHANGE_UNTIL: i64 = 60 * MINUTE;
pub const GRACE: i64 = 15 * MINUTE;
/// How long an ended hold, and an answer to an Idempotency-Key, are kept.
pub const KEPT: i64 = 48 * 60 * MINUTE;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hold {
    /// Known once the server has said it.
    pub id: Option<String>,
    /// None once it was given back.
    pub stops: Vec<Stop>,
    pub held_until: i64,
    pub opened_at: i64,
    pub is_extended: bool,
    pub is_booked: bool,
    /// The stops whose places were given to somebody else after its end.
    pub swept: BTreeSet<usize>,
}

impl Hold {
    pub fn is_live(&self, now: i64) -> bool {
        self.has_time(now) && self.swept.is_empty() && !self.stops.is_empty()
    }

    pub const fn has_time(&self, now: i64) -> bool {
        !self.is_booked && now < self.held_until
    }

    pub fn windows(&self) -> Vec<Window> {
        let is_there = |index: &usize| !self.is_booked && !self.swept.contains(index);
        (0..self.stops.len()).filter(is_there).map(|index| self.stops[index].window).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Visit {
    pub code: Option<String>,
    pub stops: Vec<BookedStop>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BookedStop {
    pub nik: String,
    pub service: usize,
    pub window: Window,
    pub state: StopState,
}

impl BookedStop {
    pub fn state_at(&self, now: i64) -> StopState {
        match self.state {
            StopState::Booked if self.window.ends_at() <= now - GRACE => StopState::Missed,
            state => state,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kept {
    pub request: String,
    pub answered_at: i64,
    pub expected: Expected,
}

impl Visit {
    pub fn booked_at(&self, now: i64) -> Vec<usize> {
        (0..self.stops.len()).filter(|index| self.stops[*index].state_at(now) == StopState::Booked).collect()
    }
}

pub const fn is_bookable(window: Window, now: i64) -> bool {
    now <= window.starts_at - BOOK_UNTIL
}

/// Since when a secret holds without booking; `None` where that has been too long.
pub fn opened_at(old: Option<&Hold>, now: i64) -> Option<i64> {
    let Some(hold) = old else { return Some(now) };
    let latest = hold.opened_at + HOLDING_MAX;
    if now >= hold.held_until.min(latest) + HOLDING_PAUSE {
        return Some(now);
    }
    (now < latest).then_some(hold.opened_at)
}
