//! Builds an index from documents, and opens it.

pub mod build;
pub mod text;
pub mod vectors;
