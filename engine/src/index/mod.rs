//! Builds an index from documents, and opens it.

pub mod text;
pub mod vectors;
