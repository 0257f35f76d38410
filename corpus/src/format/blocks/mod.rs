//! Blocks from lines: paragraphs, steps, lists, tables, code, notes and cautions.
//!
//! Plain text says with indentation and blank lines what other formats say with tags. [`read`]
//! takes the lines of one section and walks them chunk by chunk (a chunk ends at a blank line):
//! a box is a table; a marker (`1.`, `a)`, `-`) opens a list, and what is indented below its
//! entries is read by the same rules one level down; aligned columns are a table; what looks like
//! a program, a command or a registry path is code; lines that stop before they are full are
//! kept apart as a list without markers; the rest is running text, perhaps a note or a caution.
//!
//! Any format that has lines may call this; nothing here knows one format's headings.

mod caption;
mod caution;
mod code;
mod items;
mod listing;
mod marker;
mod prose;
mod warn;

#[cfg(test)]
mod tests;

use crate::article::{Block, Body, Span, Warning, WarningKind};
use crate::lines::Page;
use crate::table::{boxed, columns};
use std::ops::Range;

pub(crate) use prose::stops_early;

/// A chunk is cut after so many lines, so that looking at it twice stays cheap. Tables and code
/// that go on are put together again.
const LONGEST_CHUNK: usize = 300;
/// Lists nested deeper than this are read as paragraphs. Real ones have four levels.
const DEEPEST: usize = 8;

/// Reads the blocks of a section's `lines` (heading excluded). `heading` names a table that has
/// no sentence above it. Step numbers that repeat or skip are added to `warnings`.
pub(crate) fn read(
    page: &Page<'_>,
    lines: Range<usize>,
    heading: Option<&str>,
    warnings: &mut Vec<Warning>,
) -> Vec<Block> {
    let mut reader = BlockReader { page, warnings };
    let base = lines
        .clone()
        .filter(|&line| !page.is_blank(line))
        .map(|line| page.indent(line))
        .min();
    let mut blocks = reader.blocks(lines, base.unwrap_or(0), 0);
    caption::add(&mut blocks, heading);
    blocks
}

/// What the readers of one section share.
struct BlockReader<'p, 't> {
    page: &'p Page<'t>,
    warnings: &'p mut Vec<Warning>,
}

impl BlockReader<'_, '_> {
    /// Reads `lines`, whose running text begins at column `base`.
    fn blocks(&mut self, lines: Range<usize>, base: usize, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut line = lines.start;
        loop {
            line = self.page.skip_blank(line, lines.end);
            if line >= lines.end {
                return blocks;
            }
            if boxed::starts(self.page, line)
                && let Some(read) = boxed::read(self.page, line..lines.end)
            {
                blocks.push(self.block(line..read.end, Body::Table(read.table)));
                line = read.end;
                continue;
            }
            if prose::is_divider(self.page.words(line)) {
                line += 1;
                continue;
            }
            if depth < DEEPEST
                && let Some((block, end)) = self.list(line..lines.end, depth)
            {
                blocks.push(block);
                line = end;
                continue;
            }
            line = self.chunk(line..lines.end, base, &mut blocks);
        }
    }

    /// Reads the chunk that begins at `lines.start`; returns the line after it.
    fn chunk(&mut self, lines: Range<usize>, base: usize, blocks: &mut Vec<Block>) -> usize {
        let page = self.page;
        let mut chunk = lines.start..self.chunk_end(lines.clone());
        if chunk.len() > 1
            && let Some(read) = columns::read(page, chunk.clone(), lines.end)
            && !code::is_code(page, chunk.clone(), base)
        {
            blocks.push(self.block(chunk.start..read.end, Body::Table(read.table)));
            return read.end;
        }
        if code::is_code(page, chunk.clone(), base) {
            let end = code::extend(page, chunk.clone(), lines.end, base);
            let text = code::verbatim(page, chunk.start..end);
            let language = None;
            blocks.push(self.block(chunk.start..end, Body::Code { language, text }));
            return end;
        }
        if let Some(rule) = (chunk.clone()).find(|&line| prose::is_divider(page.words(line))) {
            self.warn_of_unread_table(chunk.start, rule, chunk.end);
            chunk.end = rule;
        }
        let end = chunk.end;
        let indented = (chunk.clone()).all(|line| page.indent(line) >= base + 2);
        if let Some(parts) = listing::article_list(page, chunk.clone()) {
            blocks.extend(parts.into_iter().map(|part| {
                let text = prose::joined(page, part.clone());
                self.block(part, Body::Paragraph(text))
            }));
        } else if let Some(items) = listing::short_lines(page, chunk.clone(), indented) {
            blocks.push(self.block(chunk, Body::List(items)));
        } else {
            let text = prose::joined(page, chunk.clone());
            let body = if indented {
                prose::quoted(text)
            } else {
                prose::classify(text)
            };
            blocks.push(self.block(chunk, body));
        }
        end
    }

    /// Where the chunk that begins at `lines.start` ends: at a blank line, a box, a list that
    /// needs no blank line before it, a rule, or a note's marker at the start of a line.
    fn chunk_end(&self, lines: Range<usize>) -> usize {
        let page = self.page;
        let mut line = lines.start + 1;
        let stop = lines.end.min(lines.start + LONGEST_CHUNK);
        let mut table = false;
        while line < stop && !page.is_blank(line) {
            // A rule below labels may make a table of the chunk; any other rule ends it.
            if !table && prose::is_divider(page.words(line)) {
                table = (lines.start..line).any(|line| page.words(line).contains("  "));
                if !table {
                    break;
                }
            }
            let above = page.words(line - 1);
            if boxed::starts(page, line)
                || marker::opens_below(page, line, above)
                || prose::starts_label(page.words(line)) && above.ends_with(['.', ':', ')'])
            {
                break;
            }
            line += 1;
        }
        line
    }

    fn block(&self, lines: Range<usize>, body: Body) -> Block {
        let span = self.page.words_span(lines);
        Block { span, body }
    }

    /// A rule below labels that spaces keep apart announces a table; none was found.
    fn warn_of_unread_table(&mut self, first: usize, rule: usize, end: usize) {
        let labels = self.page.words(first).matches("   ").count();
        // Underscores are room to write on, and asterisks frame a text.
        let divides = self.page.words(rule).starts_with(['-', '=']);
        if divides && rule > first && rule + 1 < end && labels > 0 {
            let message = "a rule below a header, but no columns were found".to_owned();
            self.warnings
                .push(warn::at(WarningKind::TableUnread, rule, message));
        }
    }
}

/// The text offset in `source` (which stands at `start`) behind which `count` bytes of words
/// have passed. Cleaned text keeps every byte that is no white space, in order, so this finds
/// the place of a cleaned text's offset in its source.
fn source_offset(source: &str, start: usize, count: usize) -> usize {
    let mut left = count;
    for (at, byte) in source.bytes().enumerate() {
        if byte.is_ascii_whitespace() {
            continue;
        }
        if left == 0 {
            return start + at;
        }
        left -= 1;
    }
    start + source.len()
}

/// The bytes of `text` that are no white space.
fn word_bytes(text: &str) -> usize {
    text.bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .count()
}

/// The bytes of a part of a cleaned text, found again in its source.
fn part_span(page: &Page<'_>, whole: Span, cleaned: &str, part: Range<usize>) -> Span {
    let source = &page.text[whole.range()];
    let start = whole.start as usize;
    let before = word_bytes(cleaned.get(..part.start).unwrap_or_default());
    let inside = word_bytes(cleaned.get(part).unwrap_or_default());
    let from = source_offset(source, start, before);
    let last = source_offset(source, start, (before + inside).saturating_sub(1));
    Span::new(from, (last + 1).min(whole.end as usize).max(from))
}
