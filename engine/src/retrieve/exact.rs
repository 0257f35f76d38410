//! Exact identifiers of a query: which articles hold them.
//!
//! Pasted records are read as records, words for identifiers. An event is a source and a number:
//! where the query names a source that the corpus knows for the number, only articles with both
//! count; a number without a source finds all, and says which sources there are.

use crate::index::articles::Articles;
use crate::index::identifiers::{Identifiers, Occurrence, error_key, folded};
use crate::rank::Ranked;
use crate::understand::{events, identifiers};
use corpus::Span;
use corpus::article::FactValue;
use std::collections::HashMap;

/// An identifier of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Identifier {
    /// What it is.
    pub value: FactValue,
    /// As it stands in the query.
    pub span: Span,
    /// For an event without a known source: the sources that use the number.
    pub sources: Vec<String>,
    /// Articles that hold it, ascending.
    pub holders: Vec<u32>,
}

/// The identifiers of a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exact {
    /// In order of their places.
    pub identifiers: Vec<Identifier>,
}

/// Finds the identifiers of `text` that decide a ranking: events, error codes, article ids.
#[must_use]
pub fn find(
    text: &str,
    articles: &Articles,
    identifiers: &Identifiers,
    allowed: &dyn Fn(u32) -> bool,
) -> Exact {
    let mut exact = Exact::default();
    let query = folded(text);
    for (value, span) in values(text) {
        let mut identifier = Identifier {
            value,
            span,
            sources: Vec::new(),
            holders: Vec::new(),
        };
        match &identifier.value {
            FactValue::Event {
                provider, number, ..
            } => {
                let read = event(*number, provider.as_deref(), &query, identifiers);
                (identifier.holders, identifier.sources) = read;
            }
            FactValue::ErrorCode { value, .. } => {
                identifier.holders = ordinals(identifiers.find(&error_key(*value)));
            }
            FactValue::Kb { id } => identifier.holders = articles.find(id).into_iter().collect(),
            _ => continue,
        }
        identifier.holders.retain(|&ordinal| allowed(ordinal));
        exact.identifiers.push(identifier);
    }
    if exact.identifiers.is_empty()
        && let Some(ordinal) = articles.find(text).filter(|&ordinal| allowed(ordinal))
    {
        // The query is nothing but an id.
        let value = FactValue::Kb {
            id: text.trim().to_owned(),
        };
        let span = Span::new(0, text.len());
        exact.identifiers.push(Identifier {
            value,
            span,
            sources: Vec::new(),
            holders: vec![ordinal],
        });
    }
    exact
}

/// The identifiers of a text, each once. Pasted records come first, the most telling leading: the
/// fields of a record say what it is, and a number inside its description is only told about.
fn values(text: &str) -> Vec<(FactValue, Span)> {
    let mut found: Vec<(FactValue, Span)> = Vec::new();
    for record in events::read(text).records {
        if let Some(number) = record.number {
            let value = FactValue::Event {
                provider: record.provider,
                channel: record.channel,
                number,
            };
            found.push((value, record.span));
        }
    }
    let has_records = !found.is_empty();
    for identifier in identifiers::find(text) {
        let Some(value) = identifier.fact() else {
            continue;
        };
        let is_told = has_records && matches!(value, FactValue::Event { .. });
        let is_known = found.iter().any(|(known, _)| *known == value);
        if !is_known && !is_told {
            found.push((value, identifier.span));
        }
    }
    found
}

/// Articles that hold an event, and the sources among which the query did not choose.
fn event(
    number: u32,
    provider: Option<&str>,
    query: &str,
    identifiers: &Identifiers,
) -> (Vec<u32>, Vec<String>) {
    let prefix = format!("event/{number}/");
    let keys = identifiers.keys_from(&prefix, 64);
    let asked = provider.map(folded);
    // The longest known source that the query names: "MSExchangeIS Private" over "MSExchangeIS".
    let named = keys
        .iter()
        .filter(|key| {
            let source = &key[prefix.len()..];
            asked.as_deref() == Some(source) || (source.len() > 2 && query.contains(source))
        })
        .max_by_key(|key| (asked.as_deref() == Some(&key[prefix.len()..]), key.len()));
    if let Some(key) = named {
        return (ordinals(identifiers.find(key)), Vec::new());
    }
    if asked.is_some() {
        // A source was named and it is not known to log this number: nothing may stand in for it.
        return (Vec::new(), Vec::new());
    }
    let sources = keys
        .iter()
        .map(|key| key[prefix.len()..].to_owned())
        .collect();
    (
        ordinals(identifiers.find(&format!("event/{number}"))),
        sources,
    )
}

fn ordinals(occurrences: Vec<Occurrence>) -> Vec<u32> {
    let mut ordinals: Vec<u32> = occurrences
        .into_iter()
        .map(|occurrence| occurrence.ordinal)
        .collect();
    ordinals.dedup();
    ordinals
}

impl Exact {
    /// True if the article holds any of the identifiers.
    #[must_use]
    pub fn holds(&self, ordinal: u32) -> bool {
        self.count(ordinal) > 0
    }

    fn count(&self, ordinal: u32) -> usize {
        self.count_of(ordinal, |_| true)
    }

    fn count_of(&self, ordinal: u32, is_meant: impl Fn(&FactValue) -> bool) -> usize {
        self.identifiers
            .iter()
            .filter(|found| is_meant(&found.value) && found.holders.binary_search(&ordinal).is_ok())
            .count()
    }

    /// Puts articles that hold the identifiers first: those with more events and article ids, then
    /// those that are `close` to the pasted record, then those whose title names an identifier,
    /// since they are about it and others mention it, then those with more error codes; the order
    /// within stays. A code inside a record's description is only told about, so that it never
    /// outweighs the event. Holders that were no candidates come last among them. `known` gives an
    /// article's title and whether it is a draft: a draft never goes before a finished article for
    /// its title alone, since whoever wrote it named it after the case.
    pub fn promote(
        &self,
        ranked: &mut Vec<Ranked>,
        close: &HashMap<u32, f32>,
        known: &dyn Fn(u32) -> (String, bool),
    ) {
        if self
            .identifiers
            .iter()
            .all(|identifier| identifier.holders.is_empty())
        {
            return;
        }
        for identifier in &self.identifiers {
            for &ordinal in &identifier.holders {
                if ranked.iter().all(|known| known.ordinal != ordinal) {
                    let lowest = ranked.last().map_or(0.0, |last| last.score);
                    let values = [0.0; crate::rank::features::COUNT];
                    ranked.push(Ranked {
                        ordinal,
                        score: lowest,
                        values,
                    });
                }
            }
        }
        let key = |article: &Ranked| {
            let named = self.count_of(article.ordinal, |value| {
                !matches!(value, FactValue::ErrorCode { .. })
            });
            let close = close.get(&article.ordinal).copied().unwrap_or_default();
            // Shares that differ by less than a word in fifty are the same.
            let close = (close * 50.0) as u32;
            let (title, is_draft) = known(article.ordinal);
            let is_about = named > 0 && self.is_named_in(&title);
            let is_finished = named > 0 && !is_draft;
            (
                named,
                close,
                is_finished,
                is_about,
                self.count(article.ordinal),
            )
        };
        ranked.sort_by_cached_key(|article| std::cmp::Reverse(key(article)));
    }

    /// True if a title names an event of the query by its number.
    fn is_named_in(&self, title: &str) -> bool {
        let mut words = title.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| {
            self.identifiers
                .iter()
                .any(|identifier| match identifier.value {
                    FactValue::Event { number, .. } => word.parse() == Ok(number),
                    _ => false,
                })
        })
    }
}
