//! Lines that are kept apart although no marker says so: addresses, menus, lists of articles.

use super::prose;
use crate::article::Item;
use crate::lines::{Page, push_words};
use std::ops::Range;

/// At the margin, fewer short lines than these are a paragraph that happens to break early.
const FEWEST_AT_MARGIN: usize = 3;

/// Splits a chunk that lists articles (`Q123456 Title`), a range of lines each; `None` if the
/// chunk is no such list.
pub(super) fn article_list(page: &Page<'_>, lines: Range<usize>) -> Option<Vec<Range<usize>>> {
    if !starts_article(page.words(lines.start)) {
        return None;
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    for line in lines {
        match parts.last_mut() {
            Some(part) if !starts_article(page.words(line)) => part.end = line + 1,
            _ => parts.push(line..line + 1),
        }
    }
    Some(parts)
}

fn starts_article(words: &str) -> bool {
    let bytes = words.as_bytes();
    bytes.first() == Some(&b'Q')
        && bytes.len() > 6
        && bytes[1..6].iter().all(u8::is_ascii_digit)
        && !bytes[6..].starts_with(b".")
}

/// The lines of a chunk as entries without label, if the author broke them on purpose: a line
/// ends although the next word would have fitted. A line that is full goes on in the next.
pub(super) fn short_lines(
    page: &Page<'_>,
    lines: Range<usize>,
    indented: bool,
) -> Option<Vec<Item>> {
    if lines.len() < 2 {
        return None;
    }
    let early = (lines.start..lines.end - 1)
        .filter(|&line| prose::stops_early(page, line))
        .count();
    let enough = if indented {
        early > 0
    } else {
        early + 1 >= FEWEST_AT_MARGIN && early + 1 == lines.len()
    };
    if !enough {
        return None;
    }
    let mut items: Vec<Item> = Vec::new();
    let mut goes_on = false;
    for line in lines {
        let span = page.words_span(line..line + 1);
        match items.last_mut() {
            Some(item) if goes_on => {
                push_words(&mut item.text, page.words(line));
                item.span = item.span.join(span);
            }
            _ => {
                let mut text = String::new();
                push_words(&mut text, page.words(line));
                items.push(Item {
                    label: String::new(),
                    text,
                    span,
                    children: Vec::new(),
                });
            }
        }
        goes_on = !prose::stops_early(page, line);
    }
    Some(items)
}
