//! How sure the engine may be, and when it had better say nothing.

pub mod calibration;
pub mod confidence;
pub mod explained;
pub mod logistic;
pub mod named;
pub mod signals;
pub mod training;
