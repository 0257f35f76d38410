//! Meaning without a model: vectors of words, and of articles as sums of their words.
//!
//! Two kinds of word vectors: [`words`] ship with the program (distilled from an embedding model
//! once, see `engine/train`), [`corpus`] are learned from the user's own articles at index time.
//! Both make article vectors by the same sum, kept in one byte a number ([`quantised`]) and
//! searched for what is near a query ([`nearest`]).

pub mod corpus;
pub mod nearest;
pub mod quantised;
pub mod words;
