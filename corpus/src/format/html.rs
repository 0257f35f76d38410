//! HTML pages: saved articles, exported wikis, runbooks as pages.
//!
//! Steps: WHATWG tokens with byte spans -> a tree that forgives (`tree`) -> navigation and the
//! like named as boilerplate (`boilerplate`) -> a flow of headings and blocks (`blocks`,
//! `table`) -> the same outline that Markdown uses.

mod blocks;
mod boilerplate;
mod head;
mod table;
mod tree;

use self::tree::Tree;
use super::markdown::identity;
use super::markdown::outline::{self, Flow, Frame};
use super::markdown::role::role_of;
use super::{FormatReader, Parsed};
use crate::article::{Block, Format, Span, Warning, WarningKind};
use std::ops::Range;

/// Reads HTML.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::Html,
    likeness,
    parse,
};

/// Bytes looked at to tell HTML from other text.
const BYTES_LOOKED_AT: usize = 16 << 10;

/// A document type or root element is beyond doubt; a fragment is told by its closing tags.
fn likeness(text: &str, _name: &str) -> u8 {
    let start = skip_prologue(text);
    let lower: String = start
        .chars()
        .take(16)
        .collect::<String>()
        .to_ascii_lowercase();
    let opens = ["<!doctype html", "<html", "<head>", "<body"];
    if opens.iter().any(|open| lower.starts_with(open)) {
        return 98;
    }
    if !start.starts_with('<') || is_placeholder(start) || lower.starts_with("<?") {
        return 0;
    }
    let mut end = start.len().min(BYTES_LOOKED_AT);
    while !start.is_char_boundary(end) {
        end -= 1;
    }
    let closing = start[..end]
        .match_indices("</")
        .filter(|(at, _)| tree::is_known(tag_name(&start[*at..])))
        .take(4)
        .count();
    if closing >= 3 { 50 } else { 0 }
}

/// The text behind blanks, comments and an XML declaration.
fn skip_prologue(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if rest.starts_with("<?xml") {
            rest.split_once("?>")
        } else {
            None
        };
        match after {
            Some((_, after)) => rest = after.trim_start(),
            None => return rest,
        }
    }
}

/// True for `<namespace>` and the like: written as a tag, but no element of HTML. People write
/// such placeholders in commands without escaping them.
pub(super) fn is_placeholder(source: &str) -> bool {
    let source = source.trim_start();
    let name = tag_name(source);
    source.starts_with('<') && !name.is_empty() && !tree::is_known(name)
}

/// The name in a tag that `source` starts with.
fn tag_name(source: &str) -> &str {
    let inside = source.trim_start_matches('<').trim_start_matches('/');
    let end = inside
        .find(|character: char| !character.is_ascii_alphanumeric() && character != '-')
        .unwrap_or(inside.len());
    &inside[..end]
}

/// The blocks of a piece of HTML inside another format. `locate` turns a range of `source` into
/// a span of the document.
pub(super) fn fragment(source: &str, locate: &dyn Fn(Range<usize>) -> Span) -> Vec<Block> {
    let tree = Tree::build(source);
    let mut walker = blocks::Walker::new(&tree, locate, "");
    let flow = walker.flow(tree.root());
    blocks::only_blocks(flow)
}

fn parse(text: &str, name: &str) -> Parsed {
    let tree = Tree::build(text);
    let head = head::read(&tree, text);
    let locate = |range: Range<usize>| {
        let piece = text.get(range.clone()).unwrap_or_default();
        let lead = piece.len() - piece.trim_start().len();
        let length = piece.trim_end().len().max(lead);
        Span::new(range.start + lead, range.start + length)
    };
    let mut walker = blocks::Walker::new(&tree, &locate, name);
    walker.keep_to_main();
    let flow = walker.flow(tree.root());
    let references = std::mem::take(&mut walker.references);
    let has_title = flow.iter().any(|item| {
        matches!(item, Flow::Heading(heading)
            if heading.level == 1 && role_of(&heading.text).is_none())
    });
    let frame = Frame {
        id: identity::slug_of_path(name),
        title: head.title.filter(|_| !has_title),
        fallback_title: identity::title_of_path(name),
        meta: head.meta,
        before: head.parts,
        start: head.end,
        end: text.len(),
        lead: "markup",
        may_split: false,
        references,
    };
    let (articles, parts) = outline::assemble(frame, flow);
    let mut warnings = Vec::new();
    if articles.iter().all(|article| article.sections.is_empty()) {
        warnings.push(Warning {
            kind: WarningKind::BodyEmpty,
            line: 1,
            message: "the page has no text beside its title".to_owned(),
        });
    }
    Parsed {
        articles,
        parts,
        warnings,
    }
}
