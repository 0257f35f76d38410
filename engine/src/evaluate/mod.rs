//! Measures how well a knowledge base answers labelled queries, and how fast.
//!
//! A query set is JSONL ([`QuerySet::read`]); [`evaluate`] runs every query of it through a
//! [`Mode`] of the engine, scores the ranking with the [`metrics`] and times it. What comes out
//! is plain data: an [`EvalReport`] to print, [`write_run`] and [`write_qrels`] for outside tools
//! (TREC formats), and a [`Gate`] that says what fell short.

mod answers;
mod calibration;
mod calibration_plot;
pub mod candidates;
mod compare;
mod deciding;
mod feedback;
mod gate;
mod golden;
mod latency;
pub mod metrics;
mod queries;
mod questions;
mod ranking;
mod report;
mod trec;

pub use answers::{
    ANSWERS_SCHEMA, AnswerCount, AnswerQuery, AnswerReport, AnswerSource, GivenAnswer,
    other_documents, read_answers, report_answers, score_answer, write_answers,
};
pub use calibration::{
    AtThreshold, CALIBRATION_SCHEMA, CalibratedCase, CalibrationReport, Separation, calibrate,
    write_calibrated,
};
pub use calibration_plot::plot;
pub use compare::{
    COMPARE_SCHEMA, CompareReport, Comparison, MovedQuery, compare, randomisation_test,
};
pub use deciding::{DecidingWords, deciding_words};
pub use feedback::{
    FEEDBACK_SCHEMA, FeedbackOptions, FeedbackReport, FeedbackRow, Half, simulate_feedback,
};
pub use gate::{Gate, Shortfall};
pub use golden::{Golden, GoldenSet, Loss, WorseQuery};
pub use latency::Latency;
pub use queries::{EvalQuery, QuerySet};
pub use questions::{QUESTIONS_SCHEMA, QuestionReport, ask_questions};
pub use ranking::{Mode, RANKING_DEPTH, rank};
pub use report::{EVAL_SCHEMA, EvalReport, Scores, SetReport};
pub use trec::{read_run, write_qrels, write_run};

use crate::error::EngineError;
use std::time::Instant;

/// The ranking of one query: article ids, best first, excluded ones taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedQuery {
    /// The query's id.
    pub qid: String,
    /// At most [`RANKING_DEPTH`] ids.
    pub ranking: Vec<String>,
}

/// What evaluating a set gives: its row, and the ranking of each of its queries.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// The figures.
    pub report: SetReport,
    /// The rankings, in the order of the set.
    pub rankings: Vec<RankedQuery>,
}

/// Ranks article ids for a query to a depth.
pub type Ask<'a> = dyn FnMut(&EvalQuery, usize) -> Result<Vec<String>, EngineError> + 'a;

/// Runs a set through `ask`, which ranks for one query to the depth it is given.
///
/// The set is passed through twice on the calling thread. The first pass ranks to
/// [`RANKING_DEPTH`], is scored, and warms every cache; the second ranks to ten, which is what a
/// person is shown, and is timed.
///
/// # Errors
/// Whatever `ask` fails with first.
pub fn evaluate(set: &QuerySet, ask: &mut Ask<'_>) -> Result<Evaluated, EngineError> {
    let mut rankings = Vec::with_capacity(set.queries.len());
    for query in &set.queries {
        let ranking = settle(query, ask(query, RANKING_DEPTH)?);
        rankings.push(RankedQuery {
            qid: query.qid.clone(),
            ranking,
        });
    }
    let mut times = Vec::with_capacity(set.queries.len());
    for query in &set.queries {
        let start = Instant::now();
        ask(query, SHOWN)?;
        times.push(start.elapsed());
    }
    let scores = set
        .queries
        .iter()
        .zip(&rankings)
        .map(|(query, ranked)| Scores::of(&ranked.ranking, &query.relevant))
        .collect();
    Ok(Evaluated {
        report: SetReport::new(&set.name, scores, times),
        rankings,
    })
}

/// How many results a person is shown, and how many are asked for when timing.
const SHOWN: usize = 10;

/// Takes excluded and repeated ids out of a ranking and cuts it to depth.
fn settle(query: &EvalQuery, ranking: Vec<String>) -> Vec<String> {
    let mut seen: std::collections::HashSet<String> = query.exclude.iter().cloned().collect();
    ranking
        .into_iter()
        .filter(|id| seen.insert(id.clone()))
        .take(RANKING_DEPTH)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(relevant: &[&str], exclude: &[&str]) -> EvalQuery {
        EvalQuery {
            qid: "q1".into(),
            text: "printer".into(),
            relevant: relevant.iter().map(ToString::to_string).collect(),
            exclude: exclude.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn excluded_and_repeated_ids_are_taken_out_before_scoring() {
        let set = QuerySet {
            name: "set".into(),
            queries: vec![query(&["C"], &["A"])],
        };
        let ids = ["A", "B", "B", "C"].map(String::from).to_vec();
        let evaluated = evaluate(&set, &mut |_, _| Ok(ids.clone())).unwrap();
        assert_eq!(evaluated.rankings[0].ranking, ["B", "C"]);
        assert_eq!(evaluated.report.scores.mrr_10, 0.5);
    }

    #[test]
    fn every_query_is_ranked_to_depth_first_and_timed_at_ten_after() {
        let set = QuerySet {
            name: "set".into(),
            queries: vec![query(&["A"], &[]), query(&["A"], &[])],
        };
        let mut depths = Vec::new();
        evaluate(&set, &mut |_, depth| {
            depths.push(depth);
            Ok(vec!["A".into()])
        })
        .unwrap();
        assert_eq!(depths, [100, 100, 10, 10]);
    }

    #[test]
    fn a_failing_query_fails_the_set() {
        let set = QuerySet {
            name: "set".into(),
            queries: vec![query(&["A"], &[])],
        };
        let failed = evaluate(&set, &mut |_, _| {
            Err(EngineError::Retrieve("disk on fire".into()))
        });
        assert!(matches!(failed, Err(EngineError::Retrieve(_))));
    }
}
