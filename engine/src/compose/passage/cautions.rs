//! The cautions that limit a passage: what its section forbids or keeps for the last.

use super::matcher::Matcher;
use super::sentences;
use crate::answer::CautionAnswer;
use crate::compose::locate::locate;
use crate::compose::risk::{forbidding, is_forbidding};
use crate::understand::pattern::compiled;
use corpus::Document;
use corpus::article::{Block, Body, Section};
use regex::Regex;
use std::sync::LazyLock;

/// Cautions shown with one passage.
const MOST: usize = 4;

/// Words by which a sentence warns of what it speaks of, beside those that forbid.
const WARNS: &[&str] = &[
    "will not fix",
    "may cause more problems",
    "should not be followed",
    "not recommended",
    "data corruption",
    "to avoid loss",
    "is not supported",
    "are not supported",
];

/// The cautions of a section, in the source's order. Those that the passage quotes are told too: a
/// passage is shown shortened where there is little room, and a caution must not be what is cut.
pub(super) fn of(
    document: &Document,
    section: &Section,
    matcher: &mut Matcher<'_>,
) -> Vec<CautionAnswer> {
    let mut found: Vec<(f32, CautionAnswer)> = Vec::new();
    collect(document, &section.blocks, &mut |caution| {
        found.push((matcher.worth_of(&caution.text), caution));
    });
    // Of many, those that speak of what was asked.
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(MOST);
    let mut cautions: Vec<CautionAnswer> = found.into_iter().map(|(_, caution)| caution).collect();
    cautions.sort_by_key(|caution| caution.span);
    cautions
}

fn collect(document: &Document, blocks: &[Block], found: &mut impl FnMut(CautionAnswer)) {
    for block in blocks {
        match &block.body {
            Body::Caution(text) => found(CautionAnswer {
                text: text.clone(),
                span: block.span,
            }),
            // Most paragraphs warn of nothing, and are told by one look at the whole.
            Body::Paragraph(text) | Body::Note(text) if warns_somewhere(text) => {
                for range in sentences::split(text) {
                    let sentence = text[range.clone()].trim();
                    if warns(sentence) {
                        found(CautionAnswer {
                            text: sentence.to_owned(),
                            span: locate(document, block.span, text, range),
                        });
                    }
                }
            }
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    if warns(&item.text) {
                        found(CautionAnswer {
                            text: item.text.clone(),
                            span: item.span,
                        });
                    }
                    collect(document, &item.children, found);
                }
            }
            _ => {}
        }
    }
}

fn warns(sentence: &str) -> bool {
    static SAID: LazyLock<Option<Regex>> =
        LazyLock::new(|| compiled(&format!("(?i){}", WARNS.join("|"))));
    let says_so = || SAID.as_ref().is_some_and(|said| said.is_match(sentence));
    is_forbidding(sentence) || says_so()
}

/// False if no sentence of a text warns.
fn warns_somewhere(text: &str) -> bool {
    static SAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let patterns: Vec<&str> = forbidding().chain(WARNS.iter().copied()).collect();
        compiled(&format!("(?i){}", patterns.join("|")))
    });
    SAID.as_ref().is_some_and(|said| said.is_match(text))
}
