//! Answers out of articles: everything here quotes, nothing is written.

pub mod article;
pub mod checklist;
pub mod filter;
pub mod locate;
pub(crate) mod lookup;
pub mod passage;
pub mod remedy;
pub mod risk;
pub(crate) mod triage;
