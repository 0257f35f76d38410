//! A text cut into lines, each with its indentation and the offsets of its words.
//!
//! The line-oriented formats (legacy KB text, flattened pages, plain text) and the table readers
//! all look at a document through a [`Page`], so that indentation, blank lines and offsets mean
//! the same everywhere.

use crate::article::Span;
use std::ops::Range;

/// One line. Offsets are text offsets on character boundaries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// First byte of the line.
    pub(crate) start: usize,
    /// First byte that is no white space; equals `end` on a blank line.
    pub(crate) words: usize,
    /// Just past the last byte that is no white space.
    pub(crate) end: usize,
    /// First byte of the next line, the line ends included in this one.
    pub(crate) next: usize,
    /// The column of the first word; a tab leads to the next multiple of eight.
    pub(crate) indent: usize,
}

impl Line {
    /// True if nothing but white space stands in the line.
    pub(crate) fn is_blank(&self) -> bool {
        self.words == self.end
    }
}

/// A text and its lines.
#[derive(Debug)]
pub(crate) struct Page<'t> {
    /// The whole text.
    pub(crate) text: &'t str,
    /// Its lines, which together cover it.
    pub(crate) lines: Vec<Line>,
}

impl<'t> Page<'t> {
    /// Cuts a text at `\n`, `\r\n` and, for texts that know no `\n`, `\r`.
    pub(crate) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ending = match memchr::memchr(b'\n', bytes) {
            None if memchr::memchr(b'\r', bytes).is_some() => b'\r',
            _ => b'\n',
        };
        let mut lines = Vec::with_capacity(bytes.len() / 32 + 1);
        let mut start = 0;
        for at in memchr::memchr_iter(ending, bytes) {
            lines.push(measure(bytes, start, at, at + 1));
            start = at + 1;
        }
        if start < bytes.len() {
            lines.push(measure(bytes, start, bytes.len(), bytes.len()));
        }
        Self { text, lines }
    }

    /// The number of lines.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The words of a line, without the white space around them; empty past the last line.
    pub(crate) fn words(&self, line: usize) -> &'t str {
        self.lines
            .get(line)
            .map_or("", |line| &self.text[line.words..line.end])
    }

    /// A line with its indentation, without trailing white space.
    pub(crate) fn raw(&self, line: usize) -> &'t str {
        self.lines
            .get(line)
            .map_or("", |line| &self.text[line.start..line.end])
    }

    /// True for a blank line, and past the last one.
    pub(crate) fn is_blank(&self, line: usize) -> bool {
        self.lines.get(line).is_none_or(Line::is_blank)
    }

    /// The column of a line's first word.
    pub(crate) fn indent(&self, line: usize) -> usize {
        self.lines.get(line).map_or(0, |line| line.indent)
    }

    /// The offset of a line's first byte; the end of the text past the last line.
    pub(crate) fn start(&self, line: usize) -> usize {
        self.lines
            .get(line)
            .map_or(self.text.len(), |line| line.start)
    }

    /// From the first word to the last of a range of lines.
    pub(crate) fn words_span(&self, lines: Range<usize>) -> Span {
        let first = self.lines.get(lines.start);
        let last = lines.end.checked_sub(1).and_then(|end| self.lines.get(end));
        match (first, last) {
            (Some(first), Some(last)) => Span::new(first.words, last.end.max(first.words)),
            _ => Span::default(),
        }
    }

    /// The first line at or after `line`, before `end`, that is not blank; else `end`.
    pub(crate) fn skip_blank(&self, mut line: usize, end: usize) -> usize {
        while line < end && self.is_blank(line) {
            line += 1;
        }
        line
    }

    /// The line, counted from 1, for a warning.
    pub(crate) fn number(line: usize) -> u32 {
        u32::try_from(line + 1).unwrap_or(u32::MAX)
    }
}

fn measure(bytes: &[u8], start: usize, stop: usize, next: usize) -> Line {
    let line = &bytes[start..stop];
    let mut indent = 0;
    let mut words = 0;
    for &byte in line {
        match byte {
            b' ' => indent += 1,
            b'\t' => indent = (indent / 8 + 1) * 8,
            _ if is_space(byte) => {}
            _ => break,
        }
        words += 1;
    }
    let mut end = line.len();
    while end > words && is_space(line[end - 1]) {
        end -= 1;
    }
    Line {
        start,
        words: start + words,
        end: start + end,
        next,
        indent,
    }
}

/// White space inside a line, as [`u8::is_ascii_whitespace`] has it.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | 0x0c)
}

/// Appends a line's words to running text: one space between, inner runs of white space reduced
/// to one space. A word broken after its hyphen (`double-` / `click`) is put together again.
pub(crate) fn push_words(out: &mut String, words: &str) {
    if !out.is_empty() && !ends_in_broken_word(out, words) {
        out.push(' ');
    }
    // A fold without early exit, which the compiler turns into wide instructions: most lines
    // have no run of spaces, and all of them come through here.
    let bytes = words.as_bytes();
    let tail = bytes.get(1..).unwrap_or_default();
    let runs = bytes.iter().zip(tail).fold(false, |runs, (&one, &two)| {
        runs | (one == b' ') & (two == b' ') | (one == b'\t')
    });
    if !runs {
        out.push_str(words);
        return;
    }
    let mut first = true;
    for word in words.split_ascii_whitespace() {
        if !first {
            out.push(' ');
        }
        out.push_str(word);
        first = false;
    }
}

fn ends_in_broken_word(text: &str, next: &str) -> bool {
    let mut back = text.bytes().rev();
    back.next() == Some(b'-')
        && back.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && next.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && !["and ", "or ", "to "]
            .iter()
            .any(|word| next.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cover_the_text_and_know_their_indentation() {
        let page = Page::new("one\r\n   two \r\n\t three\n\n");
        let seen: Vec<_> = (0..page.len())
            .map(|line| (page.words(line), page.indent(line)))
            .collect();
        assert_eq!(seen, [("one", 0), ("two", 3), ("three", 9), ("", 0)]);
        let mut at = 0;
        for line in &page.lines {
            assert_eq!(line.start, at);
            at = line.next;
        }
        assert_eq!(at, page.text.len());
    }

    #[test]
    fn old_macintosh_line_ends_are_line_ends() {
        let page = Page::new("one\rtwo");
        assert_eq!((page.words(0), page.words(1)), ("one", "two"));
    }

    #[test]
    fn running_text_is_joined_at_spaces_and_hyphens() {
        let cases: &[(&[&str], &str)] = &[
            (&["one", "two"], "one two"),
            (&["double-", "click it"], "double-click it"),
            (&["pre-", "and post-sort"], "pre- and post-sort"),
            (&["end.  Next", "line"], "end. Next line"),
            (&["TCP/IP -", "the stack"], "TCP/IP - the stack"),
        ];
        for (lines, expected) in cases {
            let mut text = String::new();
            lines.iter().for_each(|line| push_words(&mut text, line));
            assert_eq!(text, *expected);
        }
    }
}
