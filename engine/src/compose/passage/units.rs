//! The units that passages are made of: sentences, entries, commands, tables.

use super::matcher::Matcher;
use super::sentences;
use crate::compose::locate::locate;
use crate::compose::matrix;
use corpus::article::{Block, Body, Item, Section, Table};
use corpus::{Document, Span};
use std::borrow::Cow;
use std::ops::Range;

/// What a table counts that the query asks for, as a share of the whole query, and one whose
/// failing rows it asks for: words do not say `No`.
const ASKED: f32 = 0.4;
const WHICH_FAIL: f32 = 1.5;
/// What any table counts if the query asks for one, or for all of what one lists.
const A_TABLE: f32 = 0.8;
/// Code longer than this is cut at a line.
const LONGEST_CODE: usize = 700;
/// Units of a section that are looked at; a longer one is cut.
const MOST_UNITS: usize = 4000;

/// The smallest piece that is quoted whole.
#[derive(Debug)]
pub(in crate::compose) struct Unit<'a> {
    /// The words as the source has them.
    pub(in crate::compose) text: Cow<'a, str>,
    /// The query's terms in it.
    pub(in crate::compose) mask: u128,
    /// The place of its block in the section, counted through all levels.
    pub(super) block: usize,
    /// What stands between it and the unit before it in its block.
    pub(super) joint: char,
    /// True for the first unit of an entry or a block that what stands above leads over to.
    pub(super) led: bool,
    /// The table it was read from.
    pub(super) table: Option<&'a Table>,
    /// How much the query asks for the table it was read from: 0 not at all.
    pub(in crate::compose) asked: f32,
    /// True if the question names the cell or column of that table.
    pub(in crate::compose) told: bool,
    span: Span,
    within: Option<(&'a str, Range<usize>)>,
}

impl Unit<'_> {
    /// The bytes it was read from.
    pub(in crate::compose) fn locate(&self, document: &Document) -> Span {
        match &self.within {
            Some((text, range)) => locate(document, self.span, text, range.clone()),
            None => self.span,
        }
    }

    /// The bytes that a row of units was read from, first to last. Sentences of one paragraph are
    /// found together, since each walk begins where the paragraph does.
    pub(super) fn locate_all(units: &[Unit<'_>], document: &Document) -> Option<Span> {
        let mut all: Option<Span> = None;
        for block in units.chunk_by(|one, next| one.within.is_some() && one.block == next.block) {
            let (Some(first), Some(last)) = (block.first(), block.last()) else {
                continue;
            };
            let place = match (&first.within, &last.within) {
                (Some((text, from)), Some((_, to))) if first.span == last.span => {
                    locate(document, first.span, text, from.start..to.end)
                }
                _ => block
                    .iter()
                    .map(|unit| unit.locate(document))
                    .reduce(Span::join)
                    .unwrap_or(first.span),
            };
            all = Some(all.map_or(place, |span| span.join(place)));
        }
        all
    }

    /// True if it announces what follows.
    pub(super) fn leads(&self) -> bool {
        self.text.trim_end().ends_with(':')
    }
}

/// The units of a section, in order.
pub(super) fn of<'a>(section: &'a Section, matcher: &mut Matcher<'_>) -> Vec<Unit<'a>> {
    let mut reader = Reader {
        units: Vec::new(),
        block: 0,
        matcher,
    };
    section.blocks.iter().for_each(|block| reader.block(block));
    reader.units
}

struct Reader<'a, 'm, 'q> {
    units: Vec<Unit<'a>>,
    block: usize,
    matcher: &'m mut Matcher<'q>,
}

impl<'a> Reader<'a, '_, '_> {
    fn block(&mut self, block: &'a Block) {
        self.block += 1;
        match &block.body {
            Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => {
                self.prose(text, block.span);
            }
            Body::Code { text, .. } => self.code(text, block.span),
            Body::Steps(items) | Body::List(items) => self.items(items),
            Body::Table(table) => self.table(table, block.span),
            _ => {}
        }
    }

    fn push(
        &mut self,
        text: impl Into<Cow<'a, str>>,
        span: Span,
        joint: char,
    ) -> Option<&mut Unit<'a>> {
        let text = text.into();
        if self.units.len() >= MOST_UNITS || text.trim().is_empty() {
            return None;
        }
        self.units.push(Unit {
            mask: self.matcher.mask(&text),
            text,
            block: self.block,
            joint,
            led: false,
            table: None,
            asked: 0.0,
            told: false,
            span,
            within: None,
        });
        self.units.last_mut()
    }

    fn prose(&mut self, text: &'a str, span: Span) {
        for range in sentences::split(text) {
            if let Some(unit) = self.push(&text[range.clone()], span, ' ') {
                unit.within = Some((text, range));
            }
        }
    }

    fn code(&mut self, text: &'a str, span: Span) {
        let mut end = text.len();
        if end > LONGEST_CODE {
            end = text.floor_char_boundary(LONGEST_CODE);
            end = text[..end].rfind('\n').unwrap_or(end);
        }
        if let Some(unit) = self.push(&text[..end], span, '\n') {
            unit.led = true;
        }
    }

    fn items(&mut self, items: &'a [Item]) {
        for item in items {
            let numbered = item
                .label
                .starts_with(|first: char| first.is_ascii_alphanumeric());
            let text = if numbered {
                Cow::Owned(format!("{}. {}", item.label, item.text))
            } else {
                Cow::Borrowed(item.text.as_str())
            };
            if let Some(unit) = self.push(text, item.span, '\n') {
                unit.led = true;
            }
            item.children.iter().for_each(|child| self.block(child));
        }
    }

    /// True if everything is asked for and what stands right above announces it: `all glues` and
    /// `the workshop uses these glues:`. Either may say more, so two words have to be shared.
    fn is_announced(&self) -> bool {
        let above = self.units.last().filter(|unit| unit.leads());
        above.is_some_and(|unit| {
            matrix::asks_for_all(self.matcher) && self.matcher.telling(unit.mask) > 1
        })
    }

    fn table(&mut self, table: &'a Table, span: Span) {
        let above = self.units.last().filter(|unit| unit.leads());
        let rows = matrix::rows_under(table, above.map(|unit| &*unit.text), self.matcher);
        let text = matrix::text(table, &rows);
        let asked = if matrix::asks_which_fail(table, self.matcher) {
            WHICH_FAIL
        } else if matrix::names_table(self.matcher) && table.header.len() > 1 {
            A_TABLE
        } else if matrix::is_asked(table, self.matcher) {
            ASKED
        } else {
            0.0
        };
        let announced = self.is_announced();
        let told = matrix::is_told(table, self.matcher) || announced;
        let asked = if announced { asked.max(A_TABLE) } else { asked };
        // Asked what fails for one row, a table in which nothing of that row fails says nothing.
        let (asked, told) = match matrix::failing_row(table, self.matcher) {
            Some(row) if matrix::fails(table, row) => (WHICH_FAIL, true),
            Some(_) => (0.0, false),
            None => (asked, told),
        };
        let span = match (rows.len() == table.rows.len(), rows.as_slice()) {
            (false, &[first, .., last]) => table.rows[first].span.join(table.rows[last].span),
            (false, &[only]) => table.rows[only].span,
            _ => span,
        };
        if let Some(unit) = self.push(text, span, '\n') {
            unit.led = true;
            unit.table = Some(table);
            unit.asked = asked;
            unit.told = told;
        }
    }
}
