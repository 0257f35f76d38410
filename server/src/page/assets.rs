//! The style sheet, the script and the icon, embedded in the program.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use std::sync::LazyLock;

/// Name, media type, content.
const ASSETS: [(&str, &str, &str); 3] = [
    (
        "page.css",
        "text/css; charset=utf-8",
        include_str!("../../assets/page.css"),
    ),
    (
        "page.js",
        "text/javascript; charset=utf-8",
        include_str!("../../assets/page.js"),
    ),
    (
        "icon.svg",
        "image/svg+xml",
        include_str!("../../assets/icon.svg"),
    ),
];

/// Changes with every change of an asset, so that browsers may keep them for good.
static STAMP: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for (_, _, content) in ASSETS {
        hasher.update(content.as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    hash.as_str().get(..10).unwrap_or_default().to_owned()
});

/// The address of an asset.
pub(super) fn address(name: &str) -> String {
    format!("/assets/{name}?v={}", *STAMP)
}

/// Answers with an asset.
pub(super) async fn show_asset(Path(name): Path<String>) -> Response {
    let found = ASSETS.iter().find(|(known, _, _)| *known == name);
    let Some((_, kind, content)) = found else {
        return crate::routes::nothing().await.into_response();
    };
    let mut response = (*content).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(header::CACHE_CONTROL, keep);
    response
}
