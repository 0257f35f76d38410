//! The harness of the end-to-end tests: a sandbox to run in, the binary to run, and documents
//! to feed it. It knows the binary and the wire, and nothing of the crates behind them.
#![expect(
    clippy::panic,
    reason = "a harness tells a test that it cannot go on by a panic"
)]

mod binary;
mod document;
mod firstline;
mod sandbox;
mod server;

pub use binary::binary;
pub use document::{Document, looms};
pub use firstline::{Firstline, Output};
pub use sandbox::Sandbox;
pub use server::{Response, Server};
