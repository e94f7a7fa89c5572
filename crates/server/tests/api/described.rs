//! Whether what the API answers is what its document says: asked for every answer of every test here. Bodies are held against
//! their schemas elsewhere, by schemathesis (`cargo xtask contract`): here, of a body, the problem's code alone.

use std::sync::LazyLock;

use loket_server::openapi;
use serde_json::Value;

use crate::support::Answer;

static DOCUMENT: LazyLock<Value> = LazyLock::new(openapi::document);

/// # Panics
/// Where the document does not have this status, this content type or this refusal for the operation, or promises a header
/// that the answer lacks.
pub fn check(method: &str, path: &str, answer: &Answer) {
    let (status, body) = (answer.status, &answer.text);
    let Some(operation) = operation(method, path) else { return };
    let response = &operation["responses"][status.to_string()];
    assert!(response.is_object(), "{method} {path}: {status} is not described: {body}");
    for (name, header) in response["headers"].as_object().into_iter().flatten() {
        let is_missing = header["required"] == true && !answer.headers.contains_key(name.as_str());
        assert!(!is_missing, "{method} {path}: {status} lacks {name}");
    }
    let kind = answer.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap());
    let kind = kind.split(';').next().unwrap_or_default();
    match response.get("content") {
        None => assert_eq!(kind, "", "{method} {path}: {status} has a body"),
        Some(content) => assert!(content.get(kind).is_some(), "{method} {path}: {status} is no {kind}"),
    }
    if kind == "application/problem+json" {
        let problem: Value = serde_json::from_str(body).unwrap();
        let codes = &response["content"][kind]["schema"]["allOf"][1]["properties"]["code"]["enum"];
        assert!(codes.as_array().unwrap().contains(&problem["code"]), "{method} {path}: {body} is not described");
    }
}

/// The operation that a request meets; `None` where the document has no such path or method.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next()?;
    let segments: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let wanted: Vec<&str> = template.split('/').collect();
        let same = |(one, other): (&&str, &&str)| one == other || (one.starts_with('{') && !other.is_empty());
        wanted.len() == segments.len() && wanted.iter().zip(&segments).all(same)
    };
    let item = DOCUMENT["paths"].as_object()?.iter().find(|(template, _)| fits(template))?.1;
    item.get(method.to_lowercase())
}
