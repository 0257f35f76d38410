//! Rankings and labels in the formats of trec_eval, so that outside tools can score the same.

use super::{QuerySet, RankedQuery};
use crate::error::EngineError;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;

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

/// Reads a TREC run. Rows may come in any order; within a query the higher score goes first, as
/// in trec_eval.
///
/// # Errors
/// [`EngineError::Io`], or [`EngineError::QuerySet`] naming a line that does not have six columns
/// with a score in the fifth.
pub fn read_run(path: &Path) -> Result<Vec<RankedQuery>, EngineError> {
    let text = std::fs::read_to_string(path).map_err(|source| EngineError::Io {
        path: path.to_owned(),
        source,
    })?;
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut run: Vec<(String, Vec<(f64, &str)>)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        if columns.is_empty() {
            continue;
        }
        let score = columns.get(4).and_then(|score| score.parse::<f64>().ok());
        let (&[qid, _, id, _, _, _], Some(score)) = (columns.as_slice(), score) else {
            return Err(EngineError::QuerySet {
                path: path.to_owned(),
                line: at + 1,
                reason: "a run has six columns: qid Q0 id rank score tag".into(),
            });
        };
        let place = *places.entry(qid).or_insert_with(|| {
            run.push((qid.to_owned(), Vec::new()));
            run.len() - 1
        });
        run[place].1.push((score, id));
    }
    Ok(run
        .into_iter()
        .map(|(qid, mut ids)| {
            ids.sort_by(|a, b| b.0.total_cmp(&a.0));
            let ranking = ids.into_iter().map(|(_, id)| id.to_owned()).collect();
            RankedQuery { qid, ranking }
        })
        .collect())
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
    fn a_run_is_read_back_and_a_broken_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.run");
        let text = "q1 Q0 B 2 1.5 x\nq2 Q0 C 1 9 x\n\nq1 Q0 A 1 2.5 x\n";
        std::fs::write(&path, text).unwrap();
        let run = read_run(&path).unwrap();
        assert_eq!(run[0].ranking, ["A", "B"]);
        assert_eq!(run[1].qid, "q2");
        std::fs::write(&path, "q1 Q0 A 1 best x\n").unwrap();
        let message = read_run(&path).unwrap_err().to_string();
        assert!(message.contains("a.run, line 1"), "{message}");
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
