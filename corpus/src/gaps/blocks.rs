//! Content lost between the blocks of a document that has blocks: a list announced and absent, a
//! sentence that stops, a registry path that stops at a separator.
//!
//! A section that ends in a colon announces what is not there, unless the next section is it.
//! An unfinished sentence is told by its last word, which cannot end one, or, where a page was
//! saved as text, by the missing full stop of a long paragraph.

use super::{gap, sentence_before};
use crate::article::{Article, Block, Body, Format, Gap, GapKind, Role, Section, Span};

/// A paragraph without full stop is a sentence cut off only if it has this many words.
const LONG: usize = 12;

/// A paragraph that stands further in than this is not looked at more closely.
const WIDEST: usize = 80;

/// Words that no sentence ends with.
const OPEN: &[&str] = &[
    "the", "a", "an", "of", "and", "or", "by", "from", "that", "which", "with", "your", "their",
    "its", "this", "these", "into", "between", "because", "when", "if", "whether", "than",
];

/// The gaps of an article whose reader does not look for any itself.
pub(crate) fn between_blocks(text: &str, article: &Article, format: Format) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (at, section) in article.sections.iter().enumerate() {
        let next = article.sections.get(at + 1);
        let goes_on = next.is_some_and(|next| leads_over(section, next, format));
        let Some(Block { span, body }) = section.blocks.last() else {
            continue;
        };
        let Body::Paragraph(words) = body else {
            continue;
        };
        let words = words.trim_end();
        let Some(span) = trimmed(text, *span) else {
            continue;
        };
        let last = sentence_before(text, span.start as usize, span.end as usize);
        if announces(words) {
            if !goes_on && !is_quoted(text, &section.blocks) {
                gaps.push(gap(text, GapKind::List, last, "announced and absent"));
            }
        } else if is_cut(words, format) {
            gaps.push(gap(
                text,
                GapKind::Sentence,
                last,
                "a sentence without its end",
            ));
        }
    }
    let start = article.span.start as usize;
    let own = text.get(article.span.range()).unwrap_or_default();
    for mut gap in super::cut_values(own) {
        if !is_whole(own, gap.span) {
            gap.span = Span::new(
                gap.span.start as usize + start,
                gap.span.end as usize + start,
            );
            gaps.push(gap);
        }
    }
    gaps.sort_by_key(|gap| gap.span);
    gaps
}

/// True if what a section announces may be the next one: a deeper heading, further information, or
/// in a KB text, whose authors write `in depth:` above a row of them, any heading below the main ones.
fn leads_over(section: &Section, next: &Section, format: Format) -> bool {
    next.heading.len() > section.heading.len()
        || next.role == Role::MoreInformation
        || format == Format::KbText && next.heading.len() > 1
}

/// True if the last paragraph is a message or command that another quotes: it stands further in
/// than one above it that announces it. Its colon is part of what is quoted.
fn is_quoted(text: &str, blocks: &[Block]) -> bool {
    let column = |block: &Block| {
        let start = block.span.start as usize;
        let from = text.ceil_char_boundary(start.saturating_sub(WIDEST));
        let before = text.get(from..start).unwrap_or_default();
        before.len() - before.rfind('\n').map_or(0, |end| end + 1)
    };
    let Some((last, above)) = blocks.split_last() else {
        return false;
    };
    let indent = column(last);
    let outer = above.iter().rev().find(|block| column(block) < indent);
    outer.is_some_and(
        |outer| matches!(&outer.body, Body::Paragraph(words) if words.trim_end().ends_with(':')),
    )
}

/// The span without white space at its ends.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let words = text.get(span.range())?;
    let start = span.start as usize + words.len() - words.trim_start().len();
    let end = span.start as usize + words.trim_end().len();
    (start < end).then(|| Span::new(start, end))
}

/// True if a path that stops at a separator is whole: it stands on a line of its own, as a key often
/// does, or it goes on in this line or the next, as wrapped ones do.
fn is_whole(text: &str, path: Span) -> bool {
    let before = text.get(..path.start as usize).unwrap_or_default();
    let rest = text.get(path.end as usize..).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let mut lines = rest.lines();
    let same = lines.next().unwrap_or_default();
    let next = lines.next().unwrap_or_default();
    if same.trim().is_empty() && line.trim().is_empty() {
        return true;
    }
    let first = if same.trim().is_empty() { next } else { same };
    // A path has no end that a sentence could have: whatever word follows is its next part.
    first
        .trim_start()
        .starts_with(|first: char| first.is_alphanumeric() || "\\<%{".contains(first))
}

/// "The following looms are known:" and not "C:" or a label.
fn announces(words: &str) -> bool {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    // "Cannot read from drive A:" names a drive.
    words.ends_with(':') && last.len() > 2 && words.split_ascii_whitespace().count() > 3
}

fn is_cut(words: &str, format: Format) -> bool {
    let ends_open = |words: &str| {
        let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
        OPEN.contains(&last)
    };
    let is_prose = words.starts_with(|first: char| first.is_uppercase())
        && words.split_ascii_whitespace().count() >= LONG;
    let unfinished = words.ends_with(|last: char| last.is_alphabetic());
    is_prose && (ends_open(words) || format == Format::SupportPage && unfinished)
}
