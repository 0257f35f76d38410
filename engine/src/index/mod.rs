//! Builds an index from documents, and opens it.

pub mod articles;
pub mod build;
mod changes;
pub(crate) mod content;
pub mod definitions;
pub(crate) mod dictionary;
pub mod documents;
mod fingerprint;
mod holders;
pub mod identifiers;
pub mod issues;
pub mod links;
pub mod model;
mod pieces;
mod pipeline;
pub(crate) mod playbooks;
pub(crate) mod recent;
pub(crate) mod spool;
pub(crate) mod store;
pub mod text;
pub(crate) mod varint;
pub mod vectors;
