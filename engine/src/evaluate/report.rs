//! The figures of an evaluation: a row per set and one over all queries.

use super::{Latency, Mode, metrics};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Schema name and version of [`EvalReport`].
pub const EVAL_SCHEMA: &str = "firstline.eval/1";

/// The figures of all sets of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvalReport {
    /// [`EVAL_SCHEMA`].
    pub schema: String,
    /// What was scored.
    pub mode: Mode,
    /// A row per set, in the order given.
    pub sets: Vec<SetReport>,
    /// Over the queries of all sets together, each query counting once.
    pub total: SetReport,
}

impl EvalReport {
    /// Adds up the rows of `sets`.
    #[must_use]
    pub fn new(mode: Mode, sets: Vec<SetReport>) -> Self {
        let per_query = sets.iter().flat_map(|set| &set.per_query).copied();
        let times = sets.iter().flat_map(|set| &set.times).copied();
        let total = SetReport::new("total", per_query.collect(), times.collect());
        Self {
            schema: EVAL_SCHEMA.to_owned(),
            mode,
            sets,
            total,
        }
    }
}

/// The figures of one set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetReport {
    /// The set's name.
    pub set: String,
    /// How many queries it has.
    pub queries: usize,
    /// Means over its queries.
    #[serde(flatten)]
    pub scores: Scores,
    /// Times of its queries.
    pub latency: Latency,
    #[serde(skip)]
    per_query: Vec<Scores>,
    #[serde(skip)]
    times: Vec<Duration>,
}

impl SetReport {
    /// The means and percentiles of a set's queries.
    #[must_use]
    pub fn new(set: &str, per_query: Vec<Scores>, times: Vec<Duration>) -> Self {
        Self {
            set: set.to_owned(),
            queries: per_query.len(),
            scores: Scores::mean(&per_query),
            latency: Latency::of(times.clone()),
            per_query,
            times,
        }
    }
}

/// The metrics of one query, or their means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Mean reciprocal rank within the first ten.
    #[serde(rename = "mrr@10")]
    pub mrr_10: f64,
    /// Share of queries whose first result is right.
    #[serde(rename = "success@1")]
    pub success_1: f64,
    /// Share of the right articles within the first ten.
    #[serde(rename = "recall@10")]
    pub recall_10: f64,
    /// Share of the right articles within the first hundred.
    #[serde(rename = "recall@100")]
    pub recall_100: f64,
    /// Normalised discounted cumulative gain within the first ten.
    #[serde(rename = "ndcg@10")]
    pub ndcg_10: f64,
}

impl Scores {
    /// The names under which the metrics stand in reports and gates, in printing order.
    pub const NAMES: [&'static str; 5] =
        ["mrr@10", "success@1", "recall@10", "recall@100", "ndcg@10"];

    /// Scores one ranking.
    #[must_use]
    pub fn of(ranking: &[String], relevant: &[String]) -> Self {
        Self {
            mrr_10: metrics::reciprocal_rank(ranking, relevant, 10),
            success_1: metrics::success(ranking, relevant, 1),
            recall_10: metrics::recall(ranking, relevant, 10),
            recall_100: metrics::recall(ranking, relevant, 100),
            ndcg_10: metrics::ndcg(ranking, relevant, 10),
        }
    }

    /// The metrics in the order of [`Scores::NAMES`].
    #[must_use]
    pub fn values(self) -> [f64; 5] {
        [
            self.mrr_10,
            self.success_1,
            self.recall_10,
            self.recall_100,
            self.ndcg_10,
        ]
    }

    /// A metric by its name in [`Scores::NAMES`].
    #[must_use]
    pub fn get(self, name: &str) -> Option<f64> {
        let at = Self::NAMES.iter().position(|known| *known == name)?;
        Some(self.values()[at])
    }

    fn mean(all: &[Self]) -> Self {
        let mean =
            |value: fn(&Self) -> f64| all.iter().map(value).sum::<f64>() / all.len().max(1) as f64;
        Self {
            mrr_10: mean(|scores| scores.mrr_10),
            success_1: mean(|scores| scores.success_1),
            recall_10: mean(|scores| scores.recall_10),
            recall_100: mean(|scores| scores.recall_100),
            ndcg_10: mean(|scores| scores.ndcg_10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, rr: &[f64]) -> SetReport {
        let per_query = rr.iter().map(|&mrr_10| Scores {
            mrr_10,
            ..Scores::default()
        });
        let times = rr.iter().map(|_| Duration::from_millis(2)).collect();
        SetReport::new(name, per_query.collect(), times)
    }

    #[test]
    fn the_total_counts_every_query_once() {
        let report = EvalReport::new(
            Mode::Search,
            vec![row("a", &[1.0, 1.0, 1.0]), row("b", &[0.0])],
        );
        assert_eq!(report.total.queries, 4);
        assert_eq!(report.total.scores.mrr_10, 0.75);
        assert_eq!(report.total.latency.p99_ms, 2.0);
    }

    #[test]
    fn names_and_values_agree() {
        let scores = Scores::of(&["A".into(), "B".into()], &["B".into()]);
        let json = serde_json::to_value(scores).unwrap();
        for (name, value) in Scores::NAMES.into_iter().zip(scores.values()) {
            assert_eq!(json[name].as_f64(), Some(value), "{name}");
            assert_eq!(scores.get(name), Some(value), "{name}");
        }
        assert_eq!(scores.get("mrr"), None);
    }
}
