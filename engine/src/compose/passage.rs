//! The passage of an article that answers a query best.
//!
//! Every block is a candidate. A block earns the weight of the query's terms that it holds, less
//! for repeating what the title said already, more for standing where people look first; of a
//! long paragraph the best run of sentences is quoted.

use super::locate::locate;
use crate::answer::{CautionAnswer, Passage};
use crate::understand::query_terms::QueryTerms;
use crate::understand::words::{Analyzer, tokens};
use corpus::article::{Block, Body, Item, Role, Section};
use corpus::{Article, Document, Span};
use std::collections::HashMap;
use std::ops::Range;

/// Bytes of text that a passage may have; what a person takes in at a glance.
const MAX_BYTES: usize = 420;

/// A piece of text that may be quoted.
#[derive(Debug, Clone, Default)]
struct Piece {
    text: String,
    span: Span,
}

/// The best passage of `article` for a query; the start of the article if nothing matches.
#[must_use]
pub fn best_passage(document: &Document, article: &Article, query: &QueryTerms) -> Passage {
    let mut matcher = Matcher::new(query);
    let mut best: Option<(f32, &Section, Piece)> = None;
    for section in &article.sections {
        if matches!(section.role, Role::AppliesTo | Role::References) {
            continue;
        }
        for block in &section.blocks {
            let Some((score, piece)) = best_piece(document, block, &mut matcher) else {
                continue;
            };
            let score = score * prominence(section.role);
            if best.as_ref().is_none_or(|(highest, _, _)| score > *highest) {
                best = Some((score, section, piece));
            }
        }
    }
    let Some((_, section, piece)) = best else {
        return Passage::default();
    };
    let highlights = matcher.highlights(&piece.text);
    Passage {
        cautions: cautions(section, piece.span),
        text: piece.text,
        heading: section.heading.clone(),
        span: piece.span,
        highlights,
        gap: None,
    }
}

/// What the user sees tells a reader at a glance whether the article is theirs.
fn prominence(role: Role) -> f32 {
    match role {
        Role::Symptoms | Role::Summary => 1.25,
        Role::Cause | Role::Resolution | Role::Workaround => 1.1,
        Role::Status => 0.6,
        _ => 1.0,
    }
}

/// Cautions of the section that the passage does not already quote.
fn cautions(section: &Section, quoted: Span) -> Vec<CautionAnswer> {
    let mut found = Vec::new();
    collect_cautions(&section.blocks, &mut found);
    found.retain(|caution| !quoted.contains(caution.span));
    found
}

fn collect_cautions(blocks: &[Block], found: &mut Vec<CautionAnswer>) {
    for block in blocks {
        match &block.body {
            Body::Caution(text) => found.push(CautionAnswer {
                text: text.clone(),
                span: block.span,
            }),
            Body::Steps(items) | Body::List(items) => {
                items
                    .iter()
                    .for_each(|item| collect_cautions(&item.children, found));
            }
            _ => {}
        }
    }
}

fn best_piece(
    document: &Document,
    block: &Block,
    matcher: &mut Matcher<'_>,
) -> Option<(f32, Piece)> {
    let piece = match &block.body {
        Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => {
            best_sentences(document, block.span, text, matcher)
        }
        Body::Code { text, .. } => Piece {
            text: clip(text, MAX_BYTES).to_owned(),
            span: block.span,
        },
        Body::Steps(items) | Body::List(items) => best_items(items, matcher)?,
        Body::Table(table) => best_rows(table, matcher)?,
        _ => return None,
    };
    let score = matcher.score(&piece.text);
    // A shorter piece with the same words is the better quotation.
    Some((score / (1.0 + piece.text.len() as f32 / 4000.0), piece))
}

/// The run of sentences within the limit that holds most of the query.
fn best_sentences(document: &Document, span: Span, text: &str, matcher: &mut Matcher<'_>) -> Piece {
    if text.len() <= MAX_BYTES {
        return Piece {
            text: text.to_owned(),
            span,
        };
    }
    let sentences = sentences(text);
    let mut best = (f32::MIN, 0..clip(text, MAX_BYTES).len());
    for (first, start) in sentences.iter().enumerate() {
        let mut end = start.end;
        for next in &sentences[first + 1..] {
            if next.end - start.start > MAX_BYTES {
                break;
            }
            end = next.end;
        }
        let end = start.start + clip(&text[start.start..end], MAX_BYTES).len();
        let score = matcher.score(&text[start.start..end]);
        if score > best.0 {
            best = (score, start.start..end);
        }
    }
    let range = best.1;
    Piece {
        text: text[range.clone()].trim().to_owned(),
        span: locate(document, span, text, range),
    }
}

/// Sentences as byte ranges: an end mark, white space, and a start that is no small letter.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let is_end = bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace)
            && bytes
                .get(at + 2)
                .is_some_and(|next| !next.is_ascii_lowercase());
        if is_end {
            ranges.push(start..at + 1);
            start = at + 2;
        }
    }
    if start < text.len() && text.is_char_boundary(start) {
        ranges.push(start..text.len());
    }
    ranges.retain(|range| text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
    ranges
}

/// Entries around the best one, as many as fit.
fn best_items(items: &[Item], matcher: &mut Matcher<'_>) -> Option<Piece> {
    let pieces = items.iter().map(|item| {
        let label = if item
            .label
            .starts_with(|first: char| first.is_ascii_alphanumeric())
        {
            format!("{}. ", item.label)
        } else {
            String::new()
        };
        Piece {
            text: format!("{label}{}", item.text),
            span: item.span,
        }
    });
    window(&pieces.collect::<Vec<_>>(), matcher)
}

/// Rows around the best one, under the header.
fn best_rows(table: &corpus::article::Table, matcher: &mut Matcher<'_>) -> Option<Piece> {
    let join = |cells: &[corpus::article::Cell]| {
        cells
            .iter()
            .map(|cell| cell.text.as_str())
            .collect::<Vec<_>>()
            .join(" | ")
    };
    let rows: Vec<Piece> = table
        .rows
        .iter()
        .map(|row| Piece {
            text: join(&row.cells),
            span: row.span,
        })
        .collect();
    let mut piece = window(&rows, matcher)?;
    if !table.header.is_empty() {
        piece.text = format!("{}\n{}", join(&table.header), piece.text);
    }
    Some(piece)
}

/// The best piece with what follows it, as far as it fits.
fn window(pieces: &[Piece], matcher: &mut Matcher<'_>) -> Option<Piece> {
    let scores: Vec<f32> = pieces
        .iter()
        .map(|piece| matcher.score(&piece.text))
        .collect();
    let best =
        (0..pieces.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))?;
    let total: usize = pieces.iter().map(|piece| piece.text.len() + 1).sum();
    let first = if total <= MAX_BYTES { 0 } else { best };
    let mut window = Piece {
        text: clip(&pieces[first].text, MAX_BYTES).to_owned(),
        span: pieces[first].span,
    };
    for piece in &pieces[first + 1..] {
        if window.text.len() + piece.text.len() + 1 > MAX_BYTES {
            break;
        }
        window.text.push('\n');
        window.text.push_str(&piece.text);
        window.span = window.span.join(piece.span);
    }
    Some(window)
}

/// The start of `text`, at most `limit` bytes, cut at a word.
fn clip(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = text.floor_char_boundary(limit);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    &text[..cut]
}

/// Finds the query's terms in text.
struct Matcher<'q> {
    worth: HashMap<&'q str, f32>,
    analyzer: Analyzer,
}

impl<'q> Matcher<'q> {
    fn new(query: &'q QueryTerms) -> Self {
        let mut worth = HashMap::new();
        for term in &query.terms {
            for other in &term.alternatives {
                worth
                    .entry(other.term.as_str())
                    .or_insert(term.idf * other.share);
            }
        }
        for term in &query.terms {
            worth.insert(term.term.as_str(), term.idf);
        }
        Self {
            worth,
            analyzer: Analyzer::new(),
        }
    }

    /// Weight of the distinct query terms in `text`.
    fn score(&mut self, text: &str) -> f32 {
        let mut met: Vec<&str> = Vec::new();
        let mut score = 0.0;
        let Self { worth, analyzer } = self;
        analyzer.terms(text, |term| {
            if let Some((&term, worth)) = worth.get_key_value(term)
                && !met.contains(&term)
            {
                met.push(term);
                score += worth;
            }
        });
        score
    }

    /// Byte ranges of `text` whose words the query asks for.
    fn highlights(&mut self, text: &str) -> Vec<[usize; 2]> {
        let mut ranges: Vec<[usize; 2]> = Vec::new();
        let Self { worth, analyzer } = self;
        tokens(text, |token| {
            let asked = analyzer
                .term(token)
                .is_some_and(|term| worth.contains_key(term));
            let end = token.start + token.text.len();
            if asked && ranges.last().is_none_or(|last| last[1] <= token.start) {
                ranges.push([token.start, end]);
            }
        });
        ranges
    }
}
