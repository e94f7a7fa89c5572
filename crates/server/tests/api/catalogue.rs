use contract::{
    FaultCode, ProblemCode,
    index::Index,
    service::{AllServices, Service},
};

use crate::support::{TestApp, get};

#[tokio::test]
async fn the_index_and_a_service_come_in_the_language_asked_for() {
    let app = TestApp::start().await;
    let indonesian: Index = app.send(get("/catalogue/index")).await.ok();
    let english: Index = app.send(get("/catalogue/index?lang=en")).await.ok();
    assert_eq!(indonesian.services.len(), english.services.len());
    let service: Service = app.send(get("/services/capil-ktp?lang=id")).await.ok();
    assert_eq!(service.name, "KTP uji");
    let service: Service = app.send(get("/services/capil-ktp?lang=en")).await.ok();
    assert_eq!(service.name, "Test identity card");
}

#[tokio::test]
async fn all_services_are_those_that_are_read_one_by_one() {
    let app = TestApp::start().await;
    for language in ["id", "en"] {
        let index: Index = app.send(get(&format!("/catalogue/index?lang={language}"))).await.ok();
        let all: AllServices = app.send(get(&format!("/services?lang={language}"))).await.ok();
        assert_eq!(all.services.len(), index.services.len());
        for service in all.services {
            let one: Service = app.send(get(&format!("/services/{}?lang={language}", service.id))).await.ok();
            assert_eq!(one, service);
        }
    }
}

#[tokio::test]
async fn what_is_known_already_is_not_sent_again() {
    let app = TestApp::start().await;
    for path in ["/catalogue/index", "/services", "/services/capil-ktp"] {
        let first = app.send(get(path)).await;
        let tag = first.headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(first.headers["cache-control"], "no-cache");
        for known in [tag.clone(), tag.trim_start_matches("W/").to_owned(), format!("\"x\", {tag}")] {
            let again = app.send(get(path).header("if-none-match", known)).await;
            assert_eq!((again.status, again.text.as_str()), (304, ""));
            assert_eq!(again.headers["etag"], tag.as_str());
        }
        assert_eq!(app.send(get(path).header("if-none-match", "W/\"other\"")).await.status, 200);
        let other = app.send(get(&format!("{path}?lang=en")).header("if-none-match", tag)).await;
        assert_eq!(other.status, 200, "another language is another answer");
    }
}

#[tokio::test]
async fn what_the_catalogue_lacks_is_not_found() {
    let app = TestApp::start().await;
    for id in ["capil-nothing", "Capil", "%00", "..%2f..", &"a".repeat(500)] {
        let answer = app.send(get(&format!("/services/{id}"))).await;
        answer.refused(ProblemCode::NotFound, &[("path:id", FaultCode::UnknownReference)]);
    }
}

#[tokio::test]
async fn a_language_that_nobody_speaks_here_is_refused() {
    let app = TestApp::start().await;
    for path in ["/catalogue/index?lang=xx", "/services/capil-ktp?lang="] {
        let answer = app.send(get(path)).await;
        answer.refused(ProblemCode::MalformedRequest, &[("query:lang", FaultCode::Malformed)]);
    }
}

#[tokio::test]
async fn answers_travel_compressed_where_the_client_can_read_that() {
    let app = TestApp::start().await;
    for (accepted, encoding) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
        let answer = app.send(get("/catalogue/index").header("accept-encoding", accepted)).await;
        let given = answer.headers.get("content-encoding").map(|value| value.to_str().unwrap());
        assert_eq!((answer.status, given), (200, encoding));
    }
}
