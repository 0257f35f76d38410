//! The cookie that a browser keeps a key in.
//!
//! It holds the key itself, so a revoked key ends all its sessions and nothing has to be kept
//! here. Scripts cannot read it, and other sites' requests do not carry it.

use http::{HeaderMap, header};

const NAME: &str = "firstline_key";

/// A `Set-Cookie` that makes the browser forget the key.
pub const NONE: &str = "firstline_key=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";

/// The `Set-Cookie` for a key. It lasts as long as the browser is open.
#[must_use]
pub fn of(key: &str, tls: bool) -> String {
    let secure = if tls { "; Secure" } else { "" };
    format!("{NAME}={key}; Path=/; HttpOnly; SameSite=Strict{secure}")
}

/// The key that the cookies of a request hold.
#[must_use]
pub fn key_in(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let found = pairs.find(|(name, _)| *name == NAME);
    found.map(|(_, key)| key).filter(|key| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn the_key_is_found_among_other_cookies() {
        for (cookies, key) in [
            ("firstline_key=fl_1_a", Some("fl_1_a")),
            ("a=b; firstline_key=fl_1_a; c=d", Some("fl_1_a")),
            ("xfirstline_key=fl_1_a", None),
            ("firstline_key=", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("cookie", HeaderValue::from_static(cookies));
            assert_eq!(key_in(&headers), key, "{cookies}");
        }
        assert!(of("k", true).ends_with("; Secure"));
        assert!(of("k", false).contains("HttpOnly; SameSite=Strict"));
    }
}
