//! Answers out of articles: everything here quotes, nothing is written.

pub mod article;
pub(crate) mod case_reading;
pub mod checklist;
pub(crate) mod command_card;
pub(crate) mod complete;
pub(crate) mod facets;
pub mod filter;
pub mod guard;
mod known_issues;
pub mod locate;
pub(crate) mod lookup;
pub mod marks;
mod matrix;
pub mod next_question;
pub mod overrule;
pub mod passage;
pub(crate) mod question;
pub mod remedy;
pub mod risk;
pub(crate) mod rule_out;
pub mod severity;
pub(crate) mod surroundings;
pub(crate) mod triage;
