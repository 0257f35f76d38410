//! Where an installed generation came from, and how old it is.
//!
//! An index that is built where it answers is as old as its sources, which are at hand. One that
//! came in a pack goes stale unseen, so its answers say its age.

use crate::error::EngineError;
use crate::guide::clock::date;
use crate::index::spool::io;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file of a generation that tells where it came from. It is written where the pack is
/// installed and therefore not among the files that the manifest lists.
const FILE: &str = "origin.json";

/// Days after which answers say the age.
const STALE_DAYS: u64 = 7;

/// Seconds of a day.
const DAY: u64 = 86_400;

/// Where an installed generation came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// When the knowledge base was built, in seconds since 1970.
    pub built: u64,
    /// When the pack was made.
    pub packed: u64,
    /// When it was installed.
    pub installed: u64,
    /// Name of the key that signed it.
    pub key: String,
}

/// How old an installed knowledge base is, if that has to be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Age {
    /// The day it was built, `YYYY-MM-DD`.
    pub built: String,
    /// Whole days since then; none if this computer's clock stands before that day.
    pub days: Option<u64>,
    /// The same in words.
    pub note: String,
}

impl Origin {
    /// How old the knowledge base is when the clock says `now`, see [`age`].
    #[must_use]
    pub fn age(&self, now: u64) -> Option<Age> {
        age(self.built, now)
    }

    /// Reads where the generation in `folder` came from; none if it was built here.
    #[must_use]
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read(folder.join(FILE)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Writes it into the folder of a generation.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), EngineError> {
        let path = folder.join(FILE);
        let text = serde_json::to_vec_pretty(self);
        let text = text.map_err(|error| EngineError::Retrieve(error.to_string()))?;
        std::fs::write(&path, text).map_err(|source| io(&path, source))
    }
}

/// The age of a knowledge base built at `created` when the clock says `now`; none while it is
/// fresh. A clock that stands more than a day before the building is said to, rather than
/// believed: one of the two is wrong, and nobody can tell how old the answers are.
#[must_use]
pub fn age(created: u64, now: u64) -> Option<Age> {
    let built = date(created);
    if now.saturating_add(DAY) < created {
        let note = format!(
            "knowledge base of {built}; its age is unknown, as the clock here says {}",
            date(now)
        );
        let days = None;
        return Some(Age { built, days, note });
    }
    let days = now.saturating_sub(created) / DAY;
    (days >= STALE_DAYS).then(|| Age {
        note: format!("knowledge base of {built}, {days} days old"),
        days: Some(days),
        built,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_stale_say_their_age_and_no_clock_makes_them_lie() {
        let built = 1_794_009_600; // 2026-11-07
        for (now, note) in [
            (built, None),
            (built + 6 * DAY, None),
            (built - DAY, None),
            (
                built + 14 * DAY + 5,
                Some("knowledge base of 2026-11-07, 14 days old"),
            ),
            (
                0,
                Some(
                    "knowledge base of 2026-11-07; its age is unknown, as the clock here says \
                     1970-01-01",
                ),
            ),
        ] {
            let told = age(built, now).map(|age| age.note);
            assert_eq!(told.as_deref(), note, "{now}");
        }
        assert!(age(u64::MAX, 0).is_some());
        assert!(age(0, u64::MAX).is_some());
    }
}
