//! Gives every request an id, counts it, and logs one line about it.
//!
//! The line has method, pattern, status, time and the key's id: never a query, a case, an id of
//! an article or a header, since callers' words can hold anything.

use crate::keys::Caller;
use crate::metrics::RequestLabels;
use crate::problem::Inside;
use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use std::time::Instant;

/// Header that carries the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that is taken over from a caller.
const LONGEST_ID: usize = 64;

/// The id of a request.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The layer.
pub async fn observe(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = given_id(request.headers()).unwrap_or_else(new_id);
    let method = method_name(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    let time = start.elapsed();
    let status = response.status().as_u16();
    let caller = response.extensions().get::<Caller>();
    let key = caller.and_then(|caller| caller.key.clone());
    let ms = (time.as_secs_f64() * 1e5).round() / 100.0;
    let key = key.as_deref().unwrap_or("-");
    match response.extensions().get::<Inside>() {
        Some(Inside(why)) => {
            tracing::error!(%id, method, %route, status, ms, key, %why, "failed");
        }
        None => tracing::info!(%id, method, %route, status, ms, key, "answered"),
    }
    let labels = RequestLabels {
        method: method.to_owned(),
        route,
        status,
    };
    state.metrics.count_request(labels, time);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The id that a proxy or a caller gave, if it is fit for a log.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    ((1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(fit)).then(|| id.to_owned())
}

fn new_id() -> String {
    let mut bytes = [0; 8];
    // Without randomness ids repeat, which is bad for reading logs and for nothing else.
    let _ = getrandom::fill(&mut bytes);
    format!("{:016x}", u64::from_be_bytes(bytes))
}

/// The method if it is a known one; callers may invent others without end.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_fit_for_a_log_are_taken_over() {
        for (id, taken) in [
            ("abc-1_2.3", true),
            ("", false),
            ("a b", false),
            ("\"", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(id).unwrap());
            assert_eq!(given_id(&headers).is_some(), taken, "{id}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(REQUEST_ID, HeaderValue::from_str(&"a".repeat(65)).unwrap());
        assert!(given_id(&headers).is_none());
        assert_ne!(new_id(), new_id());
    }
}
