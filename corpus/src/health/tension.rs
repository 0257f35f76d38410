//! Sentences that say otherwise than a table of the same article.
//!
//! Read are tables of yes and no, and sentences with an outcome and a condition ("works if either
//! A or B is behind C, but not if both are"). A sentence is cut into claims, each with its turn
//! (yes or no); the words of a claim choose rows by their labels and columns by their headers; a
//! chosen cell of the other turn is a tension. Where words choose no row or no column, or the
//! sentence names another table, nothing is claimed: silence is better than a false alarm.

mod claim;
mod matrix;

use super::{Finding, FindingKind, finding};
use crate::article::{Article, Block, Body, Document, Item, Span};
use claim::Claim;
use matrix::Matrix;

/// Sentences of an article that are looked at.
const MOST_SENTENCES: usize = 2000;
/// Tables of an article that are looked at.
const MOST_TABLES: usize = 12;

/// A finding for each sentence and table that disagree.
pub(super) fn find(document: &Document, article: &Article, found: &mut Vec<Finding>) {
    let mut matrices = Vec::new();
    let mut texts = Vec::new();
    for section in &article.sections {
        let heading = section.heading.last().map_or("", String::as_str);
        collect(&section.blocks, heading, &mut matrices, &mut texts);
    }
    matrices.truncate(MOST_TABLES);
    if matrices.is_empty() {
        return;
    }
    let mut looked_at = 0;
    for (block, text) in texts {
        for sentence in sentences(text) {
            looked_at += 1;
            if looked_at > MOST_SENTENCES {
                return;
            }
            for claim in claim::read(sentence) {
                let span = || place(document, block, sentence);
                let tensions = disagreeing(&claim, &matrices);
                found.extend(
                    tensions.map(|text| finding(FindingKind::Tension, span(), sentence, text)),
                );
            }
        }
    }
}

/// What the tables say against a claim, each in a sentence; those that the claim names, or all.
fn disagreeing<'m>(
    claim: &'m Claim,
    matrices: &'m [Matrix<'_>],
) -> impl Iterator<Item = String> + 'm {
    let named = |matrix: &&Matrix<'_>| matrix.is_named_in(&claim.context);
    let any_named = matrices.iter().any(|matrix| named(&matrix));
    let asked = matrices
        .iter()
        .filter(move |matrix| !any_named || named(matrix));
    asked.filter_map(|matrix| {
        let cells = matrix.cells(claim);
        let against: Vec<String> = cells
            .iter()
            .filter(|cell| cell.yes != claim.yes)
            .map(|cell| format!("{}, {}: {}", cell.row, cell.column, cell.text))
            .collect();
        if against.is_empty() {
            return None;
        }
        let turn = if claim.yes { "yes" } else { "no" };
        let table = matrix.caption;
        let cells = against.join("; ");
        Some(format!(
            "the sentence says {turn}, the table “{table}” says {cells}"
        ))
    })
}

/// Where a sentence stands: its bytes if the block has them as they are, else the block's.
fn place(document: &Document, block: Span, sentence: &str) -> Span {
    let bytes = document.bytes.get(block.range()).unwrap_or_default();
    match memchr::memmem::find(bytes, sentence.as_bytes()) {
        Some(at) => {
            let start = block.start as usize + at;
            Span::new(start, start + sentence.len())
        }
        None => block,
    }
}

fn collect<'a>(
    blocks: &'a [Block],
    heading: &'a str,
    matrices: &mut Vec<Matrix<'a>>,
    texts: &mut Vec<(Span, &'a str)>,
) {
    for block in blocks {
        match &block.body {
            Body::Table(table) => matrices.extend(Matrix::of(table, heading)),
            Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => {
                texts.push((block.span, text));
            }
            Body::Steps(items) | Body::List(items) => {
                for Item {
                    text,
                    span,
                    children,
                    ..
                } in items
                {
                    texts.push((*span, text));
                    collect(children, heading, matrices, texts);
                }
            }
            Body::Code { .. } => {}
        }
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").map(str::trim)
}
