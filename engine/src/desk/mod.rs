//! The desk's memory: cases, what was shown for them, and what became of them.
//!
//! One SQLite file. [`Desk`] opens it; a change is an [`Entry`], and a batch of them is one
//! transaction ([`Desk::record`]). What is read comes back as the plain data of [`record`].
//! Everything that is stored was masked before. Nothing here reads the clock: whoever calls says
//! what time it is.
//!
//! Order is told by sequence numbers, which only grow, as clocks are set back and forth.

mod case_id;
mod error;
mod learning;
mod migrations;
mod read;
mod reporting;
mod rows;
mod store;
mod write;

pub mod record;

pub use case_id::{BadCaseId, CaseId};
pub use error::{DeskError, Trouble};
pub use read::{DayCount, Period};
pub use store::Desk;
pub use write::{Entry, NewFeedback, NewNote, NewOutcome, NewState, Receipt};
