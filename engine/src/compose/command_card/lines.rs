//! Command lines of an article with what stands around them: the cells of their row, the sentence,
//! the paragraph before a line of code.

use crate::answer::Quote;
use crate::compose::locate::locate;
use corpus::article::{Block, Body, FactValue, Item, Table};
use corpus::{Article, Document, Span};

/// A command line in an article.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The line.
    pub(super) syntax: Quote,
    /// What it is said to do.
    pub(super) effect: Option<Quote>,
    /// Texts that may say where it is valid: a column's name and the cell, or a sentence.
    pub(super) says: Vec<Quote>,
}

/// A text of an article and where it stands.
struct Place<'a> {
    document: &'a Document,
    article: &'a Article,
}

/// Endings of script names.
const SCRIPTS: &[&str] = &[".vbs", ".bat", ".cmd", ".js", ".ps1", ".wsf", ".pl", ".sh"];

/// True if a name is a script's.
pub(super) fn is_script(name: &str) -> bool {
    let lower = name.to_lowercase();
    SCRIPTS.iter().any(|ending| lower.ends_with(ending))
}

/// The command lines of an article.
pub(super) fn lines(document: &Document, article: &Article) -> Vec<Line> {
    let place = Place { document, article };
    let mut lines = Vec::new();
    for section in &article.sections {
        place.blocks(&section.blocks, &mut lines);
    }
    lines
}

/// Command lines of a text with their places in it: what the facts find, and names of scripts.
fn commands(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut found: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for fact in corpus::facts::find(text) {
        let range = fact.span.range();
        match fact.value {
            FactValue::Command { line } => found.push((line, range)),
            FactValue::File { name } if is_script(&name) => {
                let inside = found
                    .iter()
                    .any(|(_, known)| known.start <= range.start && range.end <= known.end);
                if !inside {
                    found.push((name, range));
                }
            }
            _ => {}
        }
    }
    found
}

impl Place<'_> {
    fn quote(&self, text: &str, span: Span) -> Quote {
        Quote {
            text: text.to_owned(),
            article: self.article.id.clone(),
            span,
        }
    }

    fn blocks(&self, blocks: &[Block], lines: &mut Vec<Line>) {
        let mut before: Option<Quote> = None;
        for block in blocks {
            match &block.body {
                Body::Table(table) => self.table(table, lines),
                Body::Code { text, .. } => self.code(text, block.span, before.as_ref(), lines),
                Body::Paragraph(text) | Body::Note(text) => {
                    self.prose(text, block.span, lines);
                    before = Some(self.quote(text, block.span));
                }
                Body::Steps(items) | Body::List(items) => self.items(items, lines),
                _ => {}
            }
        }
    }

    fn items(&self, items: &[Item], lines: &mut Vec<Line>) {
        for item in items {
            self.prose(&item.text, item.span, lines);
            let lead = self.quote(&item.text, item.span);
            for child in &item.children {
                match &child.body {
                    Body::Code { text, .. } => self.code(text, child.span, Some(&lead), lines),
                    _ => self.blocks(std::slice::from_ref(child), lines),
                }
            }
        }
    }

    fn code(&self, text: &str, span: Span, before: Option<&Quote>, lines: &mut Vec<Line>) {
        for (line, range) in commands(text) {
            let says: Vec<Quote> = before.into_iter().cloned().collect();
            lines.push(Line {
                syntax: self.quote(&line, locate(self.document, span, text, range)),
                effect: before.cloned(),
                says,
            });
        }
    }

    /// Commands quoted in prose. Marks around them are gone from the text of the model, so the
    /// stored bytes are searched. A sentence with several commands says of each only what its own
    /// clause says.
    fn prose(&self, text: &str, span: Span, lines: &mut Vec<Line>) {
        let stored = self.document.text(span);
        let found = commands(&stored);
        for (line, _) in &found {
            let plain = line.trim_end_matches(['.', ',', ';', '`', '"']);
            let Some(at) = text.find(plain) else { continue };
            let place = locate(self.document, span, text, at..at + plain.len());
            let sentence = sentence(text, plain).unwrap_or_default();
            let several = found
                .iter()
                .filter(|(other, _)| sentence.contains(other.as_str()))
                .count()
                > 1;
            let says = if several {
                clause(sentence, plain)
            } else {
                sentence
            };
            lines.push(Line {
                syntax: self.quote(plain, place),
                effect: says_what(sentence).then(|| self.quote(sentence, span)),
                says: vec![self.quote(says, span)],
            });
        }
    }

    fn table(&self, table: &Table, lines: &mut Vec<Line>) {
        let header = |column: usize| {
            table
                .header
                .get(column)
                .map_or("", |cell| cell.text.as_str())
        };
        for row in &table.rows {
            for (column, cell) in row.cells.iter().enumerate() {
                let Some((line, _)) = commands(&cell.text).into_iter().next() else {
                    continue;
                };
                // What stands in brackets is said of the command.
                let line = line.split(" (").next().unwrap_or(&line).to_owned();
                let others = row
                    .cells
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != column);
                let effect = others.clone().find(|(other, cell)| {
                    !is_about_validity(header(*other)) && commands(&cell.text).is_empty()
                });
                let valid = others.filter(|(other, _)| is_about_validity(header(*other)));
                let mut says: Vec<Quote> = valid
                    .map(|(_, cell)| self.quote(&cell.text, cell.span))
                    .collect();
                // A column may be a system's own.
                says.push(self.quote(&format!("{}: {}", header(column), cell.text), cell.span));
                lines.push(Line {
                    syntax: self.quote(&line, cell.span),
                    effect: effect.map(|(_, cell)| self.quote(&cell.text, cell.span)),
                    says,
                });
            }
        }
    }
}

fn is_about_validity(header: &str) -> bool {
    let lower = header.to_lowercase();
    [
        "valid",
        "system",
        "runs on",
        "works on",
        "version",
        "available",
        "supported",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// True if a sentence tells what a command does, and does not merely mention it.
fn says_what(sentence: &str) -> bool {
    const DOES: &[&str] = &[
        "show",
        "display",
        "list",
        "check",
        "restart",
        "refresh",
        "turn",
        "switch",
        "enable",
        "disable",
        "set",
        "create",
        "delete",
        "remove",
        "view",
        "verify",
        "reset",
        "clear",
        "start",
        "stop",
        "collect",
        "purge",
        "replace",
        "return",
        "determine",
        "detect",
    ];
    sentence
        .split(|character: char| !character.is_alphanumeric())
        .map(|word| word.to_lowercase())
        .any(|word| {
            DOES.iter()
                .any(|does| word == *does || word.strip_suffix('s') == Some(does))
        })
}

/// The clause of a sentence that holds some words.
fn clause<'t>(sentence: &'t str, words: &str) -> &'t str {
    let mut clauses = sentence.split([',', ';']);
    clauses
        .find(|clause| clause.contains(words))
        .unwrap_or(sentence)
        .trim()
}

/// The sentence of a text that holds some words.
pub(super) fn sentence<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let at = text.find(words)?;
    let ends = |part: &str| {
        part.rfind(". ")
            .or_else(|| part.rfind('\n'))
            .map_or(0, |end| end + 1)
    };
    let start = ends(&text[..at]);
    let rest = &text[at + words.len()..];
    let end = rest
        .find(". ")
        .or_else(|| rest.find('\n'))
        .map_or(text.len(), |end| at + words.len() + end + 1);
    Some(text[start..end].trim())
}
