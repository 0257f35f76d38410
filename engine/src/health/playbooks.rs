//! What is wrong with the playbooks among the documents, by the rules of their own grammar.
//!
//! Links lead from one playbook to another and to articles, so they are judged when all documents
//! have been seen.

use super::pointers::Pointers;
use super::tally::Tally;
use crate::engine::Engine;
use crate::index::articles::canonical_id;
use corpus::health::{Finding, FindingKind};
use corpus::playbook::{Severity, is_playbook, lint};
use corpus::{Document, Span};
use std::collections::HashSet;

/// The playbooks of some documents: name and text.
#[derive(Debug, Default)]
pub(super) struct Playbooks(Vec<(String, String)>);

impl Playbooks {
    /// The playbook that a document is, told by its front matter; none otherwise.
    pub(super) fn of(document: &Document) -> Self {
        let plain = document.bytes.strip_prefix(b"\xef\xbb\xbf");
        if !plain.unwrap_or(&document.bytes).starts_with(b"---") {
            return Self::default();
        }
        let text = corpus::text::decode(&document.bytes).text;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let found = is_playbook(text).then(|| (document.name.clone(), text.to_owned()));
        Self(found.into_iter().collect())
    }

    /// Those of an index.
    pub(super) fn indexed(playbooks: &[(String, String)]) -> Self {
        Self(playbooks.to_vec())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Judges them together. Articles among the documents, built-in ones and those of `beside` may
    /// be linked to.
    pub(super) fn finish(
        self,
        pointers: &Pointers,
        beside: Option<&Engine>,
        tally: &mut Tally<'_>,
    ) {
        if self.0.is_empty() {
            return;
        }
        let built_in: HashSet<String> = corpus::builtin::documents()
            .into_iter()
            .flat_map(|document| document.articles)
            .map(|article| article.id)
            .collect();
        let beside_them: HashSet<&str> = pointers.ids().collect();
        let is_article = |id: &str| {
            built_in.contains(id)
                || beside_them.contains(canonical_id(id).as_str())
                || beside.is_some_and(|engine| engine.generation().articles.find(id).is_some())
        };
        for found in lint(&self.0, &is_article) {
            let kind = match found.severity {
                Severity::Error => FindingKind::PlaybookBroken,
                Severity::Warning => FindingKind::PlaybookDoubtful,
            };
            let finding = Finding {
                kind,
                article: String::new(),
                text: found.message,
                quote: String::new(),
                span: Span::default(),
                line: found.line,
            };
            tally.add(&found.file, finding);
        }
    }
}
