//! Errors as RFC 9457 problem documents.

use super::Kind;
use serde::Serialize;

/// A problem document. `hints` and `exit_code` are extension members.
#[derive(Debug, Serialize)]
pub(super) struct Problem<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    hints: &'a [String],
    exit_code: u8,
}

impl<'a> Problem<'a> {
    pub(super) fn new(
        kind: Kind,
        title: &'a str,
        causes: &[String],
        hints: &'a [String],
        exit_code: u8,
    ) -> Self {
        let (name, status) = name_and_status(kind);
        Self {
            r#type: format!("urn:firstline:problem:{name}"),
            title,
            status,
            detail: (!causes.is_empty()).then(|| causes.join(": ")),
            hints,
            exit_code,
        }
    }
}

/// The last part of the problem type, which is stable, and the HTTP status nearest in meaning.
fn name_and_status(kind: Kind) -> (&'static str, u16) {
    match kind {
        Kind::Usage => ("usage", 400),
        Kind::NoIndex => ("no-index", 404),
        Kind::FormatVersion => ("format-version", 409),
        Kind::DamagedIndex => ("damaged-index", 500),
        Kind::Pack => ("pack", 422),
        Kind::LockedIndex => ("locked-index", 409),
        Kind::Source => ("source", 422),
        Kind::QuerySet => ("query-set", 422),
        Kind::Gate => ("gate", 422),
        Kind::Strict => ("skipped-documents", 422),
        Kind::NotFound => ("not-found", 404),
        Kind::Failed | Kind::BrokenPipe => ("failed", 500),
    }
}
