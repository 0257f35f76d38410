//! The description holds what the service does: every route is in it, every example works, and
//! every answer is of the type it says.

use super::*;
use crate::state::AppState;
use crate::testing::{Answer, get, open, post, remembering};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The example of an operation, sent.
async fn example(state: &AppState, operation: &Operation) -> Answer {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut path = operation.path.to_owned();
    for (name, _, example) in operation.path_parameters {
        let begun = match *example {
            super::EXAMPLE_CASE => asked_case(state).await,
            _ if *name == "code" => begun_session(state).await,
            example => example.to_owned(),
        };
        let example = begun.as_str();
        path = path.replace(&format!("{{{name}}}"), &encode(example));
    }
    let query = operation.query_examples.iter();
    let query: Vec<String> = query
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    let path = format!("{path}?{}", query.join("&"));
    match (&operation.body, operation.method) {
        (Some((_, body)), _) => post(state, &path, &body.to_string()).await,
        (None, "post") => post(state, &path, "").await,
        _ => get(state, path.trim_end_matches('?')).await,
    }
}

/// The id of a case that was asked.
async fn asked_case(state: &AppState) -> String {
    let json = r#"{"text":"remote control times out the first time, then works"}"#;
    let answer = post(state, "/v1/triage", json).await.json();
    answer["case"].as_str().unwrap().to_owned()
}

/// The code of a session in which one answer was given.
async fn begun_session(state: &AppState) -> String {
    let begun = post(state, "/v1/guides/cannot-reach-a-target/sessions", "{}").await;
    assert_eq!(
        begun.status,
        201,
        "{}",
        String::from_utf8_lossy(&begun.body)
    );
    let code = begun.json()["code"].as_str().unwrap().to_owned();
    let path = format!("/v1/guides/sessions/{code}/answers");
    assert_eq!(post(state, &path, r#"{"answer":"1"}"#).await.status, 200);
    code
}

#[tokio::test]
async fn every_example_is_answered_as_described() {
    let document = document();
    let (state, _folder) = remembering();
    for operation in operations() {
        let answer = example(&state, &operation).await;
        if operation.id == "reloadIndex" {
            // Nobody is an admin where the service is open.
            assert_eq!(answer.status, 403);
            continue;
        }
        let told = String::from_utf8_lossy(&answer.body);
        let expected = if operation.created { 201 } else { 200 };
        assert_eq!(answer.status, expected, "{}: {told}", operation.id);
        assert_eq!(
            answer.headers.contains_key("etag"),
            operation.has_tag,
            "{}",
            operation.id
        );
        if operation.answer.is_some() {
            check(&document, &operation, expected, &answer.json());
        }
    }
}

/// The parts of an answer, without what stands in lists: they are as long as they are.
fn made_of(answer: &Value) -> std::collections::BTreeSet<&String> {
    answer.as_object().unwrap().keys().collect()
}

#[tokio::test]
async fn the_answers_that_are_shown_are_of_the_kind_that_is_given() {
    let write = std::env::var("FIRSTLINE_EXAMPLES").is_ok_and(|told| told == "write");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/openapi/examples");
    let document = document();
    let (state, _folder) = remembering();
    let mut shown = 0;
    for operation in operations() {
        let Some(stored) = examples::answer_to(operation.id) else {
            continue;
        };
        shown += 1;
        let status = if operation.created { 201 } else { 200 };
        check(&document, &operation, status, &stored);
        let given = example(&state, &operation).await.json();
        if write {
            let text = serde_json::to_string_pretty(&given).unwrap() + "\n";
            std::fs::write(folder.join(format!("{}.json", operation.id)), text).unwrap();
            continue;
        }
        assert_eq!(made_of(&stored), made_of(&given), "{}", operation.id);
    }
    assert_eq!(shown, std::fs::read_dir(folder).unwrap().count());
}

#[test]
fn schemas_are_named_after_what_they_hold() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in ["SearchPage", "Triage", "ArticleAnswer", "EscalationPacket"] {
        assert!(schemas.contains_key(name), "{name}");
    }
    for name in schemas.keys() {
        // A number behind a name tells two types apart that go by the same one.
        assert!(
            !name.ends_with(|last: char| last.is_ascii_digit()),
            "{name}"
        );
        assert!(
            !name.starts_with("Reply") || name == "ReplyRequest",
            "{name}"
        );
    }
}

#[tokio::test]
async fn examples_show_something() {
    for (id, list) in [
        ("searchArticles", "results"),
        ("triageCase", "checklist"),
        ("completeText", "texts"),
        ("findArticle", "sections"),
        ("lookUp", "readings"),
    ] {
        let operations = operations();
        let operation = operations.iter().find(|operation| operation.id == id);
        let answer = example(&open(), operation.unwrap()).await.json();
        assert!(
            !answer[list].as_array().unwrap().is_empty(),
            "{id}: {answer}"
        );
    }
}

/// Checks an answer against the schema that the document gives for it.
fn check(document: &Value, operation: &Operation, status: u16, answer: &Value) {
    let described = &document["paths"][operation.path][operation.method];
    let schema =
        &described["responses"][status.to_string()]["content"]["application/json"]["schema"];
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    let validator = jsonschema::validator_for(&whole).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(answer)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", operation.id);
}

#[test]
fn operations_and_problems_are_named_once() {
    let operations = operations();
    let mut ids: Vec<_> = operations.iter().map(|operation| operation.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), operations.len());
}

#[tokio::test]
async fn the_description_is_served_and_points_nowhere_wrong() {
    let answer = get(&open(), "/openapi.json").await;
    assert_eq!(answer.status, 200);
    let document = answer.json();
    assert_eq!(document["openapi"], "3.1.0");
    let text = document.to_string();
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

#[test]
fn unknown_parameters_are_refused_by_schema_too() {
    let document = document();
    let search = &document["paths"]["/v1/search"]["get"]["parameters"];
    let names: Vec<&str> = search
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    for name in ["q", "k", "product", "kind", "tier", "cursor", "synonyms"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert_eq!(
        document["components"]["schemas"]["TriageRequest"]["additionalProperties"],
        false
    );
}
