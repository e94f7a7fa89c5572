//! The kept tickets as the device has them: one list, read entry by entry. What this release can't read does not hide the
//! others, and stays as it is written: the release before or after may read it.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};
use contract::{Secret, VisitCode, limits::PERSONAL_DAYS, visits::TicketStop};
use serde::{Deserialize, de::IgnoredAny};

use super::KeptTicket;

/// Tickets kept at most.
pub(super) const KEPT_MAX: usize = 20;

#[derive(Default, PartialEq)]
pub(super) struct KeptList {
    /// In order of time; one a code.
    pub tickets: Vec<KeptTicket>,
    unread: Vec<Unread>,
}

/// An entry as it is written, with what can be read of it.
#[derive(PartialEq)]
struct Unread {
    text: String,
    label: Option<Label>,
}

/// What opens a ticket and until when it is kept.
#[derive(PartialEq, Deserialize)]
struct Label {
    secret: Secret,
    ticket: Visit,
}

#[derive(PartialEq, Deserialize)]
struct Visit {
    code: VisitCode,
    day: NaiveDate,
}

impl KeptList {
    pub fn parse(text: &str) -> Self {
        let mut list = Self::default();
        for entry in entries(text) {
            match serde_json::from_str(entry) {
                Ok(ticket) => list.tickets.push(ticket),
                Err(_) => {
                    list.unread.push(Unread { text: entry.to_owned(), label: serde_json::from_str(entry).ok() });
                }
            }
        }
        list
    }

    pub fn is_empty(&self) -> bool {
        self.tickets.is_empty() && self.unread.is_empty()
    }

    pub fn to_text(&self) -> Option<String> {
        let mut text = serde_json::to_string(&self.tickets).ok()?;
        for unread in &self.unread {
            text.truncate(text.len() - 1);
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&unread.text);
            text.push(']');
        }
        Some(text)
    }

    /// What opens a ticket that is kept, whether or not the rest of it can be read.
    pub fn secret_of(&self, code: VisitCode) -> Option<Secret> {
        let read = self.tickets.iter().find(|kept| kept.ticket.code == code).map(|kept| kept.secret.clone());
        let labels = || self.unread.iter().filter_map(|unread| unread.label.as_ref());
        read.or_else(|| labels().find(|label| label.ticket.code == code).map(|label| label.secret.clone()))
    }

    pub fn forget(&mut self, code: VisitCode) {
        self.tickets.retain(|kept| kept.ticket.code != code);
        self.unread.retain(|unread| unread.label.as_ref().is_none_or(|label| label.ticket.code != code));
    }

    /// With the one that had to go for it.
    pub fn add(&mut self, one: KeptTicket) -> Option<VisitCode> {
        self.forget(one.ticket.code);
        let kept = &mut self.tickets;
        // What was cancelled goes first, then the earliest day.
        let is_over = |kept: &KeptTicket| !kept.ticket.stops.iter().any(TicketStop::is_live);
        let first = kept.iter().position(is_over).unwrap_or_default();
        let gone = (kept.len() >= KEPT_MAX).then(|| kept.remove(first).ticket.code);
        kept.push(one);
        kept.sort_by_key(begins);
        gone
    }

    /// Forgets those whose day is long over, and names them.
    pub fn drop_over(&mut self, now: DateTime<Utc>) -> Vec<VisitCode> {
        let Some(oldest) = now.date_naive().checked_sub_days(Days::new(PERSONAL_DAYS)) else { return Vec::new() };
        let read = self.tickets.iter().map(|kept| (kept.ticket.code, kept.ticket.day));
        let labels = self.unread.iter().filter_map(|unread| unread.label.as_ref());
        let all = read.chain(labels.map(|label| (label.ticket.code, label.ticket.day)));
        let over: Vec<VisitCode> = all.filter(|(_, day)| *day < oldest).map(|(code, _)| code).collect();
        for code in &over {
            self.forget(*code);
        }
        over
    }
}

/// The stops that still count.
fn live(kept: &KeptTicket) -> impl Iterator<Item = &TicketStop> {
    kept.ticket.stops.iter().filter(|stop| stop.is_live())
}

/// The day, and when the first stop that still counts begins.
fn begins(kept: &KeptTicket) -> (NaiveDate, Option<DateTime<FixedOffset>>) {
    (kept.ticket.day, live(kept).map(|stop| stop.starts_at).min())
}

/// The next one that still counts, from a day on. One for which it is too late by now only where there is no other.
pub(super) fn next_of(kept: &[KeptTicket], today: NaiveDate, now: DateTime<Utc>) -> Option<&KeptTicket> {
    let is_too_late = |kept: &KeptTicket| live(kept).all(|stop| stop.late_after < now);
    let coming = kept.iter().filter(|kept| kept.ticket.day >= today && live(kept).next().is_some());
    coming.min_by_key(|kept| (is_too_late(kept), begins(kept)))
}

/// Whether a list of both reads alike: when the answers came is said nowhere.
pub(super) fn show_the_same(some: &[KeptTicket], others: &[KeptTicket]) -> bool {
    let is_same = |one: &KeptTicket, other: &KeptTicket| {
        let mut later = other.ticket.clone();
        later.answered_at = one.ticket.answered_at;
        one.secret == other.secret && one.ticket == later
    };
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| is_same(one, other))
}

/// The entries of a list, as they are written.
fn entries(list: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    let mut rest = list.trim_start().strip_prefix('[');
    while let Some(open) = rest {
        let mut values = serde_json::Deserializer::from_str(open).into_iter::<IgnoredAny>();
        let Some(Ok(_)) = values.next() else { break };
        let (entry, after) = open.split_at(values.byte_offset());
        entries.push(entry.trim_start());
        rest = after.trim_start().strip_prefix(',');
    }
    entries
}

#[cfg(test)]
mod tests;
