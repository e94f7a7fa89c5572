//! Schemas of the types that write themselves as text, for the OpenAPI document.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, Type},
    },
};

use crate::{DeskId, VisitCode};

fn text(description: &str, pattern: &str, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .pattern(Some(pattern))
        .examples([example])
        .into()
}

impl PartialSchema for DeskId {
    fn schema() -> RefOr<Schema> {
        let description = "One queue of a tenant, written whole: the tenant's id, a slash, the desk's name in it.";
        text(description, "^[a-z0-9-]{1,80}/[a-z0-9-]{1,80}$", "disdukcapil/identitas")
    }
}

impl ToSchema for DeskId {}

impl PartialSchema for VisitCode {
    fn schema() -> RefOr<Schema> {
        let description =
            "Eight characters of Crockford's alphabet, the last of them a check, with a hyphen in the middle.";
        text(description, "^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", "0000-0000")
    }
}

impl ToSchema for VisitCode {}
