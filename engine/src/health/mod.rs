//! The health of a whole knowledge base or of sources that are not indexed.
//!
//! Each document is looked at by `corpus::health`, on all processors; `Tally` counts and keeps
//! examples, so that memory does not grow with the number of findings; `pointers` then says
//! which references lead nowhere or to an article of another title, and which titles repeat.
//! Playbooks are judged by the rules of their own grammar (`playbooks`).

mod playbooks;
mod pointers;
mod tally;

use crate::answer::LintAnswer;
use crate::engine::Engine;
use crate::error::EngineError;
use corpus::ReadOptions;
use corpus::health::{FindingKind, Level};
use corpus::source::{RawDocument, Source, SourceOptions, each_document};
use playbooks::Playbooks;
use pointers::Pointers;
use rayon::prelude::*;
use std::time::Instant;
use tally::Tally;

/// Documents handed to the processors at a time.
const BATCH: usize = 512;

/// What to look for and how much to keep.
#[derive(Debug, Clone)]
pub struct LintOptions {
    /// Limits for reading sources.
    pub source: SourceOptions,
    /// The kinds to look for; none means all.
    pub kinds: Vec<FindingKind>,
    /// Findings kept of each kind; all are counted.
    pub limit: usize,
    /// What must be to be counted: nothing below this level.
    pub least: Level,
}

impl Default for LintOptions {
    fn default() -> Self {
        Self {
            source: SourceOptions::default(),
            kinds: Vec::new(),
            limit: usize::MAX,
            least: Level::Note,
        }
    }
}

impl LintOptions {
    /// True if findings of this kind are asked for.
    fn wants(&self, kind: FindingKind) -> bool {
        kind.level() >= self.least && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }
}

/// Looks at every document of a knowledge base.
///
/// # Errors
/// [`EngineError::Damaged`] if a document cannot be read back.
pub fn lint_index(engine: &Engine, options: &LintOptions) -> Result<LintAnswer, EngineError> {
    let start = Instant::now();
    let generation = engine.generation();
    let mut whole = Seen::new(options);
    let count = u32::try_from(generation.documents.len()).unwrap_or(u32::MAX);
    for first in (0..count).step_by(BATCH) {
        let batch = first..count.min(first.saturating_add(BATCH as u32));
        let done: Vec<Seen<'_>> = batch
            .into_par_iter()
            .map(|number| {
                let document = generation.documents.read(number)?;
                Ok(one(&document, options))
            })
            .collect::<Result<_, EngineError>>()?;
        done.into_iter().for_each(|one| whole.join(one));
    }
    for conflict in &generation.manifest.conflicts {
        whole
            .tally
            .conflict(&conflict.id, &conflict.kept, &conflict.dropped);
    }
    for skipped in &generation.manifest.skipped {
        whole.tally.unreadable(&skipped.name, &skipped.reason);
    }
    whole.playbooks = Playbooks::indexed(&generation.playbooks);
    Ok(whole.finish(None, start))
}

/// Looks at one document that was read already. A pointer is dead if neither the document nor
/// `beside` has what it points at.
#[must_use]
pub fn lint_document(document: &corpus::Document, beside: Option<&Engine>) -> LintAnswer {
    let start = Instant::now();
    let options = LintOptions::default();
    one(document, &options).finish(beside, start)
}

/// The title of an article of a knowledge base.
fn title_in(beside: Option<&Engine>, id: &str) -> Option<String> {
    let articles = &beside?.generation().articles;
    Some(articles.get(articles.find(id)?)?.title)
}

/// Looks at every document of sources. A pointer is dead if neither the sources nor `beside`, a
/// knowledge base, have what it points at.
///
/// # Errors
/// [`EngineError::Source`] if a source cannot be opened; documents that cannot be read are
/// findings.
pub fn lint_sources(
    sources: &[Source],
    beside: Option<&Engine>,
    options: &LintOptions,
) -> Result<LintAnswer, EngineError> {
    let start = Instant::now();
    let mut whole = Seen::new(options);
    let mut waiting: Vec<RawDocument> = Vec::new();
    for source in sources {
        each_document(source, &options.source, &mut |item| {
            match item.document {
                Ok(raw) => waiting.push(raw),
                Err(error) => whole.tally.unreadable(&error.name(), &error.to_string()),
            }
            if waiting.len() >= BATCH {
                read_all(&mut waiting, &mut whole, options);
            }
            true
        })?;
    }
    read_all(&mut waiting, &mut whole, options);
    Ok(whole.finish(beside, start))
}

/// What was seen of some documents.
struct Seen<'o> {
    tally: Tally<'o>,
    pointers: Pointers,
    playbooks: Playbooks,
}

impl<'o> Seen<'o> {
    fn new(options: &'o LintOptions) -> Self {
        Self {
            tally: Tally::new(options),
            pointers: Pointers::default(),
            playbooks: Playbooks::default(),
        }
    }

    fn join(&mut self, other: Self) {
        self.tally.join(other.tally);
        self.pointers.join(other.pointers);
        self.playbooks.join(other.playbooks);
    }

    /// Judges what takes all documents to know.
    fn finish(mut self, beside: Option<&Engine>, start: Instant) -> LintAnswer {
        self.playbooks
            .finish(&self.pointers, beside, &mut self.tally);
        self.pointers
            .finish(&mut self.tally, &|id| title_in(beside, id));
        self.tally.answer(start)
    }
}

fn read_all<'o>(waiting: &mut Vec<RawDocument>, whole: &mut Seen<'o>, options: &'o LintOptions) {
    let read = ReadOptions {
        max_document_bytes: options.source.max_document_bytes,
        ..ReadOptions::default()
    };
    let done: Vec<Seen<'o>> = std::mem::take(waiting)
        .into_par_iter()
        .map(|raw| {
            let name = raw.name.clone();
            match corpus::read(&raw.name, raw.bytes, &read) {
                Ok(document) => one(&document, options),
                Err(refusal) => {
                    let mut seen = Seen::new(options);
                    seen.tally.unreadable(&name, &refusal.to_string());
                    seen
                }
            }
        })
        .collect();
    done.into_iter().for_each(|one| whole.join(one));
}

/// Looks at a document; a playbook has rules of its own.
fn one<'o>(document: &corpus::Document, options: &'o LintOptions) -> Seen<'o> {
    let mut seen = Seen::new(options);
    seen.playbooks = Playbooks::of(document);
    if seen.playbooks.is_empty() {
        seen.tally.document(document);
        seen.pointers = Pointers::of(document);
    } else {
        seen.tally.playbook();
    }
    seen
}
