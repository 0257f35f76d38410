//! The formats, a file each. A new format is one file and one line of `FORMATS`.
//!
//! A reader works on decoded text and gives spans as *text* offsets; [`crate::read()`] translates
//! them to byte offsets, extracts facts, and checks that the parts cover the document.

use crate::article::{Article, Format, Part, Warning};

pub(crate) mod blocks;
pub(crate) mod chapter;
pub(crate) mod html;
pub(crate) mod kb_text;
pub(crate) mod markdown;
mod mention;
pub(crate) mod plain;
pub(crate) mod support_page;

/// One format: how to recognise it and how to read it.
pub(crate) struct FormatReader {
    /// The format read.
    pub(crate) format: Format,
    /// How much the text looks like this format, from 0 (not at all) to 100 (beyond doubt). The
    /// name is a hint that may break a tie, never the reason.
    pub(crate) likeness: fn(text: &str, name: &str) -> u8,
    /// Reads the text. Never fails: what is not understood is kept as text, with a warning.
    pub(crate) parse: fn(text: &str, name: &str) -> Parsed,
}

/// What a reader makes of a document; spans are text offsets.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// At least one article.
    pub(crate) articles: Vec<Article>,
    /// What every byte is, from 0 to the end without hole or overlap.
    pub(crate) parts: Vec<Part>,
    /// Oddities.
    pub(crate) warnings: Vec<Warning>,
}

/// The id that a link to the document at `path` points at; paths of one document in any case and
/// with any ending of documents have the same.
#[must_use]
pub fn path_id(path: &str) -> String {
    markdown::identity::slug_of_path(path)
}

/// All formats; the most alike wins, the first of equals.
pub(crate) const FORMATS: &[FormatReader] = &[
    kb_text::READER,
    support_page::READER,
    html::READER,
    markdown::READER,
    chapter::READER,
    plain::READER,
];
