//! Plans, services and holds for tests.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta};
use contract::{
    DocumentId, HoldId, ServiceId,
    holds::{HeldStop, Hold},
    service::{Answers, Service},
};

use super::{Party, PlannedVisit};

/// A service that issues one paper and wants others, each of a person.
pub fn service(id: &str, issues: &str, wants: &[&str], ready_days: [u32; 2]) -> Arc<Service> {
    let requirements: Vec<_> = wants
        .iter()
        .map(|document| serde_json::json!({ "document": document, "form": "original", "copies": 0, "count": 1 }))
        .collect();
    let documents: serde_json::Map<_, _> = wants
        .iter()
        .map(|document| {
            ((*document).to_owned(), serde_json::json!({ "name": document, "kind": "letter", "of": "person" }))
        })
        .collect();
    let json = serde_json::json!({
        "id": id, "name": id, "summary": "", "category": "a", "life_events": [], "minutes": 10,
        "tenant": { "id": "polresta", "name": "P", "short": "P", "kind": "national", "about": "" },
        "desk": { "id": format!("polresta/{id}"), "name": id, "window_minutes": 30, "bookable": !id.contains("langsung") },
        "issues": [issues], "ready_days": ready_days, "fee": { "kind": "free", "basis": "" },
        "questions": [], "requirements": requirements, "stops": [], "steps": [],
        "source": { "basis": [], "evidence": "agency", "confidence": "low" },
        "documents": documents, "related": {},
    });
    Arc::new(serde_json::from_value(json).unwrap())
}

pub fn id(text: &str) -> ServiceId {
    ServiceId::parse(text).unwrap()
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn document(text: &str) -> DocumentId {
    DocumentId::parse(text).unwrap()
}

pub fn planned(stops: &[(&str, usize)]) -> PlannedVisit {
    let mut visit = PlannedVisit::default();
    for (service, person) in stops {
        visit.add_stop(id(service), *person, Answers::new());
    }
    visit
}

pub fn hold_of(visit: &PlannedVisit, party: &Party, services: &[Arc<Service>]) -> Hold {
    let start = DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
    let starts = vec![start; party.stops.len()];
    let input = visit.hold_input(party, services, &starts);
    let stops = input.stops.into_iter().map(|stop| HeldStop {
        service: stop.service,
        person: stop.person,
        desk: stop.desk,
        starts_at: stop.starts_at,
        ends_at: stop.starts_at + TimeDelta::minutes(30),
    });
    Hold {
        id: HoldId::parse("0123456789abcdefghjkmnpqrs").unwrap(),
        answered_at: start,
        held_until: start + TimeDelta::minutes(10),
        extendable: true,
        stops: stops.collect(),
    }
}
