//! What the current knowledge base holds, counted once for each generation and role, off the
//! path of requests: counting opens every document.

use crate::keys::Caller;
use crate::knowledge::Knowledge;
use engine::answer::HoldingsAnswer;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts by role, of one generation.
#[derive(Debug, Default)]
pub struct Holdings(Arc<Mutex<Counted>>);

#[derive(Debug, Default)]
struct Counted {
    fingerprint: String,
    /// None while it is being counted.
    by_role: HashMap<&'static str, Option<Arc<HoldingsAnswer>>>,
}

impl Holdings {
    /// The counts for a caller, or none while they are being made.
    #[must_use]
    pub fn of(&self, knowledge: &Arc<Knowledge>, caller: &Caller) -> Option<Arc<HoldingsAnswer>> {
        let role = caller.role.name();
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.fingerprint != knowledge.fingerprint {
            counted.fingerprint.clone_from(&knowledge.fingerprint);
            counted.by_role.clear();
        }
        if let Some(known) = counted.by_role.get(role) {
            return known.clone();
        }
        counted.by_role.insert(role, None);
        drop(counted);
        let (shared, knowledge, caller) = (self.0.clone(), knowledge.clone(), caller.clone());
        // A thread of its own: the pool's are for answers that someone waits for.
        let counting = std::thread::Builder::new().name("firstline-count".to_owned());
        let begun = counting.spawn(move || {
            let answer = knowledge.engine.holdings(&caller.desk());
            let mut counted = shared.lock().unwrap_or_else(PoisonError::into_inner);
            if counted.fingerprint != knowledge.fingerprint {
                return;
            }
            // What cannot be counted is not tried again with every look at the page.
            let answer = answer.unwrap_or_else(|error| {
                tracing::warn!(%error, "the knowledge base cannot be counted");
                HoldingsAnswer::default()
            });
            counted.by_role.insert(role, Some(Arc::new(answer)));
        });
        if let Err(error) = begun {
            tracing::warn!(%error, "no thread to count the knowledge base with");
        }
        None
    }
}
