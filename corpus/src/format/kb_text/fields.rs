//! Named fields: a name, the value with its wrapped lines, and where they stand.

use crate::article::Span;
use crate::lines::push_words;

/// A header or footer field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// The name as printed (`PROD/VER`, `Issue type`).
    pub(super) name: String,
    /// The value on one line.
    pub(super) value: String,
    /// The bytes of the value; empty at its place if there is none.
    pub(super) span: Span,
    /// The line of the name.
    pub(super) line: usize,
}

impl Field {
    /// Adds a wrapped line of the value, which stands at `span`.
    pub(super) fn extend(&mut self, words: &str, span: Span) {
        self.span = if self.value.is_empty() {
            span
        } else {
            self.span.join(span)
        };
        push_words(&mut self.value, words);
    }
}

/// The value of the last field of a name that has one.
pub(super) fn value<'f>(fields: &'f [Field], name: &str) -> Option<&'f Field> {
    fields
        .iter()
        .rev()
        .find(|field| field.name.eq_ignore_ascii_case(name) && !field.value.is_empty())
}
