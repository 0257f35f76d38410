//! Sections as places where an answer may stand, and the quotation of one.

use super::matcher::Matcher;
use super::units::{self, Unit};
use super::{cautions, gap, quote, window};
use crate::answer::Passage;
use crate::compose::matrix;
use corpus::article::{Role, Section};
use corpus::{Article, Document};

/// A section read for one question.
pub(in crate::compose) struct Place<'a> {
    /// The section.
    pub(in crate::compose) section: &'a Section,
    /// Its units in order.
    pub(in crate::compose) units: Vec<Unit<'a>>,
    /// The question's terms in the section's own heading.
    pub(in crate::compose) heading: u128,
    /// Those in the title and the headings above.
    pub(in crate::compose) above: u128,
    /// Words of the section's own heading.
    pub(in crate::compose) heading_words: usize,
}

/// The sections of an article that may be quoted.
pub(in crate::compose) fn places<'a>(
    article: &'a Article,
    matcher: &mut Matcher<'_>,
) -> Vec<Place<'a>> {
    let title = matcher.mask(&article.title);
    article
        .sections
        .iter()
        .filter(|section| !matches!(section.role, Role::AppliesTo | Role::References))
        .map(|section| {
            let (own, outer) = section
                .heading
                .split_last()
                .map_or(("", &[][..]), |(own, outer)| (own.as_str(), outer));
            let above = outer
                .iter()
                .fold(title, |mask, heading| mask | matcher.mask(heading));
            Place {
                section,
                units: units::of(section, matcher),
                heading: matcher.mask(own),
                above,
                // Short words of a heading are those that join the others.
                heading_words: own.split_whitespace().filter(|word| word.len() > 3).count(),
            }
        })
        .collect()
}

/// Quotes a place around one of its units, with cautions, gap and cell.
pub(in crate::compose) fn quoted(
    document: &Document,
    article: &Article,
    (place, unit): (&Place<'_>, usize),
    matcher: &mut Matcher<'_>,
) -> Passage {
    let units = &place.units[window::settle(unit..unit + 1, &place.units)];
    let mut passage = quote(document, place.section, units, matcher);
    let core = &place.units[unit].text;
    passage.core = passage
        .text
        .find(core.as_ref())
        .map(|start| [start, start + core.len()]);
    passage.cautions = cautions::of(document, place.section, matcher);
    passage.gap = gap(article, passage.span, matcher);
    passage.cell = units
        .iter()
        .find_map(|unit| matrix::cell(unit.table?, matcher));
    passage
}
