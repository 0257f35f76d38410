//! Scores the one answer to each question of an answer set.
//!
//! A line of a set has a question, what the quoted text must hold (each inner list: one of its
//! strings), what it must not hold, the document to be cited, and a kind. A `gap` also needs the
//! answer to say what the source lost, a `none` an abstention and nothing else.

use crate::answer::{QuestionAnswer, SearchResult};
use crate::engine::Engine;
use crate::error::EngineError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

/// Schema name and version of [`AnswerReport`].
pub const ANSWERS_SCHEMA: &str = "firstline.eval-answers/1";

/// A question with what its answer must hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AnswerQuery {
    /// Its id.
    pub qid: String,
    /// The question.
    pub text: String,
    /// Of each list, one string has to stand in the answer.
    #[serde(default)]
    pub must: Vec<Vec<String>>,
    /// None of these may stand in it.
    #[serde(default)]
    pub must_not: Vec<String>,
    /// What is asked for: `fact`, `cell`, `inverse`, `steps`, `caution`, `gap` or `none`.
    pub kind: String,
    /// The file name of the document to be cited.
    #[serde(default)]
    pub document: Option<String>,
}

/// What was answered, as shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// The question's id.
    pub qid: String,
    /// Where the answer was read; none if nothing was found.
    pub source: Option<AnswerSource>,
    /// Heading, quoted passage and cautions.
    pub text: String,
    /// True if nothing was shown as an answer.
    pub abstained: bool,
    /// True if the answer says that the source lost content there.
    pub gap: bool,
    /// Share of the question's telling words that the answer holds.
    pub coverage: f32,
    /// True if it is right.
    pub right: bool,
}

/// Where an answer was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerSource {
    /// Article id.
    pub article: String,
    /// File name of the document.
    pub document: String,
}

/// How many of a kind were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCount {
    /// Right ones.
    pub right: usize,
    /// All.
    pub of: usize,
}

/// The figures of an answer set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerReport {
    /// [`ANSWERS_SCHEMA`].
    pub schema: String,
    /// By kind.
    pub kinds: BTreeMap<String, AnswerCount>,
    /// Over all kinds.
    pub total: AnswerCount,
    /// Ids of the questions answered wrongly, in the set's order.
    pub wrong: Vec<String>,
}

/// Reads an answer set.
///
/// # Errors
/// [`EngineError::Io`], or [`EngineError::QuerySet`] with the line that is no question.
pub fn read_answers(path: &Path) -> Result<Vec<AnswerQuery>, EngineError> {
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
    let mut queries = Vec::new();
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(io)?;
        if !line.trim().is_empty() {
            let query = serde_json::from_str(&line);
            queries.push(query.map_err(|error| wrong(index + 1, error.to_string()))?);
        }
    }
    if queries.is_empty() {
        return Err(wrong(1, "no question in this set".to_owned()));
    }
    Ok(queries)
}

/// What an answer shows, scored; `known_from` are the names of further documents that hold the
/// article, see [`other_documents`].
#[must_use]
pub fn score_answer(
    query: &AnswerQuery,
    answer: &QuestionAnswer,
    known_from: &[String],
) -> GivenAnswer {
    let mut given = GivenAnswer {
        qid: query.qid.clone(),
        source: answer.result.as_ref().map(source),
        text: shown(answer),
        abstained: answer.abstained,
        gap: answer
            .result
            .as_ref()
            .is_some_and(|result| result.passage.gap.is_some())
            || answer.also.iter().any(|other| other.gap.is_some()),
        coverage: answer.coverage,
        right: false,
    };
    given.right = is_right(query, &given, known_from);
    given
}

/// File names of all documents that were found to hold an article, by the article's id: those
/// whose identical text was folded into it, and those whose other text it took the place of. An
/// article known from two documents may be cited from either.
#[must_use]
pub fn other_documents(engine: &Engine) -> HashMap<String, Vec<String>> {
    let articles = &engine.generation().articles;
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    let all = u32::try_from(articles.len()).unwrap_or(u32::MAX);
    for entry in (0..all).filter_map(|ordinal| articles.get(ordinal)) {
        if entry.superseded || !entry.also_in.is_empty() {
            let replaced = entry.superseded.then_some(&entry.name);
            let known = entry.also_in.iter().chain(replaced);
            let known: Vec<String> = known.map(|name| file_name(name).to_owned()).collect();
            names.entry(entry.id).or_default().extend(known);
        }
    }
    names
}

fn source(result: &SearchResult) -> AnswerSource {
    AnswerSource {
        article: result.id.clone(),
        document: file_name(&result.document).to_owned(),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Heading, passage and cautions, then the other passages with theirs, a line each.
fn shown(answer: &QuestionAnswer) -> String {
    let mut lines: Vec<&str> = Vec::new();
    if let Some(SearchResult { passage, .. }) = &answer.result {
        lines.extend(passage.heading.last().map(String::as_str));
        lines.push(&passage.text);
        lines.extend(passage.cautions.iter().map(|caution| caution.text.as_str()));
    }
    for other in &answer.also {
        lines.extend(other.heading.last().map(String::as_str));
        lines.push(&other.text);
    }
    lines.join("\n")
}

fn is_right(query: &AnswerQuery, given: &GivenAnswer, known_from: &[String]) -> bool {
    if query.kind == "none" || given.abstained {
        return query.kind == "none" && given.abstained;
    }
    let cited = given.source.as_ref().map(|source| source.document.as_str());
    let text = given.text.to_lowercase();
    let holds = |wanted: &String| holds(&text, wanted);
    query.must.iter().all(|one_of| one_of.iter().any(holds))
        && !query.must_not.iter().any(holds)
        && query
            .document
            .as_deref()
            .is_none_or(|name| cited == Some(name) || known_from.iter().any(|known| known == name))
        && (query.kind != "gap" || given.gap)
}

/// True if `text`, in small letters, holds `wanted`; `Yes` and `No` as whole words only.
fn holds(text: &str, wanted: &str) -> bool {
    if matches!(wanted, "Yes" | "No") {
        return text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word.eq_ignore_ascii_case(wanted));
    }
    text.contains(&wanted.to_lowercase())
}

/// Adds up scored answers; `given` in the order of `queries`.
#[must_use]
pub fn report_answers(queries: &[AnswerQuery], given: &[GivenAnswer]) -> AnswerReport {
    let mut report = AnswerReport {
        schema: ANSWERS_SCHEMA.to_owned(),
        kinds: BTreeMap::new(),
        total: AnswerCount::default(),
        wrong: Vec::new(),
    };
    for (query, given) in queries.iter().zip(given) {
        let kind = report.kinds.entry(query.kind.clone()).or_default();
        for count in [kind, &mut report.total] {
            count.of += 1;
            count.right += usize::from(given.right);
        }
        if !given.right {
            report.wrong.push(given.qid.clone());
        }
    }
    report
}

/// Writes answers as JSON, an object a line.
///
/// # Errors
/// Whatever writing fails with.
pub fn write_answers(given: &[GivenAnswer], out: &mut dyn Write) -> std::io::Result<()> {
    for answer in given {
        serde_json::to_writer(&mut *out, answer)?;
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Passage;

    fn query(kind: &str, must: &[&[&str]], must_not: &[&str]) -> AnswerQuery {
        let owned = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        AnswerQuery {
            qid: "q1".into(),
            text: "?".into(),
            must: must.iter().map(|one_of| owned(one_of)).collect(),
            must_not: owned(must_not),
            kind: kind.into(),
            document: Some("looms.txt".into()),
        }
    }

    fn answer(text: &str, document: &str) -> QuestionAnswer {
        QuestionAnswer {
            abstained: false,
            coverage: 1.0,
            also: Vec::new(),
            result: Some(SearchResult {
                id: "Q1".into(),
                title: String::new(),
                document: document.into(),
                score: 1.0,
                kind: String::new(),
                products: Vec::new(),
                state: None,
                outcomes: None,
                passage: Passage {
                    text: text.into(),
                    ..Passage::default()
                },
                explain: Vec::new(),
            }),
        }
    }

    #[test]
    fn an_answer_is_right_by_text_and_document() {
        let text = "Nothing but NORTH: Yes";
        for (query, document, right) in [
            (
                query("fact", &[&["north", "south"]], &[]),
                "a/looms.txt",
                true,
            ),
            (
                query("fact", &[&["north"], &["south"]], &[]),
                "looms.txt",
                false,
            ),
            (
                query("fact", &[&["north"]], &["nothing"]),
                "looms.txt",
                false,
            ),
            (query("fact", &[&["north"]], &[]), "other.txt", false),
            (query("cell", &[&["Yes"]], &["No"]), "looms.txt", true),
            (query("gap", &[&["north"]], &[]), "looms.txt", false),
            (query("none", &[], &[]), "looms.txt", false),
        ] {
            let given = score_answer(&query, &answer(text, document), &[]);
            assert_eq!(given.right, right, "{query:?} {document}");
        }
    }

    #[test]
    fn only_a_question_without_answer_is_answered_by_none() {
        let none = QuestionAnswer {
            abstained: true,
            ..QuestionAnswer::default()
        };
        let queries = [query("none", &[], &[]), query("fact", &[], &[])];
        let given: Vec<_> = queries
            .iter()
            .map(|q| score_answer(q, &none, &[]))
            .collect();
        let report = report_answers(&queries, &given);
        assert_eq!(report.kinds["none"], AnswerCount { right: 1, of: 1 });
        assert_eq!(report.total, AnswerCount { right: 1, of: 2 });
        assert_eq!(report.wrong, ["q1"]);
    }
}
