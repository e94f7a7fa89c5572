//! Whether stops that someone chose can be a visit: known, open, on one day, reachable one after the other.
//!
//! Faults are gathered by stage, so that a form can show all of one kind at once; a later stage is only looked at when
//! the ones before found nothing, since it takes their results for granted.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, Utc};
use contract::{
    DeskId, FaultCode, FieldError, Language, Problem, ProblemCode,
    holds::{HoldInput, StopInput},
    limits,
    mall::Mall,
};
use domain::{
    calendar::{self, Span},
    itinerary::{self, Leg},
    papers,
};

use crate::{
    App,
    places::{Wanted, WindowKey},
};

/// A stop that can be taken.
#[derive(Debug, Clone)]
pub struct Chosen {
    pub desk: DeskId,
    pub span: Span,
    /// Typical minutes at the counter.
    pub minutes: u32,
    /// Places of the window that can be booked at all.
    pub places: u32,
}

impl Chosen {
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        let window = WindowKey { desk: self.desk.clone(), starts_at: self.span.starts_at.timestamp() };
        Wanted { window, places: self.places }
    }
}

/// Checks what `POST /holds` asks for.
///
/// # Errors
/// `invalid_input`, with every fault of the first stage that has any.
pub fn check_hold(app: &App, now: DateTime<Utc>, input: &HoldInput) -> Result<Vec<Chosen>, Problem> {
    let mall = app.catalogue.mall(Language::Id);
    raise(check_counts(mall, input))?;
    raise(check_references(app, input))?;
    let spans = find_windows(app, now, input.stops.iter().map(|stop| (&stop.desk, stop.starts_at)), |index| {
        format!("/stops/{index}/starts_at")
    })?;
    raise(check_one_day(mall, &spans))?;
    raise(check_obtains(app, input))?;
    let chosen: Vec<Chosen> =
        input.stops.iter().zip(spans).filter_map(|(stop, span)| choose(app, stop, span)).collect();
    let groups = (0..=limits_of_people(&input.stops)).map(|person| if input.apart { person } else { 0 });
    let legs = input.stops.iter().zip(&chosen).map(|(stop, chosen)| leg_of(stop, chosen)).collect::<Vec<_>>();
    raise(check_reachable(mall, &legs, &groups.collect::<Vec<_>>()))?;
    Ok(chosen)
}

fn raise(errors: Vec<FieldError>) -> Result<(), Problem> {
    if errors.is_empty() {
        return Ok(());
    }
    Err(Problem { errors, ..Problem::new(ProblemCode::InvalidInput) })
}

fn fault(pointer: impl Into<String>, code: FaultCode) -> FieldError {
    FieldError { pointer: pointer.into(), code }
}

fn limits_of_people(stops: &[StopInput]) -> usize {
    stops.iter().map(|stop| stop.person).max().unwrap_or_default()
}

fn check_counts(mall: &Mall, input: &HoldInput) -> Vec<FieldError> {
    let rules = &mall.booking;
    if input.stops.is_empty() {
        return vec![fault("/stops", FaultCode::TooFew)];
    }
    if input.stops.len() > rules.stops_max {
        return vec![fault("/stops", FaultCode::TooMany)];
    }
    let people: BTreeSet<usize> = input.stops.iter().map(|stop| stop.person).collect();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, stop) in input.stops.iter().enumerate() {
        if stop.person >= rules.people_max {
            faults.push(fault(format!("/stops/{index}/person"), FaultCode::TooMany));
        } else if (0..stop.person).any(|before| !people.contains(&before)) {
            faults.push(fault(format!("/stops/{index}/person"), FaultCode::PersonGap));
        }
        if !seen.insert((stop.person, &stop.service)) {
            faults.push(fault(format!("/stops/{index}/service"), FaultCode::Duplicate));
        }
        if stop.obtains.len() > limits::OBTAINS_MAX {
            faults.push(fault(format!("/stops/{index}/obtains"), FaultCode::TooMany));
        }
    }
    faults
}

fn check_references(app: &App, input: &HoldInput) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, stop) in input.stops.iter().enumerate() {
        match app.catalogue.service(Language::Id, &stop.service) {
            None => faults.push(fault(format!("/stops/{index}/service"), FaultCode::UnknownReference)),
            Some(service) if service.desk.id != stop.desk => {
                faults.push(fault(format!("/stops/{index}/desk"), FaultCode::WrongDesk));
            }
            Some(_) => {}
        }
        for (place, obtain) in stop.obtains.iter().enumerate() {
            if obtain.at_stop >= input.stops.len() || obtain.at_stop == index {
                let pointer = format!("/stops/{index}/obtains/{place}/at_stop");
                faults.push(fault(pointer, FaultCode::UnknownReference));
            }
        }
    }
    faults
}

/// The windows that start at the given instants; `pointer` names the field of the one at an index.
///
/// # Errors
/// `invalid_input`: why each that can't be booked now can't.
pub fn find_windows<'a>(
    app: &App,
    now: DateTime<Utc>,
    starts: impl Iterator<Item = (&'a DeskId, DateTime<FixedOffset>)>,
    pointer: impl Fn(usize) -> String,
) -> Result<Vec<Span>, Problem> {
    let mall = app.catalogue.mall(Language::Id);
    let mut spans = Vec::new();
    let mut faults = Vec::new();
    for (index, (desk, starts_at)) in starts.enumerate() {
        let window = match app.catalogue.schedule(desk) {
            Some(schedule) => calendar::find_window(mall, schedule, starts_at, now),
            None => Err(FaultCode::UnknownReference),
        };
        match window {
            Ok(span) => spans.push(span),
            Err(code) => faults.push(fault(pointer(index), code)),
        }
    }
    raise(faults)?;
    Ok(spans)
}

fn check_one_day(mall: &Mall, spans: &[Span]) -> Vec<FieldError> {
    let starts: Vec<DateTime<FixedOffset>> = spans.iter().map(|span| span.starts_at).collect();
    other_days(mall, &starts).map(|index| fault(format!("/stops/{index}/starts_at"), FaultCode::OtherDay)).collect()
}

/// The indexes of those that are not on the first one's day, in the mall's zone.
pub fn other_days(mall: &Mall, starts: &[DateTime<FixedOffset>]) -> impl Iterator<Item = usize> {
    let zone = calendar::zone(mall);
    let day = move |start: &DateTime<FixedOffset>| start.with_timezone(&zone).date_naive();
    let first = starts.first().map(day);
    starts.iter().map(day).enumerate().filter(move |(_, day)| Some(*day) != first).map(|(index, _)| index)
}

fn check_obtains(app: &App, input: &HoldInput) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, stop) in input.stops.iter().enumerate() {
        let service = app.catalogue.service(Language::Id, &stop.service);
        for (place, obtain) in stop.obtains.iter().enumerate() {
            let pointer = format!("/stops/{index}/obtains/{place}");
            let issuer = &input.stops[obtain.at_stop];
            let is_obtainable =
                app.catalogue.service(Language::Id, &issuer.service).zip(service).is_some_and(|(issuer, wanting)| {
                    wanting.requirements.iter().any(|requirement| requirement.document == obtain.document)
                        && papers::is_obtainable(&obtain.document, issuer, wanting)
                });
            if !is_obtainable {
                faults.push(fault(format!("{pointer}/document"), FaultCode::NotObtainable));
            } else if issuer.starts_at > stop.starts_at {
                faults.push(fault(format!("{pointer}/at_stop"), FaultCode::NotObtainable));
            }
        }
    }
    faults
}

fn choose(app: &App, stop: &StopInput, span: Span) -> Option<Chosen> {
    let schedule = app.catalogue.schedule(&stop.desk)?;
    let service = app.catalogue.service(Language::Id, &stop.service)?;
    Some(Chosen { desk: stop.desk.clone(), span, minutes: service.minutes, places: schedule.places() })
}

fn leg_of(stop: &StopInput, chosen: &Chosen) -> Leg {
    Leg {
        person: stop.person,
        desk: stop.desk.clone(),
        starts_at: chosen.span.starts_at,
        ends_at: chosen.span.ends_at,
        minutes: chosen.minutes,
        after: stop.obtains.iter().map(|obtain| obtain.at_stop).collect(),
    }
}

/// `groups[person]` names who moves together.
fn check_reachable(mall: &Mall, legs: &[Leg], groups: &[usize]) -> Vec<FieldError> {
    unreachable(mall, legs, groups)
        .map(|index| fault(format!("/stops/{index}/starts_at"), FaultCode::NotReachable))
        .into_iter()
        .collect()
}

/// The index of the first leg that can't be reached.
#[must_use]
pub fn unreachable(mall: &Mall, legs: &[Leg], groups: &[usize]) -> Option<usize> {
    itinerary::first_unreachable(legs, mall.booking.walk_minutes, groups)
}
