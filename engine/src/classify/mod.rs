//! How sure the engine may be, and when it had better say nothing.

pub mod confidence;
