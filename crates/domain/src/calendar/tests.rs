use chrono::TimeDelta;
use contract::mall::{Closure, Interval, Opening};

use super::*;
use crate::fixtures::{at, date, desk_id, instant, intervals, mall, now, schedule, time};

/// `08:00 08:30 …`: when the windows of a desk start.
fn starts(mall: &Mall, schedule: &DeskSchedule, day: &str) -> String {
    let windows = windows_on(mall, schedule, date(day));
    windows.iter().map(|span| span.starts_at.format("%H:%M").to_string()).collect::<Vec<_>>().join(" ")
}

fn closure(day: &str, tenant: Option<&str>, desk: Option<&str>) -> Closure {
    let tenant = tenant.map(|id| contract::TenantId::parse(id).unwrap());
    Closure { date: date(day), tenant, desk: desk.map(desk_id), reason: format!("{desk:?}") }
}

fn opening(day: &str, tenant: Option<&str>, desk: Option<&str>, hours: &[(&str, &str)]) -> Opening {
    let tenant = tenant.map(|id| contract::TenantId::parse(id).unwrap());
    Opening { date: date(day), hours: intervals(hours), tenant, desk: desk.map(desk_id) }
}

#[test]
fn the_share_is_rounded_down_but_never_to_nothing() {
    for (capacity, online_share, expected) in [
        (36, 70, 25),
        (10, 70, 7),
        (10, 75, 7),
        (1, 1, 1),
        (3, 10, 1),
        (3, 0, 0),
        (0, 70, 0),
        (8, 100, 8),
        (8, 250, 8),
        (u32::MAX, 100, u32::MAX),
    ] {
        let schedule = DeskSchedule { capacity, online_share, ..schedule("dinas/loket") };
        assert_eq!(schedule.places(), expected, "{capacity} x {online_share} %");
    }
}

#[test]
fn windows_fit_whole_into_each_interval() {
    let mall = mall();
    for (window_minutes, day, expected) in [
        (30, "2026-11-24", "08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30 12:30 13:00 13:30 14:00 14:30"),
        (60, "2026-11-24", "08:00 09:00 10:00 11:00 12:30 13:30"),
        (90, "2026-11-24", "08:00 09:30 12:30"),
        (240, "2026-11-24", "08:00"),
        (241, "2026-11-24", ""),
        (0, "2026-11-24", ""),
        (60, "2026-11-27", "08:00 09:00 10:00 13:30"),
        (45, "2026-11-27", "08:00 08:45 09:30 10:15 13:30 14:15"),
        (30, "2026-11-28", ""),
        (30, "2026-12-25", ""),
    ] {
        let schedule = DeskSchedule { window_minutes, ..schedule("dinas/loket") };
        assert_eq!(starts(&mall, &schedule, day), expected, "{window_minutes} {day}");
    }
}

#[test]
fn windows_stand_in_the_malls_zone() {
    let span = windows_on(&mall(), &schedule("dinas/loket"), date("2026-11-24"))[0];
    assert_eq!(span.starts_at, instant("2026-11-24T01:00:00Z"));
    assert_eq!(span.ends_at.to_rfc3339(), "2026-11-24T08:30:00+07:00");
}

#[test]
fn a_desk_with_its_own_hours_opens_by_them() {
    let sat = intervals(&[("09:00", "10:00")]);
    let schedule = DeskSchedule { hours: Some(Week { sat, ..Week::default() }), ..schedule("dinas/loket") };
    assert_eq!(starts(&mall(), &schedule, "2026-11-28"), "09:00 09:30");
    assert_eq!(hours_on(&mall(), &schedule, date("2026-11-24")), Err(DayState::Weekend));
}

#[test]
fn a_closed_day_says_why() {
    let (mut mall, schedule) = (mall(), schedule("dinas/loket"));
    mall.closures = vec![closure("2026-11-24", None, None)];
    let holiday = DayState::Holiday { name: "Hari Raya Natal".into() };
    for (day, expected) in [
        ("2026-11-24", DayState::Closed { reason: "None".into() }),
        ("2026-11-28", DayState::Weekend),
        ("2026-11-29", DayState::Weekend),
        ("2026-12-25", holiday),
    ] {
        assert_eq!(hours_on(&mall, &schedule, date(day)), Err(expected), "{day}");
    }
}

#[test]
fn the_narrower_scope_decides_and_a_closure_beats_an_opening_of_its_own_scope() {
    let (desk, tenant) = (Some("dinas/loket"), Some("dinas"));
    let early: &[(&str, &str)] = &[("08:00", "09:00")];
    let late: &[(&str, &str)] = &[("14:00", "15:00")];
    type Case = (&'static str, Vec<Closure>, Vec<Opening>, &'static str, &'static str);
    let day = "2026-11-24";
    let cases: Vec<Case> = vec![
        (
            "an opening of the mall beats the weekend",
            vec![],
            vec![opening("2026-11-28", None, None, early)],
            "2026-11-28",
            "08:00 08:30",
        ),
        (
            "an opening of a desk beats a holiday",
            vec![],
            vec![opening("2026-12-25", None, desk, late)],
            "2026-12-25",
            "14:00 14:30",
        ),
        ("an opening changes the hours of a weekday", vec![], vec![opening(day, None, None, late)], day, "14:00 14:30"),
        (
            "an opening of the tenant beats a closure of the mall",
            vec![closure(day, None, None)],
            vec![opening(day, tenant, None, early)],
            day,
            "08:00 08:30",
        ),
        (
            "an opening of the desk beats a closure of the tenant",
            vec![closure(day, tenant, None)],
            vec![opening(day, None, desk, early)],
            day,
            "08:00 08:30",
        ),
        (
            "an opening of the desk beats one of the mall",
            vec![],
            vec![opening(day, None, None, late), opening(day, None, desk, early)],
            day,
            "08:00 08:30",
        ),
        (
            "a closure of the desk beats an opening of the mall",
            vec![closure(day, None, desk)],
            vec![opening(day, None, None, early)],
            day,
            "",
        ),
        (
            "a closure of the desk beats an opening of the desk",
            vec![closure(day, None, desk)],
            vec![opening(day, None, desk, early)],
            day,
            "",
        ),
        (
            "a closure of the tenant beats an opening of the mall",
            vec![closure(day, tenant, None)],
            vec![opening(day, None, None, early)],
            day,
            "",
        ),
        (
            "a closure that names desk and tenant is the desk's",
            vec![closure(day, tenant, desk)],
            vec![opening(day, tenant, None, early)],
            day,
            "",
        ),
        (
            "a closure of another desk is none of ours",
            vec![closure(day, None, Some("dinas/lain"))],
            vec![opening(day, None, None, early)],
            day,
            "08:00 08:30",
        ),
        (
            "a closure of another tenant is none of ours",
            vec![closure(day, Some("lain"), None)],
            vec![opening(day, None, None, early)],
            day,
            "08:00 08:30",
        ),
        (
            "an opening of another desk is none of ours",
            vec![],
            vec![opening("2026-11-28", None, Some("dinas/lain"), early)],
            "2026-11-28",
            "",
        ),
        (
            "a closure of another day is none of ours",
            vec![closure("2026-11-25", None, None)],
            vec![opening(day, None, None, early)],
            day,
            "08:00 08:30",
        ),
    ];
    for (name, closures, openings, day, expected) in cases {
        let mall = Mall { closures, openings, ..mall() };
        assert_eq!(starts(&mall, &schedule("dinas/loket"), day), expected, "{name}");
    }
}

#[test]
fn each_edge_of_booking_is_kept_to_the_second() {
    use FaultCode::{BeyondHorizon, DayClosed, InThePast, NotReleased, OutsideHours, TooLate};
    let (mall, schedule) = (mall(), schedule("dinas/loket"));
    for (clock, starts_at, expected) in [
        // The last moment of a window: fifteen minutes before it.
        ("2026-11-24 07:45:00", "2026-11-24 08:00:00", None),
        ("2026-11-24 07:45:01", "2026-11-24 08:00:00", Some(TooLate)),
        ("2026-11-24 08:00:00", "2026-11-24 08:00:00", Some(TooLate)),
        ("2026-11-24 08:00:01", "2026-11-24 08:00:00", Some(InThePast)),
        // The farthest day opens at seven.
        ("2026-11-24 06:59:59", "2026-12-08 08:00:00", Some(NotReleased)),
        ("2026-11-24 07:00:00", "2026-12-08 08:00:00", None),
        ("2026-11-24 07:00:00", "2026-12-08 14:30:00", None),
        ("2026-11-24 06:59:59", "2026-12-07 08:00:00", None),
        ("2026-11-24 07:00:00", "2026-12-09 08:00:00", Some(BeyondHorizon)),
        ("2026-11-24 23:59:59", "2026-12-09 08:00:00", Some(BeyondHorizon)),
        // Midnight in the mall, not in Greenwich, begins the day.
        ("2026-11-25 00:00:00", "2026-12-09 08:00:00", Some(NotReleased)),
        ("2026-11-25 06:59:59", "2026-12-09 08:00:00", Some(NotReleased)),
        ("2026-11-25 07:00:00", "2026-12-09 08:00:00", None),
        // Closed days, hours, breaks.
        ("2026-11-24 09:00:00", "2026-11-28 08:00:00", Some(DayClosed)),
        ("2026-12-20 09:00:00", "2026-12-25 08:00:00", Some(DayClosed)),
        ("2026-11-24 09:00:00", "2026-11-25 07:30:00", Some(OutsideHours)),
        ("2026-11-24 09:00:00", "2026-11-25 12:00:00", Some(OutsideHours)),
        ("2026-11-24 09:00:00", "2026-11-25 15:00:00", Some(OutsideHours)),
        ("2026-11-24 09:00:00", "2026-11-25 08:15:00", Some(OutsideHours)),
        ("2026-11-24 09:00:00", "2026-11-25 08:00:01", Some(OutsideHours)),
        ("2026-11-24 09:00:00", "2026-11-27 11:00:00", None),
        ("2026-11-24 09:00:00", "2026-11-27 11:30:00", Some(OutsideHours)),
        ("2026-11-24 09:00:00", "2026-11-27 13:00:00", Some(OutsideHours)),
        ("2026-11-24 09:00:00", "2026-11-27 13:30:00", None),
        // Over the year's end.
        ("2026-12-21 06:59:59", "2027-01-04 08:00:00", Some(NotReleased)),
        ("2026-12-21 07:00:00", "2027-01-04 08:00:00", None),
        ("2026-12-31 23:59:59", "2027-01-01 08:00:00", Some(DayClosed)),
        ("2026-12-31 23:59:59", "2027-01-15 08:00:00", Some(BeyondHorizon)),
        ("2027-01-01 00:00:00", "2027-01-15 08:00:00", Some(NotReleased)),
        ("2027-01-01 07:00:00", "2027-01-15 08:00:00", None),
    ] {
        let found = find_window(&mall, &schedule, at(starts_at), now(clock));
        assert_eq!(found.err(), expected, "{starts_at} at {clock}");
    }
}

#[test]
fn a_window_is_found_whatever_the_zone_it_is_asked_in() {
    let found =
        find_window(&mall(), &schedule("dinas/loket"), instant("2026-11-25T01:00:00Z"), now("2026-11-24 09:00:00"));
    assert_eq!(found.unwrap().ends_at.to_rfc3339(), "2026-11-25T08:30:00+07:00");
}

#[test]
fn the_ends_of_time_are_refused_like_any_other_time() {
    let (mall, schedule, clock) = (mall(), schedule("dinas/loket"), now("2026-11-24 09:00:00"));
    for (starts_at, expected) in
        [(DateTime::<Utc>::MAX_UTC, FaultCode::BeyondHorizon), (DateTime::<Utc>::MIN_UTC, FaultCode::InThePast)]
    {
        assert_eq!(find_window(&mall, &schedule, starts_at.fixed_offset(), clock), Err(expected));
    }
}

#[test]
fn a_desk_for_walk_ins_has_no_window_to_book() {
    let schedule = DeskSchedule { online_share: 0, ..schedule("dinas/loket") };
    let clock = now("2026-11-24 09:00:00");
    let found = find_window(&mall(), &schedule, at("2026-11-25 08:00:00"), clock);
    assert_eq!(found, Err(FaultCode::WalkInOnly));
    assert_eq!(day_state(&mall(), &schedule, date("2026-11-25"), clock), DayState::WalkInOnly);
    assert_eq!(day_state(&mall(), &schedule, date("2026-11-28"), clock), DayState::Weekend);
}

#[test]
fn a_day_says_why_it_can_or_cannot_be_booked() {
    let (mall, schedule) = (mall(), schedule("dinas/loket"));
    let opens_at = |text| DayState::NotReleased { opens_at: at(text) };
    for (clock, day, expected) in [
        ("2026-11-24 00:00:00", "2026-11-23", DayState::Over),
        ("2026-11-24 00:00:00", "2026-11-24", DayState::Open),
        ("2026-11-24 14:15:00", "2026-11-24", DayState::Open),
        ("2026-11-24 14:15:01", "2026-11-24", DayState::Over),
        ("2026-11-24 23:59:59", "2026-11-25", DayState::Open),
        ("2026-11-24 06:59:59", "2026-12-08", opens_at("2026-11-24 07:00:00")),
        ("2026-11-24 07:00:00", "2026-12-08", DayState::Open),
        ("2026-11-24 09:00:00", "2026-12-09", opens_at("2026-11-25 07:00:00")),
        ("2026-11-24 09:00:00", "2026-12-12", DayState::Weekend),
        ("2026-12-31 09:00:00", "2027-01-01", DayState::Holiday { name: "Tahun Baru Masehi".into() }),
        ("2026-12-31 09:00:00", "2027-01-15", opens_at("2027-01-01 07:00:00")),
    ] {
        assert_eq!(day_state(&mall, &schedule, date(day), now(clock)), expected, "{day} at {clock}");
    }
}

#[test]
fn a_day_is_open_exactly_while_one_of_its_windows_can_be_booked() {
    let (mall, schedule) = (mall(), schedule("dinas/loket"));
    for hour in 0..72 {
        let clock = now("2026-11-24 00:00:00") + TimeDelta::minutes(hour * 60 + 15);
        for day in date("2026-11-20").iter_days().take(25) {
            let some = windows_on(&mall, &schedule, day)
                .iter()
                .any(|span| find_window(&mall, &schedule, span.starts_at, clock).is_ok());
            assert_eq!(day_state(&mall, &schedule, day, clock) == DayState::Open, some, "{day} at {clock}");
        }
    }
}

#[test]
fn today_begins_at_midnight_in_the_mall() {
    let mall = mall();
    assert_eq!(today(&mall, instant("2026-12-31T16:59:59Z").to_utc()), date("2026-12-31"));
    assert_eq!(today(&mall, instant("2026-12-31T17:00:00Z").to_utc()), date("2027-01-01"));
}

#[test]
fn the_start_page_knows_what_the_mall_does_now() {
    let mut mall = mall();
    mall.closures = vec![closure("2026-11-30", None, None)];
    let open = |until, breaks: &[(&str, &str)]| OpenState::Open { until: time(until), breaks: intervals(breaks) };
    let later = |text| OpenState::OpensLaterToday { at: time(text) };
    let next = |text| Some(date(text));
    for (clock, expected) in [
        ("2026-11-24 00:00:00", later("08:00")),
        ("2026-11-24 07:59:59", later("08:00")),
        ("2026-11-24 08:00:00", open("15:00", &[("12:00", "12:30")])),
        ("2026-11-24 12:29:59", open("15:00", &[("12:00", "12:30")])),
        ("2026-11-24 12:30:00", open("15:00", &[])),
        ("2026-11-24 14:59:59", open("15:00", &[])),
        ("2026-11-24 15:00:00", OpenState::ClosedForToday { next: next("2026-11-25") }),
        ("2026-11-27 08:00:00", open("15:00", &[("11:30", "13:30")])),
        ("2026-11-27 13:29:59", open("15:00", &[("11:30", "13:30")])),
        ("2026-11-27 15:00:00", OpenState::ClosedForToday { next: next("2026-12-01") }),
        ("2026-11-28 10:00:00", OpenState::ClosedToday { reason: DayState::Weekend, next: next("2026-12-01") }),
        (
            "2026-11-30 10:00:00",
            OpenState::ClosedToday { reason: DayState::Closed { reason: "None".into() }, next: next("2026-12-01") },
        ),
        ("2026-12-31 15:00:00", OpenState::ClosedForToday { next: next("2027-01-04") }),
    ] {
        assert_eq!(open_state(&mall, at(clock)), expected, "{clock}");
        assert_eq!(open_state(&mall, at(clock).to_utc().fixed_offset()), expected, "{clock} in UTC");
    }
}

#[test]
fn a_mall_that_never_opens_names_no_next_day() {
    let mall = Mall { hours: Week::default(), ..mall() };
    let state = open_state(&mall, at("2026-11-24 10:00:00"));
    assert_eq!(state, OpenState::ClosedToday { reason: DayState::Weekend, next: None });
}

#[test]
fn a_zone_that_cannot_be_is_read_as_utc() {
    let mall = Mall { utc_offset_minutes: i32::MAX, ..mall() };
    assert_eq!(zone(&mall).local_minus_utc(), 0);
    assert_eq!(
        hours_on(&mall, &schedule("dinas/loket"), date("2026-11-24")).unwrap()[0],
        Interval(time("08:00"), time("12:00"))
    );
}

#[test]
fn a_window_that_the_catalogue_took_away_says_why() {
    let desk = schedule("dinas/loket");
    let start = at("2026-11-24 10:00:00");
    let open = mall();
    let why = |mall: &Mall, desk: &DeskSchedule| displacement(mall, desk, start);
    assert_eq!(why(&open, &desk), None);
    let holiday = contract::mall::Holiday { date: date("2026-11-24"), name: "Cuti bersama".into() };
    let with_holiday = Mall { holidays: vec![holiday], ..mall() };
    assert_eq!(why(&with_holiday, &desk), Some(Displacement::Holiday { name: "Cuti bersama".into() }));
    let with_closure = Mall { closures: vec![closure("2026-11-24", None, Some("dinas/loket"))], ..mall() };
    assert!(matches!(why(&with_closure, &desk), Some(Displacement::Closed { .. })));
    assert_eq!(why(&with_closure, &schedule("dinas/lain")), None, "another desk is open");
    let opens_late = opening("2026-11-24", None, None, &[("10:30", "15:00")]);
    assert_eq!(why(&Mall { openings: vec![opens_late], ..mall() }, &desk), Some(Displacement::Hours));
    let never = DeskSchedule { hours: Some(Week::default()), ..desk.clone() };
    assert_eq!(why(&open, &never), Some(Displacement::Hours));
    for (minutes, gone) in [(15, None), (30, None), (60, None), (45, Some(Displacement::Hours))] {
        assert_eq!(why(&open, &DeskSchedule { window_minutes: minutes, ..desk.clone() }), gone, "{minutes}");
    }
    let walk_in_only = DeskSchedule { online_share: 0, ..desk };
    assert_eq!(why(&open, &walk_in_only), None, "what is taken stays");
}

#[test]
fn working_days_leave_out_weekends_and_closed_days() {
    let mut mall = mall();
    mall.closures.push(closure("2026-12-01", None, None));
    mall.openings.push(opening("2026-11-28", None, None, &[("08:00", "12:00")]));
    for (days, ready) in [(0, "2026-11-27"), (1, "2026-11-30"), (2, "2026-12-02"), (20, "2026-12-29")] {
        assert_eq!(ready_on(&mall, date("2026-11-27"), days), date(ready), "{days}");
    }
}
