//! What a query or a case says: words, identifiers, events.

pub mod query_terms;
pub mod words;
