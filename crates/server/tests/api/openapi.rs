//! The document that the API writes about itself.

use std::path::Path;

use contract::{
    FaultCode, Language, ProblemCode, VisitCode, limits,
    person::{Nik, PassportNumber, PersonName, Phone},
};
use loket_server::openapi;
use serde_json::Value;

use crate::support::{Answer, TestApp, ask, get};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Each described method and path, the variable segments filled with something that could be there.
fn described() -> Vec<(String, String)> {
    let document = openapi::document();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let path = path.replace("{number}", "1").replace(['{', '}'], "");
        item.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone()))
    });
    operations.collect()
}

async fn call(app: &TestApp, method: &'static str, path: &str) -> Answer {
    app.send(ask(method, path.trim_start_matches(openapi::API))).await
}

#[tokio::test]
async fn what_is_described_is_there_and_nothing_else_on_its_path() {
    let app = TestApp::start().await;
    let described = described();
    assert!(described.len() >= 17);
    for (_, path) in &described {
        for method in METHODS {
            let answer = call(&app, method, path).await;
            if described.contains(&(method.to_owned(), path.clone())) {
                assert_ne!(answer.status, 405, "{method} {path}");
                let unknown = answer.status == 404 && answer.problem().errors.is_empty();
                assert!(!unknown, "{method} {path} is routed nowhere");
            } else {
                answer.refused(ProblemCode::MethodNotAllowed, &[]);
                assert!(answer.headers.contains_key("allow"), "{method} {path}");
            }
        }
    }
}

/// Every answer is held against the document where it is sent.
#[tokio::test]
async fn every_operation_says_that_a_body_may_be_too_large() {
    let app = TestApp::start().await;
    for (method, path) in described().iter().filter(|(_, path)| path.starts_with(openapi::API)) {
        let method = METHODS.into_iter().find(|known| known == method).unwrap();
        let large = ask(method, path.trim_start_matches(openapi::API)).body(" ".repeat(limits::BODY_BYTES_MAX + 2));
        app.send(large).await.refused(ProblemCode::BodyTooLarge, &[("", FaultCode::TooLong)]);
    }
}

/// Whoever reads it has no Rust before them.
#[test]
fn no_description_speaks_of_names_in_the_code() {
    fn look(value: &Value) {
        match value {
            Value::Object(members) => {
                let said = members.get("description").and_then(Value::as_str).unwrap_or_default();
                assert!(!said.contains("::") && !said.contains("[`"), "{said}");
                members.values().for_each(look);
            }
            Value::Array(items) => items.iter().for_each(look),
            _ => {}
        }
    }
    look(&openapi::document());
}

/// Those that are made without a description have none to come with: what is unknown under `/api`, the app's pages, and the
/// metrics, which have an address of their own.
const UNDESCRIBED: [&str; 6] = [
    r#""/api",any(unknown_path))"#,
    r#""/api/",any(unknown_path))"#,
    r#""/api/{*path}",any(unknown_path))"#,
    r#""/metrics",any(unknown_path))"#,
    r#""/metrics",get(read_metrics))"#,
    "&found_path(language),get(answer))",
];

/// A route comes with its description, since it is made with `routes!`; but for [`UNDESCRIBED`].
#[test]
fn no_route_is_made_without_its_description() {
    let mut made = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let product = text.split("#[cfg(test)]").next().unwrap_or_default();
            // Without blanks: what is long stands on several lines.
            let product: String = product.split_whitespace().collect();
            for call in product.split(".route(").skip(1).chain(product.split(".route_service(").skip(1)) {
                made.push(call.chars().take(80).collect::<String>());
            }
        }
    }
    assert_eq!(made.len(), UNDESCRIBED.len(), "{made:#?}");
    for call in UNDESCRIBED {
        assert!(made.iter().any(|made| made.starts_with(call)), "{call} is not in {made:#?}");
    }
}

#[tokio::test]
async fn the_document_is_served_and_not_sent_again() {
    let app = TestApp::start().await;
    let first = app.send(get("/openapi.json")).await;
    assert_eq!(first.ok::<Value>(), openapi::document());
    assert_eq!(first.headers["content-type"], "application/json");
    let tag = first.headers["etag"].to_str().unwrap().to_owned();
    let again = app.send(get("/openapi.json").header("if-none-match", tag)).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    let compressed = app.send(get("/openapi.json").header("accept-encoding", "br")).await;
    assert_eq!(compressed.headers["content-encoding"], "br");
}

/// Renew it with `LOKET_RENEW=1 cargo test -p loket-server --test api openapi`.
#[test]
fn the_repository_holds_the_document_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let document = openapi::document();
    if std::env::var_os("LOKET_RENEW").is_some() {
        std::fs::write(&path, format!("{document:#}\n")).unwrap();
    }
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(
        kept, document,
        "docs/openapi.json is out of date; look at what changed, then renew it with \
         `LOKET_RENEW=1 cargo test -p loket-server --test api openapi`"
    );
}

#[test]
fn every_reference_leads_somewhere() {
    let document = openapi::document();
    let text = document.to_string();
    let references = text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[test]
fn every_group_of_operations_says_what_it_is() {
    let document = openapi::document();
    let described: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for tag in operations.as_object().unwrap().values().flat_map(|operation| operation["tags"].as_array().unwrap())
        {
            assert!(described.contains(&tag), "{tag} at {path}");
        }
    }
}

#[test]
fn the_limits_of_the_schemas_are_those_of_the_contract() {
    let document = openapi::document();
    let schema = |pointer: &str| document.pointer(&format!("/components/schemas/{pointer}")).unwrap();
    let person = "PersonInput/properties";
    assert_eq!(schema("StopInput/properties/obtains/maxItems"), limits::OBTAINS_MAX);
    assert_eq!(schema("TicketList/properties/tickets/maxItems"), limits::VISITS_LISTED_MAX);
    assert_eq!(schema("IdentityInput/oneOf/2/properties/ordinal/maximum"), limits::CHILD_ORDINAL_MAX);
    assert_eq!(schema("HoldId/maxLength"), contract::HoldId::LENGTH_MAX);
    let services = schema("Index/properties/services/description").as_str().unwrap();
    assert!(services.contains(&limits::INDEX_SERVICES_MAX.to_string()), "{services}");
    let bounds = |pointer: &str, least: usize, most: usize| {
        let pattern = schema(pointer).as_str().unwrap();
        assert!(pattern.contains(&format!("{{{least},{most}}}")), "{pattern}");
    };
    bounds(&format!("{person}/name/pattern"), 0, PersonName::LENGTH_MAX - 1);
    bounds(&format!("{person}/phone/pattern"), Phone::DIGITS_MIN, Phone::DIGITS_MAX);
    bounds("IdentityInput/oneOf/1/properties/number/pattern", PassportNumber::LENGTH_MIN, PassportNumber::LENGTH_MAX);
    let nik = schema("IdentityInput/oneOf/0/properties/number/pattern").as_str().unwrap();
    assert!(nik.contains(&format!("{{{}}}", Nik::LENGTH)), "{nik}");
    let code = schema("VisitCode/examples/0").as_str().unwrap();
    assert!(VisitCode::parse(code).is_ok_and(|parsed| parsed.to_string() == code));
    let windows = &document["paths"]["/api/v1/desks/{tenant}/{desk}/windows"]["get"]["parameters"];
    assert_eq!(windows[3]["schema"]["maximum"], limits::WINDOW_DAYS_MAX);
    let languages: Vec<&str> = Language::ALL.into_iter().map(Language::tag).collect();
    assert_eq!(windows[4]["schema"]["enum"], serde_json::json!(languages));
}

#[test]
fn what_the_server_refuses_to_read_the_schema_refuses_too() {
    let document = openapi::document();
    let schemas = &document["components"]["schemas"];
    for name in
        ["HoldInput", "StopInput", "Obtain", "VisitInput", "PersonInput", "RescheduleInput", "StopMove", "KeyInput"]
    {
        assert_eq!(schemas[name]["additionalProperties"], false, "{name}");
    }
    for kind in schemas["IdentityInput"]["oneOf"].as_array().unwrap() {
        assert_eq!(kind["additionalProperties"], false, "{kind}");
    }
}

/// Every refusal is some operation's, but for the one that any path gives to a method that it does not have.
#[test]
fn every_refusal_is_described_somewhere() {
    let document = openapi::document();
    let text = document["paths"].to_string();
    for code in ProblemCode::ALL.iter().filter(|&&code| code != ProblemCode::MethodNotAllowed) {
        assert!(text.contains(&format!("`{}`: ", code.as_str())), "{}", code.as_str());
    }
}
