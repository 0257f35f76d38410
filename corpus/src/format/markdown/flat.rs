//! Admonition containers (`:::note` … `:::`, `!!! warning`) made plain before parsing.
//!
//! CommonMark knows neither form. Their marker lines are emptied and the indentation of `!!!` is
//! removed, so that what is inside parses as Markdown; an offset map leads back to the document.

use super::callout::{Callout, callout_of};
use crate::article::Span;
use std::ops::Range;

/// Markdown with containers made plain, and the way back to the document.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    /// The Markdown to parse.
    pub(super) text: String,
    /// The containers, in order of their start; offsets into `text`.
    pub(super) containers: Vec<Container>,
    /// Where a stretch of `text` begins, and the document offset of its first byte.
    segments: Vec<(usize, usize)>,
}

/// A stretch of text under a callout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Container {
    pub(super) range: Range<usize>,
    pub(super) callout: Callout,
    /// The words after the marker, if any.
    pub(super) title: String,
}

impl Flat {
    /// Makes the containers of `document` from offset `start` on plain.
    pub(crate) fn new(document: &str, start: usize) -> Self {
        let mut maker = Maker::default();
        let mut at = start;
        for line in document[start..].split_inclusive('\n') {
            maker.line(line, at);
            at += line.len();
        }
        maker.finish()
    }

    /// The document span of a range of the Markdown, white space at its end left out.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let length = text.trim_end().len();
        let lead = text[..length].len() - text[..length].trim_start_matches(['\n', '\r']).len();
        self.exact_span(range.start + lead..range.start + length)
    }

    /// The document span of a range, as it stands.
    pub(super) fn exact_span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        let end = if range.end > range.start {
            self.offset(range.end - 1) + 1
        } else {
            start
        };
        Span::new(start, end)
    }

    /// The document offset of an offset into the Markdown.
    pub(super) fn offset(&self, at: usize) -> usize {
        let segment = self.segments.partition_point(|&(flat, _)| flat <= at);
        let (flat, document) = segment
            .checked_sub(1)
            .map_or((0, 0), |last| self.segments[last]);
        document + (at - flat)
    }
}

/// The state of the walk over lines.
#[derive(Default)]
struct Maker {
    flat: Flat,
    /// The code fence that is open: its character and length.
    fence: Option<(u8, usize)>,
    /// Indices of `:::` containers that are open.
    open: Vec<usize>,
    /// Of those, the ones opened since the last blank line.
    fresh: Vec<usize>,
    /// The `!!!` container that is open.
    indented: Option<usize>,
}

impl Maker {
    fn line(&mut self, line: &str, at: usize) {
        let content = line.trim();
        if let Some(index) = self.indented {
            if content.is_empty() || line.starts_with("    ") || line.starts_with('\t') {
                let cut = if line.starts_with('\t') {
                    1
                } else {
                    4.min(leading_spaces(line))
                };
                self.push(&line[cut..], at + cut);
                return;
            }
            self.flat.containers[index].range.end = self.flat.text.len();
            self.indented = None;
            // A line that follows at once would be taken for a continuation.
            self.separate(at);
        }
        if content.is_empty() {
            for index in self.fresh.drain(..) {
                self.flat.containers[index].range.end = self.flat.text.len();
            }
        }
        self.track_fence(line, content);
        if self.fence.is_none() {
            if let Some(rest) = colon_marker(line) {
                return self.colons(rest, line, at);
            }
            if let Some((callout, title)) = indented_marker(line) {
                self.indented = Some(self.begin(callout, title));
                self.empty(line, at);
                return;
            }
        }
        self.push(line, at);
    }

    /// A line of colons: opens a container, or closes the innermost.
    fn colons(&mut self, rest: &str, line: &str, at: usize) {
        if rest.is_empty() {
            let Some(index) = self.open.pop() else {
                return self.push(line, at);
            };
            self.fresh.retain(|&fresh| fresh != index);
            self.flat.containers[index].range.end = self.flat.text.len();
            return self.empty(line, at);
        }
        let word_end = rest
            .find(|character: char| !character.is_alphabetic())
            .unwrap_or(rest.len());
        match callout_of(&rest[..word_end]) {
            Some(callout) if self.open.len() < 16 => {
                let title = rest[word_end..].trim_matches(|character: char| {
                    character.is_whitespace() || matches!(character, '[' | ']' | '"')
                });
                let index = self.begin(callout, title);
                self.open.push(index);
                self.fresh.push(index);
                self.empty(line, at);
            }
            _ => self.push(line, at),
        }
    }

    fn begin(&mut self, callout: Callout, title: &str) -> usize {
        let start = self.flat.text.len();
        self.flat.containers.push(Container {
            // Until its end is seen it reaches to the end of its first paragraph.
            range: start..usize::MAX,
            callout,
            title: title.to_owned(),
        });
        self.flat.containers.len() - 1
    }

    fn track_fence(&mut self, line: &str, content: &str) {
        if leading_spaces(line) > 3 && self.fence.is_none() {
            return;
        }
        let mark = content.bytes().next().unwrap_or(0);
        if mark != b'`' && mark != b'~' {
            return;
        }
        let length = content.bytes().take_while(|&byte| byte == mark).count();
        match self.fence {
            None if length >= 3 => self.fence = Some((mark, length)),
            Some((open, least)) if open == mark && length >= least && length == content.len() => {
                self.fence = None;
            }
            _ => {}
        }
    }

    /// Adds a stretch of the document as it stands.
    fn push(&mut self, text: &str, at: usize) {
        let flat = self.flat.text.len();
        let follows = self
            .flat
            .segments
            .last()
            .is_some_and(|&(start, document)| document + (flat - start) == at);
        if !follows {
            self.flat.segments.push((flat, at));
        }
        self.flat.text.push_str(text);
    }

    /// Adds only the line end of a line.
    fn empty(&mut self, line: &str, at: usize) {
        if line.ends_with('\n') {
            self.push("\n", at + line.len() - 1);
        }
    }

    /// Adds an empty line that the document does not have.
    fn separate(&mut self, at: usize) {
        self.flat.segments.push((self.flat.text.len(), at));
        self.flat.text.push('\n');
        self.flat.segments.push((self.flat.text.len(), at));
    }

    fn finish(mut self) -> Flat {
        let length = self.flat.text.len();
        for container in &mut self.flat.containers {
            container.range.end = container.range.end.min(length);
        }
        self.flat
    }
}

/// What follows `:::` on its line, if it starts with that.
fn colon_marker(line: &str) -> Option<&str> {
    if leading_spaces(line) > 3 {
        return None;
    }
    let content = line.trim();
    let rest = content.trim_start_matches(':');
    (content.len() - rest.len() >= 3).then(|| rest.trim_start_matches(['{', ' ', '.']).trim())
}

/// The callout and title of `!!! warning "Title"` or its folding form `???`.
fn indented_marker(line: &str) -> Option<(Callout, &str)> {
    if leading_spaces(line) > 3 {
        return None;
    }
    let content = line.trim();
    let rest = content
        .strip_prefix("!!!")
        .or_else(|| content.strip_prefix("???+"))
        .or_else(|| content.strip_prefix("???"))?
        .trim_start();
    let word_end = rest
        .find(|character: char| !character.is_alphabetic())
        .unwrap_or(rest.len());
    let callout = callout_of(&rest[..word_end])?;
    let title = rest[word_end..].trim().trim_matches('"');
    Some((callout, title))
}

fn leading_spaces(line: &str) -> usize {
    line.bytes().take_while(|&byte| byte == b' ').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_document() {
        let document = "Before\n\n!!! warning \"Mind\"\n    Keep off.\n\n    Twice.\nAfter\n\
                        :::note\nInside\n:::\nEnd";
        let flat = Flat::new(document, 0);
        for word in ["Before", "Keep off.", "Twice.", "After", "Inside", "End"] {
            let at = flat.text.find(word).unwrap();
            let span = flat.span(at..at + word.len());
            assert_eq!(&document[span.range()], word);
        }
        let inside: Vec<_> = flat
            .containers
            .iter()
            .map(|container| (flat.text[container.range.clone()].trim(), &*container.title))
            .collect();
        assert_eq!(inside, [("Keep off.\n\nTwice.", "Mind"), ("Inside", "")]);
    }

    #[test]
    fn a_container_that_is_not_closed_ends_with_its_paragraph() {
        let flat = Flat::new(":::warning\nMind the gap.\n\nMore text.\n", 0);
        let container = &flat.containers[0];
        assert_eq!(flat.text[container.range.clone()].trim(), "Mind the gap.");
    }

    #[test]
    fn fences_hide_markers() {
        let document = "```\n:::note\n!!! note\n```\n";
        let flat = Flat::new(document, 0);
        assert_eq!(flat.text, document);
        assert!(flat.containers.is_empty());
    }
}
