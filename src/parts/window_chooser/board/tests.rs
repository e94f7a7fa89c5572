use contract::windows::Day;

use super::*;

fn at(date: &str, time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{date}T{time}:00+07:00")).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn desk(name: &str) -> DeskId {
    DeskId::parse(&format!("polresta/{name}")).unwrap()
}

/// Half hours from 08.00 on, with so many places each.
fn open(day: &str, left: &[u32]) -> Day {
    let first = at(day, "08:00");
    let window = |(index, &left): (usize, &u32)| {
        let starts_at = first + TimeDelta::minutes(30 * index as i64);
        Window { starts_at, ends_at: starts_at + TimeDelta::minutes(30), left }
    };
    Day { date: date(day), state: DayState::Open, windows: left.iter().enumerate().map(window).collect() }
}

fn closed(day: &str, state: DayState) -> Day {
    Day { date: date(day), state, windows: Vec::new() }
}

fn stop(name: &str) -> BoardStop {
    BoardStop {
        service: name.to_owned(),
        person_name: "Siti".to_owned(),
        place: format!("Loket {name}"),
        person: 0,
        desk: desk(name),
        minutes: 10,
        after: Vec::new(),
    }
}

fn board(stops: Vec<BoardStop>, days: Vec<(&str, Vec<Day>)>) -> Board {
    let windows = days
        .into_iter()
        .map(|(name, days)| {
            let desk = desk(name);
            (desk.clone(), DeskWindows { desk, counted_at: at("2026-11-24", "10:32"), days })
        })
        .collect();
    Board::new(stops, windows, 5, vec![0])
}

const WEDNESDAY: &str = "2026-11-25";
const THURSDAY: &str = "2026-11-26";

fn two_desks() -> Board {
    board(
        vec![stop("a"), stop("b")],
        vec![
            ("a", vec![open(WEDNESDAY, &[0, 2, 1]), open(THURSDAY, &[3, 3, 3])]),
            ("b", vec![open(WEDNESDAY, &[1, 1, 1]), open(THURSDAY, &[1, 1, 1])]),
        ],
    )
}

#[test]
fn a_day_takes_as_many_visits_as_its_tightest_desk() {
    let days = two_desks().days();
    assert_eq!(days[0], BoardDay { date: date(WEDNESDAY), state: BoardDayState::Open(3) });
}

#[test]
fn a_day_says_why_it_can_not_be_had() {
    let both = |day: Day, other: Day| {
        let board = board(vec![stop("a"), stop("b")], vec![("a", vec![day]), ("b", vec![other])]);
        board.days().remove(0).state
    };
    let weekend = closed(WEDNESDAY, DayState::Weekend);
    assert_eq!(both(weekend.clone(), weekend.clone()), BoardDayState::Closed { state: DayState::Weekend, desk: None });
    assert_eq!(
        both(open(WEDNESDAY, &[1]), weekend),
        BoardDayState::Closed { state: DayState::Weekend, desk: Some("Loket b".to_owned()) }
    );
    assert_eq!(both(open(WEDNESDAY, &[1]), open(WEDNESDAY, &[0])), BoardDayState::Full);
    // Both have a place in the same half hour, and none later.
    assert_eq!(both(open(WEDNESDAY, &[1]), open(WEDNESDAY, &[1])), BoardDayState::TooTight);
}

#[test]
fn days_that_have_passed_are_left_out() {
    let board = board(vec![stop("a")], vec![("a", vec![open("2026-11-23", &[1]), open("2026-11-24", &[1])])]);
    assert_eq!(board.days().len(), 1);
}

#[test]
fn the_others_are_proposed_around_a_choice() {
    let board = two_desks();
    let start = at(WEDNESDAY, "09:00");
    let choices = board.choose(date(WEDNESDAY), &vec![None, None], 0, start);
    let proposal = board.propose(date(WEDNESDAY), &choices).unwrap();
    assert_eq!(proposal[0].starts_at, start);
    assert!(proposal[1].starts_at < start);
}

#[test]
fn a_visit_is_done_once_the_minutes_at_the_counter_are_over() {
    let mut long = stop("a");
    long.minutes = 45;
    let board = board(vec![long], vec![("a", vec![open(WEDNESDAY, &[1])])]);
    let windows = board.propose(date(WEDNESDAY), &[None]).unwrap();
    assert_eq!(board.come_and_leave(&windows), Some((at(WEDNESDAY, "08:00"), at(WEDNESDAY, "09:15"))));
}

#[test]
fn a_choice_that_fits_with_no_other_lets_the_others_go() {
    let board = two_desks();
    let both_late = vec![Some(at(WEDNESDAY, "09:00")), None];
    let choices = board.choose(date(WEDNESDAY), &both_late, 1, at(WEDNESDAY, "09:00"));
    assert_eq!(choices, [None, Some(at(WEDNESDAY, "09:00"))]);
}

#[test]
fn a_choice_that_has_filled_up_is_dropped() {
    let board = two_desks();
    assert_eq!(board.keep_possible(date(WEDNESDAY), &[Some(at(WEDNESDAY, "08:00")), None]), [None, None]);
    assert_eq!(board.keep_possible(date(THURSDAY), &[Some(at(WEDNESDAY, "08:30")), None]), [None, None]);
}

#[test]
fn each_window_says_whether_it_can_be_had() {
    let mut board = two_desks();
    board.stops[1].after = vec![0];
    let states: Vec<_> = board.windows_of(date(WEDNESDAY), 1, 15).into_iter().map(|choice| choice.state).collect();
    assert_eq!(states, [WindowState::Unreachable, WindowState::Unreachable, WindowState::Free]);
    assert_eq!(board.windows_of(date(WEDNESDAY), 0, 15)[0].state, WindowState::Full);
}

#[test]
fn a_window_that_has_passed_is_not_called_full() {
    // Counted at 10.32; what begins within a quarter of an hour can no longer be booked.
    let today = "2026-11-24";
    let board = board(vec![stop("a")], vec![("a", vec![open(today, &[0, 0, 0, 0, 0, 0, 0, 2])])]);
    let states: Vec<_> = board.windows_of(date(today), 0, 15).into_iter().map(|choice| choice.state).collect();
    assert_eq!(states[4..], [WindowState::Over, WindowState::Over, WindowState::Full, WindowState::Free]);
    assert_eq!(board.windows_of(date(today), 0, 28)[6].state, WindowState::Full);
    assert_eq!(board.windows_of(date(today), 0, 29)[6].state, WindowState::Over);
}

#[test]
fn a_full_window_has_the_same_time_on_another_day() {
    let board = two_desks();
    let full = board.windows_of(date(WEDNESDAY), 0, 15).remove(0).window;
    let elsewhere = board.find_elsewhere(date(WEDNESDAY), 0, &full).unwrap();
    assert_eq!((elsewhere.date, elsewhere.window.left), (date(THURSDAY), 3));
    assert_eq!(board.find_elsewhere(date(THURSDAY), 0, &full), None);
}

#[test]
fn a_place_that_the_visit_has_already_is_free_for_it() {
    let mut board = board(vec![stop("a")], vec![("a", vec![open(WEDNESDAY, &[0, 0])])]);
    board.add_own_place(&desk("a"), at(WEDNESDAY, "08:00"));
    assert_eq!(board.days()[0].state, BoardDayState::Open(1));
    assert_eq!(board.propose(date(WEDNESDAY), &[None]).unwrap()[0].starts_at, at(WEDNESDAY, "08:00"));
}

#[test]
fn the_nearest_visit_is_the_same_one_else_later_else_another_day() {
    let board = two_desks();
    let same = vec![Some(at(WEDNESDAY, "08:30")), Some(at(WEDNESDAY, "09:00"))];
    let starts = |windows: Vec<Window>| windows.into_iter().map(|window| window.starts_at).collect::<Vec<_>>();
    assert_eq!(
        starts(board.find_nearest(date(WEDNESDAY), &same).unwrap()),
        [at(WEDNESDAY, "08:30"), at(WEDNESDAY, "09:00")]
    );
    let gone = board_without_wednesday();
    assert_eq!(
        starts(gone.find_nearest(date(WEDNESDAY), &vec![Some(at(WEDNESDAY, "08:00"))]).unwrap()),
        [at(THURSDAY, "08:00")]
    );
}

fn board_without_wednesday() -> Board {
    board(vec![stop("a")], vec![("a", vec![open(WEDNESDAY, &[0]), open(THURSDAY, &[1])])])
}

#[test]
fn weekends_stand_in_one_row() {
    let days = ["2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"];
    let days: Vec<BoardDay> = days
        .iter()
        .map(|day| {
            let is_weekend = matches!(date(day).weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun);
            let state = if is_weekend {
                BoardDayState::Closed { state: DayState::Weekend, desk: None }
            } else {
                BoardDayState::Full
            };
            BoardDay { date: date(day), state }
        })
        .collect();
    let weeks = weeks(days);
    assert_eq!(weeks.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(lengths(&weeks[0]), [1, 2]);
}

fn lengths(week: &[BoardDay]) -> Vec<usize> {
    runs(week).iter().map(|run| run.len()).collect()
}

#[test]
fn a_weekday_without_hours_does_not_stand_with_the_weekend() {
    let day = |day: &str, desk: Option<&str>| BoardDay {
        date: date(day),
        state: BoardDayState::Closed { state: DayState::Weekend, desk: desk.map(str::to_owned) },
    };
    let week = [day("2026-11-26", None), day("2026-11-27", None), day("2026-11-28", None), day("2026-11-29", None)];
    assert_eq!(lengths(&week), [2, 2]);
    // Another desk is open: each day names the one that is not.
    assert_eq!(lengths(&[day("2026-11-26", Some("Loket b")), day("2026-11-27", Some("Loket b"))]), [1, 1]);
}

#[test]
fn no_day_is_proposed_before_a_paper_is_ready_though_it_can_be_chosen() {
    let mut board = two_desks();
    let days = [date(WEDNESDAY), date(THURSDAY)];
    board.not_before = Some(days[1]);
    assert_eq!((board.first_day(None), board.first_day(Some(days[0]))), (Some(days[1]), Some(days[0])));
    board.not_before = days[1].succ_opt();
    assert_eq!((board.first_day(None), board.open_days().len()), (None, 2));
}
