//! Two runs over the same labelled queries: which is better, is it chance, and where they differ.

use super::{QuerySet, RankedQuery, metrics};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Schema name and version of [`CompareReport`].
pub const COMPARE_SCHEMA: &str = "firstline.compare/1";

/// Sign patterns that the randomisation test draws.
const DRAWS: u32 = 20_000;

/// How two runs differ, a row a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompareReport {
    /// [`COMPARE_SCHEMA`].
    pub schema: String,
    /// What run A is called.
    pub a: String,
    /// What run B is called.
    pub b: String,
    /// A row per set.
    pub sets: Vec<Comparison>,
}

/// How two runs differ on a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The set's name.
    pub set: String,
    /// Queries of the set.
    pub queries: usize,
    /// MRR@10 of run A.
    pub a: f64,
    /// MRR@10 of run B.
    pub b: f64,
    /// Queries that B answers better.
    pub wins: usize,
    /// Queries that B answers worse.
    pub losses: usize,
    /// How often a difference at least as large would come about if it were chance which of the
    /// two runs gave which ranking (two-sided paired randomisation test).
    pub p_value: f64,
    /// The queries that differ, the largest differences first.
    pub moved: Vec<MovedQuery>,
}

/// A query that two runs answer differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedQuery {
    /// Its id.
    pub qid: String,
    /// Its words.
    pub text: String,
    /// Rank of the first right article in run A, from 1; none if it is not in the first ten.
    pub a: Option<usize>,
    /// The same in run B.
    pub b: Option<usize>,
    /// A right article.
    pub right: String,
    /// The article that stands first in the run that is worse.
    pub instead: Option<String>,
    /// The words that decided: see [`super::deciding_words`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<super::DecidingWords>,
}

/// Compares two runs on a set. A query that a run does not rank counts as not answered by it.
#[must_use]
pub fn compare(set: &QuerySet, a: &[RankedQuery], b: &[RankedQuery]) -> Comparison {
    let (a, b) = (by_query(a), by_query(b));
    let mut moved = Vec::new();
    let mut differences = Vec::with_capacity(set.queries.len());
    let (mut sum_a, mut sum_b) = (0.0, 0.0);
    for query in &set.queries {
        let ranking = |run: &HashMap<&str, &'_ [String]>| -> Vec<String> {
            let ids = run.get(query.qid.as_str()).copied().unwrap_or_default();
            let kept = ids.iter().filter(|id| !query.exclude.contains(id));
            kept.cloned().collect()
        };
        let (in_a, in_b) = (ranking(&a), ranking(&b));
        let value = |ids: &[String]| metrics::reciprocal_rank(ids, &query.relevant, 10);
        let (value_a, value_b) = (value(&in_a), value(&in_b));
        sum_a += value_a;
        sum_b += value_b;
        differences.push(value_b - value_a);
        if value_a == value_b {
            continue;
        }
        let place = |ids: &[String]| {
            let mut first = ids.iter().take(10);
            first
                .position(|id| query.relevant.contains(id))
                .map(|at| at + 1)
        };
        let worse = if value_a < value_b { &in_a } else { &in_b };
        moved.push(MovedQuery {
            qid: query.qid.clone(),
            text: query.text.clone(),
            a: place(&in_a),
            b: place(&in_b),
            right: query.relevant.first().cloned().unwrap_or_default(),
            instead: worse.first().cloned(),
            words: None,
        });
    }
    let gain = |rank: Option<usize>| rank.map_or(0.0, |rank| 1.0 / rank as f64);
    let size = |moved: &MovedQuery| (gain(moved.b) - gain(moved.a)).abs();
    moved.sort_by(|x, y| size(y).total_cmp(&size(x)).then(x.qid.cmp(&y.qid)));
    let queries = set.queries.len().max(1) as f64;
    Comparison {
        set: set.name.clone(),
        queries: set.queries.len(),
        a: sum_a / queries,
        b: sum_b / queries,
        wins: differences.iter().filter(|value| **value > 0.0).count(),
        losses: differences.iter().filter(|value| **value < 0.0).count(),
        p_value: randomisation_test(&differences),
        moved,
    }
}

fn by_query(run: &[RankedQuery]) -> HashMap<&str, &[String]> {
    run.iter()
        .map(|ranked| (ranked.qid.as_str(), ranked.ranking.as_slice()))
        .collect()
}

/// Fisher's randomisation test on paired differences, as Smucker, Allan and Carterette recommend
/// for retrieval ("A Comparison of Statistical Significance Tests for Information Retrieval
/// Evaluation", 2007). The signs drawn are always the same, so that a run can be repeated.
#[must_use]
pub fn randomisation_test(differences: &[f64]) -> f64 {
    let differences: Vec<f64> = differences
        .iter()
        .copied()
        .filter(|value| *value != 0.0)
        .collect();
    let observed = differences.iter().sum::<f64>().abs();
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let mut as_large = 0u32;
    for _ in 0..DRAWS {
        let (mut sum, mut bits, mut left) = (0.0, 0u64, 0);
        for value in &differences {
            if left == 0 {
                bits = split_mix(&mut state);
                left = 64;
            }
            sum += if bits & 1 == 0 { *value } else { -value };
            bits >>= 1;
            left -= 1;
        }
        // Sums of the same numbers in other signs differ in their last bits only by rounding.
        as_large += u32::from(sum.abs() >= observed - 1e-9);
    }
    f64::from(as_large + 1) / f64::from(DRAWS + 1)
}

/// SplitMix64 (Steele, Lea and Flood 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::EvalQuery;

    fn ranked(qid: &str, ids: &[&str]) -> RankedQuery {
        RankedQuery {
            qid: qid.into(),
            ranking: ids.iter().map(ToString::to_string).collect(),
        }
    }

    fn query(qid: &str, exclude: &[&str]) -> EvalQuery {
        EvalQuery {
            qid: qid.into(),
            text: "words".into(),
            relevant: vec!["R".into()],
            exclude: exclude.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn wins_and_losses_are_counted_and_the_largest_comes_first() {
        let set = QuerySet {
            name: "calls".into(),
            queries: vec![
                query("1", &[]),
                query("2", &[]),
                query("3", &["X"]),
                query("4", &[]),
            ],
        };
        let a = [
            ranked("1", &["R"]),
            ranked("2", &["X", "R"]),
            ranked("3", &["X", "R"]),
        ];
        let b = [
            ranked("1", &["X", "Y"]),
            ranked("2", &["R"]),
            ranked("3", &["R"]),
        ];
        let found = compare(&set, &a, &b);
        assert_eq!((found.wins, found.losses, found.moved.len()), (1, 1, 2));
        assert_eq!((found.a, found.b), (2.5 / 4.0, 2.0 / 4.0));
        let lost = &found.moved[0];
        assert_eq!((lost.qid.as_str(), lost.a, lost.b), ("1", Some(1), None));
        assert_eq!(lost.instead.as_deref(), Some("X"));
    }

    #[test]
    fn chance_is_told_from_a_difference() {
        let none = randomisation_test(&[0.0; 50]);
        let even: Vec<f64> = (0..60)
            .map(|at| if at % 2 == 0 { 0.5 } else { -0.5 })
            .collect();
        let clear: Vec<f64> = (0..60)
            .map(|at| if at % 6 == 0 { -0.5 } else { 0.5 })
            .collect();
        assert_eq!(none, 1.0);
        assert!(randomisation_test(&even) > 0.9);
        assert!(randomisation_test(&clear) < 0.001);
        // Five wins and no loss: 2 of 32 patterns are as large.
        let five = randomisation_test(&[0.5; 5]);
        assert!((five - 2.0 / 32.0).abs() < 0.01, "{five}");
    }
}
