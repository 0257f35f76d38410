//! What keys of each role get.

use crate::config::Config;
use crate::keys::{KeyFile, Role};
use crate::state::AppState;
use crate::testing::{Answer, build_documents, get, send};
use axum::body::Body;
use http::Request;
use std::path::Path;

const ROLES: [Role; 5] = Role::ALL;

/// A service of an open article, one for the second level, and one with a part for the third.
fn service(dir: &Path) -> (AppState, Vec<String>) {
    build_documents(
        &dir.join("kb"),
        &[
            (
                "open",
                "---\nid: open\ntitle: Lamp stays dark\n---\n\nThe lamp stays dark. Press the switch.\n",
            ),
            (
                "second",
                "---\nid: second\ntitle: Lamp stays dark on the second floor\naudience: tier2\n---\n\nThe lamp stays dark. Port 4711 is closed.\n",
            ),
        ],
    );
    let mut file = KeyFile::default();
    let keys = ROLES.map(|role| file.create(role, role.name(), None).unwrap().reveal());
    let path = dir.join("keys.json");
    file.write(&path).unwrap();
    let config = Config {
        index: Some(dir.join("kb")),
        keys: Some(path),
        ..Config::default()
    };
    (AppState::open(config).unwrap(), keys.to_vec())
}

async fn ask(state: &AppState, key: &str, method: &str, path: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {key}"));
    send(state, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn nothing_is_answered_without_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let (state, _) = service(folder.path());
    for path in [
        "/v1/search?q=lamp",
        "/v1/articles/open",
        "/metrics",
        "/v1/lookup/port/4711",
    ] {
        let answer = get(&state, path).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    for path in ["/healthz", "/readyz", "/openapi.json"] {
        assert_eq!(get(&state, path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn each_role_sees_its_articles_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let (state, keys) = service(folder.path());
    for (role, key) in ROLES.iter().zip(&keys) {
        let allowed = *role >= Role::Tier2;
        let search = ask(&state, key, "GET", "/v1/search?q=lamp+stays+dark")
            .await
            .json();
        let results = search["results"].as_array().unwrap();
        let found = results.iter().any(|result| result["id"] == "second");
        assert_eq!(found, allowed, "{role:?}");
        let article = ask(&state, key, "GET", "/v1/articles/second").await;
        let shown = article.json();
        assert_eq!(shown["title"] != "restricted: ask a supervisor", allowed);
        assert_eq!(
            shown["sections"] != serde_json::json!([]),
            allowed,
            "{role:?}"
        );
        let raw = ask(&state, key, "GET", "/v1/articles/second?raw").await;
        assert_eq!(raw.status, if allowed { 200 } else { 404 }, "{role:?}");
        let lookup = ask(&state, key, "GET", "/v1/lookup/port/4711").await.json();
        let hits = lookup["hits"].as_array().unwrap();
        assert_eq!(!hits.is_empty(), allowed, "{role:?}: {lookup}");
        let typed = ask(
            &state,
            key,
            "GET",
            "/v1/complete?q=lamp%20stays%20dark%20on%20the%20sec",
        );
        let typed = typed.await.json();
        assert_eq!(
            !typed["texts"].as_array().unwrap().is_empty(),
            allowed,
            "{role:?}"
        );
        assert_eq!(
            ask(&state, key, "GET", "/v1/articles/open").await.status,
            200
        );
    }
}

#[tokio::test]
async fn roles_have_answers_of_their_own_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (state, keys) = service(folder.path());
    let one = ask(&state, &keys[0], "GET", "/v1/search?q=lamp").await;
    let other = ask(&state, &keys[3], "GET", "/v1/search?q=lamp").await;
    assert_ne!(one.header("etag"), other.header("etag"));
    assert_eq!(one.header("vary"), "authorization");
    assert!(one.header("cache-control").contains("private"));
}

#[tokio::test]
async fn only_an_admin_may_reload() {
    let folder = tempfile::tempdir().unwrap();
    let (state, keys) = service(folder.path());
    for (role, key) in ROLES.iter().zip(&keys) {
        let answer = ask(&state, key, "POST", "/v1/admin/reload").await;
        let expected = if *role == Role::Admin { 200 } else { 403 };
        assert_eq!(answer.status, expected, "{role:?}");
    }
    crate::testing::build(
        &folder.path().join("kb"),
        &[("new", "New lamp", "It shines.")],
    );
    let answer = ask(&state, &keys[4], "POST", "/v1/admin/reload")
        .await
        .json();
    assert_eq!(answer["swapped"], true);
    assert_eq!(answer["generation"], "gen-2");
}
