//! What a delta changes, article by article, for people to read.

use super::super::error::BundleError;
use crate::engine::article_of;
use crate::generation::Generation;
use crate::index::content::content_hash;
use crate::index::store::document_hashes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Ids of articles (and names of playbooks) that came, changed and went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Not there before.
    pub added: Vec<String>,
    /// There before with another text.
    pub changed: Vec<String>,
    /// No longer there.
    pub withdrawn: Vec<String>,
}

impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} added, {} changed, {} withdrawn",
            self.added.len(),
            self.changed.len(),
            self.withdrawn.len()
        )
    }
}

impl Changes {
    /// What leads from the one to the other.
    pub(super) fn between(old: &Generation, new: &Generation) -> Result<Self, BundleError> {
        let mut changes = Self::default();
        let (before, now) = (document_hashes(&old.folder)?, document_hashes(&new.folder)?);
        for ordinal in 0..new.articles.len() as u32 {
            let entry = new.articles.get(ordinal);
            let Some(entry) = entry.filter(|entry| !entry.superseded) else {
                continue;
            };
            let known = old
                .articles
                .find(&entry.id)
                .and_then(|ordinal| old.articles.get(ordinal));
            let Some(known) = known else {
                changes.added.push(entry.id);
                continue;
            };
            let hash = |of: &[(String, [u8; 16])], at: u32| Some(of.get(at as usize)?.1);
            if hash(&before, known.document) == hash(&now, entry.document) {
                continue;
            }
            // A document may hold several articles, of which perhaps one changed.
            let (was, is) = (
                old.documents.read(known.document)?,
                new.documents.read(entry.document)?,
            );
            let was = content_hash(article_of(&was, known.place as usize)?);
            if was != content_hash(article_of(&is, entry.place as usize)?) {
                changes.changed.push(entry.id);
            }
        }
        for ordinal in 0..old.articles.len() as u32 {
            let entry = old.articles.get(ordinal);
            let entry = entry.filter(|entry| !entry.superseded);
            changes.withdrawn.extend(
                entry
                    .filter(|entry| new.articles.find(&entry.id).is_none())
                    .map(|entry| entry.id),
            );
        }
        changes.add_playbooks(&old.playbooks, &new.playbooks);
        Ok(changes)
    }

    fn add_playbooks(&mut self, old: &[(String, String)], new: &[(String, String)]) {
        let by_name = |playbooks: &[(String, String)]| -> BTreeMap<String, String> {
            playbooks.iter().cloned().collect()
        };
        let (old, new) = (by_name(old), by_name(new));
        for (name, text) in &new {
            match old.get(name) {
                None => self.added.push(name.clone()),
                Some(before) if before != text => self.changed.push(name.clone()),
                Some(_) => {}
            }
        }
        let gone = old.into_keys().filter(|name| !new.contains_key(name));
        self.withdrawn.extend(gone);
    }
}
