//! Whether the probabilities that are shown can be believed, on labelled cases.

use super::QuerySet;
use crate::classify::calibration::{Decile, Judged, auroc, coverage_at, deciles, expected_error};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::query::Case;
use rayon::prelude::*;
use serde::Serialize;
use std::io::Write;

/// Schema name and version of [`CalibrationReport`].
pub const CALIBRATION_SCHEMA: &str = "firstline.calibration/1";

/// Thresholds whose effect is shown beside the chosen one.
const THRESHOLDS: [f64; 8] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/// What became of one labelled case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibratedCase {
    /// The case's id.
    pub qid: String,
    /// Id of the best article, shown or not; none if nothing came near.
    pub top: Option<String>,
    /// The probability that it is right.
    pub probability: f64,
    /// True if it was not shown as an answer.
    pub abstained: bool,
    /// Name of its set.
    #[serde(skip)]
    pub set: String,
    /// Whether the best article is right.
    #[serde(skip)]
    pub right: bool,
}

/// How far right answers of one set are told from the cases of another that has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Separation {
    /// The sets whose right answers count.
    pub right_of: String,
    /// The set without answers.
    pub against: String,
    /// Area under the ROC curve.
    pub auroc: f64,
}

/// What a threshold would do to the cases.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AtThreshold {
    /// The threshold.
    pub threshold: f64,
    /// Cases that get an answer.
    pub answered: usize,
    /// Answers that are right.
    pub right: usize,
    /// Answers that are wrong, those to cases without an answer included.
    pub wrong: usize,
    /// Cases that get none.
    pub abstained: usize,
    /// Right answers that are withheld.
    pub withheld: usize,
}

/// The figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibrationReport {
    /// [`CALIBRATION_SCHEMA`].
    pub schema: String,
    /// How many cases.
    pub cases: usize,
    /// True if every case was judged by models that had not seen it.
    pub cross_validated: bool,
    /// Expected calibration error over ten bins, all cases.
    pub expected_calibration_error: f64,
    /// Right answers against each set without answers.
    pub auroc: Vec<Separation>,
    /// The largest share of answerable cases that can be answered with a precision of 0.9.
    pub coverage_at_90: f64,
    /// Precision of answers to answerable cases with a probability of 0.8 or more.
    pub precision_at_80: f64,
    /// The share of answerable cases that those are.
    pub share_at_80: f64,
    /// The same precision over all cases, those without an answer included.
    pub precision_at_80_all: f64,
    /// Reliability by probability, ten bins.
    pub deciles: Vec<Decile>,
    /// The threshold that holds.
    pub threshold: f64,
    /// Effects of thresholds, ascending, that one among them.
    pub thresholds: Vec<AtThreshold>,
}

/// Triages every case of the sets.
///
/// # Errors
/// As [`Engine::triage`].
pub fn calibrate(
    engine: &Engine,
    sets: &[QuerySet],
    threshold: Option<f64>,
) -> Result<Vec<CalibratedCase>, EngineError> {
    let mut cases = Vec::new();
    for set in sets {
        let judged: Result<Vec<CalibratedCase>, EngineError> = set
            .queries
            .par_iter()
            .map(|query| {
                let case = Case {
                    exclude: query.exclude.clone(),
                    threshold,
                    ..Case::new(query.text.clone())
                };
                let triage = engine.triage(&case)?;
                let shown = triage.issues.into_iter().map(|issue| issue.id);
                let top = shown.chain(triage.nearest).next();
                let (probability, abstained) = (triage.probability, triage.abstained);
                let right = top.as_ref().is_some_and(|top| query.relevant.contains(top));
                Ok(CalibratedCase {
                    qid: query.qid.clone(),
                    top,
                    probability,
                    abstained,
                    set: set.name.clone(),
                    right,
                })
            })
            .collect();
        cases.extend(judged?);
    }
    Ok(cases)
}

impl CalibrationReport {
    /// The figures of `cases`; `empty` names the sets that have no answers.
    #[must_use]
    pub fn new(cases: &[CalibratedCase], empty: &[&str], threshold: f64) -> Self {
        let judged = |case: &CalibratedCase| Judged {
            probability: case.probability,
            right: case.right,
        };
        let all: Vec<Judged> = cases.iter().map(judged).collect();
        let is_answerable = |case: &&CalibratedCase| !empty.contains(&case.set.as_str());
        let answerable: Vec<Judged> = cases.iter().filter(is_answerable).map(judged).collect();
        let shown = |judged: &[Judged]| -> (usize, usize) {
            let shown = judged.iter().filter(|case| case.probability >= 0.8);
            (
                shown.clone().count(),
                shown.filter(|case| case.right).count(),
            )
        };
        let ((answers, right), (all_answers, all_right)) = (shown(&answerable), shown(&all));
        Self {
            schema: CALIBRATION_SCHEMA.to_owned(),
            cases: cases.len(),
            cross_validated: false,
            expected_calibration_error: expected_error(&all),
            auroc: separations(cases, empty),
            coverage_at_90: coverage_at(&answerable, 0.9),
            precision_at_80: right as f64 / answers.max(1) as f64,
            share_at_80: answers as f64 / answerable.len().max(1) as f64,
            precision_at_80_all: all_right as f64 / all_answers.max(1) as f64,
            deciles: deciles(&all),
            threshold,
            thresholds: effects(&all, threshold),
        }
    }
}

/// All answerable sets together, then one by one, against each set without answers.
fn separations(cases: &[CalibratedCase], empty: &[&str]) -> Vec<Separation> {
    let mut sets: Vec<&str> = cases.iter().map(|case| case.set.as_str()).collect();
    sets.dedup();
    sets.retain(|set| !empty.contains(set));
    let right_of = |sets: &[&str]| -> Vec<f64> {
        let right = cases
            .iter()
            .filter(|case| case.right && sets.contains(&case.set.as_str()));
        right.map(|case| case.probability).collect()
    };
    let mut groups: Vec<(String, Vec<f64>)> = Vec::new();
    if sets.len() > 1 {
        groups.push((sets.join(" + "), right_of(&sets)));
    }
    groups.extend(sets.iter().map(|&set| (set.to_owned(), right_of(&[set]))));
    let against = |other: &str| -> Vec<f64> {
        let other = cases.iter().filter(|case| case.set == other);
        other.map(|case| case.probability).collect()
    };
    let pairs = groups
        .iter()
        .flat_map(|group| empty.iter().map(move |other| (group, *other)));
    pairs
        .map(|((right_of, right), other)| Separation {
            right_of: right_of.clone(),
            against: other.to_owned(),
            auroc: auroc(right, &against(other)),
        })
        .collect()
}

fn effects(cases: &[Judged], chosen: f64) -> Vec<AtThreshold> {
    let mut thresholds = THRESHOLDS.to_vec();
    if thresholds.iter().all(|known| (known - chosen).abs() > 1e-9) {
        thresholds.push(chosen);
    }
    thresholds.sort_by(f64::total_cmp);
    let effect = |threshold: f64| {
        let count = |answered: bool, right: bool| {
            let same = |case: &&Judged| (case.probability >= threshold) == answered;
            cases
                .iter()
                .filter(same)
                .filter(|case| case.right == right)
                .count()
        };
        let (right, wrong) = (count(true, true), count(true, false));
        AtThreshold {
            threshold,
            answered: right + wrong,
            right,
            wrong,
            abstained: cases.len() - right - wrong,
            withheld: count(false, true),
        }
    };
    thresholds.into_iter().map(effect).collect()
}

/// Writes one JSON object a line: `qid`, `top`, `probability`, `abstained`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_calibrated(cases: &[CalibratedCase], out: &mut dyn Write) -> std::io::Result<()> {
    for case in cases {
        serde_json::to_writer(&mut *out, case)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(set: &str, probability: f64, right: bool) -> CalibratedCase {
        CalibratedCase {
            qid: "q".into(),
            top: Some("A1".into()),
            probability,
            abstained: probability < 0.3,
            set: set.into(),
            right,
        }
    }

    #[test]
    fn figures_of_a_worked_example() {
        let cases = [
            case("calls", 0.95, true),
            case("calls", 0.85, true),
            case("calls", 0.35, false),
            case("calls", 0.25, true),
            case("other", 0.05, false),
            case("other", 0.4, false),
        ];
        let report = CalibrationReport::new(&cases, &["other"], 0.33);
        assert_eq!((report.precision_at_80, report.share_at_80), (1.0, 0.5));
        assert_eq!(report.auroc.len(), 1);
        // Of six pairs of a right answer and a foreign case, one stands the wrong way round.
        assert!((report.auroc[0].auroc - 5.0 / 6.0).abs() < 1e-9);
        let chosen = report
            .thresholds
            .iter()
            .find(|at| at.threshold == 0.33)
            .unwrap();
        assert_eq!((chosen.answered, chosen.right, chosen.wrong), (4, 2, 2));
        assert_eq!((chosen.abstained, chosen.withheld), (2, 1));
        assert_eq!(report.thresholds.len(), 9);
    }

    #[test]
    fn a_line_has_the_documented_fields() {
        let mut out = Vec::new();
        write_calibrated(&[case("calls", 0.5, true)], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"qid\":\"q\",\"top\":\"A1\",\"probability\":0.5,\"abstained\":false}\n"
        );
    }
}
