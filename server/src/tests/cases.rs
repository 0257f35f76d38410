//! What is remembered of cases, who may say and read what, and a memory that fails.

use crate::config::{Config, Desk};
use crate::keys::{KeyFile, Role};
use crate::state::AppState;
use crate::testing::{Answer, get, open, post, remembering, send};
use axum::body::Body;
use engine::desk::Period;
use http::Request;
use serde_json::json;

const CASE: &str =
    r#"{"text":"mary.jones@contoso.example: remote control times out the first time, then works"}"#;

async fn asked(state: &AppState) -> String {
    let answer = post(state, "/v1/triage", CASE).await.json();
    answer["case"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_case_is_found_again_by_the_id_of_its_answer() {
    let (state, _folder) = remembering();
    let id = asked(&state).await;
    let outcome = json!({ "outcome": "fixed-unclear", "note": "rang bob.lee@contoso.example" });
    let path = format!("/v1/cases/{}/outcome", id.to_lowercase());
    let said = post(&state, &path, &outcome.to_string()).await;
    assert_eq!(
        (said.status.as_u16(), said.json()["case"].as_str()),
        (201, Some(id.as_str()))
    );
    let feedback = json!({ "reason": "unsafe", "issue": "x" }).to_string();
    let said = post(&state, &format!("/v1/cases/{id}/feedback"), &feedback).await;
    assert_eq!(said.json()["seq"], 3);
    let answer = get(&state, &format!("/v1/cases/{id}")).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let file = answer.json();
    let told = file.to_string();
    assert!(
        !told.contains("mary.jones") && !told.contains("bob.lee"),
        "{told}"
    );
    let is_listed = |list: &str| !file[list].as_array().is_none_or(Vec::is_empty);
    assert!(is_listed("shown") || is_listed("nearest"), "{told}");
    assert_eq!(file["channel"], "http");
    assert_eq!(file["outcomes"][0]["outcome"], "fixed-unclear");
    assert_eq!(file["outcomes"][0]["note"], "rang [email-1]");
    assert_eq!(
        (
            &file["feedback"][0]["reason"],
            &file["feedback"][0]["issue"]
        ),
        (&json!("unsafe"), &json!("x"))
    );
}

#[tokio::test]
async fn further_rounds_are_one_case() {
    let (state, folder) = remembering();
    let id = asked(&state).await;
    let further = json!({ "text": "remote control times out", "case": id, "answers": { "product": "Systems Management Server" } });
    let answer = post(&state, "/v1/triage", &further.to_string())
        .await
        .json();
    assert_eq!(answer["case"].as_str(), Some(id.as_str()));
    let file = get(&state, &format!("/v1/cases/{id}")).await.json();
    assert_eq!(file["rounds"], 2);
    let wrong = json!({ "text": "x", "case": "7FKQ-2M9Y" }).to_string();
    let refused = post(&state, "/v1/triage", &wrong).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["field"].as_str()),
        (422, Some("case"))
    );
    let desk = engine::desk::Desk::open_existing(&folder.path().join("desk.sqlite")).unwrap();
    assert_eq!(desk.cases(Period::default()).unwrap().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_named() {
    let (state, _folder) = remembering();
    let id = asked(&state).await;
    for (path, body, status, told) in [
        (
            "/v1/cases/7FKQ-2M9X/outcome",
            r#"{"outcome":"fixed"}"#,
            404,
            "unknown-case",
        ),
        (
            "/v1/cases/nonsense/outcome",
            r#"{"outcome":"fixed"}"#,
            404,
            "check each letter",
        ),
        (
            "/v1/cases/ID/outcome",
            r#"{"outcome":"broken"}"#,
            422,
            "fixed-unclear",
        ),
        (
            "/v1/cases/ID/outcome",
            r#"{"outcome":"fixed","note":" "}"#,
            422,
            "`note` is empty",
        ),
        (
            "/v1/cases/ID/feedback",
            r#"{"reason":"ugly"}"#,
            422,
            "outdated",
        ),
        (
            "/v1/cases/ID/feedback",
            r#"{"reason":"wrong","who":"x"}"#,
            422,
            "who",
        ),
    ] {
        let answer = post(&state, &path.replace("ID", &id), body).await;
        let text = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, status, "{path} {body}: {text}");
        assert!(text.contains(told), "{path} {body}: {text}");
    }
}

#[tokio::test]
async fn without_a_memory_there_is_no_id_and_nothing_to_ask() {
    let state = open();
    let answer = post(&state, "/v1/triage", CASE).await.json();
    assert!(answer.get("case").is_none());
    let said = post(
        &state,
        "/v1/cases/7FKQ-2M9X/outcome",
        r#"{"outcome":"fixed"}"#,
    )
    .await;
    assert_eq!(said.status, 404);
    assert!(
        said.json()["detail"]
            .as_str()
            .unwrap()
            .contains("no memory")
    );
}

/// A service with a key for each of these roles.
pub(super) fn keyed(roles: &[(Role, &str)]) -> (AppState, Vec<String>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut file = KeyFile::default();
    let keys = roles
        .iter()
        .map(|(role, name)| file.create(*role, name, None).unwrap().reveal())
        .collect();
    let path = folder.path().join("keys.json");
    file.write(&path).unwrap();
    let config = Config {
        keys: Some(path),
        desk: Some(Desk {
            file: folder.path().join("desk.sqlite"),
            keep_days: Some(30),
            site: Some("Oslo".into()),
        }),
        ..Config::default()
    };
    (AppState::open(config).unwrap(), keys, folder)
}

pub(super) async fn call(state: &AppState, key: &str, path: &str, body: Option<&str>) -> Answer {
    let request = match body {
        Some(_) => Request::post(path).header("content-type", "application/json"),
        None => Request::get(path),
    };
    let request = request.header("authorization", format!("Bearer {key}"));
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_owned()));
    send(state, request.body(body).unwrap()).await
}

#[tokio::test]
async fn staff_read_all_cases_and_a_reader_speaks_of_their_own_only() {
    let roles = [
        (Role::Tier1, "night desk"),
        (Role::Reader, "portal"),
        (Role::Reader, "intranet"),
    ];
    let (state, keys, _folder) = keyed(&roles);
    let asked = call(&state, &keys[1], "/v1/triage", Some(CASE))
        .await
        .json();
    let id = asked["case"].as_str().unwrap();
    let (case, outcome) = (format!("/v1/cases/{id}"), format!("/v1/cases/{id}/outcome"));
    let fixed = Some(r#"{"outcome":"fixed"}"#);
    assert_eq!(call(&state, &keys[1], &case, None).await.status, 403);
    assert_eq!(call(&state, &keys[1], &outcome, fixed).await.status, 201);
    assert_eq!(call(&state, &keys[2], &outcome, fixed).await.status, 404);
    assert_eq!(call(&state, &keys[0], &outcome, fixed).await.status, 201);
    let file = call(&state, &keys[0], &case, None).await.json();
    assert_eq!(file["who"], json!({ "name": "portal", "tier": 1 }));
    assert_eq!(file["site"], "Oslo");
    assert_eq!(file["outcomes"][1]["who"]["name"], "night desk");
    let none = call(&state, "", &case, None).await;
    assert_eq!(none.status, 401);
}

#[tokio::test]
async fn a_memory_that_fails_is_told_everywhere_and_answers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk {
        file: folder.path().join("missing/desk.sqlite"),
        keep_days: None,
        site: None,
    };
    let state = AppState::open(Config {
        desk: Some(desk),
        ..Config::default()
    });
    let state = state.unwrap();
    let answer = post(&state, "/v1/triage", CASE).await;
    assert_eq!(answer.status, 200);
    assert!(answer.json().get("case").is_none());
    let said = post(
        &state,
        "/v1/cases/7FKQ-2M9X/outcome",
        r#"{"outcome":"fixed"}"#,
    )
    .await;
    assert_eq!(said.status, 503);
    assert!(
        !String::from_utf8_lossy(&said.body).contains("missing"),
        "no paths for strangers"
    );
    let ready = get(&state, "/readyz").await;
    assert_eq!(ready.status, 200);
    assert_eq!(ready.json()["status"], "degraded");
    let notice = ready.json()["notice"].as_str().unwrap().to_owned();
    assert!(
        notice.starts_with("The desk's memory is not kept"),
        "{notice}"
    );
    let metrics = String::from_utf8(get(&state, "/metrics").await.body).unwrap();
    assert!(
        metrics.contains("firstline_desk_kept 0") && metrics.contains("firstline_desk_lost 2"),
        "{metrics}"
    );
    let page = String::from_utf8(get(&state, "/status").await.body).unwrap();
    assert!(page.contains("Not kept") && page.contains("Answers go on without it"));
    // The folder is made: the next case but one is kept, without a restart.
    std::fs::create_dir(folder.path().join("missing")).unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(5200)).await;
    let answer = post(&state, "/v1/triage", CASE).await.json();
    assert!(answer["case"].is_string(), "{answer}");
    assert_eq!(get(&state, "/readyz").await.json()["status"], "ready");
}

/// Sends a form, as a browser does.
async fn form(state: &AppState, path: &str, fields: &str) -> (u16, String) {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    let request = request.body(Body::from(fields.to_owned())).unwrap();
    let answer = send(state, request).await;
    (
        answer.status.as_u16(),
        String::from_utf8(answer.body).unwrap(),
    )
}

#[tokio::test]
async fn buttons_of_the_page_work_without_a_script() {
    let (state, _folder) = remembering();
    let text = "text=remote+control+times+out+the+first+time%2C+then+works";
    let (_, page) = form(&state, "/triage", text).await;
    let (_, rest) = page.split_once("action=\"/case/").unwrap();
    let (id, _) = rest.split_once('/').unwrap();
    for words in ["Fixed, but unclear", "Not fixed", "Escalated", "Unsafe"] {
        assert!(page.contains(words), "{words}");
    }
    let place = format!("/case/{id}/outcome");
    let (status, kept) = form(&state, &place, "issue=x&outcome=not-fixed").await;
    assert_eq!(status, 200);
    assert!(kept.contains(&format!("{id} is not fixed.")), "{kept}");
    let place = format!("/case/{id}/feedback");
    let (_, kept) = form(&state, &place, "reason=outdated&note=no+such+tab").await;
    assert!(kept.contains("noted as outdated"), "{kept}");
    let (_, shown) = form(&state, &format!("/case/{id}/outcome"), "outcome=dance").await;
    assert!(
        shown.contains("is missing, or none that there is"),
        "{shown}"
    );
    let file = String::from_utf8(get(&state, &format!("/case/{id}")).await.body).unwrap();
    for words in ["not fixed", "the answer is outdated", "no such tab"] {
        assert!(file.contains(words), "{words}: {file}");
    }
    // A further round through the hidden fields is the same case.
    let (_, page) = form(
        &state,
        "/triage",
        &format!("{text}&case={id}&scope=one+site"),
    )
    .await;
    assert!(page.contains(&format!("/case/{id}/outcome")));
    let stranger = Request::post(format!("/case/{id}/outcome"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("outcome=fixed"));
    assert_eq!(send(&state, stranger.unwrap()).await.status, 403);
}
