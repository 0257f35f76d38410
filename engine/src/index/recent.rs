//! Documents that one answer looks into several times (the results of a question and its answer,
//! rival issues and the next question), kept while it is made.
//!
//! Not longer: a document is some 30 KB in a hundred pieces, and reading the next one into the
//! memory that the last has just left is quicker than keeping it for a chance.

use corpus::Document;
use std::cell::RefCell;
use std::sync::Arc;

/// Documents kept for one answer.
const MOST: usize = 64;

/// What names a document: the number of its store, and its own.
type Key = (u64, u32);

#[derive(Default)]
struct Recent {
    /// How many on this thread want documents kept.
    wanted: usize,
    documents: Vec<(Key, Arc<Document>)>,
}

thread_local! {
    static RECENT: RefCell<Recent> = RefCell::default();
}

/// As long as it lives, documents that this thread reads are kept for who reads them next.
#[derive(Debug)]
pub(crate) struct Keeping(());

impl Keeping {
    /// Begins to keep them.
    #[must_use]
    pub(crate) fn begin() -> Self {
        RECENT.with_borrow_mut(|recent| recent.wanted += 1);
        Self(())
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        RECENT.with_borrow_mut(|recent| {
            recent.wanted -= 1;
            if recent.wanted == 0 {
                recent.documents.clear();
            }
        });
    }
}

/// A document that was read for the same answer.
pub(super) fn find(key: Key) -> Option<Arc<Document>> {
    RECENT.with_borrow(|recent| {
        let known = recent.documents.iter().find(|(known, _)| *known == key);
        known.map(|(_, document)| Arc::clone(document))
    })
}

/// Keeps a document if that is wanted.
pub(super) fn keep(key: Key, document: &Arc<Document>) {
    RECENT.with_borrow_mut(|recent| {
        if recent.wanted > 0 && recent.documents.len() < MOST {
            recent.documents.push((key, Arc::clone(document)));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;

    #[test]
    fn documents_are_kept_while_that_is_wanted() {
        let engine = Engine::builtin().unwrap();
        let read = || engine.generation().documents.get(0).unwrap();
        assert!(!Arc::ptr_eq(&read(), &read()));
        let outer = Keeping::begin();
        drop(Keeping::begin());
        assert!(Arc::ptr_eq(&read(), &read()));
        drop(outer);
        assert!(!Arc::ptr_eq(&read(), &read()));
    }
}
