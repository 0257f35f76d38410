//! A document as read: its bytes, its articles, and what every byte was.

use super::{Article, Span};
use serde::{Deserialize, Serialize};

/// A file as found, and what was read from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its name as cited: the path inside its folder or archive, with `/`.
    pub name: String,
    /// How it was understood.
    pub format: Format,
    /// How its bytes were decoded.
    pub encoding: Encoding,
    /// The bytes as stored; every span of the document points into them.
    // Without it they are read one by one, each as a number.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// The articles, in document order; at least one.
    pub articles: Vec<Article>,
    /// What every byte is: the parts follow one another without hole or overlap from 0 to the end.
    pub parts: Vec<Part>,
    /// What looked odd while reading.
    pub warnings: Vec<Warning>,
}

impl Document {
    /// The text of a span, decoded. Invalid or out-of-range bytes become replacement characters
    /// or nothing; spans made by the readers never produce either.
    #[must_use]
    pub fn text(&self, span: Span) -> String {
        let bytes = self.bytes.get(span.range()).unwrap_or_default();
        crate::text::decode_as(bytes, self.encoding).into_owned()
    }
}

/// The formats documents come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// Legacy vendor KB text with a `DOCUMENT:` line.
    KbText,
    /// A support page saved as text.
    SupportPage,
    /// A long chapter flattened to text.
    Chapter,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Text of no known form; its first line is its title.
    Plain,
}

/// How bytes are decoded to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, perhaps with a byte order mark.
    Utf8,
    /// Windows code page 1252.
    Windows1252,
}

/// A stretch of a document and what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The bytes.
    pub span: Span,
    /// What they are.
    pub kind: PartKind,
}

/// What a stretch of bytes is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PartKind {
    /// A header field, by name (`TITLE`), its value and line ends included.
    Header(String),
    /// Section `section` of article `article`, both counted from 0.
    Section {
        /// Index into the document's articles.
        article: u32,
        /// Index into that article's sections.
        section: u32,
    },
    /// A footer field, by name (`Keywords`).
    Footer(String),
    /// Text that carries no knowledge, by name (`disclaimer`, `rule`, `navigation`).
    Boilerplate(String),
}

/// Something odd about a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What is odd.
    pub kind: WarningKind,
    /// The line it stands in, counted from 1.
    pub line: u32,
    /// One sentence for a person, without the file name.
    pub message: String,
}

/// Kinds of oddities, counted per corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WarningKind {
    /// A header value stops in mid-word.
    HeaderCut,
    /// A header field that the format requires is absent or empty.
    HeaderMissing,
    /// Header and footer disagree.
    HeaderFooterDisagree,
    /// A date that is none.
    BadDate,
    /// The footer is absent.
    FooterMissing,
    /// No text between header and footer.
    BodyEmpty,
    /// The document ends before its form is complete.
    Truncated,
    /// Control or undecodable characters.
    OddBytes,
    /// A table that could not be read as rows and columns.
    TableUnread,
    /// Step numbers that repeat or skip.
    StepNumbering,
    /// Front matter that could not be read.
    FrontMatter,
    /// A form that is not understood; the text was kept as it stands.
    Unrecognised,
    /// The source lost content here.
    Gap,
}
