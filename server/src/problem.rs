//! Errors as RFC 9457 problem documents: the one place that makes them.
//!
//! A type is `urn:firstline:problem:NAME` and never changes its meaning. What is told is what the
//! caller can do something about; the insides of a failure go to the log and nowhere else.

use axum::response::{IntoResponse, Response};
use engine::EngineError;
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A problem document (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Problem {
    /// What kind of problem it is; stable, to be compared as a whole.
    pub r#type: String,
    /// The kind of problem in words; the same for every problem of the type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What was wrong with this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The field or parameter that was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What to try next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// When to try again; becomes `Retry-After`.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
    /// What goes to the log and to nobody else.
    #[serde(skip)]
    pub inside: Option<String>,
}

/// The kinds of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A parameter, field or body that cannot be read.
    BadRequest,
    /// A cursor that was not made here or belongs to another query.
    InvalidCursor,
    /// A cursor that is too old.
    ExpiredCursor,
    /// No key, or one that does not hold.
    Unauthorized,
    /// A request of a chat platform whose signature or token does not hold, or not now.
    BadSignature,
    /// The key's role may not do this.
    Forbidden,
    /// There is no such page.
    NotFound,
    /// There is no such article.
    UnknownArticle,
    /// There is no such guide.
    UnknownGuide,
    /// There is no such session of a guide.
    UnknownSession,
    /// No such case is remembered.
    UnknownCase,
    /// Something else has happened in the meantime, or has to happen first.
    Conflict,
    /// The page does not take this method.
    MethodNotAllowed,
    /// Nothing that the caller accepts can be given.
    NotAcceptable,
    /// The body did not come in time.
    RequestTimeout,
    /// The body is too large.
    TooLarge,
    /// The address is too long.
    UriTooLong,
    /// The body is of a type that is not read.
    UnsupportedMediaType,
    /// The request was sent to a name that is not served.
    Misdirected,
    /// The body can be read but holds something that is wrong.
    InvalidField,
    /// Too many requests.
    TooManyRequests,
    /// Something failed inside.
    Internal,
    /// The service is busy or stopping.
    Unavailable,
    /// The answer took too long.
    Timeout,
}

impl Kind {
    /// All kinds, for documentation and tests.
    pub const ALL: [Self; 24] = [
        Self::BadRequest,
        Self::InvalidCursor,
        Self::ExpiredCursor,
        Self::Unauthorized,
        Self::BadSignature,
        Self::Forbidden,
        Self::NotFound,
        Self::UnknownArticle,
        Self::UnknownGuide,
        Self::UnknownSession,
        Self::UnknownCase,
        Self::Conflict,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::RequestTimeout,
        Self::TooLarge,
        Self::UriTooLong,
        Self::UnsupportedMediaType,
        Self::Misdirected,
        Self::InvalidField,
        Self::TooManyRequests,
        Self::Internal,
        Self::Unavailable,
        Self::Timeout,
    ];

    /// Last part of the type, status and title.
    #[must_use]
    pub fn parts(self) -> (&'static str, StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::BadRequest => (
                "bad-request",
                S::BAD_REQUEST,
                "The request cannot be understood",
            ),
            Self::InvalidCursor => (
                "invalid-cursor",
                S::BAD_REQUEST,
                "The cursor does not fit this query",
            ),
            Self::ExpiredCursor => ("expired-cursor", S::GONE, "The cursor is too old"),
            Self::Unauthorized => ("unauthorized", S::UNAUTHORIZED, "A valid key is needed"),
            Self::BadSignature => (
                "bad-signature",
                S::UNAUTHORIZED,
                "The signature or token does not hold",
            ),
            Self::Forbidden => ("forbidden", S::FORBIDDEN, "This key may not do that"),
            Self::NotFound => (
                "not-found",
                S::NOT_FOUND,
                "There is nothing at this address",
            ),
            Self::UnknownArticle => ("unknown-article", S::NOT_FOUND, "There is no such article"),
            Self::UnknownGuide => ("unknown-guide", S::NOT_FOUND, "There is no such guide"),
            Self::UnknownSession => ("unknown-session", S::NOT_FOUND, "There is no such session"),
            Self::UnknownCase => ("unknown-case", S::NOT_FOUND, "There is no such case"),
            Self::Conflict => (
                "conflict",
                S::CONFLICT,
                "That cannot be done as things stand",
            ),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                S::METHOD_NOT_ALLOWED,
                "The method is not known here",
            ),
            Self::NotAcceptable => (
                "not-acceptable",
                S::NOT_ACCEPTABLE,
                "None of the accepted types can be given",
            ),
            Self::RequestTimeout => (
                "request-timeout",
                S::REQUEST_TIMEOUT,
                "The request did not come in time",
            ),
            Self::TooLarge => ("too-large", S::PAYLOAD_TOO_LARGE, "The body is too large"),
            Self::UriTooLong => ("uri-too-long", S::URI_TOO_LONG, "The address is too long"),
            Self::UnsupportedMediaType => (
                "unsupported-media-type",
                S::UNSUPPORTED_MEDIA_TYPE,
                "The body's type is not read here",
            ),
            Self::Misdirected => (
                "misdirected",
                S::MISDIRECTED_REQUEST,
                "This name is not served here",
            ),
            Self::InvalidField => (
                "invalid-field",
                S::UNPROCESSABLE_ENTITY,
                "A field of the request is wrong",
            ),
            Self::TooManyRequests => (
                "too-many-requests",
                S::TOO_MANY_REQUESTS,
                "Too many requests",
            ),
            Self::Internal => (
                "internal",
                S::INTERNAL_SERVER_ERROR,
                "Something failed on our side",
            ),
            Self::Unavailable => (
                "unavailable",
                S::SERVICE_UNAVAILABLE,
                "The service cannot answer right now",
            ),
            Self::Timeout => ("timeout", S::GATEWAY_TIMEOUT, "The answer took too long"),
        }
    }

    /// The whole type.
    #[must_use]
    pub fn urn(self) -> String {
        format!("urn:firstline:problem:{}", self.parts().0)
    }
}

impl Problem {
    /// A problem of a kind, with nothing more to say.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        let (_, status, title) = kind.parts();
        Self {
            r#type: kind.urn(),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: None,
            field: None,
            hints: Vec::new(),
            retry_after: None,
            inside: None,
        }
    }

    /// The same with the type and title of another kind; the status stays.
    #[must_use]
    pub fn of_type(mut self, kind: Kind) -> Self {
        self.r#type = kind.urn();
        kind.parts().2.clone_into(&mut self.title);
        self
    }

    /// Says what was wrong with this request.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Names the field or parameter that was wrong.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into()).filter(|field: &String| !field.is_empty());
        self
    }

    /// Says what to try next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// A failure inside; `why` goes to the log only.
    #[must_use]
    pub fn internal(why: impl std::fmt::Display) -> Self {
        let mut problem = Self::new(Kind::Internal)
            .detail("The failure was logged with the request id of this answer.");
        problem.inside = Some(why.to_string());
        problem
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        Self::internal(error)
    }
}

/// What the log is told of a failure, carried beside the response.
#[derive(Debug, Clone)]
pub struct Inside(pub String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(wait) = self.retry_after {
            // Rounded up: who comes back a moment too early is refused again.
            let seconds = wait.as_millis().div_ceil(1000).max(1);
            if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
                headers.insert(header::RETRY_AFTER, value);
            }
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"firstline\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        if let Some(inside) = self.inside {
            response.extensions_mut().insert(Inside(inside));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_all_different_and_of_the_client_or_the_server() {
        let mut names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.parts().0).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            let status = kind.parts().1;
            assert!(
                status.is_client_error() || status.is_server_error(),
                "{status}"
            );
        }
    }

    #[test]
    fn the_inside_of_a_failure_is_not_told() {
        let problem = Problem::internal("secret.bin: offset 12");
        let told = serde_json::to_string(&problem).unwrap();
        assert!(!told.contains("secret"), "{told}");
        let response = problem.into_response();
        let inside: &Inside = response.extensions().get().unwrap();
        assert_eq!(inside.0, "secret.bin: offset 12");
    }

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        for (wait, told) in [(1, "1"), (999, "1"), (1001, "2"), (0, "1")] {
            let problem = Problem::new(Kind::TooManyRequests);
            let response = problem
                .retry_after(Duration::from_millis(wait))
                .into_response();
            assert_eq!(response.headers()[header::RETRY_AFTER], told, "{wait} ms");
        }
    }
}
