use contract::{
    FaultCode, ProblemCode, VisitCode,
    holds::Hold,
    visits::{Ticket, TicketIdentity, VisitState},
};
use loket_server::randomness::Randomness;
use serde_json::json;
use sqlx::Connection as _;

use crate::support::{TestApp, child, confirm, delete, get, instant, nik, person, post, stop, visit_of, visit_path};

#[tokio::test]
async fn a_hold_becomes_a_visit() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 0, "24T08:30")]).await;
    let mut siti = person("  Siti   Rahmawati ", &nik(1));
    siti["phone"] = json!("+62 812-7555-0134");
    let answer = app.send(confirm(1, &hold, &[siti])).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let ticket: Ticket = answer.ok();
    assert_eq!(ticket.state, VisitState::Booked);
    assert_eq!(ticket.day.to_string(), "2026-11-24");
    assert_eq!(ticket.change_until, instant("24T07:00"));
    assert_eq!(ticket.people[0].name, "Siti Rahmawati");
    assert_eq!(ticket.people[0].identity, TicketIdentity::Nik { last_four: "0001".to_owned() });
    assert!(ticket.people[0].has_phone);
    assert_eq!(ticket.stops.iter().map(|stop| stop.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(ticket.stops[0].late_after, instant("24T08:45"));
    assert_eq!(app.rows("hold_stop").await, 0, "its places are the visit's");
    let read: Ticket = app.send(get(&visit_path(&ticket)).secret(1)).await.ok();
    assert_eq!(read, ticket);
    app.advance(3600);
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 1, "a visit does not end with its hold");
    app.assert_books_balance().await;
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_also_after_a_restart() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let ask = confirm(1, &hold, &[person("Siti", &nik(1))]);
    let first = app.send(ask.clone()).await;
    app.advance(30);
    let second = app.send(ask.clone()).await;
    assert_eq!((second.status, &second.text), (201, &first.text));
    let app = app.restart().await;
    app.advance(3600);
    let third = app.send(ask).await;
    assert_eq!((third.status, &third.text), (201, &first.text));
    assert_eq!((app.rows("visit").await, app.rows("visit_stop").await), (1, 1));
}

#[tokio::test]
async fn a_key_with_another_body_is_refused() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let ticket: Ticket = app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.ok();
    app.send(confirm(1, &hold, &[person("Budi", &nik(2))])).await.refused(ProblemCode::KeyReused, &[]);
    app.send(delete(&visit_path(&ticket)).secret(1).key("confirm")).await.refused(ProblemCode::KeyReused, &[]);
    assert_eq!(app.rows("visit").await, 1);
}

#[tokio::test]
async fn the_same_key_of_another_secret_is_another_key() {
    let app = TestApp::start().await;
    app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    app.book(2, &[stop("capil-ktp", 0, "24T08:00")], &[person("Budi", &nik(2))]).await;
    assert_eq!(app.rows("visit").await, 2);
}

#[tokio::test]
async fn another_key_for_the_same_hold_makes_no_second_visit() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let body = visit_of(&hold, &[person("Siti", &nik(1))]);
    let one = app.send(post("/visits").secret(1).key("one").json(body.clone())).await;
    assert_eq!(one.status, 201);
    app.send(post("/visits").secret(1).key("two").json(body)).await.refused(ProblemCode::AlreadyBooked, &[]);
    assert_eq!(app.rows("visit").await, 1);
}

#[tokio::test]
async fn a_hold_can_be_confirmed_until_the_second_before_its_end() {
    let app = TestApp::start().await;
    let early = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let late = app.hold(2, &[stop("capil-ktp", 0, "24T08:00")]).await;
    app.set_clock("23T07:39:59");
    assert_eq!(app.send(confirm(1, &early, &[person("Siti", &nik(1))])).await.status, 201);
    app.set_clock("23T07:40");
    app.send(confirm(2, &late, &[person("Budi", &nik(2))])).await.refused(ProblemCode::HoldEnded, &[]);
    assert_eq!(app.rows("visit").await, 1);
    assert_eq!(app.left("capil/identitas", "24T08:00").await, 1);
}

#[tokio::test]
async fn a_hold_keeps_its_place_though_its_window_could_not_be_booked_any_more() {
    let app = TestApp::start().await;
    app.set_clock("23T07:44");
    let hold = app.hold(1, &[stop("capil-ktp", 0, "23T08:00")]).await;
    app.set_clock("23T07:50");
    assert_eq!(app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.status, 201);
}

#[tokio::test]
async fn a_person_has_one_live_stop_for_a_service() {
    let app = TestApp::start().await;
    let first = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let stops = [stop("polres-skck", 0, "25T08:00"), stop("capil-ktp", 1, "25T08:30")];
    let hold = app.hold(2, &stops).await;
    let people = [person("Budi", &nik(2)), person("S. Rahma", &nik(1))];
    let before = app.state().await;
    let refused = app.send(confirm(2, &hold, &people)).await;
    refused.refused(
        ProblemCode::LiveStopExists,
        &[("/people/1", FaultCode::LiveStopExists), ("/stops/1", FaultCode::LiveStopExists)],
    );
    assert_eq!(app.state().await, before, "nothing half done");
    app.send(delete(&visit_path(&first)).secret(1).key("c")).await.ok::<Ticket>();
    let answer = app.send(confirm(2, &hold, &people)).await;
    assert_eq!(answer.status, 201, "the same key again, now that the other is cancelled: {}", answer.text);
}

#[tokio::test]
async fn another_service_or_person_may_have_a_live_stop_too() {
    let app = TestApp::start().await;
    app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    app.book(2, &[stop("capil-kk", 0, "24T09:00")], &[person("Siti", &nik(1))]).await;
    app.book(3, &[stop("capil-ktp", 0, "24T08:00")], &[person("Budi", &nik(2))]).await;
    assert_eq!(app.rows("visit").await, 3);
}

#[tokio::test]
async fn a_missed_stop_stands_in_nobodys_way_once_the_grace_has_passed() {
    let app = TestApp::start().await;
    let first = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    app.set_clock("24T08:44:59");
    let hold = app.hold(2, &[stop("capil-ktp", 0, "25T08:00")]).await;
    let people = [person("Siti", &nik(1))];
    assert_eq!(app.send(confirm(2, &hold, &people)).await.problem().code, ProblemCode::LiveStopExists);
    app.set_clock("24T08:45");
    assert_eq!(app.send(confirm(2, &hold, &people)).await.status, 201);
    let missed: Ticket = app.send(get(&visit_path(&first)).secret(1)).await.ok();
    assert_eq!((missed.state, missed.stops[0].state), (VisitState::Missed, VisitState::Missed));
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_confirmation_that_comes_too_late_locks_nobody_out_by_the_stop_they_missed() {
    let app = TestApp::start().await;
    let people = [person("Siti", &nik(1))];
    app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &people).await;
    app.set_clock("24T08:40");
    let hold = app.hold(2, &[stop("capil-ktp", 0, "25T08:00")]).await;
    app.set_clock("24T08:51");
    app.send(confirm(2, &hold, &people)).await.refused(ProblemCode::HoldEnded, &[]);
    let hold = app.hold(3, &[stop("capil-ktp", 0, "25T08:00")]).await;
    assert_eq!(app.send(confirm(3, &hold, &people)).await.status, 201);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn nor_does_one_that_is_repeated_after_it_was_answered() {
    let app = TestApp::start().await;
    let people = [person("Siti", &nik(1))];
    app.book(1, &[stop("polres-skck", 0, "24T08:00")], &people).await;
    let hold = app.hold(2, &[stop("capil-ktp", 0, "25T08:00")]).await;
    let ask = confirm(2, &hold, &people);
    assert_eq!(app.send(ask.clone()).await.status, 201);
    app.set_clock("24T08:46");
    assert_eq!(app.send(ask).await.status, 201);
    let hold = app.hold(3, &[stop("polres-skck", 0, "25T09:00")]).await;
    assert_eq!(app.send(confirm(3, &hold, &people)).await.status, 201);
    app.assert_books_balance().await;
}

/// People who each have a live stop at the police, one NIK a number from 1.
async fn some_who_have_a_stop(app: &TestApp, count: u16) {
    for number in 1..=count {
        let minutes = 30 * (number - 1) / 5;
        let time = format!("24T{:02}:{:02}", 8 + minutes / 60, minutes % 60 / 30 * 30);
        let hold = app.hold(100 + number as u8, &[stop("polres-skck", 0, &time)]).await;
        let ask = confirm(100 + number as u8, &hold, &[person("Siti", &nik(number))]).through_network(9);
        assert_eq!(app.send(ask).await.status, 201, "{time}");
    }
}

#[tokio::test]
async fn few_may_be_asked_about_before_it_is_too_many() {
    let app = TestApp::start().await;
    some_who_have_a_stop(&app, 6).await;
    let hold = app.hold(2, &[stop("polres-skck", 0, "25T08:00")]).await;
    let probe = |number: u16| confirm(2, &hold, &[person("X", &nik(number))]);
    for number in [1, 1, 1, 1, 1, 1, 2, 3, 4, 5] {
        let answer = app.send(probe(number)).await;
        assert_eq!(answer.problem().code, ProblemCode::LiveStopExists, "asking about {number} again tells nothing new");
    }
    app.send(probe(6)).await.refused(ProblemCode::TooManyTries, &[]);
    let answer = app.send(confirm(2, &hold, &[person("Budi", &nik(77))])).await;
    answer.refused(ProblemCode::TooManyTries, &[]);
    assert_eq!(answer.headers["retry-after"], "3600");
    let other = app.hold(3, &[stop("polres-skck", 0, "25T08:00")]).await;
    assert_eq!(app.send(confirm(3, &other, &[person("Budi", &nik(77))])).await.status, 201, "another resident");
}

/// On SQLite, whose file another program can lock.
#[tokio::test]
async fn where_the_store_is_busy_a_new_key_is_told_so() {
    let app = TestApp::start().await;
    if app.app.config.database.is_some() {
        return;
    }
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let mut tx = app.app.db.write().await.unwrap();
    // So that it does not wait for long.
    sqlx::query("pragma busy_timeout = 1").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let file = app.app.config.database_file();
    let mut other = sqlx::AnyConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    sqlx::query("begin immediate").execute(&mut other).await.unwrap();
    let busy = app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await;
    assert_eq!(busy.status, 503, "{}", busy.text);
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    assert_eq!(app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.status, 201);
}

#[tokio::test]
async fn one_network_can_not_ask_about_everyone() {
    let app = TestApp::start().await;
    some_who_have_a_stop(&app, 40).await;
    for number in 1..=40 {
        // As many times as one likes about the same person, under ever new secrets: neighbours are not shut out by it.
        for secret in [200, 201] {
            let hold = app.hold(secret, &[stop("polres-skck", 0, "25T08:00")]).await;
            let answer = app.send(confirm(secret, &hold, &[person("X", &nik(number))])).await;
            app.send(delete(&format!("/holds/{}", hold.id)).secret(secret)).await;
            let code = answer.problem().code;
            // The secret itself may ask about five.
            let expected = if number <= 5 { ProblemCode::LiveStopExists } else { ProblemCode::TooManyTries };
            assert_eq!(code, expected, "{number}");
        }
    }
    for number in 6..=40 {
        let secret = 100 + number as u8 + 100;
        let hold = app.hold(secret, &[stop("polres-skck", 0, "25T08:00")]).await;
        let answer = app.send(confirm(secret, &hold, &[person("X", &nik(number))])).await;
        app.send(delete(&format!("/holds/{}", hold.id)).secret(secret)).await;
        assert_eq!(answer.problem().code, ProblemCode::LiveStopExists, "{number}");
    }
    let hold = app.hold(98, &[stop("polres-skck", 0, "25T08:00")]).await;
    let answer = app.send(confirm(98, &hold, &[person("Budi", &nik(77))])).await;
    answer.refused(ProblemCode::TooManyTries, &[]);
    app.send(delete(&format!("/holds/{}", hold.id)).secret(98)).await;
    let hold = app.hold(99, &[stop("polres-skck", 0, "25T08:00")]).await;
    let ask = confirm(99, &hold, &[person("Budi", &nik(77))]).through_network(3);
    assert_eq!(app.send(ask).await.status, 201, "another network");
}

#[tokio::test]
async fn a_family_with_a_newborn_is_one_visit() {
    let app = TestApp::start().await;
    let stops =
        [stop("capil-akta-lahir", 2, "24T08:00"), stop("capil-ktp", 0, "24T08:30"), stop("polres-skck", 1, "24T09:00")];
    let people = [person("Siti", &nik(1)), person("Budi", &nik(2)), child("Bayi", 0, 1)];
    let ticket = app.book(1, &stops, &people).await;
    assert_eq!(ticket.people[2].identity, TicketIdentity::Child { of: 0, ordinal: 1 });
    let hold = app.hold(2, &[stop("capil-akta-lahir", 0, "25T08:00"), stop("capil-kk", 1, "25T08:30")]).await;
    let mut body = visit_of(&hold, &[child("Adik", 1, 1), person("Siti", &nik(1))]);
    body["answers"] = json!([{ "tempat": "sini", "pemohon": "sendiri" }, {}]);
    let again = app.send(post("/visits").secret(2).key("a").json(body.clone())).await;
    again.refused(
        ProblemCode::LiveStopExists,
        &[("/people/0", FaultCode::LiveStopExists), ("/stops/0", FaultCode::LiveStopExists)],
    );
    body["people"][0]["identity"]["ordinal"] = json!(2);
    assert_eq!(app.send(post("/visits").secret(2).key("a").json(body)).await.status, 201, "her second child");
}

#[tokio::test]
async fn a_child_goes_where_its_parent_goes() {
    let app = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 1, "24T08:00")];
    let input = json!({ "apart": true, "stops": stops });
    let hold: Hold = app.send(post("/holds").secret(1).json(input)).await.ok();
    let with_child = confirm(1, &hold, &[person("Siti", &nik(1)), child("Adik", 0, 1)]);
    let answer = app.send(with_child).await;
    answer.refused(ProblemCode::InvalidInput, &[("/people/1/identity/of", FaultCode::NotReachable)]);
    let adults = confirm(1, &hold, &[person("Siti", &nik(1)), person("Budi", &nik(2))]);
    let ticket: Ticket = app.send(adults).await.ok();
    assert!(ticket.apart);
}

#[tokio::test]
async fn a_code_that_is_taken_is_drawn_again() {
    let app = TestApp::start_with(Randomness::scripted([7, 7, 7, 8])).await;
    let first = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let second = app.book(2, &[stop("capil-ktp", 0, "24T08:00")], &[person("Budi", &nik(2))]).await;
    assert_eq!(first.code, VisitCode::from_random(7));
    assert_eq!(second.code, VisitCode::from_random(8));
}

#[tokio::test]
async fn answers_that_were_not_asked_are_not_kept() {
    let app = TestApp::start().await;
    app.book(1, &[stop("capil-akta-lahir", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let kept =
        app.number("select count(*) from visit_stop where answers = '{\"pemohon\":\"sendiri\",\"tempat\":\"sini\"}'");
    assert_eq!(kept.await, 1);
}
