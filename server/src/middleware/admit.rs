//! Lets in who may ask, as often as they may.

use crate::access::origin::is_own;
use crate::keys::Caller;
use crate::listen::Peer;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, header};
use std::net::{IpAddr, Ipv4Addr};

/// Settles who asks and counts the request; handlers find the [`Caller`] in the extensions.
pub async fn admit(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().copied();
    let address = address_of(peer, &state, request.headers());
    // A cookie comes along with whatever a browser sends; a key in a header does not.
    let is_by_cookie = request.headers().get(header::AUTHORIZATION).is_none();
    if !state.access.is_open() && is_by_cookie && !is_own(request.method(), request.headers()) {
        return Problem::new(Kind::Unauthorized)
            .detail("Other sites may not use a key that was given to this one.")
            .into_response();
    }
    let caller = match state.access.settle(request.headers(), address) {
        Ok(caller) => caller,
        Err(refused) => return refused.into_response(),
    };
    let standing = match state.rate.count(&caller, address) {
        Ok(standing) => standing,
        Err(refused) => {
            let mut response = refused.into_response();
            state.rate.standing(0).write(response.headers_mut());
            return response;
        }
    };
    request.extensions_mut().insert(caller.clone());
    let mut response = next.run(request).await;
    if let Some(standing) = standing {
        standing.write(response.headers_mut());
    }
    response.extensions_mut().insert(caller);
    response
}

/// The address of whoever sent these headers over this connection.
pub(crate) fn address_of(peer: Option<Peer>, state: &AppState, headers: &HeaderMap) -> IpAddr {
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    address_behind(peer, &state.config.proxies, headers)
}

/// The address of the caller: that of the connection, or the last one that a trusted proxy says
/// it forwards for. What stands before it in the header anyone could have written.
fn address_behind(peer: IpAddr, proxies: &[IpAddr], headers: &HeaderMap) -> IpAddr {
    if !proxies.contains(&peer) {
        return peer;
    }
    let told = headers.get_all("x-forwarded-for");
    let told: Vec<IpAddr> = told
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map_while(|part| part.trim().parse().ok())
        .collect();
    let outside = told
        .into_iter()
        .rev()
        .find(|address| !proxies.contains(address));
    outside.unwrap_or(peer)
}

/// In a handler: whoever asks.
impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        // A route that is not behind `admit` must not answer as if everyone were let in.
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| Problem::new(Kind::Unauthorized))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn only_trusted_proxies_are_believed_and_only_their_own_entry() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
        for (peer, told, address) in [
            ("9.9.9.9", "1.1.1.1", "9.9.9.9"),
            ("10.0.0.1", "1.1.1.1", "1.1.1.1"),
            ("10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),
            ("10.0.0.1", "1.1.1.1, 10.0.0.2", "1.1.1.1"),
            ("10.0.0.1", "nonsense", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_str(told).unwrap());
            let found = address_behind(ip(peer), &proxies, &headers);
            assert_eq!(found, ip(address), "{peer} {told}");
        }
    }
}
