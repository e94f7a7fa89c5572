//! Tickets that the resident wished to keep on this device.

use chrono::{DateTime, Days, NaiveDate, Utc};
use contract::{
    Secret, VisitCode,
    visits::{Ticket, TicketStop},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::ticks;
use crate::browser::{
    self,
    storage::{Shelf, on_change},
};

/// A ticket with what opens it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptTicket {
    pub secret: Secret,
    pub ticket: Ticket,
    /// The phone's clock when the ticket came from the server.
    pub kept_at: DateTime<Utc>,
}

/// A context.
#[derive(Clone, Copy)]
pub struct Tickets {
    kept: RwSignal<Vec<KeptTicket>>,
    is_restored: RwSignal<bool>,
    /// When the server wrote this page: what is over is so by its clock, since a phone's may be a month ahead.
    written_at: StoredValue<DateTime<Utc>>,
    /// What has just happened to a ticket, for the ticket's page to say once.
    news: RwSignal<Option<(VisitCode, News)>>,
    /// A ticket as an answer has just brought it, for its page to show without asking again.
    brought: StoredValue<Option<(Secret, Ticket)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Booked {
        /// Whether services were put off for a second visit.
        is_more: bool,
        /// Whether the device was to keep the ticket and did not.
        is_lost: bool,
    },
    Moved,
}

const KEY: &str = "loket.tickets";
/// Tickets kept at most.
const KEPT_MAX: usize = 20;
/// How long after its day a ticket is kept, as on the server.
const KEPT_DAYS: u64 = 30;

impl Tickets {
    /// Empty; `restore` brings back what this device kept.
    #[must_use]
    pub fn new(written_at: DateTime<Utc>) -> Self {
        Self {
            kept: RwSignal::new(Vec::new()),
            is_restored: RwSignal::new(false),
            written_at: StoredValue::new(written_at),
            news: RwSignal::new(None),
            brought: StoredValue::new(None),
        }
    }

    #[must_use]
    pub fn in_context() -> Self {
        expect_context()
    }

    /// Whether this device kept tickets. Browser only.
    #[must_use]
    pub fn are_kept() -> bool {
        Shelf::Device.has(KEY)
    }

    /// What this device keeps, as it is written. Browser only.
    #[must_use]
    pub fn kept() -> Option<String> {
        Shelf::Device.read(KEY)
    }

    /// Reads what this device kept, once. Browser only.
    pub fn restore(self) {
        if self.is_restored.get_untracked() {
            return;
        }
        let kept = read();
        let fresh = keep_fresh(kept.clone(), self.written_at.get_value());
        for over in kept.iter().filter(|kept| fresh.iter().all(|fresh| fresh.ticket.code != kept.ticket.code)) {
            forget_beside(over.ticket.code);
        }
        let is_less = fresh.len() < kept.len();
        self.kept.set(fresh);
        self.is_restored.set(true);
        if is_less {
            write(&self.kept.get_untracked());
        }
        // Another tab, or the installed app, may keep, change and forget some.
        on_change(move || {
            let kept = read();
            if self.kept.with_untracked(|known| *known != kept) {
                self.kept.set(kept);
            }
        });
    }

    /// Whether what this device kept has been read. Tracked.
    #[must_use]
    pub fn is_restored(self) -> bool {
        self.is_restored.get()
    }

    /// In order of days. Tracked.
    #[must_use]
    pub fn all(self) -> Vec<KeptTicket> {
        self.kept.get()
    }

    /// The next visit that is booked or waits for a new time, from a day on. Tracked.
    #[must_use]
    pub fn upcoming(self, today: NaiveDate) -> Option<KeptTicket> {
        self.kept.with(|kept| {
            let is_live = |kept: &&KeptTicket| kept.ticket.stops.iter().any(TicketStop::is_live);
            kept.iter().filter(|kept| kept.ticket.day >= today).find(is_live).cloned()
        })
    }

    /// Tracked.
    #[must_use]
    pub fn find(self, code: VisitCode) -> Option<KeptTicket> {
        self.kept.with(|kept| kept.iter().find(|kept| kept.ticket.code == code).cloned())
    }

    /// As the device has it at this moment. Browser only.
    #[must_use]
    pub fn find_now(self, code: VisitCode) -> Option<KeptTicket> {
        self.restore();
        read().into_iter().find(|kept| kept.ticket.code == code)
    }

    /// Keeps a ticket on this device. `false` where the device refuses.
    pub fn keep(self, secret: Secret, ticket: Ticket) -> bool {
        let now = browser::clock::now();
        self.change(|kept| {
            if let Some(gone) = add(kept, KeptTicket { secret, ticket, kept_at: now }) {
                forget_beside(gone);
            }
        })
    }

    /// A later answer about a ticket that is kept, opened by a new secret.
    pub fn refresh_with(self, secret: Secret, ticket: &Ticket) {
        if self.find_now(ticket.code).is_some() {
            self.keep(secret, ticket.clone());
        }
    }

    /// A later answer about a ticket that is kept.
    pub fn refresh(self, ticket: &Ticket) {
        if let Some(kept) = self.find_now(ticket.code) {
            self.keep(kept.secret, ticket.clone());
        }
    }

    /// An answer has brought this ticket: its page need not ask for it.
    pub fn bring(self, secret: Secret, ticket: Ticket) {
        self.brought.set_value(Some((secret, ticket)));
    }

    /// Takes what was brought for that ticket, under that secret.
    #[must_use]
    pub fn take_brought(self, secret: &Secret, code: VisitCode) -> Option<Ticket> {
        let brought = self.brought.try_update_value(Option::take).flatten();
        brought.filter(|(own, ticket)| own == secret && ticket.code == code).map(|(_, ticket)| ticket)
    }

    /// Forgets a ticket on this device; the visit stays booked.
    pub fn forget(self, code: VisitCode) {
        self.change(|kept| kept.retain(|kept| kept.ticket.code != code));
        ticks::forget(&code.compact());
    }

    pub fn announce(self, code: VisitCode, news: News) {
        self.news.set(Some((code, news)));
    }

    /// What has just happened to this ticket. Tracked.
    #[must_use]
    pub fn news(self, code: VisitCode) -> Option<News> {
        self.news.get().filter(|(about, _)| *about == code).map(|(_, news)| news)
    }

    pub fn clear_news(self) {
        self.news.set(None);
    }

    /// Another tab may have kept or forgotten some since: one change is made to what the device has now.
    fn change(self, change: impl FnOnce(&mut Vec<KeptTicket>)) -> bool {
        let mut kept = read();
        change(&mut kept);
        let is_kept = write(&kept);
        self.kept.set(if is_kept { kept } else { read() });
        is_kept
    }
}

fn read() -> Vec<KeptTicket> {
    Shelf::Device.read(KEY).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn write(kept: &[KeptTicket]) -> bool {
    if kept.is_empty() {
        Shelf::Device.remove(KEY);
        return true;
    }
    serde_json::to_string(kept).is_ok_and(|text| Shelf::Device.write(KEY, &text))
}

/// Where the device remembers the address at which the reminders of a visit reach it; nothing where they are off.
#[must_use]
pub fn reminder_mark(code: VisitCode) -> String {
    format!("loket.reminder.{}", code.compact())
}

/// What the device keeps beside a ticket.
fn forget_beside(code: VisitCode) {
    ticks::forget(&code.compact());
    Shelf::Device.remove(&reminder_mark(code));
}

/// In order of days; one a code. With the one that had to go for it.
fn add(kept: &mut Vec<KeptTicket>, one: KeptTicket) -> Option<VisitCode> {
    kept.retain(|kept| kept.ticket.code != one.ticket.code);
    // What was cancelled goes first, then the earliest day.
    let is_over = |kept: &KeptTicket| !kept.ticket.stops.iter().any(TicketStop::is_live);
    let first = kept.iter().position(is_over).unwrap_or_default();
    let gone = (kept.len() >= KEPT_MAX).then(|| kept.remove(first).ticket.code);
    let place = kept.partition_point(|kept| kept.ticket.day <= one.ticket.day);
    kept.insert(place, one);
    gone
}

fn keep_fresh(mut kept: Vec<KeptTicket>, now: DateTime<Utc>) -> Vec<KeptTicket> {
    let oldest = now.date_naive().checked_sub_days(Days::new(KEPT_DAYS));
    kept.retain(|kept| oldest.is_none_or(|oldest| kept.ticket.day >= oldest));
    kept
}

#[cfg(test)]
mod tests {
    use contract::visits::VisitState;

    use super::*;

    fn kept(random: u64, day: &str) -> KeptTicket {
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+07:00").unwrap();
        let ticket = Ticket {
            code: VisitCode::from_random(random),
            day: day.parse().unwrap(),
            state: VisitState::Booked,
            answered_at: now,
            change_until: now,
            apart: false,
            people: Vec::new(),
            stops: Vec::new(),
            papers: Vec::new(),
            moves_to: Vec::new(),
        };
        KeptTicket { secret: Secret::from_bytes([1; 16]), ticket, kept_at: now.to_utc() }
    }

    #[test]
    fn tickets_stand_in_order_of_days_one_a_code() {
        let mut all = Vec::new();
        for (random, day) in [(1, "2026-11-27"), (2, "2026-11-25"), (1, "2026-11-24")] {
            add(&mut all, kept(random, day));
        }
        let days: Vec<String> = all.iter().map(|kept| kept.ticket.day.to_string()).collect();
        assert_eq!(days, ["2026-11-24", "2026-11-25"]);
    }

    #[test]
    fn the_device_keeps_no_more_than_its_limit() {
        let mut all = Vec::new();
        for random in 0..30 {
            add(&mut all, kept(random, "2026-11-25"));
        }
        assert_eq!(all.len(), KEPT_MAX);
        // Also of an earlier day, the newest stays.
        assert_eq!(add(&mut all, kept(40, "2026-11-24")), Some(VisitCode::from_random(10)));
        assert_eq!((all.len(), all[0].ticket.code), (KEPT_MAX, VisitCode::from_random(40)));
    }

    #[test]
    fn what_is_over_goes_before_what_is_to_come() {
        let stop = serde_json::json!({
            "number": 1, "state": "booked", "service": "a-b", "service_name": "", "person": 0, "tenant_name": "",
            "desk": "a/b", "desk_name": "", "starts_at": "2026-11-25T09:00:00+07:00",
            "ends_at": "2026-11-25T09:30:00+07:00", "minutes": 10, "late_after": "2026-11-25T09:45:00+07:00",
            "fee": { "kind": "free", "basis": "" },
        });
        let stop: TicketStop = serde_json::from_value(stop).unwrap();
        let mut all = Vec::new();
        for random in 0..20 {
            let mut one = kept(random, "2026-11-25");
            one.ticket.stops = if random == 7 { Vec::new() } else { vec![stop.clone()] };
            add(&mut all, one);
        }
        assert_eq!(add(&mut all, kept(40, "2026-11-26")), Some(VisitCode::from_random(7)));
    }

    #[test]
    fn a_ticket_goes_thirty_days_after_its_day() {
        let now = DateTime::parse_from_rfc3339("2026-11-24T09:00:00+07:00").unwrap().to_utc();
        for (day, stays) in [("2026-10-25", true), ("2026-10-24", false)] {
            assert_eq!(!keep_fresh(vec![kept(1, day)], now).is_empty(), stays, "{day}");
        }
    }
}
