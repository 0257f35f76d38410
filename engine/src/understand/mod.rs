//! What a query or a case says: words, identifiers, events.

pub mod words;
