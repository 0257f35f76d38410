//! Sentences of running text.

use std::ops::Range;

/// A sentence without an end is cut at a word beyond this many bytes.
const LONGEST: usize = 700;

/// Sentences as byte ranges that cover the text but for white space: an end mark, white space,
/// and a start that is no small letter.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    // A colon is none of them: it leads over to what belongs to it.
    for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes) {
        let closing = bytes[at + 1..]
            .iter()
            .take_while(|byte| b"\")'".contains(byte))
            .count();
        let end = at + 1 + closing;
        let is_end = bytes.get(end) == Some(&b' ')
            && bytes
                .get(end + 1)
                .is_some_and(|next| !next.is_ascii_lowercase());
        if is_end && end > start {
            push(text, start..end, &mut ranges);
            start = end + 1;
        }
    }
    push(text, start..text.len(), &mut ranges);
    ranges
}

fn push(text: &str, mut range: Range<usize>, ranges: &mut Vec<Range<usize>>) {
    while range.len() > LONGEST {
        let limit = text.floor_char_boundary(range.start + LONGEST);
        let cut = text[range.start..limit]
            .rfind(' ')
            .filter(|&cut| cut > 0)
            .map_or(limit, |cut| range.start + cut);
        ranges.push(range.start..cut);
        range.start = cut;
    }
    if !text[range.clone()].trim().is_empty() {
        ranges.push(range);
    }
}
