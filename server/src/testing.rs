//! What tests share: a small index, a service without a socket, requests and answers.

use crate::config::Config;
use crate::state::AppState;
use axum::body::Body;
use corpus::source::Source;
use engine::index::build::BuildOptions;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use std::path::Path;
use tower::ServiceExt;

/// Builds an index in `dir` of Markdown articles: id, title, text.
pub(crate) fn build(dir: &Path, articles: &[(&str, &str, &str)]) {
    let pages: Vec<(&str, String)> = articles
        .iter()
        .map(|(id, title, text)| {
            let page = format!("---\nid: {id}\ntitle: {title}\n---\n\n{text} ({id})\n");
            (*id, page)
        })
        .collect();
    let pages: Vec<(&str, &str)> = pages
        .iter()
        .map(|(id, page)| (*id, page.as_str()))
        .collect();
    build_documents(dir, &pages);
}

/// Builds an index in `dir` of Markdown documents: name and text.
pub(crate) fn build_documents(dir: &Path, pages: &[(&str, &str)]) {
    let documents = tempfile::tempdir().unwrap();
    for (name, page) in pages {
        std::fs::write(documents.path().join(format!("{name}.md")), page).unwrap();
    }
    let source = Source::Path(documents.path().to_owned());
    let options = BuildOptions::default();
    engine::index::build::build(&[source], dir, &options, &mut |_| {}).unwrap();
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.body));
        })
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// A service that answers from the built-in knowledge base.
pub(crate) fn open() -> AppState {
    AppState::open(Config::default()).unwrap()
}

/// A service that answers from the built-in knowledge base and remembers, and where.
pub(crate) fn remembering() -> (AppState, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let desk = crate::config::Desk {
        file: folder.path().join("desk.sqlite"),
        keep_days: None,
        site: None,
    };
    let config = Config {
        desk: Some(desk),
        ..Config::default()
    };
    (AppState::open(config).unwrap(), folder)
}

/// Sends a request through all layers.
pub(crate) async fn send(state: &AppState, request: Request<Body>) -> Answer {
    let router = crate::router::router(state.clone());
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

/// Sends a GET.
pub(crate) async fn get(state: &AppState, path: &str) -> Answer {
    send(state, Request::get(path).body(Body::empty()).unwrap()).await
}

/// Sends a POST of JSON.
pub(crate) async fn post(state: &AppState, path: &str, json: &str) -> Answer {
    let request = Request::post(path).header("content-type", "application/json");
    send(state, request.body(Body::from(json.to_owned())).unwrap()).await
}
