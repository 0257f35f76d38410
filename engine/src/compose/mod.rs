//! Answers out of articles: everything here quotes, nothing is written.

pub mod article;
pub mod checklist;
pub(crate) mod complete;
pub mod filter;
pub mod guard;
pub mod locate;
pub(crate) mod lookup;
mod matrix;
pub mod overrule;
pub mod passage;
pub(crate) mod question;
pub mod remedy;
pub mod risk;
pub(crate) mod triage;
