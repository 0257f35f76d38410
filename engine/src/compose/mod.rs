//! Answers out of articles: everything here quotes, nothing is written.

pub mod locate;
pub mod passage;
