//! What the extractors read, as the OpenAPI document says it.

use contract::{Language, limits};
use utoipa::{
    IntoParams,
    openapi::{
        Object, Required, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::ObjectBuilder,
    },
};

use super::{IdempotencyKey, Lang};

fn parameter(name: &str, place: ParameterIn, required: Required, description: &str, schema: Object) -> Vec<Parameter> {
    let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(required);
    vec![parameter.description(Some(description)).schema(Some(schema)).build()]
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let description = "Chosen by the client, one for each wish. The same key with the same request under the same secret \
                           gives the same answer for 48 hours, never a second effect; with another request it is refused \
                           (`key_reused`). What was refused before it had an effect may come again under its key.";
        let schema = text()
            .pattern(Some("^[!-~]+$"))
            .min_length(Some(1))
            .max_length(Some(limits::IDEMPOTENCY_KEY_LENGTH_MAX))
            .build();
        parameter("Idempotency-Key", ParameterIn::Header, Required::True, description, schema)
    }
}

impl IntoParams for Lang {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let tags = Language::ALL.map(Language::tag);
        let schema = text().enum_values(Some(tags)).default(Some(Language::default().tag().into())).build();
        parameter("lang", ParameterIn::Query, Required::False, "The language of the answer's words.", schema)
    }
}

/// The code of a visit, in its path.
pub enum CodeSegment {}

impl IntoParams for CodeSegment {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let description = "The visit's code. Small letters, blanks, and letters that look like digits are read too.";
        let schema = text().pattern(Some("^[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}$")).build();
        parameter("code", ParameterIn::Path, Required::True, description, schema)
    }
}
