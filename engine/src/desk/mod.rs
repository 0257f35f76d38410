//! The desk's memory: cases, what was shown for them, and what became of them.
//!
//! One SQLite file. [`Desk`] opens it, [`DeskWriter`] writes it from a thread of its own; a change is an [`Entry`], and a batch of them is one
//! transaction ([`Desk::record`]). What is read comes back as the plain data of [`record`].
//! Everything that is stored was masked before. Nothing here reads the clock: whoever calls says
//! what time it is.
//!
//! Order is told by sequence numbers, which only grow, as clocks are set back and forth.

/// Schema name and version of a case as it is remembered.
pub const CASE_SCHEMA: &str = "firstline.case/1";

mod case_id;
mod check;
pub mod draft;
mod erase;
mod error;
mod intake;
mod learning;
mod migrations;
mod read;
mod reporting;
mod rows;
mod store;
mod write;
mod writer;

pub mod record;

pub use case_id::{BadCaseId, CaseId};
pub use check::DeskCheck;
pub use erase::{Erased, Erasure, Retention};
pub use error::{DeskError, Trouble};
pub use intake::{Circumstances, masked_name, masked_note};
pub use read::{DayCount, Period};
pub use store::Desk;
pub use write::{Entry, NewFeedback, NewNote, NewOutcome, NewState, Receipt};
pub use writer::{DeskEvent, DeskHealth, DeskWriter, Heard, Tell, WriterOptions};

#[cfg(test)]
mod tests;
