//! The rows nearest to a query, found in steps: the first numbers of every row are scanned, and
//! only what is promising by those is compared further.
//!
//! Starts of the rows lie in files of their own, so that a scan runs through memory without
//! touching the rest. The numbers have to be ordered by how much they tell, as principal components
//! are; a start is then the best of all projections of its length.

use super::quantised::{Quantised, Rounded, STRETCH};
use std::cell::RefCell;

/// Of more rows than this, the shortest starts choose which are looked at further.
const SCANNED_WHOLE: usize = 1 << 16;

/// One in this many rows is looked at further. On the archive some 90 of 100 of the nearest 80 to a
/// title are found so, where a scan of 64 numbers of all rows finds 94.
const LOOKED_AT: usize = 40;

/// What a scan writes, kept for the next one.
#[derive(Default)]
struct Scores {
    all: Vec<f32>,
    /// The highest of each stretch.
    peaks: Vec<f32>,
}

thread_local! {
    static SCORES: RefCell<Scores> = RefCell::default();
}

/// The `limit` of `rows` nearest to `query`, best first. `starts` are their first numbers, the
/// shortest starts first; the best `6 * limit` by the longest are compared in full.
#[must_use]
pub fn nearest(
    rows: &Quantised,
    starts: &[&Quantised],
    query: &Rounded,
    limit: usize,
) -> Vec<(u32, f32)> {
    let Some((longest, shorter)) = starts.split_last() else {
        return Vec::new();
    };
    let shortest = shorter.first().filter(|_| rows.len() > SCANNED_WHOLE);
    let mut found = match shortest {
        Some(shortest) => {
            let promising = scanned(shortest, query, rows.len() / LOOKED_AT);
            compared(longest, &promising, query)
        }
        None => scanned(longest, query, 6 * limit),
    };
    keep_best(&mut found, 6 * limit);
    let mut found = compared(rows, &found, query);
    keep_best(&mut found, limit);
    found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// The same rows by other numbers of theirs.
fn compared(rows: &Quantised, found: &[(u32, f32)], query: &Rounded) -> Vec<(u32, f32)> {
    let places: Vec<u32> = found.iter().map(|(at, _)| *at).collect();
    let scores = rows.similarities(&places, query);
    places.into_iter().zip(scores).collect()
}

/// At least the best `limit` rows by a scan, in the order of the rows.
fn scanned(rows: &Quantised, query: &Rounded, limit: usize) -> Vec<(u32, f32)> {
    SCORES.with_borrow_mut(|Scores { all, peaks }| {
        rows.scan(query, all, peaks);
        highest(all, peaks, limit)
    })
}

/// At least the `limit` highest scores with their places, in the order of the places. As many
/// stretches as asked for have their peak at or above the bar, so that there are never too few; of
/// the nearest, not many stand in one stretch, so that there are rarely more than twice as many.
fn highest(scores: &[f32], peaks: &[f32], limit: usize) -> Vec<(u32, f32)> {
    let bar = match limit.checked_sub(1) {
        Some(last) if last < peaks.len() => {
            let mut sorted = peaks.to_vec();
            *sorted.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1
        }
        _ => f32::NEG_INFINITY,
    };
    let mut found = Vec::with_capacity(2 * limit);
    for (stretch, scores) in scores.chunks(STRETCH).enumerate() {
        if peaks[stretch] >= bar {
            let places = (stretch * STRETCH..).zip(scores.iter().copied());
            let above = places.filter(|(_, score)| *score >= bar);
            found.extend(above.map(|(place, score)| (place as u32, score)));
        }
    }
    found
}

fn keep_best(found: &mut Vec<(u32, f32)>, limit: usize) {
    if limit > 0 && found.len() > limit {
        found.select_nth_unstable_by(limit - 1, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    found.truncate(limit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapped::Mapped;

    /// Rows on a circle, and their first `dims` numbers.
    fn circle(count: usize, dims: usize) -> Quantised {
        let mut bytes = Quantised::header(dims).to_vec();
        for at in 0..count {
            let angle = at as f32 / count as f32 * 5.0;
            let mut row = vec![0.0; 40];
            (row[0], row[1]) = (angle.cos(), angle.sin());
            Rounded::new(&row).append_start_to(dims, &mut bytes);
        }
        Quantised::new(Mapped::from_vec(bytes)).unwrap()
    }

    #[test]
    fn the_nearest_comes_first_coarse_or_not() {
        let rows = circle(50, 40);
        let query = rows.rounded(7).unwrap();
        for dims in [2, 16, 40] {
            let starts = circle(50, dims);
            let found = nearest(&rows, &[&starts], &query, 3);
            assert_eq!(found[0].0, 7, "{dims} dimensions");
            assert!((found[0].1 - 1.0).abs() < 0.02);
            assert_eq!(found.len(), 3);
        }
        assert_eq!(nearest(&rows, &[], &query, 3), []);
    }

    #[test]
    fn among_many_rows_the_shortest_starts_choose() {
        let count = SCANNED_WHOLE + 5;
        let (rows, longest) = (circle(count, 40), circle(count, 16));
        let query = rows.rounded(777).unwrap();
        let found = nearest(&rows, &[&circle(count, 2), &longest], &query, 3);
        assert!((found[0].1 - 1.0).abs() < 0.02);
        // One number tells the half circles apart and nothing else.
        let blind = nearest(&rows, &[&circle(count, 1), &longest], &query, 3);
        assert!(blind.len() == 3 && blind[0].1 <= found[0].1);
    }

    #[test]
    fn the_highest_are_all_there() {
        let scores: Vec<f32> = (0..5000).map(|at| ((at * 7919) % 5003) as f32).collect();
        for limit in [0, 1, 40, 900, 4999, 6000] {
            let peaks = scores.chunks(STRETCH);
            let peaks = peaks.map(|stretch| stretch.iter().copied().fold(f32::MIN, f32::max));
            let mut found = highest(&scores, &peaks.collect::<Vec<f32>>(), limit);
            assert!(found.len() >= limit.min(scores.len()), "{limit}");
            keep_best(&mut found, limit);
            let mut sorted = scores.clone();
            sorted.sort_unstable_by(|a, b| b.total_cmp(a));
            sorted.truncate(limit);
            let mut found: Vec<f32> = found.into_iter().map(|(_, score)| score).collect();
            found.sort_unstable_by(|a, b| b.total_cmp(a));
            assert_eq!(found, sorted, "{limit}");
        }
    }
}
