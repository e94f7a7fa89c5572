//! Makes the derived schemas say what is sent and what is read, where Rust's types alone say more.

use serde_json::{Map, Value, json};

use super::API;

/// Schemas whose `unknown` is sent: `code` for a failure of ours, `fee` where a ticket's service has left the catalogue.
const SENDS_UNKNOWN: [&str; 2] = ["ProblemCode", "FeeKind"];

/// The headers that an answer may lack; all others that are described are always there.
const MAY_LACK: [&str; 1] = ["RateLimit"];

pub fn mend(document: &mut Value) {
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for (name, schema) in schemas {
            // A body may say null for what is absent; an answer leaves it out.
            if name.ends_with("Input") {
                each_object(schema, &mut closed);
            } else {
                each_object(schema, &mut without_null);
            }
            if !SENDS_UNKNOWN.contains(&name.as_str()) {
                each_object(schema, &mut without_unknown);
            }
        }
    }
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        paths.iter_mut().filter(|(path, _)| path.starts_with(API)).for_each(|(_, item)| with_request_id(item));
    }
    each_object(document, &mut |object| {
        let headers = object.get_mut("headers").and_then(Value::as_object_mut);
        for (_, header) in headers.into_iter().flatten().filter(|(name, _)| !MAY_LACK.contains(&name.as_str())) {
            header["required"] = json!(true);
        }
    });
}

/// Every answer of the API has an id (`observe::watch`); no handler need say so.
fn with_request_id(item: &mut Value) {
    let operations = item.as_object_mut().into_iter().flat_map(Map::values_mut);
    let responses = operations.filter_map(|operation| operation.get_mut("responses").and_then(Value::as_object_mut));
    for response in responses.flat_map(Map::values_mut) {
        response["headers"]["X-Request-Id"] = json!({
            "description": "The id of this request in the server's log, for complaints.",
            "schema": { "type": "string" },
        });
    }
}

fn each_object(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            change(object);
            object.values_mut().for_each(|value| each_object(value, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| each_object(value, change)),
        _ => {}
    }
}

/// Every body refuses members that nobody knows; of an enum's variants that is not derived.
fn closed(schema: &mut Map<String, Value>) {
    if schema.contains_key("properties") {
        schema.insert("additionalProperties".to_owned(), json!(false));
    }
}

fn without_null(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("oneOf") {
        choices.retain(|choice| choice["type"] != "null");
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            schema.remove("oneOf");
            schema.extend(only);
        }
    }
}

fn without_unknown(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| value != "unknown");
    }
    if let Some(Value::Array(choices)) = schema.get_mut("oneOf") {
        choices.retain(|choice| choice["properties"]["kind"]["enum"] != json!(["unknown"]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_neither_null_nor_unknown_and_a_body_nothing_unnamed() {
        let mut document = json!({ "components": { "schemas": {
            "Paper": {
                "name": { "type": ["string", "null"] },
                "kind": { "enum": ["form", "unknown"] },
                "instead": { "oneOf": [{ "type": "null" }, { "$ref": "#/x" }] },
            },
            "State": { "oneOf": [
                { "properties": { "kind": { "enum": ["open"] } } },
                { "properties": { "kind": { "enum": ["unknown"] } } },
            ] },
            "PersonInput": { "phone": { "type": ["string", "null"] } },
            "IdentityInput": { "oneOf": [{ "properties": { "number": {} } }] },
            "FeeKind": { "enum": ["free", "unknown"] },
        } } });
        mend(&mut document);
        let schemas = &document["components"]["schemas"];
        let paper = json!({
            "name": { "type": "string" },
            "kind": { "enum": ["form"] },
            "instead": { "$ref": "#/x" },
        });
        assert_eq!(schemas["Paper"], paper);
        assert_eq!(schemas["State"], json!({ "oneOf": [{ "properties": { "kind": { "enum": ["open"] } } }] }));
        assert_eq!(schemas["PersonInput"]["phone"]["type"], json!(["string", "null"]));
        assert_eq!(schemas["IdentityInput"]["oneOf"][0]["additionalProperties"], false);
        assert_eq!(schemas["FeeKind"]["enum"], json!(["free", "unknown"]));
    }

    #[test]
    fn a_described_header_is_always_there_but_for_those_that_may_lack() {
        let mut document = json!({ "paths": { "x": { "headers": { "ETag": {}, "RateLimit": {} } } } });
        mend(&mut document);
        assert_eq!(document["paths"]["x"]["headers"], json!({ "ETag": { "required": true }, "RateLimit": {} }));
    }

    #[test]
    fn every_answer_of_the_api_says_its_id_and_none_of_health() {
        let item = json!({ "get": { "responses": { "200": {}, "404": { "headers": { "ETag": {} } } } } });
        let mut document = json!({ "paths": { "/api/v1/services": item, "/health/live": item } });
        mend(&mut document);
        let header = |path: &str, status: &str| &document["paths"][path]["get"]["responses"][status]["headers"];
        for status in ["200", "404"] {
            assert_eq!(header("/api/v1/services", status)["X-Request-Id"]["required"], true);
            assert_eq!(header("/health/live", status)["X-Request-Id"], Value::Null);
        }
        assert_eq!(header("/api/v1/services", "404")["ETag"]["required"], true);
    }
}
