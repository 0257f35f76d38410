//! A gate: the least that each set has to reach.

use super::{EvalReport, Scores};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// Set name to metric name to minimum.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Gate(pub BTreeMap<String, BTreeMap<String, f64>>);

/// One line of a gate that does not hold.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Shortfall {
    /// Measured, and below the minimum.
    Below {
        /// The set.
        set: String,
        /// The metric.
        metric: String,
        /// What was measured.
        got: f64,
        /// The minimum.
        minimum: f64,
    },
    /// The gate names a set that was not evaluated; a gate that measures nothing holds nothing.
    NotMeasured {
        /// The set.
        set: String,
    },
    /// The gate names a metric that there is not.
    UnknownMetric {
        /// The set.
        set: String,
        /// The metric.
        metric: String,
    },
}

impl fmt::Display for Shortfall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below {
                set,
                metric,
                got,
                minimum,
            } => write!(
                out,
                "{set}: {metric} is {got:.3}, the gate asks for {minimum:.3}"
            ),
            Self::NotMeasured { set } => write!(out, "{set}: in the gate, but not evaluated"),
            Self::UnknownMetric { set, metric } => {
                let known = Scores::NAMES.join(", ");
                write!(
                    out,
                    "{set}: there is no metric {metric} (there are {known})"
                )
            }
        }
    }
}

impl Gate {
    /// What of the gate does not hold for a report, in the gate's order; empty if all holds.
    #[must_use]
    pub fn shortfalls(&self, report: &EvalReport) -> Vec<Shortfall> {
        let mut found = Vec::new();
        for (set, minima) in &self.0 {
            let Some(row) = report.sets.iter().find(|row| row.set == *set) else {
                found.push(Shortfall::NotMeasured { set: set.clone() });
                continue;
            };
            for (metric, &minimum) in minima {
                let (set, metric) = (set.clone(), metric.clone());
                match row.scores.get(&metric) {
                    None => found.push(Shortfall::UnknownMetric { set, metric }),
                    Some(got) if got < minimum => found.push(Shortfall::Below {
                        set,
                        metric,
                        got,
                        minimum,
                    }),
                    Some(_) => {}
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Mode, SetReport};

    #[test]
    fn what_falls_short_is_named_and_what_holds_is_not() {
        let scores = Scores::of(&["A".into(), "B".into()], &["B".into()]);
        let row = SetReport::new("calls", vec![scores], Vec::new());
        let report = EvalReport::new(Mode::Search, vec![row]);
        let gate: Gate = serde_json::from_str(
            r#"{"calls": {"mrr@10": 0.5, "success@1": 0.1, "map": 0.2}, "events": {"mrr@10": 0}}"#,
        )
        .unwrap();
        let lines: Vec<String> = gate
            .shortfalls(&report)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            lines,
            [
                "calls: there is no metric map (there are mrr@10, success@1, recall@10, \
                 recall@100, ndcg@10)",
                "calls: success@1 is 0.000, the gate asks for 0.100",
                "events: in the gate, but not evaluated",
            ]
        );
    }
}
