//! The footer: `Name   : value` lines between two rules, and the query words above them.

use super::fields::Field;
use super::layout::is_rule;
use crate::article::Span;
use crate::lines::Page;
use std::ops::Range;

/// A footer has at most this many lines.
const LONGEST: usize = 80;
/// The lines that close a body are looked for within this many lines.
const LONGEST_CLOSING: usize = 40;

/// Fields that close the body of an article, above the footer's rule.
const CLOSING: &[&str] = &[
    "Additional query words",
    "Additional reference words",
    "Additional query word",
    "Query words",
    "KBCategory",
    "KBSubcategory",
];
/// Fields of the footer itself.
const NAMES: &[&str] = &[
    "Keywords",
    "Technology",
    "Version",
    "Issue type",
    "Solution Type",
    "Hardware",
    "Component",
    "Platform",
];

/// The first line of the footer that ends at `end`: the rule above its first field; `end` if
/// there is no footer.
pub(super) fn start(page: &Page<'_>, floor: usize, end: usize) -> usize {
    let lowest = floor.max(end.saturating_sub(LONGEST));
    let mut found = end;
    for line in (lowest..end).rev() {
        let words = page.words(line);
        if is_rule(words, b'=', 20) {
            return if found < end { line } else { end };
        }
        if name(words, NAMES).is_some() {
            found = line;
        }
    }
    // A footer that lost its rule still begins with its keywords.
    match name(page.words(found), NAMES) {
        Some("Keywords") if found < end => found,
        _ => end,
    }
}

/// The first line of the query words that end at `end`, where the footer begins.
pub(super) fn query_words_start(page: &Page<'_>, floor: usize, end: usize) -> usize {
    let lowest = floor.max(end.saturating_sub(LONGEST_CLOSING));
    let mut start = end;
    let mut line = end;
    while line > lowest {
        line -= 1;
        if name(page.words(line), CLOSING).is_some() {
            start = line;
        } else if page.is_blank(line) && start < end && !closes_above(page, lowest, line) {
            break;
        }
    }
    // Between the words and the footer there may be their wrapped lines only, no new paragraph.
    let wrapped = |line: usize| name(page.words(line), CLOSING).is_some() || !page.is_blank(line);
    let mut broken = false;
    for line in start..end {
        if broken && wrapped(line) && name(page.words(line), CLOSING).is_none() {
            return end;
        }
        broken = page.is_blank(line);
    }
    start
}

fn closes_above(page: &Page<'_>, lowest: usize, blank: usize) -> bool {
    (lowest..blank)
        .rev()
        .find(|&line| !page.is_blank(line))
        .is_some_and(|line| name(page.words(line), CLOSING).is_some())
}

/// The fields of a range of lines, wrapped values joined; `closing` for those above the rule.
pub(super) fn fields(page: &Page<'_>, lines: Range<usize>, closing: bool) -> Vec<Field> {
    let names = if closing { CLOSING } else { NAMES };
    let mut fields: Vec<Field> = Vec::new();
    for line in lines {
        let words = page.words(line);
        if let Some(name) = name(words, names) {
            let colon = words.find(':').unwrap_or(words.len() - 1);
            let value = words[colon + 1..].trim_start();
            let at = page.lines[line].end - value.len();
            let mut field = Field {
                name: name.to_owned(),
                value: String::new(),
                span: Span::new(at, at),
                line,
            };
            if !value.is_empty() {
                field.extend(value, Span::new(at, at + value.len()));
            }
            fields.push(field);
        } else if !words.is_empty()
            && !is_rule(words, b'=', 20)
            && let Some(field) = fields.last_mut()
        {
            field.extend(words, page.words_span(line..line + 1));
        }
    }
    fields
}

fn name(words: &str, names: &[&'static str]) -> Option<&'static str> {
    let first = words.as_bytes().first()?;
    names.iter().copied().find(|name| {
        name.as_bytes()[0] == *first
            && words
                .strip_prefix(name)
                .is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':'))
    })
}
