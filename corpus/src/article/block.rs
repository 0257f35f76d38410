//! Blocks: the pieces a section is made of.

use super::Span;
use serde::{Deserialize, Serialize};

/// One piece of a section, with the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// All bytes of the block, markers and blank lines inside it included.
    pub span: Span,
    /// What it is.
    pub body: Body,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Body {
    /// Running text, its lines joined.
    Paragraph(String),
    /// Ordered steps. An item's `label` is the number as printed.
    Steps(Vec<Item>),
    /// An unordered list.
    List(Vec<Item>),
    /// Rows and columns.
    Table(Table),
    /// Code, commands or output, verbatim with line breaks.
    Code {
        /// The language named by the source (`vb`, `console`), if any.
        language: Option<String>,
        /// The lines, common indentation removed.
        text: String,
    },
    /// Text marked as a note, its marker removed.
    Note(String),
    /// Text that forbids, warns or limits ("do not …", "WARNING: …").
    Caution(String),
}

/// An entry of steps or of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The marker as printed, without punctuation: `1`, `a`, `-`.
    pub label: String,
    /// The text of the entry's own first paragraph, lines joined.
    pub text: String,
    /// The bytes of that text, marker excluded.
    pub span: Span,
    /// What follows inside the entry: further paragraphs, nested steps, code, notes.
    pub children: Vec<Block>,
}

/// How a table was drawn in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TableShape {
    /// Drawn with `+---+` and `|`.
    Box,
    /// Aligned by columns of spaces.
    Columns,
    /// Markdown pipes.
    Pipe,
    /// `<table>`.
    Html,
    /// Cells glued together (`NoviceYesYesYesYes`), cut apart by the header and the values.
    RunTogether,
}

/// Rows and columns with their labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// How it was drawn.
    pub shape: TableShape,
    /// What the source calls it: a caption, or else the heading or sentence right above it.
    pub caption: Option<String>,
    /// Column labels; empty if the source gives none.
    pub header: Vec<Cell>,
    /// The rows below the header, each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// One row of a table. Its first cell is its label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The bytes of the row.
    pub span: Span,
    /// The cells, left to right.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The text, trimmed, wrapped lines joined.
    pub text: String,
    /// The bytes of the text (of all lines between its first and last byte, if it wraps).
    pub span: Span,
}
