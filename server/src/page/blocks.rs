//! Sections and blocks of articles as HTML: steps as numbered lists, tables as tables, code to
//! copy as it stands, and holes where the source lost something.

use super::cite::marked_from;
use corpus::Span;
use engine::answer::{BlockAnswer, GapAnswer, ItemAnswer, SectionAnswer, TableAnswer};
use engine::compose::marks::Mark;
use maud::{Markup, html};

/// What is shown in and beside the blocks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside<'a> {
    /// What the source lost.
    pub(super) gaps: &'a [GapAnswer],
    /// Words that a citation names.
    pub(super) marks: &'a [Mark],
}

/// How deep lists are followed; deeper ones are shown flat.
const DEEPEST: usize = 12;

/// Blocks in order.
pub(super) fn blocks(blocks: &[BlockAnswer], beside: Beside<'_>) -> Markup {
    nested(blocks, beside, 0)
}

fn nested(blocks: &[BlockAnswer], beside: Beside<'_>, depth: usize) -> Markup {
    let before = std::iter::once("").chain(blocks.iter().map(|block| block.text.as_str()));
    html! {
        @for (before, one) in before.zip(blocks) {
            @match &one.table {
                Some(found) => {
                    (table((found, before), one.span, beside))
                    @for gap in beside.gaps_in(one) { (hole(gap)) }
                }
                None => (block(one, beside, depth)),
            }
        }
    }
}

/// A section, with its gaps that no block holds at its end.
pub(super) fn section(section: &SectionAnswer, beside: Beside<'_>) -> Markup {
    let is_shown = |gap: &&GapAnswer| {
        let mut blocks = section.blocks.iter();
        blocks.any(|block| block.span.contains(gap.span))
    };
    let rest = beside
        .gaps
        .iter()
        .filter(|gap| section.span.contains(gap.span) && !is_shown(gap));
    html! {
        (blocks(&section.blocks, beside))
        @for gap in rest { (hole(gap)) }
    }
}

fn block(block: &BlockAnswer, beside: Beside<'_>, depth: usize) -> Markup {
    let text = || beside.text(block.span, &block.text);
    html! {
        @match block.kind.as_str() {
            "code" => figure.code { pre tabindex="0" data-copy { code { (text()) } } },
            "caution" => p.caution { strong { "Caution " } (text()) },
            "note" => p.note { (text()) },
            "steps" => ol.steps data-steps[depth == 0] { (items(block, beside, depth)) },
            "list" => ul { (items(block, beside, depth)) },
            _ => @if !block.text.is_empty() { p { (text()) } },
        }
        @for gap in beside.gaps_in(block) { (hole(gap)) }
    }
}

fn items(block: &BlockAnswer, beside: Beside<'_>, depth: usize) -> Markup {
    html! {
        @for item in &block.items {
            li value=[number_of(block, item)] {
                (beside.text(item.span, &item.text))
                @if depth < DEEPEST { (nested(&item.children, beside, depth + 1)) }
            }
        }
    }
}

/// The number that the source prints before a step, so that "repeat step 4" stays true.
fn number_of(block: &BlockAnswer, item: &ItemAnswer) -> Option<u32> {
    let label = item.label.trim().trim_end_matches(['.', ')', ':']);
    let number = label.parse().ok();
    number.filter(|_| block.kind == "steps")
}

/// A table; a caption that only says again what stands `before` it is not seen twice.
fn table((table, before): (&TableAnswer, &str), span: Span, beside: Beside<'_>) -> Markup {
    let words = |text: &str| text.trim_end_matches([':', ' ']).trim().to_owned();
    let says_again = |caption: &str| words(before).ends_with(&words(caption));
    let cell = |row: usize, column: usize, text: &str| {
        let is_here = |mark: &Mark| mark.holder == span && mark.cell == Some((row, column));
        let is_target = beside.marks.first().is_some_and(is_here);
        html! {
            @if beside.marks.iter().any(is_here) { mark id=[is_target.then_some("at")] { (emphasized(text)) } }
            @else { (emphasized(text)) }
        }
    };
    html! {
        div.wide tabindex="0" role="region" aria-label=(table.caption.as_deref().unwrap_or("Table")) {
            table {
                @if let Some(caption) = &table.caption { caption.unseen[says_again(caption)] { (caption) } }
                @if !table.header.is_empty() {
                    thead { tr {
                        @for (column, text) in table.header.iter().enumerate() {
                            @if text.is_empty() { td {} }
                            @else { th scope="col" { (cell(0, column, text)) } }
                        }
                    } }
                }
                tbody {
                    @for (row, cells) in table.rows.iter().enumerate() {
                        tr {
                            @for (column, text) in cells.iter().enumerate() {
                                td { (cell(row + 1, column, text)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The text of a cell. Some plain texts set a cell in bold with the tags of HTML, which are not
/// part of what it says.
fn emphasized(text: &str) -> Markup {
    let parts = text.split_once("<B>").and_then(|(before, rest)| {
        let (bold, after) = rest.split_once("</B>")?;
        Some((before, bold, after))
    });
    html! {
        @match parts {
            Some((before, bold, after)) => { (before) strong { (bold) } (after) },
            None => (text),
        }
    }
}

/// A hole where the source lost something.
pub(super) fn hole(gap: &GapAnswer) -> Markup {
    let what = match gap.kind.as_str() {
        "list" => "A list is missing here",
        "table" => "A table is missing here",
        "figure" => "A picture is missing here",
        "value" => "A value is missing here",
        "sentence" => "The sentence is cut off here",
        "ending" => "The text breaks off here",
        _ => "Something is missing here",
    };
    html! {
        p.hole role="note" {
            strong { (what) } " in the source. " span { (gap.reason) }
        }
    }
}

impl<'a> Beside<'a> {
    /// A text with the words marked that a citation names.
    fn text(&self, holder: Span, text: &str) -> Markup {
        let marks = self.marks.iter();
        let ranges: Vec<[usize; 2]> = marks
            .filter(|mark| mark.holder == holder && mark.cell.is_none())
            .map(|mark| [mark.range.0, mark.range.1])
            .collect();
        let first = self.marks.first();
        let is_target = first.is_some_and(|mark| mark.holder == holder && mark.cell.is_none());
        marked_from(text, &ranges, is_target)
    }

    /// The gaps that a block holds and none of the blocks inside it does.
    fn gaps_in(self, block: &'a BlockAnswer) -> impl Iterator<Item = &'a GapAnswer> {
        let children = || block.items.iter().flat_map(|item| &item.children);
        self.gaps.iter().filter(move |gap| {
            block.span.contains(gap.span) && !children().any(|child| child.span.contains(gap.span))
        })
    }
}
