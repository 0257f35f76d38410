//! Counts findings and keeps examples of each kind.

use super::LintOptions;
use crate::answer::{
    DocumentCount, KindCount, LINT_SCHEMA, LevelCounts, LintAnswer, LintFinding, StaleCount,
    WantedCount,
};
use crate::engine::milliseconds;
use corpus::article::Product;
use corpus::health::{Finding, FindingKind, Level, lint};
use corpus::{Document, Span, products};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

/// Documents named as the worst.
const WORST: usize = 10;
/// Products and wanted articles named.
const MOST_NAMED: usize = 20;

/// Findings of some documents.
#[derive(Debug)]
pub(super) struct Tally<'o> {
    options: &'o LintOptions,
    documents: u64,
    articles: u64,
    /// Count, documents and examples of each kind.
    kinds: BTreeMap<FindingKind, Kind>,
    /// Errors and warnings of each document that has any.
    ailing: HashMap<String, u64>,
    stale: BTreeMap<(&'static str, &'static str), u64>,
    pub(super) wanted: Vec<WantedCount>,
}

#[derive(Debug, Default)]
struct Kind {
    count: u64,
    documents: u64,
    /// The document that was counted last, for findings of one document come together.
    last: String,
    examples: Vec<LintFinding>,
}

impl<'o> Tally<'o> {
    pub(super) fn new(options: &'o LintOptions) -> Self {
        Self {
            options,
            documents: 0,
            articles: 0,
            kinds: BTreeMap::new(),
            ailing: HashMap::new(),
            stale: BTreeMap::new(),
            wanted: Vec::new(),
        }
    }

    /// Counts a document that is a playbook: it holds no article.
    pub(super) fn playbook(&mut self) {
        self.documents += 1;
    }

    /// Looks at a document.
    pub(super) fn document(&mut self, document: &Document) {
        self.documents += 1;
        self.articles += document.articles.len() as u64;
        for finding in lint(document) {
            self.add(&document.name, finding);
        }
        if !self.options.wants(FindingKind::StaleProduct) {
            return;
        }
        for article in &document.articles {
            let ended: BTreeSet<_> = article.meta.products.iter().flat_map(ended).collect();
            for product in ended {
                *self.stale.entry(product).or_default() += 1;
            }
        }
    }

    /// Adds a finding of a document.
    pub(super) fn add(&mut self, document: &str, finding: Finding) {
        if !self.options.wants(finding.kind) {
            return;
        }
        let level = finding.kind.level();
        let kind = self.kinds.entry(finding.kind).or_default();
        kind.count += 1;
        if kind.last != document || kind.count == 1 {
            kind.documents += 1;
            document.clone_into(&mut kind.last);
        }
        if level > Level::Note {
            *self.ailing.entry(document.to_owned()).or_default() += 1;
        }
        if kind.examples.len() < self.options.limit {
            kind.examples.push(LintFinding {
                kind: finding.kind.name().into(),
                level: level.name().into(),
                document: document.to_owned(),
                article: finding.article,
                line: finding.line,
                span: finding.span,
                text: finding.text,
                quote: finding.quote,
            });
        }
    }

    /// A document that could not be read.
    pub(super) fn unreadable(&mut self, name: &str, reason: &str) {
        let told = reason.strip_prefix(name).unwrap_or(reason);
        let told = told.trim_start_matches([':', ' ']).to_owned();
        self.add(name, whole_document(FindingKind::Unreadable, "", told));
    }

    /// An id that two documents give.
    pub(super) fn conflict(&mut self, id: &str, kept: &str, dropped: &str) {
        let told = format!("{kept} has {id} with another text, too, and is the one shown");
        self.add(dropped, whole_document(FindingKind::IdConflict, id, told));
    }

    /// Adds the findings of other documents, which come behind these.
    pub(super) fn join(&mut self, other: Self) {
        self.documents += other.documents;
        self.articles += other.articles;
        for (kind, found) in other.kinds {
            let known = self.kinds.entry(kind).or_default();
            known.count += found.count;
            known.documents += found.documents;
            known.last = found.last;
            let room = self.options.limit.saturating_sub(known.examples.len());
            known.examples.extend(found.examples.into_iter().take(room));
        }
        for (name, count) in other.ailing {
            *self.ailing.entry(name).or_default() += count;
        }
        for (product, count) in other.stale {
            *self.stale.entry(product).or_default() += count;
        }
    }

    /// The whole.
    pub(super) fn answer(self, start: Instant) -> LintAnswer {
        let mut levels = LevelCounts::default();
        for (kind, found) in &self.kinds {
            match kind.level() {
                Level::Error => levels.error += found.count,
                Level::Warning => levels.warning += found.count,
                Level::Note => levels.note += found.count,
            }
        }
        let mut kinds: Vec<(FindingKind, Kind)> = self.kinds.into_iter().collect();
        kinds.sort_by_key(|(kind, found)| (std::cmp::Reverse((kind.level(), found.count)), *kind));
        let ailing = self.ailing.len() as u64;
        let worst = top(self.ailing, WORST);
        let stale = top(self.stale, MOST_NAMED);
        LintAnswer {
            schema: LINT_SCHEMA.into(),
            documents: self.documents,
            articles: self.articles,
            ailing,
            levels,
            kinds: kinds
                .iter()
                .map(|(kind, found)| KindCount {
                    kind: kind.name().into(),
                    level: kind.level().name().into(),
                    count: found.count,
                    documents: found.documents,
                })
                .collect(),
            findings: kinds
                .into_iter()
                .flat_map(|(_, found)| found.examples)
                .collect(),
            worst: worst
                .into_iter()
                .map(|(document, count)| DocumentCount { document, count })
                .collect(),
            stale: stale
                .into_iter()
                .map(|((product, ended), articles)| StaleCount {
                    product: product.into(),
                    ended: ended.into(),
                    articles,
                })
                .collect(),
            wanted: self.wanted.into_iter().take(MOST_NAMED).collect(),
            took_ms: milliseconds(start),
        }
    }
}

/// A finding about a document as a whole.
fn whole_document(kind: FindingKind, article: &str, text: String) -> Finding {
    Finding {
        kind,
        article: article.to_owned(),
        text,
        quote: String::new(),
        span: Span::default(),
        line: 0,
    }
}

/// The entries of most count, then by name.
fn top<K: Ord>(counts: impl IntoIterator<Item = (K, u64)>, most: usize) -> Vec<(K, u64)> {
    let mut counts: Vec<(K, u64)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(most);
    counts
}

/// The known products behind a printed one whose support ended, with the date.
fn ended(product: &Product) -> Vec<(&'static str, &'static str)> {
    let known = |version| products::ended(&product.name, version);
    let known: Vec<_> = match product.versions.as_slice() {
        [] => vec![known(None)],
        versions => versions
            .iter()
            .map(|version| known(Some(version)))
            .collect(),
    };
    let known = known.into_iter().flatten();
    known.map(|known| (known.name, known.ended)).collect()
}
