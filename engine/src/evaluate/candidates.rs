//! The candidates of labelled queries, as the models are trained on them.

use super::QuerySet;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::query::Query;
use crate::rank::Ranked;
use crate::retrieve::exact::Exact;
use crate::understand::query_terms::QueryTerms;
use rayon::prelude::*;
use std::collections::HashMap;

/// A labelled query with its candidates.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// Name of its set.
    pub set: String,
    /// Its id.
    pub qid: String,
    /// What keeps it together with its like in cross-validation: its place in its set, or that of
    /// the same text in a set that has answers.
    pub place: usize,
    /// Candidates, in the order of the shipped model.
    pub ranked: Vec<Ranked>,
    /// Whether each of them is right.
    pub relevant: Vec<bool>,
    /// The query's words.
    pub terms: QueryTerms,
    /// The query's identifiers.
    pub exact: Exact,
}

/// Collects the candidates of every query of the sets. Sets that tell of the same problems line by
/// line keep their twins at one place, and so does a set of the same texts with the answers taken
/// out.
///
/// # Errors
/// As [`Engine::search`].
pub fn collect(engine: &Engine, sets: &[QuerySet]) -> Result<Vec<Candidates>, EngineError> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for set in sets {
        let has_answers = set.queries.iter().any(|query| !query.relevant.is_empty());
        let queries = set.queries.iter().enumerate().filter(|_| has_answers);
        places.extend(queries.map(|(place, query)| (query.text.as_str(), place)));
    }
    let mut collected = Vec::new();
    for set in sets {
        let queries = set.queries.par_iter().enumerate();
        let found: Result<Vec<Candidates>, EngineError> = queries
            .map(|(place, query)| {
                let asked = Query {
                    exclude: query.exclude.clone(),
                    ..Query::new(query.text.clone())
                };
                let found = engine.find(&asked)?;
                let articles = &engine.generation().articles;
                let right = query.relevant.iter().filter_map(|id| articles.find(id));
                let right: Vec<u32> = right.collect();
                Ok(Candidates {
                    set: set.name.clone(),
                    qid: query.qid.clone(),
                    place: places.get(query.text.as_str()).copied().unwrap_or(place),
                    relevant: found
                        .ranked
                        .iter()
                        .map(|ranked| right.contains(&ranked.ordinal))
                        .collect(),
                    ranked: found.ranked,
                    terms: found.query.terms,
                    exact: found.exact,
                })
            })
            .collect();
        collected.extend(found?);
    }
    Ok(collected)
}
