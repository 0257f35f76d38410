//! What a query or a case says: words, identifiers, events.

pub mod lexicon;
pub mod query_terms;
pub mod spelling;
pub mod words;
