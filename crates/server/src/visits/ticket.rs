//! What the resident shows: a visit in one language, with the catalogue's words.
//!
//! A ticket outlives the catalogue it was booked with: where a service, desk or tenant is gone, its id stands for its name, and
//! where a service asks otherwise, nothing that was to be brought is left out.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use contract::{
    Language,
    mall::Mall,
    service::{Fee, FeeKind, Service},
    visits::{Paper, Ticket, TicketPerson, TicketStop, VisitState},
};
use domain::{
    calendar,
    papers::{self, StopPapers},
};

use super::{
    displaced,
    ledger::{Visit, VisitStop},
    proposal,
};
use crate::{App, db::Connection, error::Error};

/// The ticket of a visit, as it is at `now`, with where its displaced stops could go.
///
/// # Errors
/// Those of the database.
pub async fn whole_ticket(
    connection: &mut Connection,
    app: &App,
    language: Language,
    visit: &Visit,
    now: DateTime<Utc>,
) -> Result<Ticket, Error> {
    let moves_to = proposal::propose(connection, app, visit, now).await?;
    Ok(Ticket { moves_to, ..ticket(app, language, visit, now) })
}

/// The ticket of a visit, as it is at `now`, without a proposal.
#[must_use]
pub fn ticket(app: &App, language: Language, visit: &Visit, now: DateTime<Utc>) -> Ticket {
    let mall = app.catalogue.mall(language);
    let zone = calendar::zone(mall);
    let mut stops: Vec<TicketStop> = visit.stops.iter().map(|stop| ticket_stop(app, language, visit, stop)).collect();
    stops.sort_by_key(|stop| (stop.starts_at, stop.number));
    Ticket {
        code: visit.code,
        day: day_of(&stops),
        state: visit_state(stops.iter().map(|stop| stop.state)),
        answered_at: now.with_timezone(&zone),
        change_until: change_until(mall, visit).with_timezone(&zone),
        apart: visit.apart,
        people: visit
            .people
            .iter()
            .map(|person| TicketPerson {
                name: person.name.clone(),
                identity: person.identity.clone(),
                has_phone: person.has_phone,
            })
            .collect(),
        papers: merged_papers(app, language, visit),
        moves_to: Vec::new(),
        stops,
    }
}

/// The day of the stops still booked, since a cancelled or displaced one stays on the day it was booked for; else of the
/// displaced ones, else of the first.
fn day_of(stops: &[TicketStop]) -> NaiveDate {
    let first = |state| stops.iter().find(|stop| stop.state == state);
    let live = first(VisitState::Booked).or_else(|| first(VisitState::Displaced));
    live.or(stops.first()).map(|stop| stop.starts_at.date_naive()).unwrap_or_default()
}

/// How late is too late.
#[must_use]
pub fn grace(mall: &Mall) -> TimeDelta {
    TimeDelta::minutes(i64::from(mall.booking.late_grace_minutes))
}

/// A stop whose window ended then or earlier is missed, if nobody came.
#[must_use]
pub fn over_before(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    now - grace(app.catalogue.mall(Language::Id))
}

/// Rescheduling is possible until then: some time before the first window of the stops still booked; where some are
/// displaced, longer for those.
#[must_use]
pub fn change_until(mall: &Mall, visit: &Visit) -> DateTime<Utc> {
    let until = displaced::movable_until(mall, visit).or_else(|| displaced::booked_until(mall, visit));
    until.unwrap_or_else(|| {
        let first = visit.stops.iter().map(|stop| stop.starts_at).min().unwrap_or_default();
        first - TimeDelta::minutes(i64::from(mall.booking.change_until_minutes))
    })
}

/// Follows from the stops: booked while one is; else displaced where one is; else missed where one was; else cancelled.
fn visit_state(states: impl Iterator<Item = VisitState>) -> VisitState {
    let rank = |state: &VisitState| match state {
        VisitState::Booked => 0,
        VisitState::Displaced => 1,
        VisitState::Missed => 2,
        VisitState::Cancelled => 3,
        VisitState::Unknown => 4,
    };
    states.min_by_key(rank).unwrap_or(VisitState::Unknown)
}

fn ticket_stop(app: &App, language: Language, visit: &Visit, stop: &VisitStop) -> TicketStop {
    let mall = app.catalogue.mall(language);
    let zone = calendar::zone(mall);
    let service = app.catalogue.service(language, &stop.service);
    let desk = app.catalogue.desk(language, &stop.desk);
    let tenant = app.catalogue.tenant(language, &stop.desk.tenant);
    TicketStop {
        number: stop.number,
        service: stop.service.clone(),
        service_name: service.map_or_else(|| stop.service.to_string(), |service| service.name.clone()),
        person: stop.person,
        desk: stop.desk.clone(),
        desk_name: desk.map_or_else(|| stop.desk.to_string(), |desk| desk.name.clone()),
        tenant_name: tenant.map_or_else(|| stop.desk.tenant.to_string(), |tenant| tenant.short.clone()),
        place: desk.and_then(|desk| desk.place.clone()),
        starts_at: stop.starts_at.with_timezone(&zone),
        ends_at: stop.ends_at.with_timezone(&zone),
        minutes: stop.minutes,
        late_after: (stop.ends_at + grace(mall)).with_timezone(&zone),
        state: stop.state,
        displaced: stop
            .is_displaced()
            .then(|| displaced::displacement(app, language, &stop.service, &stop.desk, stop.starts_at))
            .flatten(),
        fee: service.map_or_else(unknown_fee, |service| service.fee.clone()),
        obtains: visit.obtains(stop),
    }
}

fn unknown_fee() -> Fee {
    Fee { kind: FeeKind::Unknown, amount: None, items: Vec::new(), note: None, basis: String::new() }
}

fn merged_papers(app: &App, language: Language, visit: &Visit) -> Vec<Paper> {
    let mut wanting: Vec<(&VisitStop, &Service)> = visit
        .stops
        .iter()
        .filter(|stop| stop.is_live())
        .filter_map(|stop| Some((stop, app.catalogue.service(language, &stop.service)?)))
        .collect();
    wanting.sort_by_key(|(stop, _)| (stop.starts_at, stop.number));
    let stops: Vec<StopPapers<'_>> = wanting
        .into_iter()
        .filter_map(|(stop, service)| {
            Some(StopPapers {
                number: stop.number,
                person: stop.person,
                service,
                answers: stop.answers.as_ref()?,
                obtains: visit.obtains(stop).into_iter().map(|obtain| (obtain.document, obtain.at_stop)).collect(),
            })
        })
        .collect();
    papers::merge_booked(&stops)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_booked_while_one_of_its_stops_is() {
        use VisitState::{Booked, Cancelled, Displaced, Missed};
        assert_eq!(visit_state([Cancelled, Booked, Displaced, Missed].into_iter()), Booked);
        assert_eq!(visit_state([Cancelled, Displaced, Missed].into_iter()), Displaced);
        assert_eq!(visit_state([Cancelled, Missed].into_iter()), Missed);
        assert_eq!(visit_state([Cancelled, Cancelled].into_iter()), Cancelled);
    }
}
