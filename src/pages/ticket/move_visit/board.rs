//! The windows of the desks of a booked visit, with its stops on them.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use contract::{
    mall::Mall,
    visits::{Displacement, Ticket, TicketStop, VisitState},
};
use domain::itinerary;
use leptos::prelude::*;

use crate::{
    api::{Api, ApiError},
    parts::{
        stop::place_of,
        window_chooser::board::{Board, BoardStop},
    },
    short_lists::once,
    state::Catalogue,
};

pub type Recounted = LocalResource<Result<Arc<Board>, ApiError>>;

/// The board that is at hand at first, and counted anew at each refetch.
pub fn recount(api: Api, ticket: Arc<Ticket>, board: &Arc<Board>) -> Recounted {
    let (mall, catalogue) = (Catalogue::in_context().mall(), Catalogue::in_context());
    let first = StoredValue::new(Some(Arc::clone(board)));
    LocalResource::new(move || {
        let at_hand = first.try_update_value(Option::take).flatten();
        let (ticket, mall) = (Arc::clone(&ticket), Arc::clone(&mall));
        let from = catalogue.written_at().date_naive();
        async move {
            match at_hand {
                Some(board) => Ok(board),
                None => read_board(api, &ticket, &mall, from).await.map(Arc::new),
            }
        }
    })
}

/// The stops that can move, in the order of the ticket.
pub fn movable(ticket: &Ticket) -> Vec<&TicketStop> {
    ticket.stops.iter().filter(|stop| stop.is_movable()).collect()
}

/// Where a stop has its place; none where the window is gone.
pub fn own_start(stop: &TicketStop) -> Option<DateTime<FixedOffset>> {
    (stop.state == VisitState::Booked).then_some(stop.starts_at)
}

pub async fn read_board(api: Api, ticket: &Ticket, mall: &Mall, from: NaiveDate) -> Result<Board, ApiError> {
    let desks = once(movable(ticket).iter().map(|stop| stop.next_desk().clone()));
    let windows = api.list_windows_of(&desks, from, mall.booking.days_ahead + 1).await?;
    let mut board = Board::new(board_stops(ticket), windows, mall.booking.walk_minutes, groups(ticket));
    for stop in movable(ticket) {
        if let Some(start) = own_start(stop) {
            board.add_own_place(stop.next_desk(), start);
        }
    }
    Ok(board)
}

fn board_stops(ticket: &Ticket) -> Vec<BoardStop> {
    let stops = movable(ticket);
    let is_several = ticket.people.len() > 1;
    stops
        .iter()
        .map(|stop| BoardStop {
            service: stop.service_name.clone(),
            person_name: match ticket.people.get(stop.person) {
                Some(person) if is_several => person.name.clone(),
                _ => String::new(),
            },
            place: next_place(stop),
            person: stop.person,
            desk: stop.next_desk().clone(),
            minutes: stop.minutes,
            after: stop
                .obtains
                .iter()
                .filter_map(|obtain| stops.iter().position(|other| other.number == obtain.at_stop))
                .collect(),
        })
        .collect()
}

/// Where it would be served another time. Of another desk the ticket does not say on which floor.
fn next_place(stop: &TicketStop) -> String {
    match &stop.displaced {
        Some(Displacement::OtherDesk { name, .. }) => format!("{name}, {}", stop.tenant_name),
        _ => place_of(stop),
    }
}

/// Who moves together, by person.
fn groups(ticket: &Ticket) -> Vec<usize> {
    itinerary::groups(ticket.apart, ticket.people.iter().map(|person| person.identity.parent()))
}

#[cfg(test)]
mod tests {
    use contract::DeskId;

    use super::*;

    #[test]
    fn where_a_stop_is_served_another_time_is_said_with_its_floor() {
        let stop = serde_json::json!({
            "number": 1, "state": "booked", "service": "a-b", "service_name": "", "person": 0, "tenant_name": "Polresta",
            "desk": "a/b", "desk_name": "Loket SKCK", "place": "Lantai 1", "starts_at": "2026-11-25T09:00:00+07:00",
            "ends_at": "2026-11-25T09:30:00+07:00", "minutes": 10, "late_after": "2026-11-25T09:45:00+07:00",
            "fee": { "kind": "free", "basis": "" },
        });
        let mut stop: TicketStop = serde_json::from_value(stop).unwrap();
        assert_eq!(next_place(&stop), "Lantai 1, Loket SKCK, Polresta");
        let desk = DeskId::parse("a/c").unwrap();
        stop.displaced = Some(Displacement::OtherDesk { desk, name: "Loket SIM".to_owned() });
        assert_eq!(next_place(&stop), "Loket SIM, Polresta", "on which floor that is, the ticket does not say");
    }
}
