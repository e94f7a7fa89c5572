//! The app on another origin: the origins that are set may ask and read, no other.

use std::{num::NonZero, pin::pin};

use axum::{
    Router,
    body::Body,
    http::{Request, Response},
};
use contract::limits;
use loket_server::{openapi, router_with_pages};
use tower::ServiceExt as _;

use crate::support::TestApp;

const APP: &str = "https://app.loket.example";

async fn ask(test: &TestApp, method: &str, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    test.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn allowed(response: &Response<Body>) -> Option<&str> {
    response.headers().get("access-control-allow-origin").map(|value| value.to_str().unwrap())
}

async fn letting_the_app_in() -> TestApp {
    TestApp::start_with_config(|config| config.app_origins = APP.parse().unwrap()).await
}

const WISH: [(&str, &str); 2] = [
    ("access-control-request-method", "POST"),
    ("access-control-request-headers", "authorization,content-type,idempotency-key"),
];

#[tokio::test]
async fn the_app_may_send_its_secret_and_its_key_from_where_it_is_allowed() {
    let test = letting_the_app_in().await;
    let response = ask(&test, "OPTIONS", "/visits", &[("origin", APP), WISH[0], WISH[1]]).await;
    assert_eq!((response.status().as_u16(), allowed(&response)), (200, Some(APP)));
    let list = |name: &str| response.headers()[name].to_str().unwrap().to_ascii_lowercase();
    for header in ["authorization", "content-type", "idempotency-key"] {
        assert!(list("access-control-allow-headers").contains(header), "{header}");
    }
    let document = openapi::document();
    let asked_with = document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().keys());
    for method in asked_with {
        assert!(list("access-control-allow-methods").contains(method), "{method}");
    }
    assert!(!response.headers().contains_key("access-control-allow-credentials"), "there are no cookies");
    // And read what comes, refusals too.
    for path in ["/catalogue/index", "/visits/AAAAAAAA"] {
        assert_eq!(allowed(&ask(&test, "GET", path, &[("origin", APP)]).await), Some(APP), "{path}");
    }
}

#[tokio::test]
async fn no_other_origin_may() {
    let test = letting_the_app_in().await;
    for origin in
        ["https://loket.example", "https://app.loket.example.evil.example", "http://app.loket.example", "null"]
    {
        let wish = ask(&test, "OPTIONS", "/visits", &[("origin", origin), WISH[0], WISH[1]]).await;
        assert_eq!(allowed(&wish), None, "{origin}");
        let read = ask(&test, "GET", "/catalogue/index", &[("origin", origin)]).await;
        assert_eq!(allowed(&read), None, "{origin}");
    }
}

#[tokio::test]
async fn where_nothing_is_set_nobody_is_told_anything() {
    let test = TestApp::start().await;
    let wish = ask(&test, "OPTIONS", "/visits", &[("origin", APP), WISH[0], WISH[1]]).await;
    assert_eq!((wish.status().as_u16(), allowed(&wish)), (405, None));
    assert_eq!(allowed(&ask(&test, "GET", "/catalogue/index", &[("origin", APP)]).await), None);
}

#[tokio::test]
async fn what_a_full_server_says_can_be_read_from_there_too() {
    let test = TestApp::start_with_config(|config| {
        config.app_origins = APP.parse().unwrap();
        config.requests_max = NonZero::new(1);
    })
    .await;
    let pages = Router::new().fallback(std::future::pending::<()>);
    let router = router_with_pages(test.app.clone(), pages);
    let send = |method: &str, path: &str, headers: &[(&str, &str)], body: String| {
        let mut request = Request::builder().method(method).uri(path).header("origin", APP);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        router.clone().oneshot(request.body(Body::from(body)).unwrap())
    };
    let mut staying = pin!(send("GET", "/", &[], String::new()));
    tokio::select! {
        biased;
        _ = &mut staying => panic!("it takes the one place there is"),
        () = std::future::ready(()) => {}
    }
    let refused = send("GET", "/api/v1/catalogue/index", &[], String::new()).await.unwrap();
    assert_eq!((refused.status().as_u16(), allowed(&refused)), (503, Some(APP)));
    assert!(refused.headers().contains_key("retry-after"));
    assert!(refused.headers()["access-control-expose-headers"].to_str().unwrap().contains("retry-after"));
    let wish = send("OPTIONS", "/api/v1/visits", &WISH, String::new()).await.unwrap();
    assert_eq!((wish.status().as_u16(), allowed(&wish)), (200, Some(APP)), "leave is given without a place");
    let large = send("POST", "/api/v1/visits", &[], " ".repeat(limits::BODY_BYTES_MAX + 2)).await.unwrap();
    assert_eq!((large.status().as_u16(), allowed(&large)), (413, Some(APP)));
}
