//! Rankings and labels in the formats of trec_eval, so that outside tools can score the same.

use super::{QuerySet, RankedQuery};
use std::io::{self, Write};

/// The last column of a run: who ranked.
const RUN_TAG: &str = "firstline";

/// Writes rankings as a TREC run, `qid Q0 docid rank score tag`. Scores fall strictly with the
/// rank, since trec_eval sorts by score and breaks ties in an order of its own.
///
/// # Errors
/// Whatever `out` fails with.
pub fn write_run(rankings: &[RankedQuery], out: &mut dyn Write) -> io::Result<()> {
    for RankedQuery { qid, ranking } in rankings {
        for (at, id) in ranking.iter().enumerate() {
            let (rank, score) = (at + 1, ranking.len() - at);
            writeln!(
                out,
                "{} Q0 {} {rank} {score} {RUN_TAG}",
                word(qid),
                word(id)
            )?;
        }
    }
    Ok(())
}

/// Writes a set's labels as TREC qrels, `qid 0 docid 1`.
///
/// # Errors
/// Whatever `out` fails with.
pub fn write_qrels(set: &QuerySet, out: &mut dyn Write) -> io::Result<()> {
    for query in &set.queries {
        for id in &query.relevant {
            writeln!(out, "{} 0 {} 1", word(&query.qid), word(id))?;
        }
    }
    Ok(())
}

/// The formats part columns by white space, so an id may hold none.
fn word(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::EvalQuery;

    #[test]
    fn a_run_ranks_from_1_with_falling_scores() {
        let rankings = [RankedQuery {
            qid: "calls 1".into(),
            ranking: vec!["Q2".into(), "Q1".into()],
        }];
        let mut out = Vec::new();
        write_run(&rankings, &mut out).unwrap();
        let expected = "calls_1 Q0 Q2 1 2 firstline\ncalls_1 Q0 Q1 2 1 firstline\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn labels_are_one_a_line() {
        let set = QuerySet {
            name: "calls".into(),
            queries: vec![EvalQuery {
                qid: "c1".into(),
                text: "x".into(),
                relevant: vec!["Q1".into(), "Q2".into()],
                exclude: vec!["Q3".into()],
            }],
        };
        let mut out = Vec::new();
        write_qrels(&set, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "c1 0 Q1 1\nc1 0 Q2 1\n");
    }
}
