use contract::{
    FaultCode, ProblemCode,
    visits::{Ticket, VisitState},
};

use crate::support::{TestApp, delete, get, nik, person, stop, stop_numbered, visit_path};

async fn booked(app: &TestApp) -> Ticket {
    let stops = [stop("capil-akta-lahir", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")];
    app.book(1, &stops, &[person("Siti", &nik(1))]).await
}

#[tokio::test]
async fn a_cancelled_visit_gives_all_its_places_back_at_once() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let ask = delete(&visit_path(&ticket)).secret(1).key("c");
    let first = app.send(ask.clone()).await;
    let cancelled: Ticket = first.ok();
    assert_eq!(cancelled.state, VisitState::Cancelled);
    assert!(cancelled.papers.is_empty());
    assert_eq!(app.left("capil/akta", "24T08:00").await, 1);
    assert_eq!(app.left("polres/skck", "24T09:00").await, 5);
    let again = app.send(ask).await;
    assert_eq!((again.status, again.text), (200, first.text), "a repeated request gives nothing back twice");
    app.send(delete(&visit_path(&ticket)).secret(1).key("d")).await.refused(ProblemCode::NotBooked, &[]);
    assert_eq!(app.left("polres/skck", "24T09:00").await, 5);
    let read: Ticket = app.send(get(&visit_path(&ticket)).secret(1)).await.ok();
    assert_eq!(read, cancelled, "what is answered is what is stored");
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_family_in_one_window_gives_back_a_place_each() {
    let app = TestApp::start().await;
    let stops = [stop("polres-skck", 0, "24T09:00"), stop("polres-skck", 1, "24T09:00")];
    let ticket = app.book(1, &stops, &[person("Siti", &nik(1)), person("Budi", &nik(2))]).await;
    assert_eq!(app.left("polres/skck", "24T09:00").await, 3);
    app.send(delete(&visit_path(&ticket)).secret(1).key("c")).await.ok::<Ticket>();
    assert_eq!(app.left("polres/skck", "24T09:00").await, 5);
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_stop_can_be_cancelled_alone() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let path = format!("{}/stops/1", visit_path(&ticket));
    let left: Ticket = app.send(delete(&path).secret(1).key("c")).await.ok();
    assert_eq!(left.state, VisitState::Booked);
    assert_eq!(stop_numbered(&left, 1).state, VisitState::Cancelled);
    assert_eq!(stop_numbered(&left, 2).state, VisitState::Booked);
    let read: Ticket = app.send(get(&visit_path(&ticket)).secret(1)).await.ok();
    assert_eq!(read, left, "what is answered is what is stored");
    assert_eq!(app.left("capil/akta", "24T08:00").await, 1);
    assert_eq!(app.left("polres/skck", "24T09:00").await, 4);
    app.send(delete(&path).secret(1).key("d")).await.refused(ProblemCode::NotBooked, &[]);
    app.book(2, &[stop("capil-akta-lahir", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    app.assert_books_balance().await;
}

#[tokio::test]
async fn a_stop_that_the_visit_lacks_is_not_found() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    for number in ["0", "3", "-1", "99999999999", "x"] {
        let path = format!("{}/stops/{number}", visit_path(&ticket));
        let answer = app.send(delete(&path).secret(1).key("c")).await;
        answer.refused(ProblemCode::NotFound, &[("path:number", FaultCode::UnknownReference)]);
    }
}

#[tokio::test]
async fn a_stop_can_be_cancelled_until_its_window_ends() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    let path = visit_path(&ticket);
    app.set_clock("24T08:30");
    let late = app.send(delete(&format!("{path}/stops/1")).secret(1).key("a")).await;
    late.refused(ProblemCode::TooLate, &[]);
    app.set_clock("24T09:29:59");
    let rest: Ticket = app.send(delete(&path).secret(1).key("b")).await.ok();
    assert_eq!(stop_numbered(&rest, 1).state, VisitState::Missed, "what is over stays as it is");
    assert_eq!(stop_numbered(&rest, 2).state, VisitState::Cancelled);
    assert_eq!(rest.state, VisitState::Missed);
}

#[tokio::test]
async fn a_visit_whose_windows_are_over_can_not_be_cancelled() {
    let app = TestApp::start().await;
    let ticket = booked(&app).await;
    app.set_clock("24T09:30");
    app.send(delete(&visit_path(&ticket)).secret(1).key("a")).await.refused(ProblemCode::TooLate, &[]);
    app.set_clock("24T09:45");
    app.send(delete(&visit_path(&ticket)).secret(1).key("b")).await.refused(ProblemCode::NotBooked, &[]);
    let read: Ticket = app.send(get(&visit_path(&ticket)).secret(1)).await.ok();
    assert_eq!(read.state, VisitState::Missed);
}
