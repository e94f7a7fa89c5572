//! Whether what the API answers is what its document says: asked for every answer of every test here. Bodies are held against
//! their schemas elsewhere, by schemathesis (`cargo xtask contract`): here, of a body, the problem's code alone.

use std::sync::LazyLock;

use loket_server::openapi;
use serde_json::Value;

use crate::support::Answer;

static DOCUMENT: LazyLock<Value> = LazyLock::new(openapi::document);

/// # Panics
/// Where the document does not have this status, this content type or this refusal for the operation, promises a header
/// that the answer lacks, or a refusal points to nothing.
pub fn check(method: &str, path: &str, sent: Option<&str>, answer: &Answer) {
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
        if let Some(Ok(sent)) = sent.map(serde_json::from_str) {
            check_pointers(&format!("{method} {path}"), &sent, &problem);
        }
    }
}

/// A refusal points to what stands in the body that was sent, or to where something is missing.
fn check_pointers(operation: &str, sent: &Value, problem: &Value) {
    let errors = problem["errors"].as_array().map_or(&[][..], Vec::as_slice);
    for (pointer, fault) in errors.iter().map(|error| (error["pointer"].as_str().unwrap(), &error["code"])) {
        let is_outside = pointer.split_once(':').is_some_and(|(kind, _)| !kind.starts_with('/'));
        // The hold's stops, as the document says of pointers.
        let is_of_hold = operation == "POST /api/v1/visits" && pointer.starts_with("/stops/");
        let looked_for = if fault == "missing" || fault == "answers_incomplete" {
            pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
        } else {
            pointer
        };
        assert!(is_outside || is_of_hold || sent.pointer(looked_for).is_some(), "{operation}: {problem} of {sent}");
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
