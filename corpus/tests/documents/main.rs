//! Whole documents through `corpus::read`: what a person would see of them, and what must hold
//! for any bytes at all.

mod check;
mod hostile;
mod html;
mod markdown;
mod properties;
mod runbooks;
mod show;
