//! The tools of the Model Context Protocol over HTTP: the same JSON as the routes, the same rules.

use crate::config::Config;
use crate::keys::{KeyFile, Role};
use crate::state::AppState;
use crate::testing::{Answer, get, open, post, send};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

async fn ask(state: &AppState, message: Value, more: &[(&str, &str)]) -> Answer {
    let mut request = Request::post("/mcp")
        .header("host", "localhost")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", "2025-06-18");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    send(
        state,
        request.body(Body::from(message.to_string())).unwrap(),
    )
    .await
}

async fn call(state: &AppState, tool: &str, arguments: Value) -> Value {
    let message = json!({
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": tool, "arguments": arguments},
    });
    let answer = ask(state, message, &[]).await;
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    answer.json()
}

async fn tools(state: &AppState) -> Vec<Value> {
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let answer = ask(state, message, &[]).await.json();
    answer["result"]["tools"].as_array().unwrap().clone()
}

/// Without the time an answer took.
fn timeless(mut answer: Value) -> Value {
    if let Some(object) = answer.as_object_mut() {
        assert!(object.remove("took_ms").is_none_or(|time| time.is_number()));
    }
    answer
}

#[tokio::test]
async fn five_tools_say_that_they_only_read() {
    let tools = tools(&open()).await;
    let names: Vec<&str> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["triage", "search", "lookup", "article", "guide"]);
    for tool in &tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        assert_eq!(tool["annotations"]["openWorldHint"], false, "{tool}");
        for schema in ["inputSchema", "outputSchema"] {
            assert_eq!(tool[schema]["type"], "object", "{tool}");
            jsonschema::meta::validate(&tool[schema]).unwrap();
        }
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{tool}");
    }
}

#[tokio::test]
async fn a_tool_answers_what_its_route_answers_and_what_its_schema_says() {
    let state = open();
    let tools = tools(&state).await;
    let text = "remote control times out the first time, then works. IPsec is on";
    let triage = post(&state, "/v1/triage", &json!({"text": text}).to_string()).await;
    let search = get(&state, "/v1/search?q=remote+control&k=3").await;
    let id = search.json()["results"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let guide = get(&state, "/v1/guides").await.json()["guides"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (tool, arguments, told) in [
        ("triage", json!({"text": text}), triage),
        ("search", json!({"q": "remote control", "k": 3}), search),
        (
            "lookup",
            json!({"kind": "port", "value": "2702"}),
            get(&state, "/v1/lookup/port/2702").await,
        ),
        (
            "article",
            json!({"id": id}),
            get(&state, &format!("/v1/articles/{id}")).await,
        ),
        ("guide", json!({}), get(&state, "/v1/guides").await),
        (
            "guide",
            json!({"id": guide}),
            get(&state, &format!("/v1/guides/{guide}")).await,
        ),
    ] {
        assert_eq!(told.status, 200, "{tool}");
        let answer = call(&state, tool, arguments).await;
        let result = &answer["result"];
        assert_eq!(result["isError"], false, "{answer}");
        let content = &result["structuredContent"];
        let schema = tools.iter().find(|known| known["name"] == tool).unwrap();
        jsonschema::validate(&schema["outputSchema"], content).unwrap();
        let text: Value =
            serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(&text, content, "{tool}");
        let mut told = told.json();
        let mut content = content.clone();
        // Cursors hold the time at which they were made.
        for page in [&mut told, &mut content] {
            if let Some(next) = page.get_mut("next").filter(|next| next.is_string()) {
                *next = "a cursor".into();
            }
        }
        assert_eq!(timeless(content), timeless(told), "{tool}");
    }
}

#[tokio::test]
async fn a_tool_answers_what_the_engine_answers() {
    let state = open();
    let text = "remote control times out the first time, then works. IPsec is on";
    let knowledge = state.shelf.current();
    let viewer = crate::keys::Caller::local().desk();
    let own = knowledge
        .engine
        .triage_for(&engine::Case::new(text), &viewer);
    let own = serde_json::to_value(own.unwrap()).unwrap();
    let told = call(&state, "triage", json!({"text": text})).await;
    let told = told["result"]["structuredContent"].clone();
    assert_eq!(timeless(told), timeless(own));
}

#[tokio::test]
async fn numbers_may_be_written_as_numbers() {
    let state = open();
    for (tool, number, text) in [
        (
            "lookup",
            json!({"kind": "event", "value": 4284}),
            json!({"kind": "event", "value": "4284"}),
        ),
        (
            "search",
            json!({"q": "filters", "k": 2.0}),
            json!({"q": "filters", "k": 2}),
        ),
    ] {
        let [one, other] = [
            call(&state, tool, number).await,
            call(&state, tool, text).await,
        ];
        let told = |answer: &Value| {
            let mut told = timeless(answer["result"]["structuredContent"].clone());
            // A page's name says when it was made.
            told["next"].take();
            told
        };
        assert_eq!(one["result"]["isError"], false, "{one}");
        assert_eq!(told(&one), told(&other));
    }
}

#[tokio::test]
async fn wrong_calls_are_told_as_problems_that_name_the_field() {
    let state = open();
    for (tool, arguments, field) in [
        ("triage", json!({}), "text"),
        ("triage", json!({"text": " "}), "text"),
        ("triage", json!({"txet": "a"}), "txet"),
        ("search", json!({"q": "a", "k": 0}), "k"),
        ("search", json!({"q": "a", "cursor": "rubbish"}), "cursor"),
        ("lookup", json!({"kind": "event", "value": "many"}), "value"),
        ("lookup", json!({"kind": "event", "value": 4.5}), "value"),
        ("lookup", json!({"kind": "port", "value": 70000}), "value"),
        ("lookup", json!({"kind": "event", "value": null}), "value"),
        ("lookup", json!({"kind": "colour", "value": "red"}), "kind"),
        ("article", json!({"id": "nope"}), "id"),
        ("article", json!({"id": 7}), "id"),
        ("guide", json!({"on": "yesterday"}), "on"),
    ] {
        let answer = call(&state, tool, arguments.clone()).await;
        let result = &answer["result"];
        assert_eq!(result["isError"], true, "{tool} {arguments}: {answer}");
        let problem = &result["structuredContent"];
        assert!(problem["status"].as_u64().unwrap() < 500, "{answer}");
        assert_eq!(
            problem["field"].as_str().unwrap_or_default(),
            field,
            "{answer}"
        );
    }
    let unknown = call(&state, "delete_everything", json!({})).await;
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
}

#[tokio::test]
async fn keys_hosts_and_origins_are_checked_as_for_every_route() {
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let state = open();
    let elsewhere = ask(&state, list.clone(), &[("origin", "https://evil.example")]).await;
    assert_eq!(elsewhere.status, 403);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let mut file = KeyFile::default();
    let secret = file.create(Role::Reader, "", None).unwrap();
    file.write(&path).unwrap();
    let config = Config {
        keys: Some(path),
        ..Config::default()
    };
    let state = AppState::open(config).unwrap();
    assert_eq!(ask(&state, list.clone(), &[]).await.status, 401);
    let bearer = format!("Bearer {}", secret.reveal());
    assert_eq!(
        ask(&state, list, &[("authorization", &bearer)])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn broken_messages_break_nothing() {
    let state = open();
    for body in [
        "",
        "{",
        "[]",
        "null",
        "{\"jsonrpc\":\"2.0\"}",
        &"[".repeat(100_000),
    ] {
        let request = Request::post("/mcp")
            .header("host", "localhost")
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let answer = send(&state, request).await;
        assert!(
            answer.status.is_client_error(),
            "{} {}",
            answer.status,
            body.len()
        );
    }
    let huge = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "triage", "arguments": {"text": "a".repeat(300_000)}}});
    assert_eq!(ask(&state, huge, &[]).await.status, 413);
}
