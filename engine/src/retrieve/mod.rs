//! Candidates for a query: the articles worth a closer look, with their first score.
//!
//! This is the seam at which another engine can stand: [`bm25f::candidates`] takes weighted terms
//! and gives ordinals with scores.

mod accumulators;
pub mod bm25f;
pub mod exact;
pub mod record;
