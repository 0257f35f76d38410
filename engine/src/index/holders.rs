//! Which article holds an id, and which document gives the article, while a build runs.
//!
//! Held for every article until the end, so kept small: an id by its hash, and the names of the
//! documents in one text.

use super::pipeline::{Hash, hash_of};
use std::collections::HashMap;

/// The articles so far.
#[derive(Debug, Default)]
pub(super) struct Holders {
    /// Hash of a canonical id to the ordinal and content hash of the article that holds it.
    ids: HashMap<Hash, (u32, Hash)>,
    /// Name of the document of each article, one after the other, and where each ends.
    names: String,
    ends: Vec<usize>,
}

impl Holders {
    /// How many ids there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Ordinal and content hash of the article that holds an id.
    pub(super) fn find(&self, id: &str) -> Option<(u32, Hash)> {
        self.ids.get(&hash_of(id.as_bytes())).copied()
    }

    /// The document that gives an article, as told; empty for one that was not added.
    pub(super) fn name(&self, ordinal: u32) -> &str {
        let at = ordinal as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let range = self
            .ends
            .get(at)
            .map(|&end| start.copied().unwrap_or_default()..end);
        range
            .and_then(|range| self.names.get(range))
            .unwrap_or_default()
    }

    /// Adds the article with the next ordinal; gives the ordinal. It holds the id from now on.
    pub(super) fn add(&mut self, id: &str, content: Hash, name: &str) -> u32 {
        let ordinal = self.ends.len() as u32;
        self.names.push_str(name);
        self.ends.push(self.names.len());
        self.ids.insert(hash_of(id.as_bytes()), (ordinal, content));
        ordinal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_article_holds_an_id_and_both_keep_their_names() {
        let mut holders = Holders::default();
        assert_eq!(holders.add("q1", [1; 16], "one.txt"), 0);
        assert_eq!(holders.add("q2", [2; 16], ""), 1);
        assert_eq!(holders.add("q1", [3; 16], "three.txt"), 2);
        assert_eq!(holders.find("q1"), Some((2, [3; 16])));
        assert_eq!(holders.find("q3"), None);
        let names: Vec<&str> = (0..4).map(|ordinal| holders.name(ordinal)).collect();
        assert_eq!(names, ["one.txt", "", "three.txt", ""]);
        assert_eq!(holders.len(), 2);
    }
}
