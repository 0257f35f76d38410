//! What a query or a case says: words, identifiers, pasted events, and what must not be repeated.

pub(crate) mod beginnings;
pub mod events;
pub mod humps;
pub mod identifiers;
pub mod lexicon;
pub mod masking;
pub mod notations;
pub mod query_terms;
pub mod spelling;
pub mod words;

pub(crate) mod pattern;
