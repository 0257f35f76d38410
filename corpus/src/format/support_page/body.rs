//! The blocks of a section: in a page saved as text a line is a paragraph, an entry or a row.

use crate::article::{Block, Body, Item, Span};
use crate::lines::{Page, push_words};
use crate::table::run_together::{self, Words};
use std::ops::Range;

/// An entry of a list is no longer than this, unless it is marked.
const LONGEST_ENTRY: usize = 100;

/// Reads the blocks of `lines`; a table is called by `heading`.
pub(super) fn blocks(
    page: &Page<'_>,
    lines: Range<usize>,
    heading: Option<String>,
    words: &Words<'_>,
) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut line = lines.start;
    while line < lines.end {
        if page.is_blank(line) {
            line += 1;
            continue;
        }
        if let Some(mut read) = run_together::read(page, line, lines.end, words) {
            read.table.caption.clone_from(&heading);
            let span = page.words_span(line..read.end);
            let body = Body::Table(read.table);
            blocks.push(Block { span, body });
            line = read.end;
            continue;
        }
        let announced = blocks.last().is_some_and(announces);
        let end = entries_end(page, line, lines.end, announced);
        if end > line {
            blocks.push(list(page, line..end));
            line = end;
            continue;
        }
        let span = page.words_span(line..line + 1);
        let body = paragraph(page.words(line));
        blocks.push(Block { span, body });
        line += 1;
    }
    blocks
}

fn paragraph(words: &str) -> Body {
    let mut text = String::new();
    push_words(&mut text, words);
    let label = text.split(':').next().unwrap_or_default();
    match label {
        "NOTE" | "Note" => Body::Note(rest(&text)),
        "WARNING" | "Warning" | "CAUTION" | "Caution" | "IMPORTANT" | "Important"
            if text.contains(':') =>
        {
            Body::Caution(rest(&text))
        }
        _ => Body::Paragraph(text),
    }
}

/// The text behind its label.
fn rest(text: &str) -> String {
    text.split_once(':')
        .map_or(text, |(_, rest)| rest.trim_start())
        .to_owned()
}

fn announces(block: &Block) -> bool {
    matches!(&block.body, Body::Paragraph(text) if text.ends_with(':'))
}

/// The line behind the entries that begin at `line`; `line` itself if none do.
fn entries_end(page: &Page<'_>, line: usize, end: usize, announced: bool) -> usize {
    let mut at = line;
    while at < end && !page.is_blank(at) {
        let words = page.words(at);
        let short = words.len() <= LONGEST_ENTRY && !words.ends_with(['.', ':', '!', '?']);
        if !(marker(words).is_some() || announced && short) {
            break;
        }
        at += 1;
    }
    at
}

/// The marker of an entry and where its text begins.
fn marker(words: &str) -> Option<(&str, usize)> {
    for bullet in ["•", "*", "-"] {
        if let Some(rest) = words.strip_prefix(bullet)
            && rest.starts_with([' ', '\t'])
        {
            let text = rest.trim_start();
            return Some((bullet, words.len() - text.len()));
        }
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let behind = words[digits..].strip_prefix(['.', ')'])?;
    let text = behind.trim_start();
    ((1..=2).contains(&digits) && text.len() < behind.len())
        .then(|| (&words[..digits], words.len() - text.len()))
}

fn list(page: &Page<'_>, lines: Range<usize>) -> Block {
    let span = page.words_span(lines.clone());
    let numbered = page
        .words(lines.start)
        .starts_with(|first: char| first.is_ascii_digit())
        && marker(page.words(lines.start)).is_some();
    let items = lines.map(|line| {
        let words = page.words(line);
        let (label, from) = marker(words).unwrap_or(("", 0));
        let start = page.lines[line].words + from;
        let mut text = String::new();
        push_words(&mut text, &words[from..]);
        Item {
            label: label.to_owned(),
            text,
            span: Span::new(start, page.lines[line].end),
            children: Vec::new(),
        }
    });
    let items = items.collect();
    let body = if numbered {
        Body::Steps(items)
    } else {
        Body::List(items)
    };
    Block { span, body }
}

/// The texts of a block, a line each.
pub(super) fn texts(block: &Block) -> Vec<String> {
    match &block.body {
        Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => vec![text.clone()],
        Body::List(items) | Body::Steps(items) => {
            items.iter().map(|item| item.text.clone()).collect()
        }
        _ => Vec::new(),
    }
}
