//! A case with a file, sent as a browser sends it.

use super::service;
use crate::config::Config;
use crate::state::AppState;
use crate::testing::send;
use axum::body::Body;
use http::Request;

const EXPORT: &str = "Level,Date and Time,Source,Event ID,Task Category
Error,11/21/2026 8:00:00 AM,LoomDrive,4711,None,The driver stopped with 0x8AB4C1D2.
Error,11/21/2026 8:05:00 AM,LoomDrive,4711,None,The driver stopped with 0x8AB4C1D2.
";

/// Sends fields and a file; status and page.
async fn attach(state: &AppState, fields: &[(&str, &str)], file: &[u8]) -> (u16, String) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(format!("{head}{value}\r\n").as_bytes());
    }
    body.extend_from_slice(
        b"--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.evtx\"\r\n\
          content-type: application/octet-stream\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    post(state, "multipart/form-data; boundary=cut", body).await
}

async fn post(state: &AppState, kind: &str, body: Vec<u8>) -> (u16, String) {
    let request = Request::post("/triage")
        .header("accept", "text/html")
        .header("content-type", kind)
        .header("sec-fetch-site", "same-origin");
    let answer = send(state, request.body(Body::from(body)).unwrap()).await;
    let page = String::from_utf8(answer.body).unwrap();
    (answer.status.as_u16(), page)
}

#[tokio::test]
async fn what_a_file_says_joins_the_words_and_stays_for_the_next_question() {
    let folder = tempfile::tempdir().unwrap();
    let state = service(folder.path(), None);
    let fields = [("text", "The loom stops"), ("version", "2.0")];
    let (status, page) = attach(&state, &fields, EXPORT.as_bytes()).await;
    assert_eq!(status, 200, "{page}");
    let text = page.split("<textarea").nth(1).unwrap();
    let text = text.split("</textarea>").next().unwrap();
    for said in ["The loom stops\n\n", "Event ID: 4711", "(2 times)"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(page.contains("LoomDrive 4711"), "{page}");
    assert!(page.contains("value=\"2.0\""), "{page}");
}

#[tokio::test]
async fn words_alone_or_a_file_alone_will_do() {
    let folder = tempfile::tempdir().unwrap();
    let state = service(folder.path(), None);
    for (fields, file, said) in [
        (
            &[("text", "The loom stops")][..],
            &b""[..],
            "The loom stops",
        ),
        (&[("text", "")][..], EXPORT.as_bytes(), "LoomDrive"),
        (&[][..], b"the loom hums", "the loom hums"),
        (&[("text", " ")][..], b"", "Say it as the caller says it"),
    ] {
        let (status, page) = attach(&state, fields, file).await;
        assert_eq!(status, 200, "{page}");
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[tokio::test]
async fn files_that_cannot_be_taken_are_refused_as_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::default();
    config.limits.upload_bytes = 4000;
    config.limits.body_bytes = 2000;
    let state = AppState::open(config).unwrap();
    let large = vec![b'a'; 9000];
    let long = "a".repeat(3000);
    for (fields, file, status) in [
        (&[("text", "x")][..], &b"ElfFile\0 broken"[..], 422),
        (&[][..], &b"\0\x01\x02"[..], 422),
        (&[][..], &large[..], 413),
        (&[("text", long.as_str())][..], &b""[..], 413),
    ] {
        let (told, page) = attach(&state, fields, file).await;
        assert_eq!(told, status, "{page}");
        assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    }
    for (kind, body, status) in [
        ("multipart/form-data", "--cut--", 400),
        ("multipart/form-data; boundary=cut", "no form at all", 400),
        (
            "multipart/form-data; boundary=cut",
            "--cut\r\ncontent-",
            400,
        ),
        ("text/plain", "text=x", 415),
    ] {
        let (told, page) = post(&state, kind, body.into()).await;
        assert_eq!(told, status, "{kind} {body}: {page}");
    }
    drop(folder);
}
