//! Answers out of articles: everything here quotes, nothing is written.

pub mod article;
pub mod checklist;
pub mod filter;
pub mod locate;
pub(crate) mod lookup;
mod matrix;
pub mod passage;
pub(crate) mod question;
pub mod remedy;
pub mod risk;
pub(crate) mod triage;
