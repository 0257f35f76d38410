//! From bytes of a document to the words of a shown article that were read from them: the other
//! way round of [`super::locate`], so that a citation can be shown where it stands.

use crate::answer::{ArticleAnswer, BlockAnswer};
use corpus::article::{Block, Body, Cell, Encoding};
use corpus::{Article, Document, Span};

/// Words of a shown article that a citation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the paragraph, entry, code or table that holds them.
    pub holder: Span,
    /// Row (0 is the header) and column, if they are a cell of a table.
    pub cell: Option<(usize, usize)>,
    /// First byte and the byte past the last of the holder's text, both on character boundaries.
    pub range: (usize, usize),
}

/// The words of the shown article that were read from the bytes `at` of its document, in order.
/// What the viewer does not get to see is not marked, as it is not in `shown`.
#[must_use]
pub fn marks(document: &Document, article: &Article, shown: &ArticleAnswer, at: Span) -> Vec<Mark> {
    let mut marker = Marker {
        document,
        at,
        marks: Vec::new(),
    };
    for section in &shown.sections {
        let kept = article.sections.iter();
        let kept = kept
            .filter(|kept| kept.span == section.span)
            .flat_map(|kept| &kept.blocks);
        marker.blocks(&section.blocks, &kept.collect::<Vec<_>>());
    }
    marker.marks
}

struct Marker<'a> {
    document: &'a Document,
    at: Span,
    marks: Vec<Mark>,
}

impl Marker<'_> {
    fn blocks(&mut self, shown: &[BlockAnswer], read: &[&Block]) {
        let at = self.at;
        for block in shown.iter().filter(|block| meet(block.span, at)) {
            self.text(block.span, &block.text);
            let same = || read.iter().filter(|read| read.span == block.span);
            for item in &block.items {
                self.text(item.span, &item.text);
                let children = same()
                    .flat_map(|read| match &read.body {
                        Body::Steps(items) | Body::List(items) => items.as_slice(),
                        _ => &[],
                    })
                    .filter(|read| read.span == item.span)
                    .flat_map(|read| &read.children);
                self.blocks(&item.children, &children.collect::<Vec<_>>());
            }
            if block.table.is_some() {
                for read in same() {
                    self.table(read);
                }
            }
        }
    }

    /// Marks the cells of a table that lie in the bytes.
    fn table(&mut self, block: &Block) {
        let Body::Table(table) = &block.body else {
            return;
        };
        let rows = table.rows.iter().map(|row| row.cells.as_slice());
        let rows = std::iter::once(table.header.as_slice()).chain(rows);
        for (row, cells) in rows.enumerate() {
            for (column, Cell { text, span }) in cells.iter().enumerate() {
                // A wrapped cell's bytes run through its neighbours' lines; what counts is where
                // a cell begins.
                if self.at.start <= span.start && span.start < self.at.end && !text.is_empty() {
                    self.marks.push(Mark {
                        holder: block.span,
                        cell: Some((row, column)),
                        range: (0, text.len()),
                    });
                }
            }
        }
    }

    fn text(&mut self, holder: Span, text: &str) {
        if text.is_empty() || !meet(holder, self.at) {
            return;
        }
        let whole = self.at.contains(holder).then_some((0, text.len()));
        let range = whole.or_else(|| words_within(self.document, holder, text, self.at));
        self.marks.extend(range.map(|range| Mark {
            holder,
            cell: None,
            range,
        }));
    }
}

fn meet(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// The part of `text`, read from `holder`, whose bytes lie within `at`. Text and bytes are walked
/// side by side; if the walk loses its way, all of the text is the honest answer.
fn words_within(document: &Document, holder: Span, text: &str, at: Span) -> Option<(usize, usize)> {
    let raw = document.text(holder);
    let width = |character: char| match document.encoding {
        Encoding::Utf8 => character.len_utf8(),
        Encoding::Windows1252 => 1,
    };
    let within = at.range();
    let mut here = holder.start as usize;
    let mut raw = raw.chars();
    let (mut start, mut end) = (None, None);
    for (offset, character) in text
        .char_indices()
        .filter(|(_, character)| !character.is_whitespace())
    {
        let mut skipped = 0;
        let place = loop {
            let Some(next) = raw.next().filter(|_| skipped <= 64) else {
                return Some((0, text.len()));
            };
            let place = here;
            here += width(next);
            if next == character {
                break place;
            }
            skipped += usize::from(!next.is_whitespace());
        };
        if within.contains(&place) {
            start.get_or_insert(offset);
            end = Some(offset + character.len_utf8());
        }
    }
    start.zip(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(text: &str) -> Document {
        corpus::read(
            "lamp.md",
            text.as_bytes().to_vec(),
            &corpus::ReadOptions::default(),
        )
        .unwrap()
    }

    #[test]
    fn a_sentence_is_found_again_by_its_bytes() {
        let text = "---\nid: lamp\ntitle: Lamp\n---\n\n# Lamp\n\nIt is dark. Press the\nround **switch** twice. Wait.\n\n1. Look up.\n2. Look down at the lamp.\n";
        let document = document(text);
        let article = &document.articles[0];
        let shown = super::super::article::article(&document, article);
        for (words, marked) in [
            (
                "Press the\nround **switch** twice.",
                "Press the round switch twice.",
            ),
            ("Look down", "Look down"),
        ] {
            let start = text.find(words).unwrap();
            let at = Span::new(start, start + words.len());
            let marks = marks(&document, article, &shown, at);
            assert_eq!(marks.len(), 1, "{words}: {marks:?}");
            let texts = shown.sections.iter().flat_map(|section| &section.blocks);
            let texts: Vec<(Span, &str)> = texts
                .flat_map(|block| {
                    let items = block
                        .items
                        .iter()
                        .map(|item| (item.span, item.text.as_str()));
                    std::iter::once((block.span, block.text.as_str())).chain(items)
                })
                .collect();
            let (_, holder) = texts
                .iter()
                .find(|(span, text)| *span == marks[0].holder && !text.is_empty())
                .unwrap();
            let (start, end) = marks[0].range;
            assert_eq!(&holder[start..end], marked);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_ranges_of_the_text(text in "(\\PC|\n){0,200}", from in 0usize..300, len in 0usize..200) {
            // Nothing is refused, and so are many control characters, which are no text.
            let document = document(&format!("Lamp. {text}"));
            for article in &document.articles {
                let shown = super::super::article::article(&document, article);
                let at = Span::new(from, from + len);
                for mark in marks(&document, article, &shown, at) {
                    prop_assert!(mark.range.0 <= mark.range.1);
                }
            }
        }
    }
}
