//! Pages of a service that needs keys.

use super::{service, submit_from, visit};
use crate::keys::{KeyFile, Role};
use crate::state::AppState;
use crate::testing::send;
use axum::body::Body;
use http::Request;
use std::path::Path;

/// A service with the keys of a reader, of tier 1 and of tier 2.
fn guarded(dir: &Path) -> (AppState, [String; 3]) {
    let mut file = KeyFile::default();
    let keys = [Role::Reader, Role::Tier1, Role::Tier2]
        .map(|role| file.create(role, role.name(), None).unwrap().reveal());
    let path = dir.join("keys.json");
    file.write(&path).unwrap();
    (service(dir, Some(&path)), keys)
}

/// Signs in and gives the cookie.
async fn sign_in(state: &AppState, key: &str) -> String {
    let fields = [("key", key), ("next", "/status")];
    let (answer, page) = submit_from(state, "/sign-in", &fields, ("same-origin", "")).await;
    assert_eq!(answer.status, 303, "{page}");
    assert_eq!(answer.header("location"), "/status");
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (state, keys) = guarded(folder.path());
    let (answer, _) = visit(&state, "/?q=loom", "").await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/sign-in?next=%2F%3Fq%3Dloom");
    let (form, page) = visit(&state, answer.header("location"), "").await;
    assert_eq!(form.status, 200);
    assert!(page.contains("name=\"next\" value=\"/?q=loom\""), "{page}");
    assert!(!page.contains("Loom"), "{page}");
    let wrong = [("key", "fl_00000000_no"), ("next", "/")];
    let (refused, page) = submit_from(&state, "/sign-in", &wrong, ("same-origin", "")).await;
    assert_eq!(refused.status, 401, "{page}");
    assert_eq!(refused.header("set-cookie"), "");
    let cookie = sign_in(&state, &keys[1]).await;
    let (answer, page) = visit(&state, "/?q=loom", &cookie).await;
    assert_eq!(answer.status, 200);
    assert!(page.contains("Sign out"), "{page}");
    let (out, _) = submit_from(&state, "/sign-out", &[], ("same-origin", &cookie)).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"));
}

#[tokio::test]
async fn each_role_sees_its_articles_on_pages_too() {
    let folder = tempfile::tempdir().unwrap();
    let (state, keys) = guarded(folder.path());
    for (key, allowed) in keys.iter().zip([false, false, true]) {
        let cookie = sign_in(&state, key).await;
        let (article, page) = visit(&state, "/article/Q900004", &cookie).await;
        assert_eq!(
            article.status == 200 && page.contains("hidden wheel"),
            allowed
        );
        let (_, page) = visit(&state, "/?q=cellar+door+stays+shut", &cookie).await;
        assert_eq!(
            page.contains("cellar door stays shut</a>"),
            allowed,
            "{page}"
        );
        let case = [("text", "the cellar door of the loom stays shut")];
        let (_, page) = submit_from(&state, "/triage", &case, ("same-origin", &cookie)).await;
        assert_eq!(page.contains("Loom cellar door"), allowed, "{page}");
    }
}

#[tokio::test]
async fn readers_do_not_see_what_callers_said() {
    let folder = tempfile::tempdir().unwrap();
    let (state, keys) = guarded(folder.path());
    let staff = sign_in(&state, &keys[1]).await;
    let case = [("text", "The soup tastes of tin")];
    submit_from(&state, "/triage", &case, ("same-origin", &staff)).await;
    let (_, page) = visit(&state, "/status", &staff).await;
    assert!(page.contains("tastes of tin"), "{page}");
    let reader = sign_in(&state, &keys[0]).await;
    let (answer, page) = visit(&state, "/status", &reader).await;
    assert_eq!(answer.status, 200);
    assert!(!page.contains("tastes of tin"), "{page}");
}

#[tokio::test]
async fn a_cookie_is_of_no_use_to_other_sites() {
    let folder = tempfile::tempdir().unwrap();
    let (state, keys) = guarded(folder.path());
    let cookie = sign_in(&state, &keys[1]).await;
    for (path, site, status) in [
        ("/v1/triage", "cross-site", 401),
        ("/v1/triage", "same-origin", 200),
    ] {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .header("sec-fetch-site", site)
            .header("cookie", &cookie);
        let body = Body::from(r#"{"text":"loom stops"}"#);
        let answer = send(&state, request.body(body).unwrap()).await;
        assert_eq!(answer.status, status, "{path} {site}");
    }
    let fields = [("text", "loom stops")];
    let (answer, _) = submit_from(&state, "/triage", &fields, ("cross-site", &cookie)).await;
    assert_eq!(answer.status, 403);
}
