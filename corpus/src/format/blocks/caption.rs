//! Captions: what a table is called by the text around it.

use crate::article::{Block, Body, Item};

/// A longer sentence is no caption.
const LONGEST: usize = 240;

/// Gives every table without a caption the sentence right above it, or else `heading`.
pub(super) fn add(blocks: &mut [Block], heading: Option<&str>) {
    let mut above = heading.map(str::to_owned);
    for block in blocks {
        match &mut block.body {
            Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => {
                above = last_sentence(text).or_else(|| heading.map(str::to_owned));
            }
            Body::Table(table) => {
                if table.caption.is_none() {
                    table.caption.clone_from(&above);
                }
                above = heading.map(str::to_owned);
            }
            Body::Steps(items) | Body::List(items) => {
                items.iter_mut().for_each(add_below);
                above = heading.map(str::to_owned);
            }
            Body::Code { .. } => above = heading.map(str::to_owned),
        }
    }
}

fn add_below(item: &mut Item) {
    let above = last_sentence(&item.text);
    add(&mut item.children, above.as_deref());
}

fn last_sentence(text: &str) -> Option<String> {
    let body = text.trim_end_matches([':', '.', ' ']);
    let start = body.rfind(". ").map_or(0, |at| at + 2);
    let sentence = body.get(start..)?.trim();
    (!sentence.is_empty() && sentence.len() <= LONGEST).then(|| sentence.to_owned())
}
