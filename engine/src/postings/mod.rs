//! The embedded full-text store: which articles hold a term in which field, and how often.
//!
//! This is the only place that knows tantivy's index types. Another engine can stand behind the
//! same two types: [`PostingsWriter`] takes the term frequencies of articles in the order of
//! their ordinals, [`Postings`] gives them back term by term.

mod read_only;
mod reader;
mod schema;
mod writer;

pub use reader::{Postings, TermPostings};
pub use writer::PostingsWriter;

use crate::error::EngineError;

fn failed(error: impl std::fmt::Display) -> EngineError {
    EngineError::Retrieve(error.to_string())
}
