//! The best stretch of units that fits a passage.

use super::matcher::Matcher;
use super::units::Unit;
use std::ops::Range;

/// Bytes of text that a passage may have.
pub(super) const MAX_BYTES: usize = 1000;
/// What the best single unit counts beside the whole stretch: terms that stand together answer.
const TOGETHER: f32 = 0.6;
/// What a term counts that only the headings hold.
const ABOVE: f32 = 0.55;

/// A stretch of units and what it earned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    pub(super) units: Range<usize>,
    pub(super) score: f32,
    /// The terms of the headings above it.
    pub(super) above: u128,
}

/// The best window over the units of a section; `above` are the terms of its headings.
pub(super) fn best(units: &[Unit<'_>], above: u128, matcher: &Matcher<'_>) -> Option<Window> {
    let worth: Vec<f32> = units.iter().map(|unit| matcher.worth(unit.mask)).collect();
    let mut best: Option<Window> = None;
    for first in 0..units.len() {
        let (mut end, mut bytes, mut mask, mut densest) = (first, 0, 0, 0.0_f32);
        while end < units.len() && (end == first || bytes + units[end].text.len() < MAX_BYTES) {
            bytes += units[end].text.len() + 1;
            mask |= units[end].mask;
            densest = densest.max(worth[end]);
            end += 1;
        }
        let own = matcher.worth(mask);
        let score = own + TOGETHER * densest + ABOVE * matcher.worth(above & !mask);
        if best.as_ref().is_none_or(|best| score > best.score + 1e-4) {
            let units = first..end;
            best = Some(Window { units, score, above });
        }
    }
    best.map(|window| settle(window, units))
}

/// What leads over to the first unit belongs to the quotation, and a lead without what it leads
/// to does not, unless nothing follows it in the source.
fn settle(mut window: Window, units: &[Unit<'_>]) -> Window {
    let Range { start, end } = window.units;
    let mut first = start;
    while first > 0 && units[first].led && start - first < 12 {
        first -= 1;
    }
    let bytes: usize = units[first..end].iter().map(|unit| unit.text.len() + 1).sum();
    if first < start && bytes <= MAX_BYTES + MAX_BYTES / 2 {
        window.units = first..end;
    }
    let last = window.units.end - 1;
    let dangling = units[last].leads() && units.get(last + 1).is_some_and(|next| next.led);
    if dangling && units[last + 1].text.len() <= MAX_BYTES {
        window.units.end += 1;
    }
    window
}
