//! Bounds every request: length of its address, size of its body, time to its answer, the name it
//! was sent to; and gives every answer the headers that keep browsers careful.

use crate::extract::BodyLimit;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::uri::Authority;
use http::{HeaderName, HeaderValue, Method, header};
use std::net::IpAddr;
use std::time::Duration;

/// Bytes of path and query that are read; more than any cursor needs.
const URI_BYTES: usize = 16 * 1024;

/// Headers of every answer that does not set its own.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
];

/// The layer.
pub async fn guard(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let limits = &state.config.limits;
    request
        .extensions_mut()
        .insert(BodyLimit(limits.body_bytes));
    let mut response = match check(&state, &request) {
        Err(refused) => refused.into_response(),
        Ok(()) => in_time(limits.request_time(), next.run(request)).await,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        let entry = headers.entry(name);
        entry.or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Waits for an answer, but not for ever.
async fn in_time(limit: Duration, answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(limit, answer).await {
        Ok(response) => response,
        Err(_) => Problem::new(Kind::Timeout)
            .detail(format!(
                "Neither request nor answer was complete within {} seconds.",
                limit.as_secs()
            ))
            .retry_after(Duration::from_secs(1))
            .into_response(),
    }
}

fn check(state: &AppState, request: &Request) -> Result<(), Problem> {
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    if length > URI_BYTES {
        return Err(Problem::new(Kind::UriTooLong)
            .detail(format!("An address may have {URI_BYTES} bytes here.")));
    }
    if !state.access.is_open() || *request.method() == Method::OPTIONS {
        return Ok(());
    }
    // An open service on loopback trusts whoever is at the machine, and a browser there may be
    // led by a stranger's page: a name that was pointed at loopback shows in the Host header.
    let host = host_of(request);
    if host.is_none_or(|host| is_local(&host) || state.config.hosts.contains(&host)) {
        return Ok(());
    }
    Err(Problem::new(Kind::Misdirected)
        .detail("Without keys the service answers to loopback names only.")
        .hint("name others in firstline.toml: [server] hosts = [\"…\"]"))
}

/// The name the request was sent to, without port, in lower case.
fn host_of(request: &Request) -> Option<String> {
    let named = request.headers().get(header::HOST);
    let authority = match named {
        Some(value) => value.to_str().ok()?.parse::<Authority>().ok()?,
        None => request.uri().authority()?.clone(),
    };
    Some(authority.host().to_ascii_lowercase())
}

fn is_local(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>();
    let name = bare.trim_end_matches('.');
    name == "localhost"
        || name.ends_with(".localhost")
        || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_names_are_told_from_others() {
        for (host, local) in [
            ("localhost", true),
            ("desk.localhost", true),
            ("127.0.0.1", true),
            ("127.8.8.8", true),
            ("[::1]", true),
            ("localhost.example", false),
            ("10.0.0.1", false),
            ("127.0.0.1.example", false),
            ("", false),
        ] {
            assert_eq!(is_local(host), local, "{host}");
        }
    }
}
