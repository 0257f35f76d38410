//! Builds an index from documents, and opens it.

pub mod articles;
pub mod build;
mod changes;
mod content;
pub(crate) mod dictionary;
pub mod documents;
mod fingerprint;
pub mod identifiers;
mod pipeline;
pub(crate) mod playbooks;
pub(crate) mod spool;
mod store;
pub mod text;
pub(crate) mod varint;
pub mod vectors;
