//! Known issues: articles that describe the same problem (in several versions, published again,
//! under a translated title) are one.
//!
//! Made when an index is built, in four steps that are linear in the corpus but for sorting:
//! `title` says what a title tells apart from product and version, `nearby` finds pairs worth a
//! look (MinHash, equal titles, references), `likeness` compares a pair, and `linkage` makes
//! groups in which every two are alike. A wrong grouping hides an article behind another, so all
//! steps lean to leaving articles apart.
//!
//! `issues.bin` holds a `u32` (little-endian) per article: the next article of the same known issue
//! in a ring, itself if it stands alone.

mod likeness;
mod linkage;
mod nearby;
mod title;

use super::articles::{Articles, canonical_id};
use super::spool::Place;
use super::text::TextIndex;
use crate::error::EngineError;
use crate::mapped::Mapped;
use corpus::Article;
use likeness::Profile;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
pub(crate) use title::is_version;

const FILE: &str = "issues.bin";

/// Most articles of one known issue; the bound also ends the walk of a damaged ring.
pub const MOST_MEMBERS: usize = 16;

/// The known issues of a generation.
#[derive(Debug)]
pub struct KnownIssues {
    next: Mapped,
}

impl KnownIssues {
    /// Opens the file in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if it is missing.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {
            next: Mapped::open(dir, FILE)?,
        })
    }

    /// The articles of the known issue that `ordinal` belongs to, `ordinal` first.
    #[must_use]
    pub fn members(&self, ordinal: u32) -> Vec<u32> {
        let mut members = vec![ordinal];
        let mut at = self.next(ordinal);
        while at != ordinal && members.len() < MOST_MEMBERS && !members.contains(&at) {
            members.push(at);
            at = self.next(at);
        }
        members
    }

    /// The article by which a known issue is known: the first of its members.
    #[must_use]
    pub fn first(&self, ordinal: u32) -> u32 {
        let members = self.members(ordinal);
        members.into_iter().min().unwrap_or(ordinal)
    }

    fn next(&self, ordinal: u32) -> u32 {
        let at = ordinal as usize * 4;
        let bytes = self
            .next
            .get(at..at + 4)
            .and_then(|four| four.try_into().ok());
        bytes.map_or(ordinal, u32::from_le_bytes)
    }
}

/// Collects what refers to what, and groups the articles.
#[derive(Debug, Default)]
pub(super) struct IssuesWriter {
    count: u32,
    /// An article and the hash of an id that it refers to.
    references: Vec<(u32, u64)>,
}

impl IssuesWriter {
    /// Adds the article with the next ordinal.
    pub(super) fn add(&mut self, article: &Article) {
        let targets = article.references.iter();
        let ordinal = self.count;
        self.references
            .extend(targets.map(|reference| (ordinal, id_hash(&reference.target))));
        self.count += 1;
    }

    /// Groups the articles and writes the file. Articles that are no longer answers stand alone.
    pub(super) fn finish(
        self,
        place: &Place,
        text: &TextIndex,
        articles: &Articles,
    ) -> Result<KnownIssues, EngineError> {
        let groups = self.groups(text, articles);
        let mut next: Vec<u32> = (0..self.count).collect();
        for group in &groups {
            for (at, &member) in group.iter().enumerate() {
                if let Some(slot) = next.get_mut(member as usize) {
                    *slot = group[(at + 1) % group.len()];
                }
            }
        }
        let bytes: Vec<u8> = next.iter().flat_map(|next| next.to_le_bytes()).collect();
        Ok(KnownIssues {
            next: place.write(FILE, &bytes)?,
        })
    }

    /// Groups of two or more, members ascending.
    fn groups(&self, text: &TextIndex, articles: &Articles) -> Vec<Vec<u32>> {
        let mut ordinals: HashMap<u64, u32> = HashMap::new();
        let mut profiles = Vec::with_capacity(self.count as usize);
        for ordinal in 0..self.count {
            let entry = articles.get(ordinal).filter(|entry| !entry.superseded);
            profiles.push(entry.map_or_else(Profile::default, |entry| {
                ordinals.insert(id_hash(&entry.id), ordinal);
                Profile::new(text, ordinal, &entry.title)
            }));
        }
        let referring = self.references.iter();
        let references: Vec<(u32, u32)> = referring
            .filter_map(|(from, target)| Some((*from, *ordinals.get(target)?)))
            .collect();
        let of = |ordinal: u32| &profiles[ordinal as usize];
        let is_worth = |one, other| likeness::titles(text, of(one), of(other)).is_some();
        let pairs = nearby::pairs(&profiles, &references, &is_worth);
        linkage::groups(&pairs, &|one, other| {
            likeness::alike(text, of(one), of(other))
        })
    }
}

fn id_hash(id: &str) -> u64 {
    // `DefaultHasher::new` has fixed keys, so that a build gives the same bytes each time.
    let mut hasher = DefaultHasher::new();
    canonical_id(id).hash(&mut hasher);
    hasher.finish()
}
