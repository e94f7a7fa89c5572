//! The mall's zone counts, whatever the machine's, and on both sides of midnight.

use std::process::Command;

use contract::{
    holds::Hold,
    visits::Ticket,
    windows::{DayState, DeskWindows},
};

use crate::support::{TestApp, confirm, get, hold_of, instant, nik, person, post, stop, visit_path};

#[tokio::test]
async fn a_visit_is_made_across_midnight() {
    let app = TestApp::start().await;
    app.set_clock("24T23:59:55");
    let input = hold_of(&[stop("capil-akta-lahir", 0, "25T08:00")]);
    let hold: Hold = app.send(post("/holds").secret(1).json(input)).await.ok();
    assert_eq!(hold.held_until, instant("25T00:09:55"));
    let first_day = async || {
        let answer: DeskWindows = app.send(get("/desks/capil/akta/windows")).await.ok();
        answer.days[0].clone()
    };
    assert_eq!((first_day().await.date.to_string().as_str(), first_day().await.state), ("2026-11-24", DayState::Over));
    app.set_clock("25T00:00:00");
    assert_eq!((first_day().await.date.to_string().as_str(), first_day().await.state), ("2026-11-25", DayState::Open));
    assert_eq!(first_day().await.windows[0].left, 0, "still held");
    let ticket: Ticket = app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.ok();
    assert_eq!(ticket.day.to_string(), "2026-11-25");
    app.set_clock("25T06:59:59");
    let read: Ticket = app.send(get(&visit_path(&ticket)).secret(1)).await.ok();
    assert_eq!(read.change_until, instant("25T07:00"));
}

#[tokio::test]
async fn a_morning_in_the_east_is_of_its_own_day() {
    let app = TestApp::start().await.restart_where("mall.toml", "Asia/Jakarta", "Asia/Jayapura").await;
    // Eight o'clock there; the day before in UTC.
    let ticket = app.book(1, &[stop("capil-ktp", 0, "25T06:00")], &[person("Siti", &nik(1))]).await;
    assert_eq!(ticket.day.to_string(), "2026-11-25");
    assert_eq!(app.number("select count(*) from visit where day = '2026-11-25'").await, 1);
}

/// Runs tests of this binary again, in a process whose machine stands on another continent.
#[test]
fn the_same_journeys_work_with_the_machine_on_another_continent() {
    for zone in ["America/Los_Angeles", "Pacific/Kiritimati"] {
        let tests = [
            "zones::a_visit_is_made_across_midnight",
            "confirm::a_hold_becomes_a_visit",
            "windows::every_day_that_can_be_booked_is_listed_with_what_is_left",
            "bad_input::the_last_and_the_first_moment_for_booking_are_kept_to_the_second",
            "retention::thirty_days_after_the_visit_nothing_personal_is_left",
        ];
        let run =
            Command::new(std::env::current_exe().unwrap()).arg("--exact").args(tests).env("TZ", zone).output().unwrap();
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && said.contains("5 passed"), "{zone}: {said}");
    }
}
