//! Problems as pages, for browsers: the same problem documents, shown to a person.

use super::cite::escaped;
use super::frame::Frame;
use crate::problem::{Inside, MEDIA_TYPE, Problem};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{Method, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use maud::{Markup, html};

/// Bytes of a problem document; the longest has a few hundred.
const LONGEST: usize = 64 * 1024;

/// The layer: turns problem documents into pages where a browser asked for a page.
pub(crate) async fn show_problems(request: Request, next: Next) -> Response {
    let wants_page = wants_page(&request);
    let is_look = request.method() == Method::GET;
    let address = request.uri().path_and_query().map(ToString::to_string);
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !wants_page || kind.is_none_or(|kind| kind.as_bytes() != MEDIA_TYPE.as_bytes()) {
        return response;
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        let next = address
            .filter(|_| is_look)
            .unwrap_or_else(|| "/".to_owned());
        return Redirect::to(&format!("/sign-in?next={}", escaped(&next))).into_response();
    }
    let inside = response.extensions().get::<Inside>().cloned();
    let retry = response.headers().get(header::RETRY_AFTER).cloned();
    let status = response.status();
    let body = Limited::new(response.into_body(), LONGEST).collect().await;
    let bytes = body
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let problem = serde_json::from_slice::<Problem>(&bytes);
    let problem = problem.unwrap_or_else(Problem::internal);
    let mut page = Frame::bare(&problem.title).page(problem_page(&problem));
    page.status = status;
    let mut response = page.into_response();
    if let Some(retry) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    if let Some(inside) = inside {
        response.extensions_mut().insert(inside);
    }
    response
}

/// True for what a browser opens as a page.
fn wants_page(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT);
    let accepts = accepted.and_then(|value| value.to_str().ok());
    accepts.is_some_and(|value| value.contains("text/html"))
        && !request.uri().path().starts_with("/v1/")
}

fn problem_page(problem: &Problem) -> Markup {
    html! {
        div.gate {
            p.eyebrow { (problem.status) }
            h1 { (problem.title) }
            @if let Some(detail) = &problem.detail { p.lead { (detail) } }
            p.next { a.button href="/" { "Search" } a.button href="/triage" { "Triage a case" } }
        }
    }
}
