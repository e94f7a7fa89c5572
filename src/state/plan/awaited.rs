//! What was put off for a second visit, and until when: the paper that the first one brings.

use std::sync::Arc;

use chrono::NaiveDate;
use contract::{DocumentId, ServiceId, service::Service};
use serde::{Deserialize, Serialize};

use super::PlannedVisit;

/// A paper that a stop was put off for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    pub document: DocumentId,
    /// Issues it, at the visit before.
    pub issuer: ServiceId,
    /// Working days until it is ready, as promised.
    pub days: u32,
    /// The day of that visit, once it is booked.
    pub since: Option<NaiveDate>,
}

impl PlannedVisit {
    /// This visit is booked for that day. Nobody waits for a paper that it does not bring.
    pub(super) fn await_from(&mut self, day: NaiveDate) {
        for stop in &mut self.later {
            let awaits = stop.awaits.take();
            stop.awaits = awaits
                .filter(|awaits| self.stops.iter().any(|stop| stop.service == awaits.issuer))
                .map(|awaits| Awaited { since: Some(day), ..awaits });
        }
    }

    /// The papers that this visit waits for, as far as its stops want them, each once: name, since when, and how many
    /// working days. `services` in the order of the stops.
    #[must_use]
    pub fn awaited(&self, services: &[Arc<Service>]) -> Vec<(String, NaiveDate, u32)> {
        let mut found = Vec::new();
        for paper in self.papers(services) {
            let wanting = paper.stops.iter().filter_map(|&number| self.stops.get(number as usize - 1));
            for awaits in wanting.filter_map(|stop| stop.awaits.as_ref()) {
                let Some(since) = awaits.since.filter(|_| awaits.document == paper.document) else { continue };
                let one = (paper.name.clone(), since, awaits.days);
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        found
    }
}
