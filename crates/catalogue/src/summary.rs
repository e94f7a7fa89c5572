//! A catalogue in a few lines.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::Language;
use domain::{
    calendar::{DeskSchedule, windows_on},
    checklist::paths,
};

use crate::Catalogue;

pub(crate) fn summary(catalogue: &Catalogue) -> String {
    let mall = catalogue.mall(Language::En);
    let services: Vec<_> = catalogue.services(Language::En).collect();
    let mut evidence: BTreeMap<String, usize> = BTreeMap::new();
    let mut confidence: BTreeMap<String, usize> = BTreeMap::new();
    let mut lengths = Vec::new();
    for service in &services {
        *evidence.entry(format!("{:?}", service.source.evidence)).or_default() += 1;
        *confidence.entry(format!("{:?}", service.source.confidence)).or_default() += 1;
        lengths.extend(paths(service).into_iter().map(|(answers, _)| answers.len()));
    }
    let average = lengths.iter().sum::<usize>() as f64 / lengths.len().max(1) as f64;
    let counts = |counts: &BTreeMap<String, usize>| {
        counts.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
    };
    format!(
        "{}: {} tenants, {} desks, {} services, {} documents\n\
         evidence: {}\nconfidence: {}\n\
         paths through the questions: {}, {average:.1} questions on average, at most {}\n\
         people on a full Monday, booked and walk-in: {}; places that can be booked: {}\n",
        mall.name,
        mall.tenant_count,
        catalogue.schedules().count(),
        mall.service_count,
        catalogue.document_count,
        counts(&evidence),
        counts(&confidence),
        lengths.len(),
        lengths.iter().max().unwrap_or(&0),
        monday_total(catalogue, |schedule| schedule.capacity),
        monday_total(catalogue, DeskSchedule::places),
    )
}

/// What the desks' windows of a Monday without a holiday add up to.
fn monday_total(catalogue: &Catalogue, of_window: impl Fn(&DeskSchedule) -> u32) -> u32 {
    // 1 December 2025 was a Monday; the week's hours decide, not its holidays.
    let mut mall = catalogue.mall(Language::En).clone();
    mall.holidays.clear();
    mall.closures.clear();
    mall.openings.clear();
    let monday = NaiveDate::from_ymd_opt(2025, 12, 1).unwrap_or_default();
    catalogue.schedules().map(|schedule| of_window(schedule) * windows_on(&mall, schedule, monday).len() as u32).sum()
}
