//! What changed since the generation before, counted by document.
//!
//! Names repeat where several sources hold documents of one name, so a name stands for as many
//! documents as carry it.

use super::pipeline::Hash;
use std::collections::HashMap;

/// The documents of the generation before by name, each with its hash and number.
pub(super) type Known = HashMap<String, Vec<(Hash, u32)>>;

/// Documents that were not taken over, and those of before that were not met again.
#[derive(Debug, Default)]
pub(super) struct Changes {
    gone: HashMap<String, Vec<Hash>>,
    /// New texts under names that there were before.
    fresh: HashMap<String, u64>,
    /// Documents under new names.
    added: u64,
    unchanged: u64,
}

/// How many documents came, went and stayed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) removed: u64,
    pub(super) unchanged: u64,
}

impl Changes {
    /// Nothing has been met yet.
    pub(super) fn since(known: &Known) -> Self {
        let mut changes = Self::default();
        for (name, documents) in known {
            let hashes = documents.iter().map(|(hash, _)| *hash);
            changes.gone.insert(name.clone(), hashes.collect());
        }
        changes
    }

    /// A document is here now.
    pub(super) fn meet(&mut self, name: &str, hash: Hash) {
        let Some(gone) = self.gone.get_mut(name) else {
            self.added += 1;
            return;
        };
        if let Some(at) = gone.iter().position(|known| *known == hash) {
            gone.swap_remove(at);
            self.unchanged += 1;
        } else {
            *self.fresh.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// Counts: a new text under a name that lost one is a change.
    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts {
            unchanged: self.unchanged,
            added: self.added,
            removed: self.gone.values().map(|gone| gone.len() as u64).sum(),
            ..Counts::default()
        };
        for (name, &fresh) in &self.fresh {
            let gone = self.gone.get(name).map_or(0, Vec::len) as u64;
            let changed = fresh.min(gone);
            counts.changed += changed;
            counts.added += fresh - changed;
            counts.removed -= changed;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(before: &[(&str, u8)], now: &[(&str, u8)]) -> [u64; 4] {
        let mut known = Known::new();
        for (number, (name, hash)) in (0..).zip(before) {
            let documents = known.entry((*name).to_owned()).or_default();
            documents.push(([*hash; 16], number));
        }
        let mut changes = Changes::since(&known);
        for (name, hash) in now {
            changes.meet(name, [*hash; 16]);
        }
        let counts = changes.counts();
        [
            counts.added,
            counts.changed,
            counts.removed,
            counts.unchanged,
        ]
    }

    #[test]
    fn documents_come_change_go_and_stay() {
        assert_eq!(counts(&[], &[("a", 1), ("b", 2)]), [2, 0, 0, 0]);
        assert_eq!(
            counts(
                &[("a", 1), ("b", 2), ("c", 3)],
                &[("a", 1), ("b", 9), ("d", 3)]
            ),
            [1, 1, 1, 1]
        );
    }

    #[test]
    fn a_name_may_stand_for_several_documents() {
        let two = [("a", 1), ("a", 2)];
        assert_eq!(counts(&two, &two), [0, 0, 0, 2]);
        assert_eq!(counts(&two, &[("a", 2)]), [0, 0, 1, 1]);
        // The one that changed comes first and does not take the other's place.
        assert_eq!(counts(&two, &[("a", 3), ("a", 1)]), [0, 1, 0, 1]);
        assert_eq!(counts(&two, &[("a", 3), ("a", 1), ("a", 2)]), [1, 0, 0, 2]);
    }
}
