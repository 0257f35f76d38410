//! Vectors by an embedding model, for indexes that were given one: encoded at index time, taken
//! over where the text did not change, and kept as they come, so that a build that was stopped
//! goes on where it was.

mod encode;
mod kept;
mod vectors;

pub(crate) use encode::TextSpool;
pub(crate) use kept::Kept;
pub use vectors::{ModelCloseness, ModelVectors};
