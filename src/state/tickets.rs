//! Tickets that the resident wished to keep on this device.

mod kept_list;

use chrono::{DateTime, NaiveDate, Utc};
use contract::{Secret, VisitCode, visits::Ticket};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::kept_list::{KeptList, next_of, show_the_same};
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
    /// Whether the server was asked, since the page was loaded, what has become of them.
    is_asked: StoredValue<bool>,
    /// What has just happened to a ticket, for the ticket's page to say once.
    news: RwSignal<Option<(VisitCode, News)>>,
    /// Whether a visit was found whose booking nobody had answered, for the next list of visits to say once.
    is_found: RwSignal<bool>,
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

impl Tickets {
    /// Empty; `restore` brings back what this device kept.
    #[must_use]
    pub fn new(written_at: DateTime<Utc>) -> Self {
        Self {
            kept: RwSignal::new(Vec::new()),
            is_restored: RwSignal::new(false),
            written_at: StoredValue::new(written_at),
            is_asked: StoredValue::new(false),
            news: RwSignal::new(None),
            is_found: RwSignal::new(false),
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
        let mut kept = read();
        let over = kept.drop_over(self.written_at.get_value());
        if !over.is_empty() {
            write(&kept);
        }
        for code in over {
            forget_beside(code);
        }
        self.kept.set(kept.tickets);
        self.is_restored.set(true);
        // Another tab, or the installed app, may keep, change and forget some.
        on_change(move || {
            self.show(read().tickets);
        });
    }

    /// Whether what this device kept has been read. Tracked.
    #[must_use]
    pub fn is_restored(self) -> bool {
        self.is_restored.get()
    }

    /// In order of time. Tracked.
    #[must_use]
    pub fn all(self) -> Vec<KeptTicket> {
        self.kept.get()
    }

    /// The next visit that is booked or waits for a new time, from a day on. Tracked.
    #[must_use]
    pub fn upcoming(self, today: NaiveDate, now: DateTime<Utc>) -> Option<KeptTicket> {
        self.kept.with(|kept| next_of(kept, today, now).cloned())
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
        read().tickets.into_iter().find(|kept| kept.ticket.code == code)
    }

    /// Also of a ticket that this release can't read: an answer about it brings it back.
    fn secret_now(self, code: VisitCode) -> Option<Secret> {
        self.restore();
        read().secret_of(code)
    }

    /// Keeps a ticket on this device. `false` where the device refuses.
    pub fn keep(self, secret: Secret, ticket: Ticket) -> bool {
        let now = browser::clock::now();
        self.change(|kept| {
            if let Some(gone) = kept.add(KeptTicket { secret, ticket, kept_at: now }) {
                forget_beside(gone);
            }
        })
    }

    /// Those from a day on, for the one who is the first to ask, since the page was loaded, what has become of them.
    #[must_use]
    pub fn to_ask_about(self, today: NaiveDate) -> Vec<KeptTicket> {
        if self.is_asked.get_value() {
            return Vec::new();
        }
        self.is_asked.set_value(true);
        self.kept.with_untracked(|kept| kept.iter().filter(|kept| kept.ticket.day >= today).cloned().collect())
    }

    /// A later answer about a ticket that is kept, opened by a new secret.
    pub fn refresh_with(self, secret: Secret, ticket: &Ticket) {
        if self.secret_now(ticket.code).is_some() {
            self.keep(secret, ticket.clone());
        }
    }

    /// A later answer about a ticket that is kept.
    pub fn refresh(self, ticket: &Ticket) {
        if let Some(secret) = self.secret_now(ticket.code) {
            self.keep(secret, ticket.clone());
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
        self.change(|kept| kept.forget(code));
        ticks::forget(&code.compact());
    }

    /// The visit is no more: nothing of it stays on this device.
    pub fn lose(self, code: VisitCode) {
        self.change(|kept| kept.forget(code));
        forget_beside(code);
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

    pub fn announce_found(self) {
        self.is_found.set(true);
    }

    /// Takes whether a visit was found. Tracked.
    #[must_use]
    pub fn takes_found(self) -> bool {
        let is_found = self.is_found.get();
        if is_found {
            self.is_found.set(false);
        }
        is_found
    }

    /// Another tab may have kept or forgotten some since: one change is made to what the device has now.
    fn change(self, change: impl FnOnce(&mut KeptList)) -> bool {
        let mut kept = read();
        change(&mut kept);
        let is_kept = write(&kept);
        self.show(if is_kept { kept } else { read() }.tickets);
        is_kept
    }

    /// Only what is other than before is shown anew: somebody may be in the midst of the list.
    fn show(self, kept: Vec<KeptTicket>) {
        if !self.kept.with_untracked(|known| show_the_same(known, &kept)) {
            self.kept.set(kept);
        }
    }
}

fn read() -> KeptList {
    Shelf::Device.read(KEY).map(|text| KeptList::parse(&text)).unwrap_or_default()
}

fn write(kept: &KeptList) -> bool {
    if kept.is_empty() {
        Shelf::Device.remove(KEY);
        return true;
    }
    kept.to_text().is_some_and(|text| Shelf::Device.write(KEY, &text))
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
