//! The article model: plain data that every later step takes and returns.
//!
//! Text in the model is UTF-8 and cleaned for reading (wrapped lines joined, markup removed).
//! Every [`Span`] is a byte range into the document *as stored*, before any decoding, so that a
//! quotation can be checked against the file it came from.
//!
//! The types serialize with non-self-describing formats (postcard): no `skip_serializing_if`, no
//! untagged enums here. What leaves the house is shaped by `engine::answer`.

mod block;
mod document;
mod fact;
mod meta;
mod section;
mod span;

pub use block::{Block, Body, Cell, Item, Row, Table, TableShape};
pub use document::{Document, Encoding, Format, Part, PartKind, Warning, WarningKind};
pub use fact::{Fact, FactValue, Gap, GapKind, Protocol, Reference};
pub use meta::{ArticleKind, Audience, FixState, Meta, Product, State};
pub use section::{Role, Section};
pub use span::Span;

use serde::{Deserialize, Serialize};

/// The unit that is ranked and returned: one problem, how-to or description.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Stable id: `Q235174`, or for a part of a chapter `ipsec-troubleshooting#event-error-4284`.
    pub id: String,
    /// The title on one line, entities decoded, never empty.
    pub title: String,
    /// Where the title stands; empty if it was derived (a file name, say).
    pub title_span: Span,
    /// The id of the chapter this article was cut from.
    pub part_of: Option<String>,
    /// The bytes of the document that belong to this article.
    pub span: Span,
    /// What the document says of the article: date, products, keywords, state, …
    pub meta: Meta,
    /// The sections in document order.
    pub sections: Vec<Section>,
    /// Typed things found in the text, in document order.
    pub facts: Vec<Fact>,
    /// Content that the source lost, in document order.
    pub gaps: Vec<Gap>,
    /// Pointers to other articles, in document order.
    pub references: Vec<Reference>,
}
