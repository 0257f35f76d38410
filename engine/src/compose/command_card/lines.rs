//! Command lines of an article with what stands around them: the cells of their row, the sentence,
//! the paragraph before a line of code.

use crate::answer::Quote;
use crate::compose::locate::locate;
use corpus::article::{Block, Body, FactValue, Item, Table};
use corpus::{Article, Document, Span};
use std::ops::Range;

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
pub(super) fn commands(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
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
    /// clause says; where the full stops between them are lost, a command ends what is said of it.
    fn prose(&self, text: &str, span: Span, lines: &mut Vec<Line>) {
        let stored = self.document.text(span);
        let mut placed: Vec<Range<usize>> = Vec::new();
        for (line, _) in commands(&stored) {
            let plain = line.trim_end_matches(['.', ',', ';', '`', '"']);
            let from = placed.last().map_or(0, |last| last.end);
            if let Some(at) = text[from..].find(plain) {
                placed.push(from + at..from + at + plain.len());
            }
        }
        for (number, range) in placed.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| placed.get(before));
            let stretch = stretch(text, range, before, placed.get(number + 1));
            let (plain, said) = (&text[range.clone()], &text[stretch]);
            let several = placed
                .iter()
                .filter(|other| said.contains(&text[(*other).clone()]))
                .count()
                > 1;
            let said = if several { clause(said, plain) } else { said };
            let says = said.split(';').filter(|part| !part.trim().is_empty());
            lines.push(Line {
                syntax: self.quote(plain, locate(self.document, span, text, range.clone())),
                effect: says_what(said).then(|| self.quote(said.trim(), span)),
                says: says.map(|part| self.quote(part.trim(), span)).collect(),
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

/// What a text says of the command at `range`: its sentence, but for what belongs to the commands
/// before and after it. Where the next command follows in the same sentence, what stands between
/// the two is said of that one.
fn stretch(
    text: &str,
    range: &Range<usize>,
    before: Option<&Range<usize>>,
    after: Option<&Range<usize>>,
) -> Range<usize> {
    let mut whole = sentence(text, range);
    let is_cut = |left: &Range<usize>, right: &Range<usize>| {
        // Quoted or joined commands share their sentence: `loomctl /a` or `loomctl /b`.
        text.get(left.end..right.start)
            .is_some_and(|between| between.contains(':'))
    };
    if let Some(before) = before
        && before.end > whole.start
        && is_cut(before, range)
    {
        whole.start = before.end;
    }
    let is_followed = after.is_some_and(|after| after.start < whole.end && is_cut(range, after));
    if is_followed || starts_anew(&text[range.end..whole.end]) {
        whole.end = range.end;
    }
    whole
}

/// True if a new sentence follows a command without a full stop before it; a note goes with it.
pub(super) fn starts_anew(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with(|first: char| first.is_uppercase()) && !rest.starts_with("Note")
}

/// The sentence of a text around a place.
fn sentence(text: &str, place: &Range<usize>) -> Range<usize> {
    let before = &text[..place.start];
    let start = before
        .rfind(". ")
        .or_else(|| before.rfind('\n'))
        .map_or(0, |end| end + 1);
    let rest = &text[place.end..];
    let end = rest
        .find(". ")
        .or_else(|| rest.find('\n'))
        .map_or(text.len(), |end| place.end + end + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_what_is_said_of_it() {
        let text = "All is told. To see all, enter: loom a To see some, enter: loom b Note It \
                    needs SP2. To stop it, enter: loom c";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            start..start + words.len()
        };
        let places = [at("loom a"), at("loom b"), at("loom c")];
        for (number, said) in [
            (0_usize, "To see all, enter: loom a"),
            (1, "To see some, enter: loom b Note It needs SP2."),
            (2, "To stop it, enter: loom c"),
        ] {
            let before = number.checked_sub(1).map(|before| &places[before]);
            let found = stretch(text, &places[number], before, places.get(number + 1));
            assert_eq!(text[found].trim(), said);
        }
    }
}
