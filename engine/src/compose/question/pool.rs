//! The articles whose sections compete for a question.
//!
//! The first of the ranking, and with a part of a chapter its other parts: ranking compares whole
//! articles, and the sentence that answers may stand in a part that is about something else.

use crate::compose::filter::Filter;
use crate::compose::guard::{Viewer, sections_for};
use crate::engine::{Engine, Found};
use crate::error::EngineError;
use crate::query::Query;
use crate::rank::Ranked;
use crate::rank::features::NAMES;
use corpus::{Article, Document};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Articles of the ranking that compete.
const FIRST: usize = 12;
/// Places of the ranking whose chapters compete whole.
const CHAPTERS: usize = 6;
/// Parts of one chapter that compete, so that a document of thousands costs no more.
const PARTS: usize = 120;

/// The competing articles.
pub(super) struct Pool {
    documents: Vec<Arc<Document>>,
    /// Who competes; a document's parts stand together or not, in the order of the ranking.
    pub(super) members: Vec<Member>,
}

/// An article that competes.
pub(super) struct Member {
    document: usize,
    place: usize,
    /// Its ordinal in the article table.
    pub(super) ordinal: u32,
    /// What its own place in the ranking is worth, 0 to 1.
    pub(super) start: f32,
    /// What the best place of its document is worth, 0 to 1.
    pub(super) document_start: f32,
}

impl Pool {
    /// Opens the articles that compete.
    pub(super) fn open(engine: &Engine, found: &Found, query: &Query) -> Result<Self, EngineError> {
        let mut pool = Self {
            documents: Vec::new(),
            members: Vec::new(),
        };
        let mut known: HashMap<u32, usize> = HashMap::new();
        for (rank, ranked) in found.ranked.iter().take(FIRST).enumerate() {
            let Some(entry) = engine.generation().articles.get(ranked.ordinal) else {
                continue;
            };
            let start = to_best(ranked, rank);
            let document = match known.get(&entry.document) {
                Some(&document) => document,
                None => {
                    let mut document = engine.generation().documents.get(entry.document)?;
                    keep_open(&mut document, &found.viewer);
                    pool.documents.push(document);
                    known.insert(entry.document, pool.documents.len() - 1);
                    pool.documents.len() - 1
                }
            };
            pool.join(document, entry.place as usize, ranked.ordinal, start);
            if rank < CHAPTERS {
                pool.join_parts(engine, query, document);
            }
        }
        Ok(pool)
    }

    fn join(&mut self, document: usize, place: usize, ordinal: u32, start: f32) {
        let mut document_start = start;
        for member in &mut self.members {
            if member.document == document {
                document_start = document_start.max(member.document_start);
                if member.ordinal == ordinal {
                    member.start = member.start.max(start);
                    return;
                }
            }
        }
        if self.documents[document].articles.len() > place {
            self.members.push(Member {
                document,
                place,
                ordinal,
                start,
                document_start,
            });
        }
    }

    /// The other parts of a document that the query's filters admit.
    fn join_parts(&mut self, engine: &Engine, query: &Query, document: usize) {
        let filter = Filter::new(&query.filters);
        let articles = &engine.generation().articles;
        let ids = self.documents[document].articles.iter().take(PARTS);
        let ids: Vec<String> = ids.map(|article| article.id.clone()).collect();
        for (place, id) in ids.iter().enumerate().filter(|_| ids.len() > 1) {
            let Some(ordinal) = articles.find(id) else {
                continue;
            };
            let admits = articles
                .get(ordinal)
                .is_some_and(|entry| filter.is_open() || filter.admits(&entry));
            if admits && !articles.is_superseded(ordinal) && !query.exclude.contains(id) {
                self.join(document, place, ordinal, 0.0);
            }
        }
    }

    /// A member's document and article.
    pub(super) fn open_member(&self, member: usize) -> (&Document, &Article) {
        let member = &self.members[member];
        let document = &self.documents[member.document];
        (document, &document.articles[member.place])
    }

    /// True if two members were read from one document.
    pub(super) fn is_one_document(&self, one: usize, other: usize) -> bool {
        self.members[one].document == self.members[other].document
    }

    /// The documents of the pool, each with the members read from it.
    pub(super) fn document_of(&self, member: usize) -> usize {
        self.members[member].document
    }

    /// The documents.
    pub(super) fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }
}

/// Leaves out sections that the viewer may not see, so that they neither answer nor compete.
fn keep_open(document: &mut Arc<Document>, viewer: &Viewer) {
    for place in 0..document.articles.len() {
        if let Cow::Owned(shown) = sections_for(&document.articles[place], viewer) {
            Arc::make_mut(document).articles[place] = shown;
        }
    }
}

/// How near an article's words come to the best article's, 0 to 1; later places count less.
fn to_best(ranked: &Ranked, place: usize) -> f32 {
    let at = NAMES.iter().position(|name| *name == "bm25f_to_best");
    let share = at.map_or(0.0, |at| ranked.values[at]);
    0.5 * share.clamp(0.0, 1.0) + 0.5 / (1.0 + place as f32).sqrt()
}
