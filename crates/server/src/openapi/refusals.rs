//! The refusals of an operation, by status: a problem document that names one of these codes.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use contract::ProblemCode;
use serde_json::json;
use utoipa::openapi::{
    HeaderBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
    content::ContentBuilder,
    header::Header,
    schema::{AllOfBuilder, ObjectBuilder, Schema},
};

/// Names what an operation can refuse, beside what any of the API can: a type to stand in its `responses(…)`.
macro_rules! refusals {
    ($name:ident: $($code:ident),* $(,)?) => {
        $crate::openapi::refusals!($name only: $($code,)* BodyTooLarge, Unknown, Busy);
    };
    ($name:ident only: $($code:ident),* $(,)?) => {
        enum $name {}

        impl utoipa::IntoResponses for $name {
            fn responses() -> std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
                $crate::openapi::responses(&[$(contract::ProblemCode::$code),*])
            }
        }
    };
}
pub(crate) use refusals;

/// One response a status, for these codes.
#[must_use]
pub fn responses(codes: &[ProblemCode]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<ProblemCode>> = BTreeMap::new();
    for &code in codes {
        by_status.entry(code.status()).or_default().push(code);
    }
    by_status.into_iter().map(|(status, codes)| (status.to_string(), response(status, &codes).into())).collect()
}

fn response(status: u16, codes: &[ProblemCode]) -> Response {
    let says: Vec<String> = codes.iter().map(|code| format!("`{}`: {}.", code.as_str(), code.title())).collect();
    let number = ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some([json!(status)]));
    let code = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes.iter().map(|code| code.as_str())));
    let narrowed = ObjectBuilder::new().property("status", number).property("code", code);
    let schema = AllOfBuilder::new().item(Ref::from_schema_name("Problem")).item(narrowed);
    let response = ResponseBuilder::new()
        .description(says.join(" "))
        .content("application/problem+json", ContentBuilder::new().schema(Some(Schema::AllOf(schema.build()))).build());
    headers(status).into_iter().fold(response, |response, (name, header)| response.header(name, header)).build()
}

fn headers(status: u16) -> Vec<(&'static str, Header)> {
    let header = |kind, description: &str| {
        let schema = ObjectBuilder::new().schema_type(kind).build();
        HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build()
    };
    let retry_after = || ("Retry-After", header(Type::Integer, "Seconds after which it is worth asking again."));
    match StatusCode::from_u16(status) {
        Ok(StatusCode::UNAUTHORIZED) => vec![("WWW-Authenticate", header(Type::String, "`Bearer`."))],
        Ok(StatusCode::TOO_MANY_REQUESTS) => vec![
            retry_after(),
            (
                "RateLimit",
                header(Type::String, "Of a limit that ends at a known time: its name, what is left, seconds."),
            ),
        ],
        Ok(StatusCode::SERVICE_UNAVAILABLE) => vec![retry_after()],
        _ => Vec::new(),
    }
}
