//! What an article says beside its command lines: rights, systems, labelled cells, cautions.

use super::lines::{Line, commands, lines, starts_anew};
use super::systems::systems;
use crate::answer::{CautionAnswer, Quote};
use crate::compose::remedy::all_cautions;
use corpus::article::{Block, Body, Table};
use corpus::{Article, Document, Span};
use std::ops::Range;

/// An article that was read, with what it says beside its lines.
pub(super) struct Source {
    pub(super) lines: Vec<Line>,
    pub(super) rights: Vec<Quote>,
    pub(super) cautions: Vec<CautionAnswer>,
    /// Clauses about programs and systems.
    pub(super) notes: Vec<Note>,
    /// Rows of two cells: what something is called, and what it is (`Effect`, `Rights`).
    pub(super) labelled: Vec<(String, Quote)>,
    /// Families of systems that the article is about.
    pub(super) home: Vec<String>,
    pub(super) title: String,
}

/// A clause with the systems it is about, which in a table stand in the label of its row.
pub(super) struct Note {
    pub(super) about: String,
    pub(super) says: Quote,
    /// Its column is headed by a denial ("Not valid there").
    pub(super) denied: bool,
}

/// Reads an article.
pub(super) fn source(document: &Document, article: &Article) -> Source {
    let mut reader = Reader {
        article: &article.id,
        rights: Vec::new(),
        notes: Vec::new(),
        labelled: Vec::new(),
    };
    for section in &article.sections {
        reader.blocks(&section.blocks);
    }
    let products = article.meta.products.iter();
    let products: Vec<String> = products
        .map(|product| format!("{} {}", product.name, product.versions.join(" ")))
        .collect();
    Source {
        lines: lines(document, article),
        rights: reader.rights,
        notes: reader.notes,
        labelled: reader.labelled,
        cautions: all_cautions(article),
        home: systems(&products.join("; "))
            .into_iter()
            .map(|system| system.family)
            .collect(),
        title: article.title.clone(),
    }
}

/// Reads what an article says beside its command lines.
struct Reader<'a> {
    article: &'a str,
    rights: Vec<Quote>,
    notes: Vec<Note>,
    labelled: Vec<(String, Quote)>,
}

impl Reader<'_> {
    fn quote(&self, text: &str, span: Span) -> Quote {
        Quote {
            text: text.trim().to_owned(),
            article: self.article.to_owned(),
            span,
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.body {
                Body::Paragraph(text) | Body::Note(text) => self.text(text, block.span),
                Body::Steps(items) | Body::List(items) => {
                    for item in items {
                        self.text(&item.text, item.span);
                        self.blocks(&item.children);
                    }
                }
                Body::Table(table) => self.table(table),
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        let pieces = pieces(text).into_iter();
        for sentence in pieces.flat_map(|piece| piece.split_inclusive(". ")) {
            if is_about_rights(sentence) {
                self.rights.push(self.quote(sentence, span));
            }
            let clauses = clauses(sentence).into_iter();
            for clause in clauses.filter(|clause| !systems(clause).is_empty()) {
                self.notes.push(Note {
                    about: clause.to_owned(),
                    says: self.quote(clause, span),
                    denied: false,
                });
            }
        }
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let Some((label, cells)) = row.cells.split_first() else {
                continue;
            };
            if let [cell] = cells {
                let quote = self.quote(&cell.text, cell.span);
                self.labelled.push((label.text.to_lowercase(), quote));
            }
            for (column, cell) in cells.iter().enumerate() {
                let header = table
                    .header
                    .get(column + 1)
                    .map_or("", |header| header.text.as_str());
                for clause in cell.text.split(';') {
                    self.notes.push(Note {
                        about: format!("{} {clause}", label.text),
                        says: self.quote(clause, cell.span),
                        denied: header.to_lowercase().starts_with("not "),
                    });
                }
            }
        }
    }
}

/// A text cut where a command ends and a new sentence begins without a full stop.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (_, command) in commands(text) {
        if start < command.end && starts_anew(&text[command.end..]) {
            pieces.push(&text[start..command.end]);
            start = command.end;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// The clauses of a sentence. A system that merely goes on a list ("on Windows 2000, Windows XP,
/// and …") stays with what it is a list of, and one that opens ("In Windows XP, …") with what is
/// said of it.
fn clauses(sentence: &str) -> Vec<&str> {
    let mut clauses: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut opens = false;
    for part in sentence
        .split([';', ','])
        .flat_map(|part| part.split(" and "))
        .filter(|part| !part.trim().is_empty())
    {
        let at = start + sentence[start..].find(part).unwrap_or_default();
        let end = at + part.len();
        let bare = part.trim().trim_end_matches('.');
        let bare = bare.strip_prefix("and ").unwrap_or(bare);
        let goes_on = systems(bare).first().is_some_and(|one| one.text == bare);
        match clauses.last_mut() {
            Some(last) if opens || goes_on => last.end = end,
            _ => clauses.push(at..end),
        }
        let first = part.split_whitespace().next().unwrap_or_default();
        opens = !goes_on
            && part.split_whitespace().count() < 7
            && ["In", "On", "For", "Under", "With"].contains(&first)
            && !systems(part).is_empty();
        start = end;
    }
    let clauses = clauses.into_iter();
    clauses.map(|clause| &sentence[clause]).collect()
}

fn is_about_rights(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let who = [
        "administrator",
        "administrative",
        "admin rights",
        "root privileges",
        "as root",
    ];
    let what = [
        "right",
        "member",
        "account",
        "run",
        "need",
        "must",
        "require",
        "privilege",
        "logged on",
    ];
    who.iter().any(|word| lower.contains(word)) && what.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_stay_with_what_is_said_of_them() {
        for (sentence, expected) in [
            (
                "Loomctl is there on Windows 2000, Windows XP, and Windows Server 2003, but differs.",
                &[
                    "Loomctl is there on Windows 2000, Windows XP, and Windows Server 2003",
                    " but differs.",
                ][..],
            ),
            (
                "In Windows XP, loomctl no longer weaves; on Windows 2000 it does.",
                &[
                    "In Windows XP, loomctl no longer weaves",
                    " on Windows 2000 it does.",
                ],
            ),
            (
                "Loomctl replaces Weft in Windows XP and Warp as used in Windows 2000.",
                &[
                    "Loomctl replaces Weft in Windows XP",
                    "Warp as used in Windows 2000.",
                ],
            ),
        ] {
            assert_eq!(clauses(sentence), expected, "{sentence}");
        }
    }
}
