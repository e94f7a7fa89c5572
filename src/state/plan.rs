//! The visit being planned: who comes, for what, and when. Kept for this tab, so that a reload loses nothing.

mod awaited;
mod held;
mod holding;
mod people;
mod same_visit;
#[cfg(test)]
mod testing;
mod visit;

pub use awaited::Awaited;
pub use held::{Held, Party, SentVisit};
pub use holding::{HoldFailure, is_over};
pub use people::{IdentityKind, PersonDraft, PersonFault, PersonField, plain_number};
pub use same_visit::Wanting;
pub use visit::{Offer, PlannedStop, PlannedVisit};

use chrono::NaiveDate;
use contract::{Secret, ServiceId, VisitCode};
use leptos::prelude::*;

use super::ticks;
use crate::browser::{history, storage::Shelf};

/// A context.
#[derive(Clone, Copy)]
pub struct Plan {
    visit: RwSignal<PlannedVisit>,
    is_restored: RwSignal<bool>,
    /// What the server found wrong with the people; shown beside their fields until they are sent again.
    refused: RwSignal<Vec<PersonFault>>,
    /// How many holds were asked for: the last one's answer counts.
    holds_asked: StoredValue<u32>,
    /// Whose answers about a service are being changed, from the plan's page on.
    changing: RwSignal<Option<(ServiceId, usize)>>,
    /// What was done to the plan on another page, in words, for the plan's page to say once.
    news: RwSignal<Option<String>>,
    /// The ticket that the last plan has become, while this page is open.
    booked: RwSignal<Option<(VisitCode, Secret)>>,
}

const KEY: &str = "loket.plan";
/// Whose answers are being changed: beside the plan, which does not change by it.
const CHANGING: &str = "loket.changing";

impl Plan {
    /// Empty; `restore` brings back what this tab kept.
    #[must_use]
    pub fn new() -> Self {
        Self {
            visit: RwSignal::new(PlannedVisit::default()),
            is_restored: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            holds_asked: StoredValue::new(0),
            changing: RwSignal::new(None),
            news: RwSignal::new(None),
            booked: RwSignal::new(None),
        }
    }

    #[must_use]
    pub fn in_context() -> Self {
        expect_context()
    }

    /// Reads what this tab kept, once. Browser only.
    pub fn restore(self) {
        if self.is_restored.get_untracked() {
            return;
        }
        if let Some(visit) = Self::kept().and_then(|text| serde_json::from_str(&text).ok()) {
            self.visit.set(visit);
        }
        self.changing.set(kept_change());
        self.is_restored.set(true);
    }

    /// Whether this tab kept a plan. Browser only.
    #[must_use]
    pub fn is_kept() -> bool {
        Shelf::Tab.has(KEY)
    }

    /// What this tab keeps, as it is written. Browser only.
    #[must_use]
    pub fn kept() -> Option<String> {
        Shelf::Tab.read(KEY)
    }

    /// Keeps the plan for this tab; an empty one leaves no trace.
    fn set(self, mut visit: PlannedVisit) {
        for person in std::mem::take(&mut visit.gone) {
            ticks::forget_person(person);
        }
        match serde_json::to_string(&visit) {
            Ok(text) if visit != PlannedVisit::default() => {
                Shelf::Tab.write(KEY, &text);
            }
            _ => Shelf::Tab.remove(KEY),
        }
        self.visit.set(visit);
    }

    /// Whether what this tab kept has been read: before, nobody knows what is planned. Tracked.
    #[must_use]
    pub fn is_restored(self) -> bool {
        self.is_restored.get()
    }

    /// Tracked.
    #[must_use]
    pub fn get(self) -> PlannedVisit {
        self.visit.get()
    }

    #[must_use]
    pub fn get_untracked(self) -> PlannedVisit {
        self.visit.get_untracked()
    }

    /// Tracked.
    pub fn with<T>(self, look: impl FnOnce(&PlannedVisit) -> T) -> T {
        self.visit.with(look)
    }

    pub fn with_untracked<T>(self, look: impl FnOnce(&PlannedVisit) -> T) -> T {
        self.visit.with_untracked(look)
    }

    pub fn update(self, change: impl FnOnce(&mut PlannedVisit)) {
        let mut visit = self.visit.get_untracked();
        change(&mut visit);
        if !visit.stops.is_empty() && self.booked.with_untracked(Option::is_some) {
            self.booked.set(None);
        }
        self.set(visit);
    }

    /// After booking for a day: what was put off for a second visit is planned next. `true` where something was.
    pub fn finish(self, code: VisitCode, secret: Secret, day: NaiveDate) -> bool {
        let next = self.visit.get_untracked().next(day);
        let is_more = !next.stops.is_empty();
        self.booked.set(Some((code, secret)));
        self.set(next);
        self.refused.set(Vec::new());
        is_more
    }

    /// When the resident starts over.
    pub fn clear(self) {
        self.set(PlannedVisit::default());
        ticks::forget(ticks::PLAN);
        self.refused.set(Vec::new());
        self.booked.set(None);
    }

    /// What the last plan has become. Tracked.
    #[must_use]
    pub fn booked(self) -> Option<(VisitCode, Secret)> {
        self.booked.get()
    }

    /// That visit is no longer booked.
    pub fn forget_booked(self, code: VisitCode) {
        if self.booked.with_untracked(|booked| booked.as_ref().is_some_and(|(own, _)| *own == code)) {
            self.booked.set(None);
        }
    }

    /// The answers about a service are asked for again, for this person.
    pub fn change_answers(self, service: ServiceId, person: usize) {
        Shelf::Tab.write(CHANGING, &format!("{person} {service}"));
        self.changing.set(Some((service, person)));
    }

    /// Whose answers about a service are being changed, where that person still has it. Tracked.
    #[must_use]
    pub fn changes_answers_of(self, service: &ServiceId) -> Option<usize> {
        let person = self.changing.with(|changing| {
            changing.as_ref().filter(|(changing, _)| changing == service).map(|(_, person)| *person)
        })?;
        self.with(|visit| visit.has_stop(service, person)).then_some(person)
    }

    /// Whoever leaves the service's page has changed them, or no longer wants to.
    pub fn end_changes(self) {
        // On the server, which ends each page that it writes, there never are any, nor a browser.
        if self.changing.with_untracked(Option::is_some) {
            Shelf::Tab.remove(CHANGING);
            self.changing.set(None);
        }
    }

    pub fn announce(self, news: String) {
        self.news.set(Some(news));
    }

    /// Takes what there is to say.
    #[must_use]
    pub fn take_news(self) -> Option<String> {
        let news = self.news.get_untracked();
        self.news.set(None);
        news
    }

    /// Keeps what the server found wrong with the people, for their page.
    pub fn refuse(self, faults: Vec<PersonFault>) {
        self.refused.set(faults);
    }

    /// Takes what the server found wrong with the people.
    #[must_use]
    pub fn take_refused(self) -> Vec<PersonFault> {
        let faults = self.refused.get_untracked();
        self.refused.set(Vec::new());
        faults
    }
}

/// On the service's own page, which was loaded anew or in the other language.
fn kept_change() -> Option<(ServiceId, usize)> {
    let text = Shelf::Tab.read(CHANGING)?;
    let (person, service) = text.split_once(' ')?;
    let (path, ..) = history::current();
    if !path.ends_with(&format!("/{service}")) {
        Shelf::Tab.remove(CHANGING);
        return None;
    }
    Some((ServiceId::parse(service)?, person.parse().ok()?))
}

impl Default for Plan {
    fn default() -> Self {
        Self::new()
    }
}
