//! The IKE log of Windows (`Oakley.log`): stamped lines without numbers or levels. The lines that
//! tell of a failure become records; the rest is the protocol's chatter.

use super::Level;
use super::draft::Draft;
use crate::understand::pattern::compiled;
use regex::Regex;
use std::sync::LazyLock;

/// ` 7-18: 10:11:12:130:2d8 text`: month and day, time with milliseconds, thread.
static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"^[ \t]*(\d{1,2}-\d{1,2}: ?\d\d:\d\d:\d\d:\d{1,4})(?::[0-9a-fA-F]{1,8})?[ \t]+(\S.*)$",
    )
});

/// Words of a line that tells of a failure.
const FAILURES: &[&str] = &[
    "error",
    "fail",
    "timeout",
    "timed out",
    "no policy",
    "mismatch",
    "invalid",
    "reject",
    "denied",
    "not found",
    "bad ",
    "unable",
    "cannot",
    "expired",
    "no proposal",
    "negotiation timed",
    "retransmit timeout",
    "discard",
    "untrusted",
];

/// Reads the telling lines.
pub(super) fn read(text: &str) -> Vec<Draft> {
    let mut at = 0;
    let mut drafts = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        let Some(found) = STAMP
            .as_ref()
            .and_then(|stamp| stamp.captures(line.trim_end()))
        else {
            continue;
        };
        let words = found.get(2).map_or("", |words| words.as_str());
        let lower = words.to_ascii_lowercase();
        if FAILURES.iter().any(|failure| lower.contains(failure)) {
            drafts.push(Draft {
                provider: Some("Oakley".to_owned()),
                level: Some(Level::Error),
                time: found.get(1).map(|time| time.as_str().to_owned()),
                description: words.to_owned(),
                span,
                ..Draft::default()
            });
        }
    }
    drafts
}
