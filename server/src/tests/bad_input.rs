//! Requests that are wrong: each is refused with the status, type and field that say why, and
//! none makes the service fail.

use crate::config::Config;
use crate::problem::MEDIA_TYPE;
use crate::state::AppState;
use crate::testing::{Answer, get, open, post, send};
use axum::body::Body;
use http::Request;

/// Checks that an answer is a problem document of this status, type and field.
fn check(answer: &Answer, status: u16, name: &str, field: Option<&str>, what: &str) {
    let told = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, status, "{what}: {told}");
    assert_eq!(answer.header("content-type"), MEDIA_TYPE, "{what}");
    let json = answer.json();
    assert_eq!(
        json["type"],
        format!("urn:firstline:problem:{name}"),
        "{what}"
    );
    assert_eq!(json["status"], status, "{what}");
    assert_eq!(json["field"].as_str(), field, "{what}: {told}");
}

#[tokio::test]
async fn wrong_addresses_are_refused_by_parameter() {
    let state = open();
    let long = format!("/v1/search?q={}", "a".repeat(3000));
    for (path, status, name, field) in [
        ("/nowhere", 404, "not-found", None),
        ("/v1/search", 400, "invalid-field", Some("q")),
        ("/v1/search?q=", 422, "invalid-field", Some("q")),
        ("/v1/search?q=%20", 422, "invalid-field", Some("q")),
        (
            "/v1/search?q=a&colour=red",
            400,
            "invalid-field",
            Some("colour"),
        ),
        ("/v1/search?q=a&k=0", 422, "invalid-field", Some("k")),
        ("/v1/search?q=a&k=101", 422, "invalid-field", Some("k")),
        (
            "/v1/search?q=a&k=99999999999999999999999",
            400,
            "invalid-field",
            Some("k"),
        ),
        ("/v1/search?q=a&k=-1", 400, "invalid-field", Some("k")),
        ("/v1/search?q=a&k=abc", 400, "invalid-field", Some("k")),
        ("/v1/search?q=a&tier=9", 422, "invalid-field", Some("tier")),
        (
            "/v1/search?q=a&kind=poem",
            422,
            "invalid-field",
            Some("kind"),
        ),
        (
            "/v1/search?q=a&synonyms=maybe",
            400,
            "invalid-field",
            Some("synonyms"),
        ),
        ("/v1/search?q=%ff", 400, "bad-request", None),
        // What is said to be nothing was hardly meant: an empty filter would let all pass.
        ("/v1/search?q=a&k=", 422, "invalid-field", Some("k")),
        (
            "/v1/search?q=a&product=",
            422,
            "invalid-field",
            Some("product"),
        ),
        (
            "/v1/search?q=a&cursor=rubbish",
            400,
            "invalid-cursor",
            Some("cursor"),
        ),
        (long.as_str(), 422, "invalid-field", Some("q")),
        ("/v1/articles/nope", 404, "unknown-article", Some("id")),
        ("/v1/articles/%ff", 400, "bad-request", None),
        (
            "/v1/articles/Q1?raw=maybe",
            400,
            "invalid-field",
            Some("raw"),
        ),
        ("/v1/lookup/port/99999", 422, "invalid-field", Some("value")),
        ("/v1/lookup/event/-1", 422, "invalid-field", Some("value")),
        ("/v1/lookup/colour/red", 404, "not-found", Some("kind")),
        ("/v1/complete", 400, "invalid-field", Some("q")),
        ("/v1/complete?q=a&k=21", 422, "invalid-field", Some("k")),
    ] {
        check(&get(&state, path).await, status, name, field, path);
    }
}

#[tokio::test]
async fn a_parameter_given_twice_is_refused() {
    let answer = get(&open(), "/v1/search?q=a&q=b").await;
    check(&answer, 400, "invalid-field", Some("q"), "twice");
}

#[tokio::test]
async fn a_field_that_is_not_known_is_the_same_problem_wherever_it_stands() {
    let state = open();
    let query = get(&state, "/v1/search?q=a&colour=red").await.json();
    let body = post(&state, "/v1/triage", r#"{"text":"a","colour":"red"}"#).await;
    let body = body.json();
    for member in ["type", "title", "field"] {
        assert_eq!(query[member], body[member], "{member}");
    }
    let number = get(&state, "/v1/search?q=a&k=abc").await.json();
    assert_eq!(
        number["detail"],
        "`k` cannot be read: it is no whole number."
    );
}

#[tokio::test]
async fn wrong_bodies_are_refused_by_field() {
    let state = open();
    let deep = format!(r#"{{"text":"a","answers":{}"#, "[".repeat(50_000));
    for (body, status, name, field) in [
        ("", 400, "bad-request", None),
        ("{", 400, "bad-request", None),
        ("[]", 422, "invalid-field", None),
        (r#" ["a"]"#, 422, "invalid-field", None),
        ("{}", 422, "invalid-field", Some("text")),
        (r#"{"text":""}"#, 422, "invalid-field", Some("text")),
        (r#"{"text":1}"#, 422, "invalid-field", Some("text")),
        (
            r#"{"text":"a","tier":1e400}"#,
            400,
            "bad-request",
            Some("tier"),
        ),
        (
            r#"{"text":"a","tier":99999999999}"#,
            422,
            "invalid-field",
            Some("tier"),
        ),
        (
            r#"{"text":"a","limit":0}"#,
            422,
            "invalid-field",
            Some("limit"),
        ),
        (
            r#"{"text":"a","colour":"red"}"#,
            422,
            "invalid-field",
            Some("colour"),
        ),
        (
            r#"{"text":"a","answers":{"x":1}}"#,
            422,
            "invalid-field",
            Some("answers.x"),
        ),
        (deep.as_str(), 422, "invalid-field", Some("answers")),
    ] {
        let answer = post(&state, "/v1/triage", body).await;
        let what: String = body.chars().take(60).collect();
        check(&answer, status, name, field, &what);
    }
}

#[tokio::test]
async fn wrong_methods_and_types_are_refused() {
    let state = open();
    let request = |method: &str, path: &str, media: &str| {
        Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", media)
            .body(Body::from(r#"{"text":"a"}"#))
            .unwrap()
    };
    let json = "application/json";
    for (method, path, media, status, name) in [
        ("POST", "/v1/search?q=a", json, 405, "method-not-allowed"),
        ("GET", "/v1/triage", json, 405, "method-not-allowed"),
        ("BREW", "/v1/triage", json, 405, "method-not-allowed"),
        (
            "POST",
            "/v1/triage",
            "text/plain",
            415,
            "unsupported-media-type",
        ),
        (
            "POST",
            "/v1/triage",
            "application/json; charset=utf-16",
            415,
            "unsupported-media-type",
        ),
    ] {
        let answer = send(&state, request(method, path, media)).await;
        check(&answer, status, name, None, method);
        if status == 405 {
            assert!(answer.headers.contains_key("allow"), "{method} {path}");
        }
    }
    let mut packed = request("POST", "/v1/triage", json);
    packed
        .headers_mut()
        .insert("content-encoding", "gzip".parse().unwrap());
    assert_eq!(send(&state, packed).await.status, 415);
}

#[tokio::test]
async fn too_much_is_refused() {
    let state = open();
    let body = serde_json::json!({ "text": "a".repeat(300 * 1024) }).to_string();
    check(
        &post(&state, "/v1/triage", &body).await,
        413,
        "too-large",
        None,
        "body",
    );
    let path = format!("/v1/search?q={}", "a".repeat(20_000));
    check(
        &get(&state, &path).await,
        414,
        "uri-too-long",
        None,
        "address",
    );
}

#[tokio::test]
async fn names_of_strangers_are_not_served_without_keys() {
    let state = open();
    for (host, status) in [
        ("evil.example", 421),
        ("evil.example:8080", 421),
        ("localhost:8080", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
    ] {
        let request = Request::get("/v1/search?q=filters").header("host", host);
        let answer = send(&state, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{host}");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let mut config = Config::default();
    config.rate.per_second = Some(1);
    config.rate.burst = 2;
    let state = AppState::open(config).unwrap();
    let first = get(&state, "/v1/search?q=filters").await;
    assert_eq!(first.header("ratelimit"), "\"caller\";r=1;t=2");
    assert_eq!(first.header("ratelimit-policy"), "\"caller\";q=2;w=2");
    get(&state, "/v1/search?q=filters").await;
    let refused = get(&state, "/v1/search?q=filters").await;
    check(&refused, 429, "too-many-requests", None, "third");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(get(&state, "/healthz").await.status, 200);
}

#[tokio::test]
async fn a_body_that_never_comes_is_given_up() {
    let mut config = Config::default();
    config.limits.request_seconds = 1;
    let state = AppState::open(config).unwrap();
    let (_kept, frames) = tokio::sync::mpsc::channel::<Result<Vec<u8>, std::io::Error>>(1);
    let never = Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(frames));
    let request = Request::post("/v1/triage").header("content-type", "application/json");
    let answer = send(&state, request.body(never).unwrap()).await;
    check(&answer, 504, "timeout", None, "never");
}
