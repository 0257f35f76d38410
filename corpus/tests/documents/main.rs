//! Whole documents through `corpus::read`: what a person would see of them, and what must hold
//! for any bytes at all.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what these functions meet is a failed test"
)]

mod check;
mod hostile;
mod html;
mod markdown;
mod properties;
mod runbooks;
mod show;
