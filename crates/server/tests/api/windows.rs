use contract::{
    FaultCode, ProblemCode,
    windows::{DayState, DeskWindows},
};

use crate::support::{TestApp, get, instant, stop};

#[tokio::test]
async fn every_day_that_can_be_booked_is_listed_with_what_is_left() {
    let app = TestApp::start().await;
    let answer = app.send(get("/desks/capil/identitas/windows")).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let answer: DeskWindows = answer.ok();
    assert_eq!(answer.days.len(), 15, "today and fourteen days ahead");
    assert_eq!(answer.counted_at, instant("23T07:30"));
    let tuesday = &answer.days[1];
    assert_eq!(tuesday.state, DayState::Open);
    assert_eq!(tuesday.windows.len(), 13, "eight before the break, five after");
    assert!(tuesday.windows.iter().all(|window| window.left == 2));
    assert_eq!(answer.days[5].state, DayState::Weekend);
    assert!(answer.days[5].windows.is_empty());
}

#[tokio::test]
async fn why_a_day_has_no_windows_is_said() {
    let app = TestApp::start().await;
    let state = async |path: &str| {
        let answer: DeskWindows = app.send(get(path)).await.ok();
        answer.days[0].state.clone()
    };
    assert_eq!(state("/desks/capil/antre/windows?days=2").await, DayState::WalkInOnly);
    let closed = state("/desks/polres/skck/windows?from=2026-12-01&days=1&lang=en").await;
    assert_eq!(closed, DayState::Closed { reason: "Grand parade".to_owned() });
    assert_eq!(state("/desks/capil/akta/windows?from=2026-12-01&days=1").await, DayState::Open);
    assert_eq!(state("/desks/capil/akta/windows?from=2026-11-20&days=1").await, DayState::Over);
    let holiday = state("/desks/capil/akta/windows?from=2026-12-25&days=1").await;
    assert_eq!(holiday, DayState::Holiday { name: "Hari Raya Natal".to_owned() });
    let later = state("/desks/capil/akta/windows?from=2026-12-08&days=1").await;
    assert_eq!(later, DayState::NotReleased { opens_at: instant("24T07:00") });
}

#[tokio::test]
async fn a_hold_takes_its_place_until_its_end_and_no_second_longer() {
    let app = TestApp::start().await;
    app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 1);
    app.advance(10 * 60 - 1);
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 1);
    app.advance(1);
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 2);
    assert_eq!(app.counter("capil/identitas", "24T08:00").await, 1, "nothing has cleaned up");
}

#[tokio::test]
async fn nothing_is_left_of_a_window_whose_last_moment_has_passed() {
    let app = TestApp::start().await;
    app.set_clock("23T07:44:59");
    assert_eq!(app.left("capil/identitas", "23T08:00").await, 2);
    app.set_clock("23T07:45:01");
    assert_eq!(app.left("capil/identitas", "23T08:00").await, 0);
    assert_eq!(app.left("capil/identitas", "23T08:30").await, 2);
}

#[tokio::test]
async fn what_is_asked_wrongly_names_the_parameter() {
    let app = TestApp::start().await;
    for (query, pointer, code) in [
        ("?from=tomorrow", "query:from", FaultCode::Malformed),
        ("?from=2026-02-30", "query:from", FaultCode::Malformed),
        ("?from=262142-12-31", "query:from", FaultCode::Malformed),
        ("?from=9999-12-31", "query:from", FaultCode::BeyondHorizon),
        ("?from=2028-01-01", "query:from", FaultCode::BeyondHorizon),
        ("?from=0001-01-01", "query:from", FaultCode::BeyondHorizon),
        ("?days=0", "query:days", FaultCode::TooFew),
        ("?days=32", "query:days", FaultCode::TooMany),
        ("?days=-1", "query:days", FaultCode::Malformed),
        ("?days=99999999999", "query:days", FaultCode::Malformed),
        ("?lang=fr", "query:lang", FaultCode::Malformed),
    ] {
        let answer = app.send(get(&format!("/desks/capil/identitas/windows{query}"))).await;
        answer.refused(ProblemCode::MalformedRequest, &[(pointer, code)]);
    }
    for desk in ["capil/nothing", "nothing/identitas", "CAPIL/identitas"] {
        let answer = app.send(get(&format!("/desks/{desk}/windows"))).await;
        answer.refused(ProblemCode::NotFound, &[("path:desk", FaultCode::UnknownReference)]);
    }
}
