//! The board of a visit that is being planned.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use contract::{DeskId, mall::Mall, service::Service, windows::DeskWindows};

use super::board::{Board, BoardStop};
use crate::{
    api::{Api, ApiError},
    browser::clock,
    parts::awaited::not_before,
    short_lists::once,
    state::plan::{Party, PlannedVisit},
};

/// The desks of a party, each once.
#[must_use]
pub fn desks(party: &Party, services: &[Arc<Service>]) -> Vec<DeskId> {
    once(party.stops.iter().map(|&index| services[index].desk.id.clone()))
}

/// Where a service is served: floor, desk and tenant.
#[must_use]
pub fn place_of(service: &Service) -> String {
    let floor = service.desk.place.as_ref().map(|place| format!("{place}, ")).unwrap_or_default();
    format!("{floor}{}, {}", service.desk.name, service.tenant.short)
}

/// Asks for the windows of every desk of the party. `from`: a day near today.
///
/// # Errors
/// See [`ApiError`].
pub async fn read_board(
    api: Api,
    visit: &PlannedVisit,
    services: &[Arc<Service>],
    mall: &Mall,
    from: NaiveDate,
    unnamed: fn(usize) -> String,
) -> Result<Arc<Board>, ApiError> {
    let party = visit.party(services);
    let windows = api.list_windows_of(&desks(&party, services), from, mall.booking.days_ahead + 1).await?;
    let mut board = board(visit, &party, services, mall, windows, unnamed);
    board.not_before = not_before(visit, services, mall);
    // The next hold takes the place of what is held, also where that was for another plan.
    let held = visit.held.iter().filter(|held| held.time_left(clock::now()).is_some());
    for stop in held.flat_map(|held| &held.hold.stops) {
        board.add_own_place(&stop.desk, stop.starts_at);
    }
    Ok(Arc::new(board))
}

fn board(
    visit: &PlannedVisit,
    party: &Party,
    services: &[Arc<Service>],
    mall: &Mall,
    windows: BTreeMap<DeskId, DeskWindows>,
    unnamed: fn(usize) -> String,
) -> Board {
    let names = visit.names(unnamed);
    let stops = party
        .stops
        .iter()
        .zip(visit.order(party))
        .map(|(&index, after)| {
            let (stop, service) = (&visit.stops[index], &services[index]);
            BoardStop {
                service: service.name.clone(),
                person_name: if names.len() > 1 { names[stop.person].clone() } else { String::new() },
                place: place_of(service),
                person: stop.person,
                desk: service.desk.id.clone(),
                minutes: service.minutes,
                after,
            }
        })
        .collect();
    Board::new(stops, windows, mall.booking.walk_minutes, visit.groups())
}
