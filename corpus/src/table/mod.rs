//! Tables drawn in text: boxes and aligned columns.
//!
//! The readers here look at lines of a `Page` and give a
//! [`Table`](crate::article::Table) whose cells know the bytes they were read from.

pub(crate) mod boxed;
pub(crate) mod columns;
pub(crate) mod run_together;

use crate::article::{Cell, Span};
use crate::lines::push_words;

/// A table and the line after it.
#[derive(Debug)]
pub(crate) struct TableRead {
    /// What was read.
    pub(crate) table: crate::article::Table,
    /// The first line that is no longer part of it.
    pub(crate) end: usize,
}

/// An empty cell standing at `at`.
fn empty_cell(at: usize) -> Cell {
    Cell {
        text: String::new(),
        span: Span::new(at, at),
    }
}

/// Adds a piece of text (white space around it allowed) that stands at `at` to a cell.
fn extend_cell(cell: &mut Cell, piece: &str, at: usize) {
    let trimmed = piece.trim_start();
    let start = at + piece.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    if trimmed.is_empty() {
        return;
    }
    let span = Span::new(start, start + trimmed.len());
    cell.span = if cell.text.is_empty() {
        span
    } else {
        cell.span.join(span)
    };
    push_words(&mut cell.text, trimmed);
}
