//! What a device keeps, also for releases that write tickets in another way.

use chrono::TimeDelta;
use contract::visits::{Ticket, VisitState};

use super::*;

fn kept(random: u64, day: &str) -> KeptTicket {
    let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+07:00").unwrap();
    let ticket = Ticket {
        code: VisitCode::from_random(random),
        day: day.parse().unwrap(),
        state: VisitState::Booked,
        answered_at: now,
        change_until: now,
        apart: false,
        people: Vec::new(),
        stops: Vec::new(),
        papers: Vec::new(),
        moves_to: Vec::new(),
    };
    KeptTicket { secret: Secret::from_bytes([1; 16]), ticket, kept_at: now.to_utc() }
}

#[test]
fn tickets_stand_in_order_of_days_one_a_code() {
    let mut all = KeptList::default();
    for (random, day) in [(1, "2026-11-27"), (2, "2026-11-25"), (1, "2026-11-24")] {
        all.add(kept(random, day));
    }
    let days: Vec<String> = all.tickets.iter().map(|kept| kept.ticket.day.to_string()).collect();
    assert_eq!(days, ["2026-11-24", "2026-11-25"]);
}

fn stop(starts_at: &str) -> TicketStop {
    let starts_at = DateTime::parse_from_rfc3339(&format!("{starts_at}:00+07:00")).unwrap();
    let (ends_at, late_after) = (starts_at + TimeDelta::minutes(30), starts_at + TimeDelta::minutes(45));
    let stop = serde_json::json!({
        "number": 1, "state": "booked", "service": "a-b", "service_name": "", "person": 0, "tenant_name": "",
        "desk": "a/b", "desk_name": "", "starts_at": starts_at, "ends_at": ends_at, "minutes": 10,
        "late_after": late_after, "fee": { "kind": "free", "basis": "" },
    });
    serde_json::from_value(stop).unwrap()
}

#[test]
fn of_one_day_the_earlier_visit_comes_first_until_it_is_too_late_for_it() {
    let mut all = KeptList::default();
    for (random, starts_at) in [(1, "2026-12-03T13:00"), (2, "2026-12-03T08:00"), (3, "2026-12-04T08:00")] {
        let mut one = kept(random, &starts_at[..10]);
        one.ticket.stops = vec![stop(starts_at)];
        all.add(one);
    }
    let codes: Vec<_> = all.tickets.iter().map(|kept| kept.ticket.code).collect();
    assert_eq!(codes, [2, 1, 3].map(VisitCode::from_random));
    for (now, next) in [("07:00", 2), ("08:45", 2), ("08:46", 1), ("14:00", 3)] {
        let now = DateTime::parse_from_rfc3339(&format!("2026-12-03T{now}:00+07:00")).unwrap().to_utc();
        let found = next_of(&all.tickets, "2026-12-03".parse().unwrap(), now).unwrap();
        assert_eq!(found.ticket.code, VisitCode::from_random(next), "{now}");
    }
    let late = DateTime::parse_from_rfc3339("2026-12-04T15:00:00+07:00").unwrap().to_utc();
    assert!(next_of(&all.tickets, "2026-12-04".parse().unwrap(), late).is_some(), "there is no other");
}

#[test]
fn the_device_keeps_no_more_than_its_limit() {
    let mut all = KeptList::default();
    for random in 0..30 {
        all.add(kept(random, "2026-11-25"));
    }
    assert_eq!(all.tickets.len(), KEPT_MAX);
    // Also of an earlier day, the newest stays.
    assert_eq!(all.add(kept(40, "2026-11-24")), Some(VisitCode::from_random(10)));
    assert_eq!((all.tickets.len(), all.tickets[0].ticket.code), (KEPT_MAX, VisitCode::from_random(40)));
}

#[test]
fn what_is_over_goes_before_what_is_to_come() {
    let stop = stop("2026-11-25T09:00");
    let mut all = KeptList::default();
    for random in 0..20 {
        // The one that is over stands last.
        let mut one = kept(random, if random == 7 { "2026-11-26" } else { "2026-11-25" });
        one.ticket.stops = if random == 7 { Vec::new() } else { vec![stop.clone()] };
        all.add(one);
    }
    assert_eq!(all.add(kept(40, "2026-11-27")), Some(VisitCode::from_random(7)));
}

#[test]
fn a_ticket_goes_thirty_days_after_its_day() {
    let now = DateTime::parse_from_rfc3339("2026-11-24T09:00:00+07:00").unwrap().to_utc();
    for (day, stays) in [("2026-10-25", true), ("2026-10-24", false)] {
        let mut list = KeptList { tickets: vec![kept(1, day)], unread: Vec::new() };
        let over = list.drop_over(now);
        assert_eq!((over.is_empty(), list.is_empty()), (stays, !stays), "{day}");
    }
}

/// As a phone wrote it in November 2026. It is never renewed: phones have what they have. A new field has `#[serde(default)]`.
const OF_NOVEMBER: &str = include_str!("of_november_2026.json");

#[test]
fn tickets_that_phones_have_are_read_by_every_release() {
    let tickets: Vec<KeptTicket> = serde_json::from_str(OF_NOVEMBER).unwrap();
    let list = KeptList::parse(OF_NOVEMBER);
    assert_eq!(list.tickets, tickets);
    assert!(list.unread.is_empty());
    let states: Vec<VisitState> = tickets.iter().map(|kept| kept.ticket.state).collect();
    assert_eq!(states, [VisitState::Booked, VisitState::Displaced]);
    assert!(KeptList::parse(&list.to_text().unwrap()) == list, "as it was");
}

/// A list with a ticket of another release between two of ours.
fn with_one_of_another_release() -> (String, String) {
    let own = [kept(1, "2026-11-25"), kept(2, "2026-11-26")].map(|kept| serde_json::to_string(&kept).unwrap());
    let other = serde_json::to_string(&kept(7, "2026-11-27")).unwrap().replace("\"apart\"", "\"party\"");
    (format!("[{}, {other} ,{}]", own[0], own[1]), other)
}

#[test]
fn an_entry_that_cannot_be_read_hides_no_other_and_stays_as_it_is() {
    let (text, other) = with_one_of_another_release();
    let mut list = KeptList::parse(&text);
    let codes = |list: &KeptList| list.tickets.iter().map(|kept| kept.ticket.code).collect::<Vec<_>>();
    assert_eq!(codes(&list), [VisitCode::from_random(1), VisitCode::from_random(2)]);
    list.add(kept(3, "2026-11-28"));
    list.forget(VisitCode::from_random(1));
    let again = KeptList::parse(&list.to_text().unwrap());
    assert_eq!(codes(&again), [VisitCode::from_random(2), VisitCode::from_random(3)]);
    assert_eq!(again.unread.iter().map(|unread| unread.text.as_str()).collect::<Vec<_>>(), [other]);
    assert_eq!(again.secret_of(VisitCode::from_random(7)), Some(Secret::from_bytes([1; 16])));
}

#[test]
fn an_entry_that_cannot_be_read_goes_as_any_other_does() {
    let (text, _) = with_one_of_another_release();
    let ends: [fn(&mut KeptList); 3] = [
        |list| list.forget(VisitCode::from_random(7)),
        |list| {
            list.add(kept(7, "2026-11-27"));
        },
        |list| {
            list.drop_over(DateTime::parse_from_rfc3339("2026-12-29T09:00:00+07:00").unwrap().to_utc());
        },
    ];
    for end in ends {
        let mut list = KeptList::parse(&text);
        assert_eq!(list.unread.len(), 1);
        end(&mut list);
        assert!(list.unread.is_empty());
    }
}

#[test]
fn what_is_no_list_has_no_entries() {
    for text in ["", "[]", "{}", "[", "null", "[,]"] {
        assert!(KeptList::parse(text).is_empty(), "{text}");
    }
    let list = KeptList::parse("[1, \"],[\"]");
    assert_eq!((list.tickets.len(), list.to_text().as_deref()), (0, Some("[1,\"],[\"]")));
}

#[test]
fn a_later_answer_that_says_the_same_shows_the_same() {
    let before = [kept(1, "2026-11-25"), kept(2, "2026-11-26")];
    let mut after = before.clone();
    after[1].ticket.answered_at += TimeDelta::hours(1);
    after[1].kept_at += TimeDelta::hours(1);
    assert!(show_the_same(&before, &after));
    after[1].ticket.state = VisitState::Cancelled;
    assert!(!show_the_same(&before, &after) && !show_the_same(&before, &before[..1]));
}
