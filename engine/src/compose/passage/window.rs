//! The best stretch of units that fits a passage.

use super::matcher::sum;
use super::units::Unit;
use std::ops::Range;

/// Bytes of text that a passage may have.
pub(super) const MAX_BYTES: usize = 1400;
/// A section of no more than this is quoted whole.
const WHOLE_BYTES: usize = 1700;
/// Bytes within which terms stand together.
const CORE_BYTES: usize = 480;
/// What the best single unit counts beside the core: terms of one sentence answer.
const TOGETHER: f32 = 0.5;
/// What the terms count that only the rest of the passage holds.
const AROUND: f32 = 0.5;
/// What a term counts that only the section's heading holds, and one that only those above hold.
const HEADING: f32 = 0.9;
const ABOVE: f32 = 0.4;

/// A stretch of units and what it earned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    pub(super) units: Range<usize>,
    pub(super) score: f32,
}

/// The terms above a section, and what the query's terms are worth inside the article.
pub(super) struct Frame<'w> {
    /// The terms of the section's own heading.
    pub(super) heading: u128,
    /// The terms of the title and the headings above.
    pub(super) above: u128,
    /// The weights by which windows of one article compare.
    pub(super) weights: &'w [f32],
}

/// The best window over the units of a section.
pub(super) fn best(units: &[Unit<'_>], frame: &Frame<'_>) -> Option<Window> {
    let mut best: Option<Window> = None;
    for first in 0..units.len() {
        let Some(end) = core_end(units, first) else {
            continue;
        };
        let score = score(&units[first..end], frame);
        if best.as_ref().is_none_or(|best| score > best.score + 1e-5) {
            best = Some(Window {
                units: first..end,
                score,
            });
        }
    }
    let mut window = best?;
    while window.units.len() > 1 {
        // A unit in front that adds nothing only takes room.
        let shorter = window.units.start + 1..window.units.end;
        if units[window.units.start].leads()
            || score(&units[shorter.clone()], frame) < window.score - 1e-5
        {
            break;
        }
        window.units = shorter;
    }
    let core = window.units.clone();
    window.units = settle(core.clone(), units);
    let all = held(&units[window.units.clone()]) & !held(&units[core]);
    window.score += AROUND * sum(frame.weights, all & !frame.heading);
    Some(window)
}

fn held(units: &[Unit<'_>]) -> u128 {
    units.iter().fold(0, |all, unit| all | unit.mask)
}

fn core_end(units: &[Unit<'_>], first: usize) -> Option<usize> {
    let mut bytes = units.get(first)?.text.len();
    let mut end = first + 1;
    while end < units.len() && bytes + units[end].text.len() < CORE_BYTES {
        bytes += units[end].text.len() + 1;
        end += 1;
    }
    Some(end)
}

fn score(units: &[Unit<'_>], frame: &Frame<'_>) -> f32 {
    let own = held(units);
    let densest = units
        .iter()
        // A sentence is read under its heading.
        .map(|unit| {
            sum(frame.weights, unit.mask) + HEADING * sum(frame.weights, frame.heading & !unit.mask)
        })
        .fold(0.0, f32::max);
    let heading = frame.heading & !own;
    let above = frame.above & !own & !frame.heading;
    let mut score = sum(frame.weights, own)
        + TOGETHER * densest
        + HEADING * sum(frame.weights, heading)
        + ABOVE * sum(frame.weights, above);
    let asked = units.iter().map(|unit| unit.asked).fold(0.0, f32::max);
    score += asked * frame.weights.iter().sum::<f32>();
    score
}

/// Grows the core to a passage: what leads over to it, what it leads to, the sentence before it,
/// and what follows as far as it fits.
pub(super) fn settle(core: Range<usize>, units: &[Unit<'_>]) -> Range<usize> {
    let whole: usize = units.iter().map(|unit| unit.text.len() + 1).sum();
    if whole <= WHOLE_BYTES {
        return 0..units.len();
    }
    let Range { mut start, mut end } = core;
    let mut bytes: usize = units[start..end]
        .iter()
        .map(|unit| unit.text.len() + 1)
        .sum();
    let mut first = start;
    while first > 0 && units[first].led && start - first < 16 {
        first -= 1;
    }
    let lead: usize = units[first..start]
        .iter()
        .map(|unit| unit.text.len() + 1)
        .sum();
    if bytes + lead <= MAX_BYTES + MAX_BYTES / 2 {
        start = first;
        bytes += lead;
    }
    // What stands around the core in equal parts: a paragraph is read from where it begins.
    loop {
        let before = (start > 0).then(|| units[start - 1].text.len() + 1);
        let after = units.get(end).map(|unit| unit.text.len() + 1);
        let fits = |length: Option<usize>| length.is_some_and(|length| bytes + length <= MAX_BYTES);
        if !fits(before) && !fits(after) {
            break;
        }
        if fits(before) {
            start -= 1;
            bytes += units[start].text.len() + 1;
        }
        if let Some(length) = after
            && bytes + length <= MAX_BYTES
        {
            end += 1;
            bytes += length;
        }
    }
    let dangling = units[end - 1].leads() && units.get(end).is_some_and(|next| next.led);
    if dangling && units[end].text.len() <= MAX_BYTES {
        end += 1;
    }
    start..end
}
