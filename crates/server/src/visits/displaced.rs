//! Windows that the catalogue took away from booked stops. Nothing is written where that happens: the server compares each
//! stop with the catalogue that it was started with, so a corrected catalogue brings the window back.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{DeskId, FaultCode, Language, ServiceId, mall::Mall, visits::Displacement};
use domain::calendar;

use super::ledger::{Visit, VisitStop};
use crate::{App, retention, windows};

/// Why a service has no window at that desk that starts then, in the words of the catalogue; `None`: it has one.
#[must_use]
pub fn displacement(
    app: &App,
    language: Language,
    service: &ServiceId,
    desk: &DeskId,
    starts_at: DateTime<Utc>,
) -> Option<Displacement> {
    let Some(service) = app.catalogue.service(language, service) else { return Some(Displacement::ServiceGone) };
    if service.desk.id != *desk {
        let (desk, name) = (service.desk.id.clone(), service.desk.name.clone());
        return Some(Displacement::OtherDesk { desk, name });
    }
    let mall = app.catalogue.mall(language);
    let schedule = app.catalogue.schedule(desk)?;
    calendar::displacement(mall, schedule, starts_at.with_timezone(&calendar::zone(mall)))
}

#[must_use]
pub fn is_displaced(app: &App, service: &ServiceId, desk: &DeskId, starts_at: DateTime<Utc>) -> bool {
    displacement(app, Language::Id, service, desk, starts_at).is_some()
}

/// What a form says about a window that is not there.
#[must_use]
pub const fn fault(displacement: &Displacement) -> FaultCode {
    match displacement {
        Displacement::Holiday { .. } | Displacement::Closed { .. } => FaultCode::DayClosed,
        Displacement::Hours => FaultCode::OutsideHours,
        Displacement::OtherDesk { .. } => FaultCode::WrongDesk,
        Displacement::ServiceGone => FaultCode::UnknownReference,
        Displacement::Unknown => FaultCode::Unknown,
    }
}

/// Until when displaced stops can move: as long as the names of the visit are kept. The mall took the window, so nobody is
/// hurried; and as soon as nobody knows any more whose it was, nobody can come. `None` where no stop is displaced that could.
#[must_use]
pub fn movable_until(mall: &Mall, visit: &Visit) -> Option<DateTime<Utc>> {
    let waits = |stop: &&VisitStop| stop.is_displaced() && stop.goes_to().is_some();
    visit.stops.iter().any(|stop| waits(&stop)).then(|| windows::midnight(mall, retention::wiped_on(visit.day)))
}

/// Some minutes before the first window of the stops still booked in windows that there are.
#[must_use]
pub fn booked_until(mall: &Mall, visit: &Visit) -> Option<DateTime<Utc>> {
    let first = visit.stops.iter().filter(|stop| stop.is_booked()).map(|stop| stop.starts_at).min()?;
    Some(first - TimeDelta::minutes(i64::from(mall.booking.change_until_minutes)))
}
