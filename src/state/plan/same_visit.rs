//! Two services in one visit: the one that hands out a paper is added first, then the one that wants it.

use contract::{
    ServiceId,
    service::{Answers, Service},
    visits::Paper,
};
use serde::{Deserialize, Serialize};

use super::PlannedVisit;

/// A service that is planned once the one is that hands out its paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanting {
    pub service: ServiceId,
    /// Of whoever has the paper.
    pub answers: Answers,
    pub issuer: ServiceId,
    /// For whom the issuer was added.
    pub person: Option<usize>,
}

impl PlannedVisit {
    /// Who comes to a service, the first of them.
    #[must_use]
    pub fn person_of(&self, service: &ServiceId) -> Option<usize> {
        self.stops.iter().find(|stop| stop.service == *service).map(|stop| stop.person)
    }

    /// Whether another service comes after this one is added.
    #[must_use]
    pub fn leads_on(&self, service: &ServiceId) -> bool {
        self.wanting.as_ref().is_some_and(|wanting| wanting.person.is_none() && wanting.issuer == *service)
    }

    /// After a service was added for a person, with these papers: where another one waits for what it hands out, that one
    /// and its answers so far come next. Where it is the one that waited, its paper is got on the way.
    pub fn lead_on(&mut self, service: &Service, person: usize, papers: &[Paper]) -> Option<(ServiceId, Answers)> {
        if self.leads_on(&service.id) {
            let wanting = self.wanting.as_mut()?;
            wanting.person = Some(person);
            return Some((wanting.service.clone(), wanting.answers.clone()));
        }
        let wanting = self.wanting.take_if(|wanting| wanting.service == service.id)?;
        let of = |id: &ServiceId| self.stops.iter().position(|stop| stop.service == *id && stop.person == person);
        let (stop, at_stop) = (of(&service.id)?, of(&wanting.issuer)?);
        let got = papers
            .iter()
            .filter(|paper| paper.issued_by.contains(&wanting.issuer) && !service.issues.contains(&paper.document));
        for paper in got {
            self.set_obtain(stop, &paper.document, Some(at_stop));
        }
        None
    }
}
