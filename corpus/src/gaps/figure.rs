//! Figures that are spoken of and not there.

use super::{gap, last_sentence};
use crate::article::{Gap, GapKind};
use crate::lines::Page;
use std::collections::HashSet;

/// Numbers of figures remembered; a text with more is no text.
const MOST_FIGURES: usize = 500;

/// True for an image without an address, as flattening leaves it.
pub(super) fn is_image(words: &str) -> bool {
    words.starts_with("![](") || words.starts_with("![]()") || words == "[]" || words == "[image]"
}

/// A gap for each figure, behind the stretch of text that first speaks of it.
pub(super) fn missing(page: &Page<'_>) -> Vec<Gap> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut gaps = Vec::new();
    for line in 0..page.len() {
        let words = page.words(line);
        for (at, label) in words.match_indices("Figure ") {
            let number = &words[at + label.len()..];
            let end = number
                .find(|letter: char| !letter.is_ascii_digit() && !".-".contains(letter))
                .unwrap_or(number.len());
            let number = number[..end].trim_end_matches(['.', '-']);
            if number.is_empty() || seen.len() >= MOST_FIGURES || !seen.insert(number) {
                continue;
            }
            let span = last_sentence(page, line);
            gaps.push(gap(
                page.text,
                GapKind::Figure,
                span,
                "a figure without its image",
            ));
        }
    }
    gaps
}
