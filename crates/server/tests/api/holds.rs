use contract::{FaultCode, ProblemCode, holds::Hold, visits::Ticket};
use serde_json::json;

use crate::support::{TestApp, confirm, delete, get, hold_of, instant, nik, obtaining, patch, person, post, stop};

const NOT_FOUND: &[(&str, FaultCode)] = &[("path:id", FaultCode::UnknownReference)];

#[tokio::test]
async fn places_are_held_for_ten_minutes_and_can_be_read_again() {
    let app = TestApp::start().await;
    let input = hold_of(&[stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 0, "24T08:30")]);
    let answer = app.send(post("/holds").secret(1).json(input)).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let hold: Hold = answer.ok();
    assert_eq!(hold.held_until, instant("23T07:40"));
    assert!(hold.extendable);
    assert_eq!(hold.stops[1].desk.to_string(), "polres/skck");
    assert_eq!(hold.stops[1].ends_at, instant("24T09:00"));
    let path = format!("/holds/{}", hold.id);
    app.advance(60);
    let again: Hold = app.send(get(&path).secret(1)).await.ok();
    assert_eq!((again.id, again.held_until, again.stops), (hold.id, hold.held_until, hold.stops));
    assert_eq!(again.answered_at, instant("23T07:31"));
}

/// Answers are sent, and papers listed, by a stop's place in it.
#[tokio::test]
async fn a_hold_and_a_tickets_numbers_keep_the_order_of_the_stops_that_were_asked_for() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("polres-skck", 0, "24T10:00"), stop("capil-ktp", 0, "24T08:00")]).await;
    let wanted = ["polres-skck", "capil-ktp"];
    assert_eq!(hold.stops.iter().map(|stop| stop.service.as_str()).collect::<Vec<_>>(), wanted);
    let ticket: Ticket = app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.ok();
    let by_time: Vec<_> = ticket.stops.iter().map(|stop| (stop.number, stop.service.as_str())).collect();
    assert_eq!(by_time, [(2, wanted[1]), (1, wanted[0])]);
}

#[tokio::test]
async fn the_same_stops_again_are_the_same_hold() {
    let app = TestApp::start().await;
    let input = hold_of(&[stop("capil-akta-lahir", 0, "24T08:00")]);
    let first: Hold = app.send(post("/holds").secret(1).json(input.clone())).await.ok();
    app.advance(120);
    let second: Hold = app.send(post("/holds").secret(1).json(input)).await.ok();
    assert_eq!((second.id, second.held_until), (first.id, first.held_until));
    assert_eq!(app.counter("capil/akta", "24T08:00").await, 1);
}

#[tokio::test]
async fn the_same_stops_are_the_same_hold_even_when_they_could_not_be_held_anew() {
    let app = TestApp::start().await;
    app.set_clock("23T07:44");
    let first = app.hold(1, &[stop("capil-ktp", 0, "23T08:00")]).await;
    app.set_clock("23T07:46");
    let again = app.hold(1, &[stop("capil-ktp", 0, "23T08:00")]).await;
    assert_eq!(first.id, again.id);
}

#[tokio::test]
async fn another_choice_under_the_same_secret_gives_the_old_places_back() {
    let app = TestApp::start().await;
    let first = app.hold(1, &[stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")]).await;
    app.advance(60);
    let second = app.hold(1, &[stop("capil-ktp", 0, "24T10:00"), stop("polres-skck", 0, "24T09:00")]).await;
    assert_eq!(second.held_until, instant("23T07:41"), "a new choice has its own time");
    assert_eq!(app.counter("capil/identitas", "24T08:00").await, 0);
    assert_eq!(app.counter("capil/identitas", "24T10:00").await, 1);
    assert_eq!(app.counter("polres/skck", "24T09:00").await, 1);
    assert_eq!(app.rows("hold").await, 1);
    let gone = app.send(get(&format!("/holds/{}", first.id)).secret(1)).await;
    gone.refused(ProblemCode::NotFound, NOT_FOUND);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn where_the_new_choice_is_full_the_old_hold_stays() {
    let app = TestApp::start().await;
    app.hold(2, &[stop("capil-akta-lahir", 0, "24T10:00")]).await;
    let old = app.hold(1, &[stop("capil-akta-lahir", 0, "24T08:00")]).await;
    let before = app.state().await;
    let input = hold_of(&[stop("capil-akta-lahir", 0, "24T10:00")]);
    let answer = app.send(post("/holds").secret(1).json(input)).await;
    answer.refused(ProblemCode::WindowFull, &[("/stops/0/starts_at", FaultCode::Full)]);
    assert_eq!(app.state().await, before);
    let still: Hold = app.send(get(&format!("/holds/{}", old.id)).secret(1)).await.ok();
    assert_eq!(still.stops, old.stops);
}

#[tokio::test]
async fn a_choice_that_keeps_its_own_last_place_is_possible() {
    let app = TestApp::start().await;
    app.hold(1, &[stop("capil-akta-lahir", 0, "24T08:00")]).await;
    app.hold(1, &[stop("capil-akta-lahir", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")]).await;
    assert_eq!(app.counter("capil/akta", "24T08:00").await, 1);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_full_window_names_each_stop_that_lost_and_what_is_near() {
    let app = TestApp::start().await;
    for (number, time) in [(2, "24T09:00"), (3, "24T09:30")] {
        app.hold(number, &[stop("capil-akta-lahir", 0, time)]).await;
    }
    let input = hold_of(&[
        stop("capil-ktp", 0, "24T08:00"),
        stop("capil-akta-lahir", 0, "24T09:00"),
        stop("capil-ktp", 1, "24T08:00"),
        stop("capil-ktp", 2, "24T08:00"),
    ]);
    let before = app.state().await;
    let answer = app.send(post("/holds").secret(1).json(input)).await;
    let problem = answer.refused(
        ProblemCode::WindowFull,
        &[("/stops/1/starts_at", FaultCode::Full), ("/stops/3/starts_at", FaultCode::Full)],
    );
    assert_eq!(app.state().await, before, "nothing half done");
    let starts = |index: usize| {
        let windows = &problem.alternatives[index].windows;
        windows.iter().map(|window| window.starts_at).collect::<Vec<_>>()
    };
    assert_eq!((problem.alternatives[0].stop, problem.alternatives[1].stop), (1, 3));
    assert_eq!(
        starts(0),
        [instant("24T08:30"), instant("24T08:00"), instant("24T10:00")],
        "nearest in time, taken left out"
    );
    assert_eq!(starts(1), [instant("24T08:30"), instant("24T09:00"), instant("24T09:30")]);
}

#[tokio::test]
async fn a_full_day_offers_the_next_one() {
    let app = TestApp::start().await;
    app.set_clock("24T14:00");
    app.hold(2, &[stop("capil-akta-lahir", 0, "24T14:30")]).await;
    let input = hold_of(&[stop("capil-akta-lahir", 0, "24T14:30")]);
    let problem = app.send(post("/holds").secret(1).json(input)).await.problem();
    let starts: Vec<_> = problem.alternatives[0].windows.iter().map(|window| window.starts_at).collect();
    assert_eq!(starts, [instant("25T08:00"), instant("25T08:30"), instant("25T09:00")]);
}

#[tokio::test]
async fn a_hold_lives_until_the_second_before_its_end() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-akta-lahir", 0, "24T08:00")]).await;
    let path = format!("/holds/{}", hold.id);
    app.set_clock("23T07:39:59");
    assert_eq!(app.send(get(&path).secret(1)).await.status, 200);
    let input = hold_of(&[stop("capil-akta-lahir", 0, "24T08:00")]);
    let early = app.send(post("/holds").secret(2).json(input.clone())).await;
    early.refused(ProblemCode::WindowFull, &[("/stops/0/starts_at", FaultCode::Full)]);
    app.set_clock("23T07:40");
    app.send(get(&path).secret(1)).await.refused(ProblemCode::HoldEnded, &[]);
    app.send(patch(&path).secret(1)).await.refused(ProblemCode::HoldEnded, &[]);
    assert_eq!(app.send(post("/holds").secret(2).json(input)).await.status, 201, "the place is free for the next");
    assert_eq!(app.counter("capil/akta", "24T08:00").await, 1);
    app.send(get(&path).secret(1)).await.refused(ProblemCode::HoldEnded, &[]);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn after_its_end_the_same_choice_is_a_new_hold() {
    let app = TestApp::start().await;
    let stops = [stop("capil-akta-lahir", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")];
    let first = app.hold(1, &stops).await;
    app.advance(10 * 60);
    let second = app.hold(1, &stops).await;
    assert_ne!(first.id, second.id);
    assert_eq!(second.held_until, instant("23T07:50"));
    assert_eq!(app.counter("capil/akta", "24T08:00").await, 1);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_new_hold_after_the_end_waits_behind_whoever_took_the_place() {
    let app = TestApp::start().await;
    let stops = [stop("capil-akta-lahir", 0, "24T08:00")];
    app.hold(1, &stops).await;
    app.advance(10 * 60);
    app.hold(2, &stops).await;
    let answer = app.send(post("/holds").secret(1).json(hold_of(&stops))).await;
    answer.refused(ProblemCode::WindowFull, &[("/stops/0/starts_at", FaultCode::Full)]);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_hold_is_extended_once() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let path = format!("/holds/{}", hold.id);
    app.set_clock("23T07:39:59");
    let extended: Hold = app.send(patch(&path).secret(1)).await.ok();
    assert_eq!(extended.held_until, instant("23T07:50"));
    assert!(!extended.extendable);
    app.send(patch(&path).secret(1)).await.refused(ProblemCode::AlreadyExtended, &[]);
    app.set_clock("23T07:49:59");
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 1);
    app.set_clock("23T07:50");
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 2);
}

#[tokio::test]
async fn a_hold_that_is_given_back_is_gone() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-akta-lahir", 0, "24T08:00")]).await;
    let path = format!("/holds/{}", hold.id);
    let answer = app.send(delete(&path).secret(1)).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    assert_eq!(app.left("capil/akta", "24T08:00").await, 1);
    app.send(get(&path).secret(1)).await.refused(ProblemCode::NotFound, NOT_FOUND);
    app.send(delete(&path).secret(1)).await.refused(ProblemCode::NotFound, NOT_FOUND);
}

#[tokio::test]
async fn someone_elses_hold_and_none_are_the_same_answer() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    app.hold(2, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let theirs = format!("/holds/{}", hold.id);
    let nobodys = "/holds/00000000000000000000000000";
    for ask in [get, patch, delete] {
        let one = app.send(ask(&theirs).secret(2)).await;
        let other = app.send(ask(nobodys).secret(2)).await;
        one.refused(ProblemCode::NotFound, NOT_FOUND);
        assert_eq!((one.status, &one.text), (other.status, &other.text));
        app.send(ask(&theirs))
            .await
            .refused(ProblemCode::SecretMissing, &[("header:Authorization", FaultCode::Missing)]);
    }
    assert_eq!(app.rows("hold_stop").await, 2);
}

#[tokio::test]
async fn once_booked_a_secret_holds_nothing_more() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.ok::<serde_json::Value>();
    let input = hold_of(&[stop("capil-ktp", 0, "24T08:00")]);
    app.send(post("/holds").secret(1).json(input)).await.refused(ProblemCode::AlreadyBooked, &[]);
    let path = format!("/holds/{}", hold.id);
    for ask in [get, patch, delete] {
        app.send(ask(&path).secret(1)).await.refused(ProblemCode::AlreadyBooked, &[]);
    }
    assert_eq!(app.counter("capil/identitas", "24T08:00").await, 1);
}

#[tokio::test]
async fn people_of_a_party_may_share_a_window() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00"), stop("capil-ktp", 1, "24T08:00")]).await;
    assert_eq!(hold.stops.len(), 2);
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 0);
}

#[tokio::test]
async fn adults_who_split_up_need_not_follow_each_other() {
    let app = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 1, "24T08:00")];
    let together = app.send(post("/holds").secret(1).json(hold_of(&stops))).await;
    together.refused(ProblemCode::InvalidInput, &[("/stops/1/starts_at", FaultCode::NotReachable)]);
    let apart = json!({ "apart": true, "stops": stops });
    assert_eq!(app.send(post("/holds").secret(1).json(apart)).await.status, 201);
}

#[tokio::test]
async fn a_paper_can_be_taken_from_a_stop_that_comes_first() {
    let app = TestApp::start().await;
    let stops = [stop("capil-kk", 0, "24T08:00"), obtaining(stop("polres-skck", 0, "24T08:30"), "kk", 0)];
    assert_eq!(app.hold(1, &stops).await.stops.len(), 2);
}
