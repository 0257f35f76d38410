//! Query sets: JSONL, one labelled query a line.

use crate::error::EngineError;
use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A labelled query.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EvalQuery {
    /// Its id, unique in the set.
    pub qid: String,
    /// The words.
    pub text: String,
    /// Ids of the right articles.
    pub relevant: Vec<String>,
    /// Ids that may not be found.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// The queries of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuerySet {
    /// The file's name without folder and ending.
    pub name: String,
    /// The queries in order, at least one.
    pub queries: Vec<EvalQuery>,
}

impl QuerySet {
    /// Reads a set. Empty lines are skipped, unknown fields ignored: sets carry notes of their
    /// own.
    ///
    /// # Errors
    /// [`EngineError::Io`], or [`EngineError::QuerySet`] naming file and line: a line that is no
    /// query, a `qid` that repeats, a query without a relevant id (a ranking of it cannot be
    /// right), or no query at all.
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        Self::read_lines(path, false)
    }

    /// Reads a set whose queries may have no relevant id: nothing answers those, and to abstain is
    /// right.
    ///
    /// # Errors
    /// As [`QuerySet::read`], but for the missing ids.
    pub fn read_cases(path: &Path) -> Result<Self, EngineError> {
        Self::read_lines(path, true)
    }

    fn read_lines(path: &Path, may_be_unanswerable: bool) -> Result<Self, EngineError> {
        let io = |source| EngineError::Io {
            path: path.to_owned(),
            source,
        };
        let wrong = |line, reason: String| EngineError::QuerySet {
            path: path.to_owned(),
            line,
            reason,
        };
        let file = std::fs::File::open(path).map_err(io)?;
        let mut queries: Vec<EvalQuery> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut lines = 0;
        for (index, line) in BufReader::new(file).lines().enumerate() {
            lines = index + 1;
            let line = line.map_err(io)?;
            if line.trim().is_empty() {
                continue;
            }
            let query: EvalQuery =
                serde_json::from_str(&line).map_err(|error| wrong(lines, error.to_string()))?;
            if query.relevant.is_empty() && !may_be_unanswerable {
                let reason = format!("query {} names no relevant article", query.qid);
                return Err(wrong(lines, reason));
            }
            if !seen.insert(query.qid.clone()) {
                return Err(wrong(lines, format!("qid {} stands twice", query.qid)));
            }
            queries.push(query);
        }
        if queries.is_empty() {
            return Err(wrong(lines.max(1), "no query in this set".to_owned()));
        }
        let name = path.file_stem().unwrap_or(path.as_os_str());
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            queries,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<QuerySet, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls-dev.jsonl");
        std::fs::write(&path, text).unwrap();
        QuerySet::read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_set_is_read_in_order_and_named_after_its_file() {
        let set = read(
            "{\"qid\":\"b\",\"text\":\"x\",\"relevant\":[\"Q1\"],\"note\":3}\n\n\
             {\"qid\":\"a\",\"text\":\"y\",\"relevant\":[\"Q2\"],\"exclude\":[\"Q3\"]}\n",
        )
        .unwrap();
        assert_eq!(set.name, "calls-dev");
        assert_eq!(set.queries[0].qid, "b");
        assert_eq!(set.queries[1].exclude, ["Q3"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_file_and_line() {
        let one = "{\"qid\":\"a\",\"text\":\"x\",\"relevant\":[\"Q1\"]}\n";
        for (text, line, reason) in [
            ("".to_owned(), 1, "no query"),
            ("\n\n".to_owned(), 2, "no query"),
            (format!("{one}{one}"), 2, "stands twice"),
            (format!("{one}{{\"qid\":\"b\"}}\n"), 2, "missing field"),
            (format!("{one}\nnot json\n"), 3, "expected"),
            (
                "{\"qid\":\"a\",\"text\":\"x\",\"relevant\":[]}".to_owned(),
                1,
                "names no relevant",
            ),
        ] {
            let message = read(&text).unwrap_err();
            assert!(
                message.contains(&format!("calls-dev.jsonl, line {line}: ")),
                "{message}"
            );
            assert!(message.contains(reason), "{message}");
        }
    }
}
