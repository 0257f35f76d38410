//! Refuses what the pages of other sites make a browser send.

use crate::problem::{Kind, Problem};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, header};

/// The layer: forms are taken from the service's own pages only.
pub async fn refuse_strangers(request: Request, next: Next) -> Response {
    if !is_own(request.method(), request.headers()) {
        return Problem::new(Kind::Forbidden)
            .detail("Forms are taken from the pages of this service only.")
            .into_response();
    }
    next.run(request).await
}

/// True for requests that change nothing, and for those that no other site's page sent. Browsers
/// say which in `Sec-Fetch-Site`, and older ones in `Origin`; what says neither is no browser.
#[must_use]
pub fn is_own(method: &Method, headers: &HeaderMap) -> bool {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(method) {
        return true;
    }
    let text = |name| {
        headers
            .get(name)
            .map(|value: &http::HeaderValue| value.as_bytes())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return [b"same-origin".as_slice(), b"none"].contains(&site);
    }
    let Some(origin) = text(header::ORIGIN) else {
        return true;
    };
    let host = text(header::HOST).unwrap_or_default();
    let named = origin.strip_prefix(b"http://");
    let named = named.or_else(|| origin.strip_prefix(b"https://"));
    named.is_some_and(|named| !host.is_empty() && named.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    #[test]
    fn forms_of_other_sites_are_told_from_own_ones() {
        for (sent, own) in [
            (&[][..], true),
            (
                &[("sec-fetch-site", "same-origin"), ("origin", "null")][..],
                true,
            ),
            (&[("sec-fetch-site", "cross-site")][..], false),
            (&[("sec-fetch-site", "same-site")][..], false),
            (
                &[("origin", "http://desk:8080"), ("host", "desk:8080")][..],
                true,
            ),
            (
                &[("origin", "http://evil"), ("host", "desk:8080")][..],
                false,
            ),
            (&[("origin", "null"), ("host", "desk:8080")][..], false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in sent {
                let name: HeaderName = name.parse().unwrap();
                headers.insert(name, HeaderValue::from_static(value));
            }
            assert_eq!(is_own(&Method::POST, &headers), own, "{sent:?}");
            assert!(is_own(&Method::GET, &headers));
        }
    }
}
