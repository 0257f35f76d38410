//! What the desk's memory has taught, handed to the knowledge base that answers.
//!
//! Read again when something was said of a case, when another generation has taken over, and from
//! time to time because votes fade. The memory is read on a connection of its own; while it cannot
//! be read, what was known holds.

use crate::state::AppState;
use engine::desk::{Desk, DeskError};
use engine::outcomes::{Priors, Rules};
use jiff::Timestamp;
use std::time::{Duration, Instant};

/// How long it is taken as it is while nobody says anything: votes fade by days.
const FADES: Duration = Duration::from_secs(3600);

/// When it was last read, and for what.
#[derive(Debug, Default)]
pub(crate) struct Refreshed {
    at: Option<Instant>,
    words: u64,
    fingerprint: String,
}

impl Refreshed {
    /// Reads the memory, if there is a reason to.
    pub(crate) async fn refresh(&mut self, state: &AppState) {
        let Some(desk) = &state.config.desk else {
            return;
        };
        let knowledge = state.shelf.current();
        let words = state.memory.words();
        let is_fresh = self.at.is_some_and(|at| at.elapsed() < FADES);
        if is_fresh && self.words == words && self.fingerprint == knowledge.fingerprint {
            return;
        }
        let file = desk.file.clone();
        let read = tokio::task::spawn_blocking(move || read(&file)).await;
        match read {
            Ok(Ok(priors)) => knowledge.engine.learn(priors),
            Ok(Err(DeskError::Missing { .. })) => {}
            Ok(Err(error)) => tracing::warn!(%error, "outcomes cannot be read"),
            Err(error) => tracing::warn!(%error, "outcomes cannot be read"),
        }
        *self = Self {
            at: Some(Instant::now()),
            words,
            fingerprint: knowledge.fingerprint.clone(),
        };
    }
}

fn read(file: &std::path::Path) -> Result<Priors, DeskError> {
    let now = u64::try_from(Timestamp::now().as_second()).unwrap_or_default();
    Desk::open_existing(file)?.priors(&Rules::default(), now)
}
