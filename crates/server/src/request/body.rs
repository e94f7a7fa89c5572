//! A JSON body, bounded, and where exactly it does not parse.
//!
//! How deep it may go needs no limit of its own: no type of the contract nests deeper than five levels, unknown fields are
//! refused at their name, before what is in them is read, and the parser itself stops at 128 levels.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use contract::{FaultCode, Problem, ProblemCode, limits};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::error::Error;

/// A parsed body, with the bytes it came in.
#[derive(Debug, Clone)]
pub struct JsonBody<T> {
    pub value: T,
    pub bytes: Bytes,
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        if !is_json(request.headers()) {
            return Err(Problem::new(ProblemCode::UnsupportedMediaType)
                .at("header:Content-Type", FaultCode::Malformed)
                .into());
        }
        let bytes = axum::body::to_bytes(request.into_body(), limits::BODY_BYTES_MAX)
            .await
            .map_err(|_| Problem::new(ProblemCode::BodyTooLarge).at("", FaultCode::TooLong))?;
        Ok(Self { value: parse(&bytes)?, bytes })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if let Some(pointer) = list_in_place_of_an_object(bytes) {
        return Err(Problem::new(ProblemCode::MalformedBody).at(pointer, FaultCode::Malformed));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| problem(error.path(), error.inner()))?;
    deserializer.end().map_err(|_| Problem::new(ProblemCode::MalformedBody).at("", FaultCode::Malformed))?;
    Ok(value)
}

/// Serde reads a list of the right length as an object. In the contract a body is an object, and so is every item of a list.
fn list_in_place_of_an_object(bytes: &[u8]) -> Option<String> {
    fn look(value: &Value, pointer: &mut String) -> bool {
        let mut within = |name: &str, value: &Value, is_item: bool| {
            let length = pointer.len();
            push(pointer, name);
            let found = (is_item && !value.is_object()) || look(value, pointer);
            if !found {
                pointer.truncate(length);
            }
            found
        };
        match value {
            Value::Object(members) => members.iter().any(|(name, value)| within(name, value, false)),
            Value::Array(items) => items.iter().enumerate().any(|(index, item)| within(&index.to_string(), item, true)),
            _ => false,
        }
    }
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let mut pointer = String::new();
    (value.is_array() || look(&value, &mut pointer)).then_some(pointer)
}

/// The parser's words are only read for which field they speak of; they are never repeated, as they quote values.
fn problem(path: &Path, error: &serde_json::Error) -> Problem {
    let malformed = Problem::new(ProblemCode::MalformedBody);
    if !error.is_data() {
        return malformed.at("", FaultCode::Malformed);
    }
    let message = error.to_string();
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => push(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    if let Some(name) = quoted(&message, "missing field `") {
        push(&mut pointer, name);
        return malformed.at(pointer, FaultCode::Missing);
    }
    if let Some(name) = quoted(&message, "unknown field `") {
        if !pointer.ends_with(&format!("/{}", escaped(name))) {
            push(&mut pointer, name);
        }
        return malformed.at(pointer, FaultCode::UnknownField);
    }
    if let Some(name) = quoted(&message, "duplicate field `") {
        if !pointer.ends_with(&format!("/{}", escaped(name))) {
            push(&mut pointer, name);
        }
        return malformed.at(pointer, FaultCode::Duplicate);
    }
    malformed.at(pointer, FaultCode::Malformed)
}

fn quoted<'a>(message: &'a str, before: &str) -> Option<&'a str> {
    message.strip_prefix(before)?.split('`').next()
}

/// Bytes of a field's name in a pointer. A longer one is nobody's field, and is cut.
const NAME_LENGTH_MAX: usize = 64;

fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&escaped(name));
}

/// As RFC 6901 wants it.
fn escaped(name: &str) -> String {
    let cut =
        name.char_indices().find(|(index, _)| *index >= NAME_LENGTH_MAX).map_or(name, |(index, _)| &name[..index]);
    cut.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use contract::{holds::HoldInput, visits::VisitInput};

    use super::*;

    fn fault<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> (String, FaultCode) {
        let problem = parse::<T>(body.as_bytes()).unwrap_err();
        assert_eq!(problem.code, ProblemCode::MalformedBody);
        assert_eq!(problem.errors.len(), 1, "{body}");
        (problem.errors[0].pointer.clone(), problem.errors[0].code)
    }

    #[test]
    fn a_list_is_no_object() {
        let stop = r#"["disdukcapil-kk-baru",0,"disdukcapil/keluarga","2026-11-26T09:00:00+07:00",[]]"#;
        for (body, pointer) in [
            (format!("[false,[{stop}]]"), ""),
            (format!(r#"{{"stops":[{stop}]}}"#), "/stops/0"),
            (r#"{"identity":["nik","1471"]}"#.to_owned(), "/identity/0"),
        ] {
            assert_eq!(fault::<HoldInput>(&body), (pointer.to_owned(), FaultCode::Malformed), "{body}");
        }
    }

    #[test]
    fn the_field_that_does_not_parse_is_named() {
        let stop = r#""service":"a","person":0,"desk":"a/b","starts_at":"2026-11-26T08:00:00+07:00""#;
        for (body, pointer, code) in [
            ("".to_owned(), "", FaultCode::Malformed),
            ("{".to_owned(), "", FaultCode::Malformed),
            ("[]".to_owned(), "", FaultCode::Malformed),
            ("null".to_owned(), "", FaultCode::Malformed),
            ("{}".to_owned(), "/stops", FaultCode::Missing),
            (r#"{"stops":[]} x"#.to_owned(), "", FaultCode::Malformed),
            (r#"{"stops":7}"#.to_owned(), "/stops", FaultCode::Malformed),
            (r#"{"stops":[],"more":{"deep":[]}}"#.to_owned(), "/more", FaultCode::UnknownField),
            (r#"{"stops":[],"a/b~c":1}"#.to_owned(), "/a~1b~0c", FaultCode::UnknownField),
            (r#"{"stops":[],"stops":[]}"#.to_owned(), "/stops", FaultCode::Duplicate),
            (r#"{"stops":[],"apart":"yes"}"#.to_owned(), "/apart", FaultCode::Malformed),
            (format!(r#"{{"stops":[{{{stop},"x":1}}]}}"#), "/stops/0/x", FaultCode::UnknownField),
            (format!(r#"{{"stops":[{{{stop}}},{{}}]}}"#), "/stops/1/service", FaultCode::Missing),
            (format!(r#"{{"stops":[{{{}}}]}}"#, stop.replace(":0", ":-1")), "/stops/0/person", FaultCode::Malformed),
            (format!(r#"{{"stops":[{{{}}}]}}"#, stop.replace("a/b", "a")), "/stops/0/desk", FaultCode::Malformed),
            (format!(r#"{{"stops":[{{{}}}]}}"#, stop.replace("2026", "x")), "/stops/0/starts_at", FaultCode::Malformed),
        ] {
            assert_eq!(fault::<HoldInput>(&body), (pointer.to_owned(), code), "{body}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_person_is_named() {
        let body =
            |identity: &str| format!(r#"{{"hold":"h","people":[{{"name":"S","identity":{identity}}}],"answers":[]}}"#);
        for (identity, pointer, code) in [
            (r#"{"kind":"nik"}"#, "/people/0/identity/number", FaultCode::Missing),
            (r#"{"kind":"nik","number":"1","x":1}"#, "/people/0/identity/x", FaultCode::UnknownField),
            (r#"{"kind":"nik","number":7}"#, "/people/0/identity", FaultCode::Malformed),
            (r#"{"kind":"soul"}"#, "/people/0/identity/kind", FaultCode::Malformed),
            (r#"{"number":"1"}"#, "/people/0/identity/kind", FaultCode::Missing),
        ] {
            assert_eq!(fault::<VisitInput>(&body(identity)), (pointer.to_owned(), code), "{identity}");
        }
    }

    #[test]
    fn a_body_without_end_in_depth_is_refused() {
        let deep = format!(r#"{{"stops":{}"#, "[".repeat(60_000));
        assert_eq!(fault::<HoldInput>(&deep).1, FaultCode::Malformed);
    }

    #[test]
    fn a_field_name_without_end_is_cut() {
        let long = format!(r#"{{"stops":[],"{}":1}}"#, "é".repeat(5_000));
        assert!(fault::<HoldInput>(&long).0.len() <= NAME_LENGTH_MAX + 3);
    }
}
