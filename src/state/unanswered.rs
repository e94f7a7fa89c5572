//! Bookings that were sent and not answered yet, as the device knows them: what finds the visit where the tab that asks for it,
//! and with it the plan, is gone. A secret and a time, no name and no number.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use contract::Secret;

use crate::browser::{clock, storage::Shelf};

/// A line each: secret and seconds, which weighs less than JSON would.
const KEY: &str = "loket.sent";

/// Kept at most; the oldest goes first.
const KEPT_MAX: usize = 5;

/// A booking that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    pub secret: Secret,
    /// The phone's clock when it was sent last.
    sent_at: DateTime<Utc>,
}

impl Unanswered {
    /// Whether what was sent, and may still be under way, can become a visit: not once its hold has ended, which was made before.
    /// Nor by a clock that was set back since by more than that.
    #[must_use]
    pub fn can_still_come(&self, hold_minutes_max: u32, now: DateTime<Utc>) -> bool {
        (now - self.sent_at).abs() <= TimeDelta::minutes(hold_minutes_max.into())
    }
}

/// Whether there is any. Browser only.
#[must_use]
pub fn are_kept() -> bool {
    Shelf::Device.has(KEY)
}

/// The oldest first. Browser only.
#[must_use]
pub fn all() -> Vec<Unanswered> {
    Shelf::Device.read(KEY).map(|text| parse(&text)).unwrap_or_default()
}

/// Before it is sent, so that it is there whatever happens then. A device that refuses goes on without.
pub fn remember(secret: &Secret) {
    let sent = Unanswered { secret: secret.clone(), sent_at: clock::now() };
    write(&with(all(), sent));
}

/// Once there is an answer, or the device is to keep nothing. Whether it was there: who has answered it says so once.
pub fn forget(secret: &Secret) -> bool {
    let mut all = all();
    let before = all.len();
    all.retain(|sent| sent.secret != *secret);
    let was_there = all.len() < before;
    if was_there {
        write(&all);
    }
    was_there
}

fn with(mut all: Vec<Unanswered>, one: Unanswered) -> Vec<Unanswered> {
    all.retain(|sent| sent.secret != one.secret);
    all.push(one);
    let gone = all.len().saturating_sub(KEPT_MAX);
    all.split_off(gone)
}

fn write(all: &[Unanswered]) {
    if all.is_empty() {
        Shelf::Device.remove(KEY);
    } else {
        let _kept = Shelf::Device.write(KEY, &to_text(all));
    }
}

fn to_text(all: &[Unanswered]) -> String {
    let mut text = String::new();
    for sent in all {
        let _infallible = writeln!(text, "{} {}", sent.secret.to_text(), sent.sent_at.timestamp());
    }
    text
}

/// A line that can't be read is none.
fn parse(text: &str) -> Vec<Unanswered> {
    let line = |line: &str| {
        let (secret, sent_at) = line.split_once(' ')?;
        let sent_at = DateTime::from_timestamp(sent_at.parse().ok()?, 0)?;
        Some(Unanswered { secret: Secret::parse(secret)?, sent_at })
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests;
