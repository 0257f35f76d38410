//! What a query or a case says: identifiers, pasted events, and what must not be repeated.

pub mod events;
pub mod identifiers;
pub mod masking;

mod pattern;
