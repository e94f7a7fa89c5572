//! What is planned: stops and people. Plain data; decisions about it are methods.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use contract::{
    DocumentId, Secret, ServiceId,
    holds::Obtain,
    service::{Answers, Owner, Service},
    visits::Paper,
};
use domain::{
    itinerary,
    papers::{self, StopPapers},
};
use serde::{Deserialize, Serialize};

use super::{Awaited, Held, IdentityKind, PersonDraft, SentVisit, Wanting};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlannedVisit {
    /// Somebody may have no stop yet.
    pub people: Vec<PersonDraft>,
    pub stops: Vec<PlannedStop>,
    /// Adults who split up.
    pub apart: bool,
    /// Put off for a second visit, since a paper is not ready before.
    pub later: Vec<PlannedStop>,
    /// Comes next, once what it wants is planned.
    #[serde(default)]
    pub wanting: Option<Wanting>,
    pub day: Option<NaiveDate>,
    /// Made before the hold; opens the hold and then the visit.
    pub secret: Option<Secret>,
    pub held: Option<Held>,
    /// What was sent to be booked and not answered yet.
    pub sent: Option<SentVisit>,
    /// The same with what was corrected since, the latest last.
    #[serde(default)]
    pub sent_before: Vec<SentVisit>,
    /// People who were removed since the plan was kept last, one after the other.
    #[serde(skip)]
    pub gone: Vec<usize>,
    /// The ticket is not to be kept on this device.
    #[serde(default)]
    pub is_on_borrowed_phone: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedStop {
    pub service: ServiceId,
    /// Index into `people`.
    pub person: usize,
    pub answers: Answers,
    /// `at_stop`: index into `stops`.
    pub obtains: Vec<Obtain>,
    /// The window that the resident chose; `None`: as proposed.
    pub starts_at: Option<DateTime<FixedOffset>>,
    /// What it was put off for.
    #[serde(default)]
    pub awaits: Option<Awaited>,
}

/// A paper that one stop wants and a service of another stop issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub document: DocumentId,
    /// The paper's name.
    pub name: String,
    /// The stop that wants it.
    pub stop: usize,
    /// The stop that issues it.
    pub at_stop: usize,
    /// Whether it is promised the same day.
    pub is_obtainable: bool,
    /// Whether the resident takes it.
    pub is_taken: bool,
}

impl PlannedVisit {
    #[must_use]
    pub fn has_stop(&self, service: &ServiceId, person: usize) -> bool {
        self.stops.iter().any(|stop| stop.service == *service && stop.person == person)
    }

    /// Adds a service for a person, who is added where there is no such person yet; a service that this person has
    /// already gets the new answers.
    pub fn add_stop(&mut self, service: ServiceId, person: usize, answers: Answers) {
        while self.people.len() <= person {
            self.people.push(PersonDraft::default());
        }
        // Whoever adds it once more wants it now.
        self.later.retain(|stop| stop.service != service || stop.person != person);
        match self.stops.iter_mut().find(|stop| stop.service == service && stop.person == person) {
            Some(stop) => {
                if stop.answers != answers {
                    stop.answers = answers;
                    stop.obtains.clear();
                }
            }
            None => self.stops.push(PlannedStop {
                service,
                person,
                answers,
                obtains: Vec::new(),
                starts_at: None,
                awaits: None,
            }),
        }
    }

    /// Removes a stop, and its person where nothing was typed about them and they have no other.
    pub fn remove_stop(&mut self, index: usize) {
        if index < self.stops.len() {
            let person = self.take_stop(index).person;
            self.remove_person_if_idle(person);
            self.bring_back_if_empty();
        }
    }

    /// Without a first visit there is none to wait for.
    fn bring_back_if_empty(&mut self) {
        if self.stops.is_empty() {
            let back = std::mem::take(&mut self.later).into_iter();
            self.stops = back.map(|stop| PlannedStop { awaits: None, ..stop }).collect();
        }
    }

    fn take_stop(&mut self, index: usize) -> PlannedStop {
        let taken = self.stops.remove(index);
        for stop in &mut self.stops {
            stop.obtains.retain(|obtain| obtain.at_stop != index);
            for obtain in &mut stop.obtains {
                if obtain.at_stop > index {
                    obtain.at_stop -= 1;
                }
            }
        }
        taken
    }

    /// Puts a stop off for a second visit, since a paper is not ready before.
    pub fn put_off(&mut self, index: usize, awaits: Option<Awaited>) {
        let Some(stop) = self.stops.get(index).cloned() else { return };
        self.later.push(PlannedStop { obtains: Vec::new(), starts_at: None, awaits, ..stop });
        self.remove_stop(index);
    }

    /// Whether that person comes at a second visit alone.
    #[must_use]
    pub fn waits(&self, person: usize) -> bool {
        let is_of = |stop: &PlannedStop| stop.person == person;
        self.later.iter().any(is_of) && !self.stops.iter().any(is_of)
    }

    /// How many come at this visit.
    #[must_use]
    pub fn coming(&self) -> usize {
        (0..self.people.len()).filter(|&person| !self.waits(person)).count()
    }

    /// Takes what was put off into this visit again.
    pub fn bring_back(&mut self, index: usize) {
        if index < self.later.len() {
            let stop = self.later.remove(index);
            self.stops.push(PlannedStop { awaits: None, ..stop });
        }
    }

    /// The next plan, once this one is booked for a day: what was put off, for the same people.
    #[must_use]
    pub fn next(mut self, day: NaiveDate) -> Self {
        self.await_from(day);
        // Of an empty plan no trace is left.
        let is_on_borrowed_phone = self.is_on_borrowed_phone && !self.later.is_empty();
        let mut next = Self { people: self.people, stops: self.later, is_on_borrowed_phone, ..Self::default() };
        for person in (0..next.people.len()).rev() {
            if next.stops.iter().all(|stop| stop.person != person) {
                next.remove_person(person);
            }
        }
        next
    }

    /// Gives a stop to another person; papers that only the person itself can get are no longer taken at another stop.
    pub fn move_stop(&mut self, index: usize, person: usize) {
        let Some(service) = self.stops.get(index).map(|stop| stop.service.clone()) else { return };
        if self.has_stop(&service, person) {
            return;
        }
        while self.people.len() <= person {
            self.people.push(PersonDraft::default());
        }
        let before = self.stops[index].person;
        // They come for it now, so not a second time.
        self.later.retain(|stop| stop.service != service || stop.person != person);
        self.stops[index].person = person;
        self.stops[index].obtains.clear();
        for stop in &mut self.stops {
            stop.obtains.retain(|obtain| obtain.at_stop != index);
        }
        self.remove_person_if_idle(before);
    }

    /// Somebody more, without a stop yet.
    pub fn add_person(&mut self) {
        self.people.push(PersonDraft::default());
    }

    /// Removes a person with all stops.
    pub fn remove_person(&mut self, person: usize) {
        while let Some(index) = self.stops.iter().position(|stop| stop.person == person) {
            self.take_stop(index);
        }
        self.later.retain(|stop| stop.person != person);
        self.wanting = None;
        if person < self.people.len() {
            self.people.remove(person);
            self.gone.push(person);
        }
        for stop in self.stops.iter_mut().chain(&mut self.later) {
            if stop.person > person {
                stop.person -= 1;
            }
        }
        for draft in &mut self.people {
            draft.parent = match draft.parent {
                Some(parent) if parent == person => None,
                Some(parent) if parent > person => Some(parent - 1),
                parent => parent,
            };
        }
        if self.people.len() < 2 {
            self.apart = false;
        }
        self.bring_back_if_empty();
    }

    /// Nothing typed is ever lost: who has a name or a number stays.
    fn remove_person_if_idle(&mut self, person: usize) {
        let is_blank = self.people.get(person).is_some_and(|draft| *draft == PersonDraft::default());
        let comes = self.stops.iter().chain(&self.later).any(|stop| stop.person == person);
        if is_blank && !comes {
            self.remove_person(person);
        }
    }

    /// Takes a paper at another stop, or no longer.
    pub fn set_obtain(&mut self, stop: usize, document: &DocumentId, at_stop: Option<usize>) {
        let Some(stop) = self.stops.get_mut(stop) else { return };
        stop.obtains.retain(|obtain| obtain.document != *document);
        if let Some(at_stop) = at_stop {
            stop.obtains.push(Obtain { document: document.clone(), at_stop });
        }
    }

    /// Who moves together, by person.
    #[must_use]
    pub fn groups(&self) -> Vec<usize> {
        let parent = |draft: &PersonDraft| draft.parent.filter(|_| draft.kind == IdentityKind::Child);
        itinerary::groups(self.apart, self.people.iter().map(parent))
    }

    /// Papers of all stops, merged; stops are numbered from 1. `services` in the order of the stops.
    #[must_use]
    pub fn papers(&self, services: &[Arc<Service>]) -> Vec<Paper> {
        let stops: Vec<StopPapers<'_>> = self
            .stops
            .iter()
            .zip(services)
            .zip(1..)
            .map(|((stop, service), number)| StopPapers {
                number,
                person: stop.person,
                service,
                answers: &stop.answers,
                obtains: stop
                    .obtains
                    .iter()
                    .map(|obtain| (obtain.document.clone(), number_of(obtain.at_stop)))
                    .collect(),
            })
            .collect();
        papers::merge(&stops)
    }

    /// Papers that could be got on the way, with what the resident decided. None that would make two stops wait for
    /// each other.
    #[must_use]
    pub fn offers(&self, services: &[Arc<Service>]) -> Vec<Offer> {
        let mut offers = Vec::new();
        for paper in self.papers(services) {
            for &number in &paper.stops {
                let stop = number as usize - 1;
                for (at_stop, issuer) in services.iter().enumerate().take(self.stops.len()) {
                    let is_own = paper.of != Owner::Person || self.stops[at_stop].person == self.stops[stop].person;
                    if at_stop == stop || !issuer.issues.contains(&paper.document) || !is_own {
                        continue;
                    }
                    let is_obtainable = papers::is_obtainable(&paper.document, issuer, &services[stop]);
                    // Ready the same day, and still of no use: the old one is wanted.
                    if issuer.ready_days[1] == 0 && !is_obtainable {
                        continue;
                    }
                    let is_taken = self.stops[stop]
                        .obtains
                        .iter()
                        .any(|obtain| obtain.document == paper.document && obtain.at_stop == at_stop);
                    if !is_taken && self.waits_for(at_stop, stop) {
                        continue;
                    }
                    offers.push(Offer {
                        document: paper.document.clone(),
                        name: paper.name.clone(),
                        stop,
                        at_stop,
                        is_obtainable: issuer.desk.bookable && is_obtainable,
                        is_taken,
                    });
                }
            }
        }
        offers
    }

    /// Whether a stop needs a paper of the other one, directly or not.
    fn waits_for(&self, stop: usize, other: usize) -> bool {
        let mut open = vec![stop];
        let mut seen = Vec::new();
        while let Some(stop) = open.pop() {
            if seen.contains(&stop) {
                continue;
            }
            seen.push(stop);
            let firsts = self.stops.get(stop).into_iter().flat_map(|stop| &stop.obtains).map(|obtain| obtain.at_stop);
            for first in firsts {
                if first == other {
                    return true;
                }
                open.push(first);
            }
        }
        false
    }
}

/// Stops are numbered from 1.
fn number_of(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
