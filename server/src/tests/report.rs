//! Reports, who may read them, and answers that follow what was said.

use super::cases::{call, keyed};
use crate::keys::Role;
use crate::learning::Refreshed;
use crate::testing::{get, open, remembering};
use serde_json::json;

const CASE: &str = r#"{"text":"remote control times out the first time, then works"}"#;

#[tokio::test]
async fn reports_are_for_the_second_level_and_above() {
    let roles = [(Role::Tier1, "first"), (Role::Tier2, "second")];
    let (state, keys, _folder) = keyed(&roles);
    let asked = call(&state, &keys[0], "/v1/triage", Some(CASE)).await;
    assert_eq!(asked.status, 200);
    for path in ["/v1/desk/report", "/desk"] {
        let refused = call(&state, &keys[0], path, None).await;
        assert_eq!(refused.status, 403, "{path}");
    }
    let report = call(&state, &keys[1], "/v1/desk/report?since=1d", None).await;
    assert_eq!(report.header("cache-control"), "no-store");
    let report = report.json();
    assert_eq!(
        (&report["schema"], &report["calls"], &report["sites"]),
        (
            &json!("firstline.report/1"),
            &json!(1),
            &json!([{ "name": "Oslo", "calls": 1 }])
        )
    );
    let page = call(&state, &keys[1], "/desk?since=1d&about=remote", None).await;
    let page = String::from_utf8(page.body).unwrap();
    assert!(
        page.contains("Desk report") && page.contains("Oslo"),
        "{page}"
    );
    let status = call(&state, &keys[0], "/status", None).await;
    assert!(
        !String::from_utf8(status.body)
            .unwrap()
            .contains("href=\"/desk\"")
    );
}

#[tokio::test]
async fn what_cannot_be_reported_is_named() {
    let (state, _folder) = remembering();
    for (path, status) in [
        ("/v1/desk/report?since=soon", 422),
        ("/v1/desk/report?since=0d", 422),
        ("/v1/desk/report?about=", 422),
        ("/v1/desk/report?sites=x", 400),
        ("/desk?since=soon", 422),
    ] {
        assert_eq!(get(&state, path).await.status, status, "{path}");
    }
    assert_eq!(get(&open(), "/v1/desk/report").await.status, 404);
}

#[tokio::test]
async fn outcomes_of_several_people_are_shown_beside_answers() {
    let roles = [
        (Role::Tier1, "ann"),
        (Role::Tier1, "bob"),
        (Role::Tier1, "cid"),
    ];
    let (state, keys, _folder) = keyed(&roles);
    let mut refreshed = Refreshed::default();
    let search = "/v1/search?q=remote%20control%20times%20out";
    let before = call(&state, &keys[0], search, None).await;
    let first = before.json()["results"][0]["id"].clone();
    for key in &keys {
        let asked = call(&state, key, "/v1/triage", Some(CASE)).await.json();
        let case = asked["case"].as_str().unwrap();
        let outcome = json!({ "outcome": "fixed", "issue": first }).to_string();
        let path = format!("/v1/cases/{case}/outcome");
        assert_eq!(call(&state, key, &path, Some(&outcome)).await.status, 201);
    }
    refreshed.refresh(&state).await;
    let after = call(&state, &keys[0], search, None).await;
    let seen = &after.json()["results"][0]["outcomes"];
    assert_eq!((&seen["helped"], &seen["people"]), (&json!(3), &json!(3)));
    assert!(seen["shift"].as_f64().unwrap() > 0.0);
    assert_ne!(before.header("etag"), after.header("etag"));
    let page = call(&state, &keys[0], "/?q=remote+control+times+out", None).await;
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("helped 3 of 3 times"), "{page}");
}
