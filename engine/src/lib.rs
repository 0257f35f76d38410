//! Indexes articles, ranks them for a caller's words and composes a cited answer.
//!
//! `engine` knows articles and nothing of HTTP or terminals; it never prints and never reads the
//! environment. Two ways lead through it:
//!
//! - in: `corpus::Document` -> [`index`] -> a [`generation`] on disk;
//! - out: [`Case`] or [`Query`] -> `understand` -> `retrieve` -> `rank` -> `classify` ->
//!   `compose` -> [`answer`].

pub mod answer;
pub mod bundle;
pub mod classify;
pub mod compose;
#[cfg(feature = "desk")]
pub mod desk;
pub mod encoder;
pub mod error;
pub mod escalation;
pub mod evaluate;
pub mod generation;
pub mod guide;
pub mod health;
pub mod index;
pub mod mapped;
pub mod outcomes;
pub mod postings;
pub mod query;
pub mod rank;
pub mod report;
pub mod retrieve;
pub mod understand;

mod engine;
mod holdings;
mod learned;
pub mod near;
mod viewed;

pub use engine::Engine;
pub use error::EngineError;
pub use query::{Attachment, Case, Filters, Lookup, Query};
pub use viewed::SearchView;
