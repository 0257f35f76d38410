//! Golden figures: what a build reached, kept in a file, so that a later one that loses is told
//! where.

use super::{EvalReport, Evaluated, QuerySet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Metrics that a golden file keeps, by their names in reports.
const KEPT: [&str; 3] = ["mrr@10", "success@1", "recall@100"];

/// The figures of all sets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Golden(pub BTreeMap<String, GoldenSet>);

/// The figures of one set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GoldenSet {
    /// Metric to value, rounded to four places.
    pub metrics: BTreeMap<String, f64>,
    /// Query to the rank of its first right article, from 1; queries whose right articles are not
    /// among those scored are left out.
    pub ranks: BTreeMap<String, usize>,
}

/// A metric of a set that fell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// The set.
    pub set: String,
    /// The metric.
    pub metric: String,
    /// What the golden file says; none if the set was not evaluated now.
    pub golden: f64,
    /// What was measured; none if the set was not evaluated.
    pub measured: Option<f64>,
    /// Queries that are answered worse than before, the worst first.
    pub queries: Vec<WorseQuery>,
}

/// A query that is answered worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorseQuery {
    /// Its id.
    pub qid: String,
    /// Rank of the first right article before.
    pub before: usize,
    /// Rank now; none if it is no longer there.
    pub now: Option<usize>,
}

impl Golden {
    /// The figures of a run.
    #[must_use]
    pub fn of(report: &EvalReport, evaluated: &[Evaluated], sets: &[QuerySet]) -> Self {
        let rows = report.sets.iter().zip(evaluated).zip(sets);
        let kept = rows.map(|((row, evaluated), set)| {
            let metrics = KEPT.iter().filter_map(|name| {
                let value = row.scores.get(name)?;
                Some(((*name).to_owned(), (value * 1e4).round() / 1e4))
            });
            let queries = set.queries.iter().zip(&evaluated.rankings);
            let ranks = queries.filter_map(|(query, ranked)| {
                let mut ids = ranked.ranking.iter();
                let at = ids.position(|id| query.relevant.contains(id))?;
                Some((query.qid.clone(), at + 1))
            });
            let golden = GoldenSet {
                metrics: metrics.collect(),
                ranks: ranks.collect(),
            };
            (set.name.clone(), golden)
        });
        Self(kept.collect())
    }

    /// What `now` lost by more than `tolerance`. A set that was not evaluated is lost whole.
    #[must_use]
    pub fn losses(&self, now: &Self, tolerance: f64) -> Vec<Loss> {
        let mut losses = Vec::new();
        for (set, golden) in &self.0 {
            let measured = now.0.get(set);
            for (metric, &value) in &golden.metrics {
                let got = measured.and_then(|set| set.metrics.get(metric).copied());
                // Values are rounded; half of the last place is no loss.
                if got.is_some_and(|got| got >= value - tolerance - 5e-5) {
                    continue;
                }
                losses.push(Loss {
                    set: set.clone(),
                    metric: metric.clone(),
                    golden: value,
                    measured: got,
                    queries: measured.map_or_else(Vec::new, |now| worse(golden, now)),
                });
            }
        }
        losses
    }
}

fn worse(golden: &GoldenSet, now: &GoldenSet) -> Vec<WorseQuery> {
    let mut worse: Vec<WorseQuery> = golden
        .ranks
        .iter()
        .map(|(qid, &before)| WorseQuery {
            qid: qid.clone(),
            before,
            now: now.ranks.get(qid).copied(),
        })
        .filter(|query| query.now.is_none_or(|now| now > query.before))
        .collect();
    let loss = |query: &WorseQuery| {
        1.0 / query.before as f64 - query.now.map_or(0.0, |now| 1.0 / now as f64)
    };
    worse.sort_by(|a, b| loss(b).total_cmp(&loss(a)).then(a.qid.cmp(&b.qid)));
    worse
}

#[cfg(test)]
mod tests {
    use super::*;

    fn golden(mrr: f64, ranks: &[(&str, usize)]) -> Golden {
        let ranks = ranks.iter().map(|(qid, rank)| ((*qid).to_owned(), *rank));
        let set = GoldenSet {
            metrics: BTreeMap::from([("mrr@10".to_owned(), mrr)]),
            ranks: ranks.collect(),
        };
        Golden(BTreeMap::from([("calls".to_owned(), set)]))
    }

    #[test]
    fn a_loss_beyond_the_tolerance_names_its_queries_the_worst_first() {
        let before = golden(0.70, &[("a", 1), ("b", 4), ("c", 2), ("d", 1)]);
        assert_eq!(before.losses(&golden(0.691, &[]), 0.01), []);
        let now = golden(0.68, &[("a", 2), ("c", 1), ("d", 1)]);
        let losses = before.losses(&now, 0.01);
        assert_eq!(losses[0].measured, Some(0.68));
        let named: Vec<(&str, Option<usize>)> = losses[0]
            .queries
            .iter()
            .map(|query| (query.qid.as_str(), query.now))
            .collect();
        assert_eq!(named, [("a", Some(2)), ("b", None)]);
    }

    #[test]
    fn a_set_that_was_not_evaluated_is_a_loss() {
        let losses = golden(0.7, &[]).losses(&Golden::default(), 0.01);
        assert_eq!(losses[0].measured, None);
    }
}
