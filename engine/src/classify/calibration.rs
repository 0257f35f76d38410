//! How good probabilities are: discrimination, calibration, and coverage at a precision.

use serde::Serialize;

/// A probability and whether the answer it stood beside was right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Judged {
    /// The shown probability.
    pub probability: f64,
    /// Whether the top answer was right.
    pub right: bool,
}

/// Area under the ROC curve: the chance that a positive case is given a higher probability than a
/// negative one, ties counted half (Hanley and McNeil, 1982). One half if either side is empty.
#[must_use]
pub fn auroc(positive: &[f64], negative: &[f64]) -> f64 {
    if positive.is_empty() || negative.is_empty() {
        return 0.5;
    }
    let mut all: Vec<(f64, bool)> = positive.iter().map(|&value| (value, true)).collect();
    all.extend(negative.iter().map(|&value| (value, false)));
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut won) = (0usize, 0.0);
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let wins = same.iter().filter(|(_, is_positive)| *is_positive).count();
        let losses = same.len() - wins;
        won += wins as f64 * (below as f64 + losses as f64 / 2.0);
        below += losses;
    }
    won / (positive.len() as f64 * negative.len() as f64)
}

/// Expected calibration error over ten bins of equal width (Naeini, Cooper and Hauskrecht, 2015).
#[must_use]
pub fn expected_error(judged: &[Judged]) -> f64 {
    let deciles = deciles(judged);
    let error = deciles
        .iter()
        .map(|bin| bin.cases as f64 * (bin.probability - bin.right).abs());
    error.sum::<f64>() / judged.len().max(1) as f64
}

/// One bin of a reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Decile {
    /// Cases in it.
    pub cases: usize,
    /// Mean probability.
    pub probability: f64,
    /// Share that was right.
    pub right: f64,
}

/// The ten bins of a reliability diagram; empty ones have zeros.
#[must_use]
pub fn deciles(judged: &[Judged]) -> Vec<Decile> {
    let bin_of = |case: &&Judged| ((case.probability * 10.0) as usize).min(9);
    (0..10)
        .map(|bin| {
            let inside: Vec<&Judged> = judged.iter().filter(|case| bin_of(case) == bin).collect();
            let count = inside.len().max(1) as f64;
            Decile {
                cases: inside.len(),
                probability: inside.iter().map(|case| case.probability).sum::<f64>() / count,
                right: inside.iter().filter(|case| case.right).count() as f64 / count,
            }
        })
        .collect()
}

/// The largest share of cases that can be answered, most probable first, with at least this
/// precision.
#[must_use]
pub fn coverage_at(judged: &[Judged], precision: f64) -> f64 {
    let mut sorted: Vec<&Judged> = judged.iter().collect();
    sorted.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let (mut right, mut covered) = (0usize, 0usize);
    for (answered, case) in (1..).zip(sorted) {
        right += usize::from(case.right);
        if right as f64 >= precision * answered as f64 {
            covered = answered;
        }
    }
    covered as f64 / judged.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_values() {
        assert!((auroc(&[0.9, 0.8], &[0.1, 0.2]) - 1.0).abs() < 1e-9);
        assert!((auroc(&[0.5], &[0.5]) - 0.5).abs() < 1e-9);
        assert!((auroc(&[0.1], &[0.9])).abs() < 1e-9);
        let judged = |probability, right| Judged { probability, right };
        let sure = [judged(0.95, true), judged(0.95, true), judged(0.05, false)];
        assert!(expected_error(&sure) < 0.06);
        assert!((coverage_at(&sure, 0.9) - 2.0 / 3.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn measures_stay_between_zero_and_one(cases in prop::collection::vec((0.0f64..=1.0, any::<bool>()), 0..60)) {
            let judged: Vec<Judged> = cases.iter().map(|&(probability, right)| Judged { probability, right }).collect();
            let values: Vec<f64> = cases.iter().map(|case| case.0).collect();
            let (positive, negative) = values.split_at(values.len() / 2);
            for measure in [auroc(positive, negative), expected_error(&judged), coverage_at(&judged, 0.9)] {
                prop_assert!((0.0..=1.0).contains(&measure));
            }
        }
    }
}
