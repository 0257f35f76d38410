//! The rankings that are scored: of a search, or of a triage.

use super::EvalQuery;
use crate::Engine;
use crate::error::EngineError;
use crate::query::{Case, Query};
use serde::{Deserialize, Serialize};

/// How deep a ranking is scored and written to a run.
pub const RANKING_DEPTH: usize = 100;

/// Which answer of the engine is scored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The results of a search.
    #[default]
    Search,
    /// The articles of a triage's known issues, then its nearest articles, then the search
    /// results: what is ranked counts, whether or not it would have been shown.
    Triage,
}

/// Most known issues of a triage that are ranked.
const MOST_ISSUES: usize = 10;

/// Ranks article ids for one query to `depth`. `base` carries the settings of the search
/// (synonyms, spelling, filters); its text, limit and exclusions are replaced. Where no more is
/// asked for than a triage can show, it is a triage as a person gets it and nothing besides, so
/// that its time is that of a triage.
///
/// # Errors
/// As [`Engine::search`] and [`Engine::triage`].
pub fn rank(
    engine: &Engine,
    mode: Mode,
    base: &Query,
    query: &EvalQuery,
    depth: usize,
) -> Result<Vec<String>, EngineError> {
    let mut ids = Vec::new();
    if mode == Mode::Triage {
        let mut case = Case {
            filters: base.filters.clone(),
            exclude: query.exclude.clone(),
            words: base.words,
            ..Case::new(query.text.clone())
        };
        let is_alone = depth <= MOST_ISSUES;
        if !is_alone {
            case.limit = MOST_ISSUES;
        }
        let triage = engine.triage(&case)?;
        ids.extend(triage.issues.into_iter().flat_map(|issue| issue.articles));
        ids.extend(triage.nearest);
        if is_alone {
            return Ok(ids);
        }
    }
    let search = Query {
        text: query.text.clone(),
        limit: depth,
        exclude: query.exclude.clone(),
        ..base.clone()
    };
    let answer = engine.search(&search)?;
    ids.extend(answer.results.into_iter().map(|result| result.id));
    Ok(ids)
}
