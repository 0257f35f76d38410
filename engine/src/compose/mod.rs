//! Answers out of articles: everything here quotes, nothing is written.

pub mod guard;
pub mod overrule;
pub mod remedy;
pub mod risk;
