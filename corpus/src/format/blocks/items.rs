//! Lists and steps, nested.
//!
//! An entry owns what is indented below its marker. Old articles also put notes and code between
//! two steps without indentation; if the count goes on behind them (`2.` … `3.`) they belong to
//! the step above, so that a procedure stays one list and a caution stays with its step.

use super::marker::{Counting, Marker, Style};
use super::{BlockReader, marker, part_span, prose, warn};
use crate::article::{Block, Body, Item, WarningKind};
use crate::table::boxed;
use std::ops::Range;

/// How far behind a step its successor is looked for, in lines.
const LONGEST_INTERRUPTION: usize = 40;
/// Lines above a list in which the count that it goes on with is looked for.
const LONGEST_COUNT: usize = 150;
/// Step numbers that skip more than this begin another list.
const WIDEST_SKIP: u32 = 5;

/// The list being read.
#[derive(Debug, Clone, Copy)]
struct Open {
    counting: Counting,
    style: Style,
    indent: usize,
    place: u32,
}

impl Open {
    /// The place of a marker in this list, if it is one of its entries.
    fn accepts(&self, marker: &Marker<'_>) -> Option<u32> {
        if marker.indent.abs_diff(self.indent) > 1 || marker.style != self.style {
            return None;
        }
        let place = marker.place(self.counting)?;
        let fits = match self.counting {
            Counting::Bullet(_) => true,
            Counting::Number if self.place == place => place > 1,
            Counting::Number => place > self.place && place <= self.place + WIDEST_SKIP,
            _ => place == self.place + 1,
        };
        fits.then_some(place)
    }
}

impl<'t> BlockReader<'_, 't> {
    /// Reads the list that begins at `lines.start`; `None` if none does.
    pub(super) fn list(&mut self, lines: Range<usize>, depth: usize) -> Option<(Block, usize)> {
        let mut marker = Marker::read(self.page, lines.start)?;
        let (counting, place) = marker.opens()?;
        let mut open = Open {
            counting,
            style: marker.style,
            indent: marker.indent,
            place,
        };
        if !self.is_list(&open, lines.clone()) {
            return None;
        }
        if counting == Counting::Number && place > 1 && !self.goes_on(lines.start, &marker, place) {
            let message = format!("steps begin with {place}");
            self.warn(lines.start, message);
        }
        let mut items = Vec::new();
        let mut line = lines.start;
        let end = loop {
            let stop = self.item_end(line..lines.end, &marker, &open);
            let mut item = self.item(line..stop, &marker, depth);
            let next = self.page.skip_blank(stop, lines.end);
            let resume = self.resume(next..lines.end, &open);
            if let Some(resume) = resume.filter(|&resume| resume > next) {
                let between = self.blocks(next..resume, open.indent, depth + 1);
                item.children.extend(between);
            }
            items.push(item);
            let successor = resume.and_then(|line| {
                let marker = Marker::read(self.page, line)?;
                Some((line, marker, open.accepts(&marker)?))
            });
            let Some((at, successor, place)) = successor else {
                break stop;
            };
            self.check_numbers(&open, place, at);
            (line, marker, open.place) = (at, successor, place);
        };
        let body = match counting {
            Counting::Bullet(_) => Body::List(items),
            _ => Body::Steps(items),
        };
        let last = (lines.start..end)
            .rev()
            .find(|&line| !self.page.is_blank(line));
        let span = self
            .page
            .words_span(lines.start..last.map_or(end, |last| last + 1));
        Some((Block { span, body }, end))
    }

    /// True if an entry with the number before `place` stands further up, in whatever section: what
    /// stands between them interrupted one count.
    fn goes_on(&self, line: usize, marker: &Marker<'_>, place: u32) -> bool {
        let above = line.saturating_sub(LONGEST_COUNT)..line;
        above.rev().any(|line| {
            Marker::read(self.page, line).is_some_and(|found| {
                found.style == marker.style && found.place(Counting::Number) == Some(place - 1)
            })
        })
    }

    /// Bullets other than dashes also open comments and formulas in programs.
    fn is_list(&self, open: &Open, lines: Range<usize>) -> bool {
        let chunk_end = self.chunk_end(lines.clone());
        match open.counting {
            Counting::Bullet('*' | '+') => {
                !super::code::is_code(self.page, lines.start..chunk_end, open.indent)
                    && !super::code::near(self.page, lines)
            }
            // "A." also answers "Q."; a list of capitals or Romans has a second entry.
            Counting::Upper | Counting::UpperRoman | Counting::LowerRoman => {
                let stop = lines.end.min(lines.start + LONGEST_INTERRUPTION);
                (lines.start + 1..stop).any(|line| {
                    let marker = Marker::read(self.page, line);
                    marker.is_some_and(|found| open.accepts(&found).is_some())
                })
            }
            _ => true,
        }
    }

    /// Where the entry that begins at `lines.start` ends.
    fn item_end(&self, lines: Range<usize>, marker: &Marker<'_>, open: &Open) -> usize {
        let page = self.page;
        let mut in_first = true;
        let mut last = lines.start + 1;
        for line in lines.start + 1..lines.end {
            if page.is_blank(line) {
                in_first = false;
                continue;
            }
            let indent = page.indent(line);
            let after_blank = page.is_blank(line - 1);
            if indent <= open.indent && prose::is_divider(page.words(line)) {
                break;
            }
            if indent <= open.indent + 1
                && Marker::read(page, line).is_some_and(|found| open.accepts(&found).is_some())
            {
                break;
            }
            let belongs = if after_blank {
                indent >= marker.indent + 2
            } else if indent > marker.indent {
                true
            } else {
                in_first && !prose::stops_early(page, line - 1)
            };
            if !belongs {
                break;
            }
            last = line + 1;
        }
        last
    }

    fn item(&mut self, lines: Range<usize>, marker: &Marker<'t>, depth: usize) -> Item {
        let stop = self.first_paragraph_end(lines.clone(), marker);
        let (text, span) = prose::joined_from(self.page, lines.start..stop, marker.text_at);
        let mut children = self.blocks(stop..lines.end, marker.content, depth + 1);
        let mut item = Item {
            label: marker.label.to_owned(),
            text,
            span,
            children: Vec::new(),
        };
        item.children.extend(self.caution(&item));
        item.children.append(&mut children);
        item
    }

    /// The sentence of an entry that forbids, as a caution of its own. The entry keeps its whole
    /// text: what is to be done often stands in the same breath.
    fn caution(&self, item: &Item) -> Option<Block> {
        let part = prose::caution_in(&item.text)?;
        let span = part_span(self.page, item.span, &item.text, part.clone());
        let body = Body::Caution(item.text.get(part)?.to_owned());
        Some(Block { span, body })
    }

    fn first_paragraph_end(&self, lines: Range<usize>, marker: &Marker<'_>) -> usize {
        let page = self.page;
        let mut line = lines.start + 1;
        while line < lines.end && !page.is_blank(line) {
            let above = page.words(line - 1);
            let opens = boxed::starts(page, line)
                || marker::opens_below(page, line, above)
                || prose::starts_label(page.words(line)) && above.ends_with(['.', ':', ')']);
            let deeper = page.indent(line) >= marker.content + 2
                && (above.ends_with(':') || prose::stops_early(page, line - 1));
            if opens || deeper {
                break;
            }
            line += 1;
        }
        line
    }

    /// The line of the next entry: right here, or behind an interruption.
    fn resume(&self, lines: Range<usize>, open: &Open) -> Option<usize> {
        let page = self.page;
        let accepts = |line: usize| {
            Marker::read(page, line).and_then(|found| Some((open.accepts(&found)?, found)))
        };
        if lines.start >= lines.end {
            return None;
        }
        if accepts(lines.start).is_some() {
            return Some(lines.start);
        }
        if let Counting::Bullet(_) = open.counting {
            let next = page.skip_blank(lines.start + 1, lines.end);
            let joins = prose::is_conjunction(page.words(lines.start));
            return (joins && next < lines.end && accepts(next).is_some()).then_some(next);
        }
        let stop = lines.end.min(lines.start + LONGEST_INTERRUPTION);
        for line in lines.start..stop {
            if page.indent(line) > open.indent + 1 || page.is_blank(line) {
                continue;
            }
            if !page.is_blank(line - 1) {
                continue;
            }
            let Some(found) = Marker::read(page, line) else {
                continue;
            };
            match found.place(open.counting) {
                Some(place) if place == open.place + 1 && found.style == open.style => {
                    return accepts(line).map(|_| line);
                }
                Some(_) if found.style == open.style => return None,
                _ => {}
            }
        }
        None
    }

    fn check_numbers(&mut self, open: &Open, place: u32, line: usize) {
        if open.counting == Counting::Number && place != open.place + 1 {
            let message = format!("step {place} follows step {}", open.place);
            self.warn(line, message);
        }
    }

    fn warn(&mut self, line: usize, message: String) {
        self.warnings
            .push(warn::at(WarningKind::StepNumbering, line, message));
    }
}
