//! `/sign-in`: a key in exchange for a cookie, where keys are needed.

use super::fields::Fields;
use super::frame::{Frame, Page};
use crate::access::cookie;
use crate::listen::Peer;
use crate::middleware::admit::address_of;
use crate::problem::Problem;
use crate::state::AppState;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use maud::{Markup, html};

/// Answers with the form.
pub(super) async fn show_form(State(state): State<AppState>, fields: Fields) -> Response {
    let next = local(fields.get("next"));
    if state.access.is_open() {
        return Redirect::to(&next).into_response();
    }
    page(&next, None).into_response()
}

/// Takes a key.
pub(super) async fn take_key(
    State(state): State<AppState>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let next = local(fields.get("next"));
    let address = address_of(peer.map(|peer| peer.0), &state, &headers);
    let key = fields.get("key").unwrap_or_default();
    match state.access.settle_key(key, address) {
        Ok(_) => set(&next, &cookie::of(key, state.config.tls.is_some())),
        Err(refused) => {
            let mut page = page(&next, Some(&refused));
            page.status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::UNAUTHORIZED);
            page.into_response()
        }
    }
}

/// Forgets the key.
pub(super) async fn sign_out() -> Response {
    set("/sign-in", cookie::NONE)
}

fn set(next: &str, cookie: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// A place on this service and nowhere else: what a link hands over may lead anywhere.
fn local(next: Option<&str>) -> String {
    let is_local = |next: &&str| {
        let plain = next
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        plain && next.starts_with('/') && !next.starts_with("//")
    };
    next.filter(is_local).unwrap_or("/").to_owned()
}

fn page(next: &str, refused: Option<&Problem>) -> Page {
    Frame::bare("Sign in").page(form(next, refused))
}

fn form(next: &str, refused: Option<&Problem>) -> Markup {
    html! {
        div.gate {
            h1 { "Sign in" }
            p.lead { "This knowledge base is for people with a key." }
            @if let Some(problem) = refused {
                p.refused role="alert" { (problem.detail.as_deref().unwrap_or(&problem.title)) }
            }
            form.entry action="/sign-in" method="post" {
                label for="key" { "Key" }
                input #key name="key" type="password" required autocomplete="current-password" placeholder="fl_…" maxlength="200";
                input type="hidden" name="next" value=(next);
                button.primary { "Sign in" }
            }
            p.note { "The key stays in this browser until you sign out or close it. An administrator makes keys with " code { "firstline key create" } "." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for (next, led) in [
            (Some("/triage?x=1"), "/triage?x=1"),
            (Some("//example.org"), "/"),
            (Some("/\\example.org"), "/"),
            (Some("https://example.org"), "/"),
            (Some("/a\tb"), "/"),
            (None, "/"),
        ] {
            assert_eq!(local(next), led, "{next:?}");
        }
    }
}
