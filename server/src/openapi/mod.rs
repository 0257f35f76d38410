//! `/openapi.json`: the description of the interface (OpenAPI 3.1), made from the types that the
//! handlers read and write, and from the list of `mod@operations`.

mod examples;
mod operations;

pub use operations::{Operation, operations};

use crate::problem::{Kind, MEDIA_TYPE, Problem};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// An article of the built-in knowledge base.
pub(crate) const EXAMPLE_ARTICLE: &str = "duplicate-ipsec-filters";

/// The id of a case.
pub(crate) const EXAMPLE_CASE: &str = "7FKQ-2M9X";

const ABOUT: &str = "\
Search and triage of a knowledge base for help desks: ranked articles, cited remedies, exact \
lookups. Every quotation carries the article and the byte span it was read from. Fields may be \
added to answers within a schema version; none is renamed. Unknown parameters and fields of \
requests are refused by name. Errors are problem documents (RFC 9457) whose `type` is stable.";

static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());

/// Answers with the description.
pub async fn show_openapi() -> Response {
    let mut response = DOCUMENT.as_str().into_response();
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// The whole description.
#[must_use]
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut schemas = settings.into_generator();
    let problem = schemas.subschema_for::<Problem>();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        let described = describe(&operation, &mut schemas, &problem);
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.to_owned(), described);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Firstline",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
        },
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key made by `firstline key create`; not needed where the \
                                    service is open on loopback."
                }
            }
        }
    })
}

/// One operation.
fn describe(operation: &Operation, schemas: &mut SchemaGenerator, problem: &Schema) -> Value {
    let mut parameters: Vec<Value> = operation
        .path_parameters
        .iter()
        .map(|(name, about, example)| {
            json!({
                "name": name,
                "in": "path",
                "required": true,
                "description": about,
                "schema": path_schema(name),
                "example": example
            })
        })
        .collect();
    if let Some(query) = operation.query {
        let examples = operation.query_examples;
        parameters.extend(query_parameters(query(schemas), examples));
    }
    let responses = responses(operation, schemas, problem);
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": parameters,
        "responses": responses
    });
    if operation.has_tag {
        let unchanged = json!({ "description": "The answer is as it was" });
        described["responses"]["304"] = unchanged;
    }
    if operation.stops_with {
        let mut stopping = described["responses"]["200"].clone();
        stopping["description"] = json!("The service is stopping");
        described["responses"]["503"] = stopping;
    }
    if operation.needs_key {
        // Nothing is needed where the service is open.
        described["security"] = json!([{ "key": [] }, {}]);
    }
    if let Some((schema, example)) = &operation.body {
        described["requestBody"] = json!({
            "required": !operation.body_is_optional,
            "content": { "application/json": { "schema": schema(schemas), "example": example } }
        });
    }
    described
}

/// What comes back, by status.
fn responses(
    operation: &Operation,
    schemas: &mut SchemaGenerator,
    problem: &Schema,
) -> Map<String, Value> {
    let mut answer = match operation.answer {
        Some(answer) => json!({ "application/json": { "schema": answer(schemas) } }),
        None => json!({ "application/openmetrics-text": { "schema": { "type": "string" } } }),
    };
    if let Some(example) = examples::answer_to(operation.id) {
        answer["application/json"]["example"] = example;
    }
    if operation.also_plain {
        answer["text/plain"] = json!({ "schema": { "type": "string" } });
    }
    let mut responses = Map::new();
    responses.insert(
        if operation.created { "201" } else { "200" }.to_owned(),
        json!({ "description": operation.answers_with, "content": answer }),
    );
    for kind in operation.problems() {
        let (name, status, title) = kind.parts();
        let response = responses
            .entry(status.as_str().to_owned())
            .or_insert_with(|| {
                let example = Problem::new(kind);
                json!({
                    "description": "",
                    "content": { MEDIA_TYPE: { "schema": problem, "example": example } }
                })
            });
        // Several kinds may share a status.
        let told = response["description"].as_str().unwrap_or_default();
        let dot = if told.is_empty() { "" } else { "; " };
        response["description"] = json!(format!("{told}{dot}{title} (`{name}`)"));
    }
    if let Some(refused) = responses
        .get_mut("400")
        .filter(|_| operation.query.is_some())
    {
        // A parameter that cannot be read is a bad request, of the type that names it.
        let (name, _, title) = Kind::InvalidField.parts();
        let told = refused["description"].as_str().unwrap_or_default();
        refused["description"] = json!(format!("{told}; {title} (`{name}`)"));
    }
    responses
}

fn path_schema(name: &str) -> Value {
    match name {
        "kind" => json!({ "type": "string", "enum": crate::routes::lookup::KINDS }),
        _ => json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S" }),
    }
}

/// The properties of a parameter type, each as a parameter.
fn query_parameters(schema: Schema, examples: &[(&str, &str)]) -> Vec<Value> {
    let schema = schema.to_value();
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let parameter = |(name, mut schema): (String, Value)| {
        let about = schema
            .as_object_mut()
            .and_then(|schema| schema.remove("description"));
        not_null(&mut schema);
        let mut parameter = json!({
            "name": name,
            "in": "query",
            "required": required.contains(&Value::String(name.clone())),
            "description": about,
            "schema": schema
        });
        if let Some((_, example)) = examples.iter().find(|(of, _)| *of == name) {
            // Numbers are numbers in an example too.
            parameter["example"] = example.parse::<u32>().map_or(json!(example), Value::from);
        }
        parameter
    };
    properties.into_iter().map(parameter).collect()
}

/// A parameter of an address is there or not; it is never null.
fn not_null(schema: &mut Value) {
    if let Some(types) = schema["type"].as_array() {
        let types: Vec<_> = types
            .iter()
            .filter(|name| *name != "null")
            .cloned()
            .collect();
        schema["type"] = types.first().cloned().unwrap_or_default();
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let some = any.iter().find(|option| option["type"] != "null");
        *schema = some.cloned().unwrap_or_default();
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("default");
    }
}

/// Kinds of problem that any request to an admitted route may meet.
pub(crate) const EVERYWHERE: [Kind; 6] = [
    Kind::Unauthorized,
    Kind::Misdirected,
    Kind::TooManyRequests,
    Kind::Internal,
    Kind::Unavailable,
    Kind::Timeout,
];

#[cfg(test)]
mod tests;
