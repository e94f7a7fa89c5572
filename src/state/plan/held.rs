//! The places that are kept while names are typed, and what was sent to be booked.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use contract::{
    HoldId,
    holds::{HeldStop, Hold, HoldInput, Obtain, StopInput},
    person::PersonInput,
    service::Service,
    visits::VisitInput,
};
use domain::itinerary::{Leg, first_unreachable};
use serde::{Deserialize, Serialize};

use super::{IdentityKind, PlannedStop, PlannedVisit};

/// Who and what of the plan is booked: indexes into the planned people and stops. Services that take walk-ins only are
/// not, nor is who has no other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub people: Vec<usize>,
    pub stops: Vec<usize>,
}

/// A hold as the phone knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub hold: Hold,
    pub party: Party,
    /// The phone's clock when the answer came. It may be wrong: only the time since then counts.
    pub received_at: DateTime<Utc>,
    /// The server said that it has ended.
    pub has_ended: bool,
    /// The stops that it was made for.
    stops: Vec<PlannedStop>,
    apart: bool,
}

/// The part of a plan that a hold was asked for. The resident may change the plan before the answer comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    party: Party,
    stops: Vec<PlannedStop>,
    apart: bool,
}

/// A visit that was asked for under a key. It is asked again under the same key until it is answered, so that a lost
/// answer never makes a second visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SentVisit {
    pub key: String,
    pub input: VisitInput,
}

impl Held {
    /// How long the places are still kept; `None` once they are not.
    #[must_use]
    pub fn time_left(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        if self.has_ended {
            return None;
        }
        let passed = (now - self.received_at).max(TimeDelta::zero());
        let left = self.hold.held_until - self.hold.answered_at - passed;
        (left > TimeDelta::zero()).then_some(left)
    }

    /// How long they were kept from the last answer on.
    #[must_use]
    pub fn time_given(&self) -> TimeDelta {
        self.hold.held_until - self.hold.answered_at
    }
}

impl PlannedVisit {
    /// Who and what can be booked. `services` in the order of the stops.
    #[must_use]
    pub fn party(&self, services: &[Arc<Service>]) -> Party {
        let stops: Vec<usize> =
            (0..self.stops.len().min(services.len())).filter(|&index| services[index].desk.bookable).collect();
        let people = (0..self.people.len())
            .filter(|&person| stops.iter().any(|&stop| self.stops[stop].person == person))
            .collect();
        Party { people, stops }
    }

    /// The indexes into the party's stops that must come before each of them.
    #[must_use]
    pub fn order(&self, party: &Party) -> Vec<Vec<usize>> {
        let place = |stop: usize| party.stops.iter().position(|&known| known == stop);
        party
            .stops
            .iter()
            .map(|&stop| self.stops[stop].obtains.iter().filter_map(|obtain| place(obtain.at_stop)).collect())
            .collect()
    }

    /// What is asked of the server: a window for each stop of the party, in its order.
    #[must_use]
    pub fn hold_input(&self, party: &Party, services: &[Arc<Service>], starts: &[DateTime<FixedOffset>]) -> HoldInput {
        let stops = party
            .stops
            .iter()
            .zip(starts)
            .map(|(&index, &starts_at)| {
                let stop = &self.stops[index];
                let at = |obtain: &Obtain| {
                    let at_stop = party.stops.iter().position(|&known| known == obtain.at_stop)?;
                    Some(Obtain { document: obtain.document.clone(), at_stop })
                };
                StopInput {
                    service: stop.service.clone(),
                    person: party.people.iter().position(|&person| person == stop.person).unwrap_or_default(),
                    desk: services[index].desk.id.clone(),
                    starts_at,
                    obtains: stop.obtains.iter().filter_map(at).collect(),
                }
            })
            .collect();
        HoldInput { apart: self.apart && party.people.len() > 1, stops }
    }

    /// Keeps what the server holds for the plan as it was when it was asked, unless that was changed since: then these are
    /// places of another plan. `now`: the phone's clock.
    pub fn keep_hold(&mut self, hold: Hold, asked: Asked, now: DateTime<Utc>) {
        // Windows change with a hold.
        let is_same = |(one, other): (&PlannedStop, &PlannedStop)| {
            PlannedStop { starts_at: None, ..one.clone() } == PlannedStop { starts_at: None, ..other.clone() }
        };
        let has_same = asked.stops.len() == self.stops.len() && asked.stops.iter().zip(&self.stops).all(is_same);
        if !has_same || asked.apart != self.apart {
            return;
        }
        for (&index, held) in asked.party.stops.iter().zip(&hold.stops) {
            self.stops[index].starts_at = Some(held.starts_at);
        }
        self.day = hold.stops.first().map(|stop| stop.starts_at.date_naive());
        self.held = Some(Held {
            hold,
            party: asked.party,
            received_at: now,
            has_ended: false,
            stops: self.stops.clone(),
            apart: self.apart,
        });
    }

    /// What a hold is asked for: the plan as it is now.
    #[must_use]
    pub fn asked(&self, party: Party) -> Asked {
        Asked { party, stops: self.stops.clone(), apart: self.apart }
    }

    /// A later answer about the same hold.
    pub fn refresh_hold(&mut self, hold: Hold, now: DateTime<Utc>) {
        if let Some(held) = self.held.as_mut().filter(|held| held.hold.id == hold.id) {
            held.hold = hold;
            held.received_at = now;
            held.has_ended = false;
        }
    }

    /// From now on this is what was sent. What was sent for the same hold before stays known: nobody knows whether it came.
    pub fn send(&mut self, sent: SentVisit) {
        match self.sent.replace(sent) {
            Some(before) if self.sent.as_ref().is_some_and(|sent| sent.input.hold == before.input.hold) => {
                self.sent_before.push(before);
            }
            _ => self.sent_before.clear(),
        }
    }

    /// What was sent under that key was refused; the rest is still open. Answers may come in another order than they were asked for.
    pub fn refuse_sent(&mut self, key: &str) {
        self.sent_before.retain(|sent| sent.key != key);
        if self.sent.as_ref().is_some_and(|sent| sent.key == key) {
            self.sent = self.sent_before.pop();
        }
    }

    /// Nothing for another than the one that is held: its end may be told after a newer one was taken.
    pub fn end_hold(&mut self, id: &HoldId) {
        if let Some(held) = self.held.as_mut().filter(|held| held.hold.id == *id) {
            held.has_ended = true;
        }
    }

    /// The hold of this plan as it is now: none where stops were changed since.
    #[must_use]
    pub fn held(&self) -> Option<&Held> {
        self.held.as_ref().filter(|held| held.stops == self.stops && held.apart == self.apart)
    }

    /// A child whose places can't be reached together with its parent's: where people split up, the places are kept before
    /// anybody says who is whose child.
    #[must_use]
    pub fn child_out_of_reach(&self, services: &[Arc<Service>], walk_minutes: u32) -> Option<usize> {
        let held = self.held().filter(|_| self.apart)?;
        let (stops, groups) = (held.party.stops.iter().zip(&held.hold.stops), self.groups());
        let leg = |((&index, stop), after): ((&usize, &HeldStop), Vec<usize>)| Leg {
            person: self.stops[index].person,
            desk: stop.desk.clone(),
            starts_at: stop.starts_at,
            ends_at: stop.ends_at,
            minutes: services.get(index).map_or(0, |service| service.minutes),
            after,
        };
        let legs: Vec<Leg> = stops.zip(self.order(&held.party)).map(leg).collect();
        let person = legs[first_unreachable(&legs, walk_minutes, &groups)?].person;
        let is_child =
            |other: &usize| self.people[*other].kind == IdentityKind::Child && groups[*other] == groups[person];
        Some(person).filter(is_child).or_else(|| (0..groups.len()).find(is_child))
    }

    /// What is sent to be booked, for people that were parsed.
    #[must_use]
    pub fn visit_input(&self, people: Vec<PersonInput>) -> Option<VisitInput> {
        let held = self.held()?;
        let answers = held.party.stops.iter().map(|&index| self.stops[index].answers.clone()).collect();
        Some(VisitInput { hold: held.hold.id.clone(), people, answers })
    }
}

#[cfg(test)]
mod tests;
