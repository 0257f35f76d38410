//! How sure the engine may be, and when it had better say nothing.

pub mod calibration;
pub mod confidence;
pub mod signals;
pub mod training;
