//! The regions of a KB document, as ranges of lines that follow one another.

use super::{boilerplate, footer, header};
use crate::lines::Page;
use std::ops::Range;

/// An older header has at most this many lines that are not blank.
const LONGEST_PREAMBLE: usize = 12;
/// Lines looked through for the end of the applies-to block.
const LONGEST_APPLIES_TO: usize = 400;

/// Where everything stands. The ranges are in this order, without hole or overlap, and cover the
/// page; each may be empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Header fields, and the rule below them.
    pub(super) header: Range<usize>,
    /// The header of an older form of the format.
    pub(super) preamble: Range<usize>,
    /// The applies-to block with the rules around it.
    pub(super) applies_to: Range<usize>,
    /// The sections.
    pub(super) body: Range<usize>,
    /// Query words and category lines that close the body.
    pub(super) query_words: Range<usize>,
    /// Footer fields, and the rule above them.
    pub(super) footer: Range<usize>,
    /// The disclaimer and what follows it, and the rule above them.
    pub(super) legal: Range<usize>,
}

/// Finds the regions.
pub(super) fn find(page: &Page<'_>) -> Layout {
    let header = 0..header::end(page);
    let legal = boilerplate::start(page, header.end);
    let footer = footer::start(page, header.end, legal);
    let query_words = footer::query_words_start(page, header.end, footer);
    let preamble = preamble_end(page, header.end, query_words);
    let applies_to = applies_to_end(page, preamble, query_words);
    Layout {
        header: header.clone(),
        preamble: header.end..preamble,
        applies_to: preamble..applies_to,
        body: applies_to..query_words,
        query_words: query_words..footer,
        footer: footer..legal,
        legal: legal..page.len(),
    }
}

/// A line of at least `least` equal `character`s and nothing else.
pub(super) fn is_rule(words: &str, character: u8, least: usize) -> bool {
    words.len() >= least && words.bytes().all(|byte| byte == character)
}

/// True for the sentence that opens the applies-to block.
pub(super) fn announces_products(words: &str) -> bool {
    words.starts_with("The information in this article applies to")
        || words.starts_with("The information in this document applies to")
}

/// The old header ends where the applies-to block begins: at the rule right above its sentence.
/// Only versions, platforms and keywords count; sentences are text that happens to stand there.
fn preamble_end(page: &Page<'_>, start: usize, limit: usize) -> usize {
    let mut seen = 0;
    for line in start..limit {
        let words = page.words(line);
        if words.is_empty() {
            continue;
        }
        if is_rule(words, b'-', 20) || announces_products(words) {
            return line;
        }
        seen += 1;
        if seen > LONGEST_PREAMBLE || is_sentence(words) || is_rule(words, b'=', 3) {
            break;
        }
    }
    start
}

/// True for running text: several plain words, which versions and keywords do not have.
fn is_sentence(words: &str) -> bool {
    let plain = words
        .split_ascii_whitespace()
        .filter(|word| !word.starts_with("kb"))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .count();
    plain > 1 || words.len() > 100
}

fn applies_to_end(page: &Page<'_>, start: usize, limit: usize) -> usize {
    let mut line = page.skip_blank(start, limit);
    if is_rule(page.words(line), b'-', 20) {
        line = page.skip_blank(line + 1, limit);
    }
    if line >= limit || !announces_products(page.words(line)) {
        return start;
    }
    let stop = limit.min(line + LONGEST_APPLIES_TO);
    let mut listed = line + 1;
    for at in line + 1..stop {
        let words = page.words(at);
        if is_rule(words, b'-', 20) {
            return at + 1;
        }
        if is_rule(words, b'=', 3) {
            break;
        }
        // Without a closing rule the block ends with its last product.
        if words.starts_with("- ") || page.indent(at) >= 3 && !words.is_empty() {
            listed = at + 1;
        } else if !words.is_empty() && page.is_blank(at - 1) && listed > line + 1 {
            break;
        }
    }
    listed
}

#[cfg(test)]
mod cases {
    use super::*;

    /// The first words of each region, in order.
    fn regions(text: &str) -> Vec<String> {
        let page = Page::new(text);
        let layout = find(&page);
        let regions = [
            layout.header,
            layout.preamble,
            layout.applies_to,
            layout.body,
            layout.query_words,
            layout.footer,
            layout.legal,
        ];
        let mut at = 0;
        regions
            .into_iter()
            .map(|lines| {
                assert_eq!(lines.start, at);
                at = lines.end;
                let first = lines.clone().find(|&line| !page.is_blank(line));
                first.map_or("", |line| page.words(line)).to_owned()
            })
            .collect()
    }

    #[test]
    fn regions_follow_one_another() {
        let rule = "=".repeat(70);
        let dashes = "-".repeat(79);
        let text = format!(
            "DOCUMENT:Q912345  05-JAN-2001  [x]\nTITLE   :One\n\n{rule}\n3.00 3.10\n\n{dashes}\n\
             The information in this article applies to:\n\n - Contoso version 1.0\n{dashes}\n\n\
             SUMMARY\n=======\n\nText.\n\nAdditional query words: lamp\n{rule}\n\
             Keywords          : kblamp\n\n{rule}\n\nTHE INFORMATION PROVIDED IN THE X\n"
        );
        let expected = [
            "DOCUMENT:Q912345  05-JAN-2001  [x]",
            "3.00 3.10",
            &dashes,
            "SUMMARY",
            "Additional query words: lamp",
            &rule,
            &rule,
        ];
        assert_eq!(regions(&text), expected);
    }

    #[test]
    fn sentences_above_the_products_are_text() {
        let dashes = "-".repeat(79);
        let text = format!(
            "DOCUMENT:Q912345\n\nThis article tells of lamps.\n\n{dashes}\n\
             The information in this article applies to:\n\n - Contoso\n{dashes}\n"
        );
        let regions = regions(&text);
        assert_eq!(regions[1], "");
        assert_eq!(regions[3], "This article tells of lamps.");
    }

    #[test]
    fn a_text_without_the_form_is_all_body() {
        assert_eq!(regions("One.\n\nTwo.")[3], "One.");
        assert_eq!(regions("").concat(), "");
    }
}
