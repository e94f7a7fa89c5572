//! What is counted, and what is told to whom.

use axum::{body::Body, http::Request};
use contract::ProblemCode;
use loket_server::metrics;
use serde_json::json;
use tower::ServiceExt as _;

use crate::support::{TestApp, ask, confirm, delete, get, instant, nik, patch, person, post, stop, visit_path};

impl TestApp {
    async fn metrics(&self) -> String {
        let router = metrics::router(self.app.metrics.clone());
        let request = Request::builder().uri("/metrics").body(Body::empty()).unwrap();
        let body = router.oneshot(request).await.unwrap().into_body();
        String::from_utf8(axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap()
    }
}

#[track_caller]
fn says(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|written| written == *line), "{line} is not in\n{text}");
    }
}

#[tokio::test]
async fn what_happens_in_the_ledger_is_counted_once_however_often_it_is_asked_for() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")]).await;
    let _same = app.hold(1, &[stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 0, "24T09:00")]).await;
    app.send(patch(&format!("/holds/{}", hold.id)).secret(1)).await;
    for _ in 0..2 {
        assert_eq!(app.send(confirm(1, &hold, &[person("Siti", &nik(1))])).await.status, 201);
    }
    let other = app.hold(2, &[stop("capil-ktp", 0, "24T08:00")]).await;
    let another = app.hold(2, &[stop("capil-ktp", 0, "24T08:30")]).await;
    assert_ne!(other.id, another.id);
    app.send(delete(&format!("/holds/{}", another.id)).secret(2)).await;
    let ticket = app.book(3, &[stop("capil-ktp", 0, "24T08:00")], &[person("Budi", &nik(2))]).await;
    let to = json!({ "stops": [{ "stop": 1, "starts_at": instant("25T08:00") }] });
    app.send(patch(&visit_path(&ticket)).secret(3).key("move").json(to)).await;
    for _ in 0..2 {
        app.send(delete(&visit_path(&ticket)).secret(3).key("cancel")).await;
    }
    for _ in 0..2 {
        app.send(delete(&format!("{}/people", visit_path(&ticket))).secret(3).key("erase")).await;
    }
    says(
        &app.metrics().await,
        &[
            "loket_holds_total{event=\"made\"} 4",
            "loket_holds_total{event=\"extended\"} 1",
            "loket_holds_total{event=\"ended\"} 2",
            "loket_visits_total{event=\"booked\"} 2",
            "loket_visits_total{event=\"moved\"} 1",
            "loket_visits_total{event=\"cancelled\"} 1",
            "loket_visits_total{event=\"erased\"} 1",
        ],
    );
}

#[tokio::test]
async fn requests_are_counted_by_route_method_and_class_and_refusals_by_their_code() {
    let app = TestApp::start().await;
    for code in ["AAAAAAAA", "BBBBBBBB"] {
        app.send(get(&format!("/visits/{code}")).secret(1)).await;
    }
    app.send(ask("PUT", "/visits/AAAAAAAA/reminder")).await;
    app.send(post("/holds").secret(1).body("{")).await;
    app.send(post("/holds").secret(1).body("x".repeat(200_000))).await;
    let text = app.metrics().await;
    let refused = |code: ProblemCode, count| format!("loket_refused_total{{code=\"{}\"}} {count}", code.as_str());
    says(
        &text,
        &[
            "loket_request_seconds_count{method=\"GET\",route=\"/api/v1/visits/{code}\",status=\"4xx\"} 2",
            "loket_request_seconds_count{method=\"POST\",route=\"/api/v1/holds\",status=\"4xx\"} 2",
            "loket_request_seconds_count{method=\"PUT\",route=\"/api/v1/visits/{code}/reminder\",status=\"4xx\"} 1",
            "loket_requests_under_way 0",
            "loket_writes_waiting 0",
            &format!("loket_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION")),
            &refused(ProblemCode::MalformedBody, 1),
            &refused(ProblemCode::BodyTooLarge, 1),
        ],
    );
    assert!(!text.contains("AAAAAAAA"), "no code of a visit is a label");
    let has_commits = app.app.config.database.is_none();
    assert_eq!(text.contains("loket_commit_seconds_count"), has_commits, "SQLite alone has groups");
}

#[tokio::test]
async fn residents_are_not_told_how_busy_the_mall_is() {
    let app = TestApp::start().await;
    app.send(get("/metrics")).await.refused(ProblemCode::NotFound, &[]);
}
