//! What is answered, and by which headers it goes out.

use crate::config::Config;
use crate::state::AppState;
use crate::testing::{get, open, post, send};
use axum::body::Body;
use http::Request;

#[tokio::test]
async fn a_search_gives_ranked_articles_of_the_engine_as_they_are() {
    let state = open();
    let answer = get(&state, "/v1/search?q=duplicate%20filters&k=2").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("firstline-generation"), "built-in");
    let json = answer.json();
    let query = engine::Query::new("duplicate filters");
    let engine = &state.shelf.current().engine;
    let direct = engine.search(&query).unwrap();
    assert_eq!(json["schema"], "firstline.search/1");
    assert_eq!(json["results"].as_array().unwrap().len(), 2);
    let first = serde_json::to_value(&direct.results[0]).unwrap();
    assert_eq!(json["results"][0], first);
}

#[tokio::test]
async fn a_triage_is_the_engines_triage() {
    let state = open();
    let text = "Event 4284: packets arrive in the clear that should be secured";
    let body = serde_json::json!({ "text": text }).to_string();
    let mut json = post(&state, "/v1/triage", &body).await.json();
    let engine = &state.shelf.current().engine;
    let mut direct =
        serde_json::to_value(engine.triage(&engine::Case::new(text)).unwrap()).unwrap();
    json["took_ms"] = 0.into();
    direct["took_ms"] = 0.into();
    assert_eq!(json, direct);
}

#[tokio::test]
async fn suggestions_are_few_and_carry_a_probability() {
    let body = r#"{"subject":"IPsec event 4284","body":"packets in the clear"}"#;
    let json = post(&open(), "/v1/suggest", body).await.json();
    assert_eq!(json["schema"], "firstline.suggest/1");
    let suggestions = json["suggestions"].as_array().unwrap();
    assert!((1..=5).contains(&suggestions.len()), "{json}");
    let probability = suggestions[0]["probability"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&probability));
}

#[tokio::test]
async fn a_session_begins_with_a_body_and_without() {
    let state = open();
    for body in [None, Some("{}"), Some("[]")] {
        let mut request = Request::post("/v1/guides/cannot-reach-a-target/sessions");
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let request = request.body(Body::from(body.unwrap_or_default()));
        let answer = send(&state, request.unwrap()).await;
        let status = if body == Some("[]") { 422 } else { 201 };
        assert_eq!(answer.status, status, "{body:?}");
    }
}

#[tokio::test]
async fn every_front_counts_what_was_asked() {
    let state = open();
    let hour = || state.activity.snapshot().hours[23].clone();
    let asked = || hour().answered + hour().abstained;
    post(&state, "/v1/triage", r#"{"text":"event 4284"}"#).await;
    assert_eq!(asked(), 1);
    post(&state, "/v1/suggest", r#"{"subject":"event 4284"}"#).await;
    assert_eq!(asked(), 2);
    get(&state, "/v1/search?q=filters").await;
    get(&state, "/?q=filters").await;
    assert_eq!(hour().searches, 2);
}

#[tokio::test]
async fn facets_count_the_best_results_on_request() {
    let state = open();
    let usual = get(&state, "/v1/search?q=ipsec&k=3").await.json();
    assert!(usual.get("facets").is_none());
    let json = get(&state, "/v1/search?q=ipsec&k=3&facets=on").await.json();
    let of = json["facets"]["of"].as_u64().unwrap();
    assert!(of > 3, "{json}");
    let kinds = json["facets"]["kinds"].as_array().unwrap();
    let counted: u64 = kinds
        .iter()
        .map(|kind| kind["count"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, of, "{json}");
    assert_eq!(json["results"], usual["results"]);
}

#[tokio::test]
async fn an_article_is_found_by_any_notation_and_raw() {
    let state = open();
    let one = get(&state, "/v1/articles/duplicate-ipsec-filters").await;
    let other = get(&state, "/v1/articles/Duplicate-IPsec-Filters").await;
    assert_eq!(one.json()["id"], "duplicate-ipsec-filters");
    assert_eq!(one.json(), other.json());
    let raw = get(&state, "/v1/articles/duplicate-ipsec-filters?raw").await;
    assert_eq!(raw.status, 200);
    assert_eq!(raw.header("content-type"), "text/plain");
    assert!(raw.body.starts_with(b"---\nid: duplicate-ipsec-filters"));
    let missing = get(&state, "/v1/articles/no-such-article").await;
    assert_eq!(missing.status, 404);
    assert_eq!(
        missing.json()["type"],
        "urn:firstline:problem:unknown-article"
    );
}

#[tokio::test]
async fn what_is_unchanged_is_not_sent_again() {
    let state = open();
    for path in [
        "/v1/search?q=filters",
        "/v1/articles/duplicate-ipsec-filters",
        "/v1/lookup/event/4284",
        "/v1/complete?q=fil",
    ] {
        let first = get(&state, path).await;
        let tag = first.header("etag");
        let again = |tag: &str| {
            let request = Request::get(path).header("if-none-match", tag);
            send(&state, request.body(Body::empty()).unwrap())
        };
        let unchanged = again(tag).await;
        assert_eq!(unchanged.status, 304, "{path}");
        assert!(unchanged.body.is_empty());
        assert_eq!(unchanged.header("etag"), tag);
        let among_others = format!("\"x\", {}", tag.trim_start_matches("W/"));
        assert_eq!(again(&among_others).await.status, 304, "{path}");
        assert_eq!(again("W/\"other\"").await.status, 200, "{path}");
    }
    let one = get(&state, "/v1/search?q=filters").await;
    let other = get(&state, "/v1/search?q=filter").await;
    assert_ne!(one.header("etag"), other.header("etag"));
}

#[tokio::test]
async fn every_answer_carries_an_id_and_careful_headers() {
    let state = open();
    for path in ["/v1/search?q=filters", "/v1/search", "/nowhere", "/healthz"] {
        let answer = get(&state, path).await;
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    let request = Request::get("/healthz").header("x-request-id", "desk-7");
    let answer = send(&state, request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("x-request-id"), "desk-7");
}

#[tokio::test]
async fn pages_of_other_origins_may_call_only_where_that_is_set_up() {
    let ask = |state: AppState| async move {
        let request = Request::get("/v1/search?q=x").header("origin", "https://desk.example");
        send(&state, request.body(Body::empty()).unwrap()).await
    };
    let closed = ask(open()).await;
    assert_eq!(closed.header("access-control-allow-origin"), "");
    let mut config = Config::default();
    config.cors.origins = vec!["https://desk.example".into()];
    let opened = ask(AppState::open(config).unwrap()).await;
    assert_eq!(
        opened.header("access-control-allow-origin"),
        "https://desk.example"
    );
}

#[tokio::test]
async fn the_machinery_is_answered() {
    let state = open();
    assert_eq!(get(&state, "/healthz").await.json()["status"], "ok");
    let ready = get(&state, "/readyz").await.json();
    assert_eq!(ready["status"], "ready");
    assert_eq!(ready["generation"], "built-in");
    get(&state, "/v1/search?q=filters").await;
    let page = get(&state, "/metrics").await;
    let page = String::from_utf8(page.body).unwrap();
    assert!(
        page.contains("route=\"/v1/search\",status=\"200\"} 1"),
        "{page}"
    );
    assert!(!page.contains("filters"), "no words of callers");
    state.stop();
    let stopping = get(&state, "/readyz").await;
    assert_eq!(stopping.status, 503);
    assert_eq!(stopping.json()["status"], "stopping");
}

#[tokio::test]
async fn a_missing_index_is_told_in_readiness_and_in_answers() {
    let config = Config {
        index: Some("/nowhere/at/all".into()),
        ..Config::default()
    };
    let state = AppState::open(config).unwrap();
    let ready = get(&state, "/readyz").await;
    assert_eq!(ready.status, 200);
    assert_eq!(ready.json()["status"], "degraded");
    let answer = get(&state, "/v1/search?q=filters").await.json();
    let notice = answer["notice"].as_str().unwrap();
    assert!(notice.starts_with("The index is missing."), "{notice}");
    assert!(!notice.contains("nowhere"), "no path of the machine");
}

#[tokio::test]
async fn completions_go_on_with_words_of_titles() {
    let json = get(&open(), "/v1/complete?q=remote%20control%20ti")
        .await
        .json();
    assert_eq!(json["texts"][0], "remote control times");
    let first = &json["articles"][0]["id"];
    assert_eq!(first, "sms-remote-control-times-out-with-ipsec");
}
