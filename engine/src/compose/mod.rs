//! Answers out of articles: everything here quotes, nothing is written.

pub mod article;
pub mod checklist;
pub mod filter;
pub mod guard;
mod known_issues;
pub mod locate;
pub(crate) mod lookup;
mod matrix;
pub mod overrule;
pub mod passage;
pub(crate) mod question;
pub mod remedy;
pub mod risk;
pub(crate) mod surroundings;
pub(crate) mod triage;
