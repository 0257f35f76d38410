//! How questions are taken where whoever asks says nothing of it: what stands in `firstline.toml`
//! outside of `[server]` and holds on the command line, held for HTTP, chat, page and MCP alike.
//!
//! Queries and cases are made here and nowhere else in this room, so that no front can forget a
//! setting.

use engine::compose::severity::PriorityTable;
use engine::query::Words;
use engine::understand::lexicon::Lexicon;
use engine::{Case, Engine, Query};

/// The settings, read and checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answering {
    /// Whether to do without the embedding model that the index was built with.
    pub no_model: bool,
    /// Words of the desk's own, which add to those that ship.
    pub lexicon: Option<Lexicon>,
    /// How words are taken, unless a request says otherwise.
    pub words: Words,
    /// Probability below which nothing is shown as an answer; none means the program's own.
    pub threshold: Option<f64>,
    /// The table of priorities; none means the one that ships.
    pub priorities: Option<PriorityTable>,
}

impl Answering {
    /// A search for `text`.
    #[must_use]
    pub fn query(&self, text: impl Into<String>) -> Query {
        let mut query = Query::new(text);
        query.words = self.words;
        query
    }

    /// A case of `text`.
    #[must_use]
    pub fn case(&self, text: impl Into<String>) -> Case {
        let mut case = Case::new(text);
        case.threshold = self.threshold;
        case.words = self.words;
        case.priorities.clone_from(&self.priorities);
        case
    }

    /// The engine as it is to answer.
    pub(crate) fn set_up(&self, engine: Engine) -> Engine {
        let engine = match &self.lexicon {
            Some(own) => engine.with_lexicon(own.clone()),
            None => engine,
        };
        if self.no_model {
            engine.without_model()
        } else {
            engine
        }
    }

    /// Tells settings apart that could answer differently; instances that were set up alike agree
    /// on it.
    pub(crate) fn identity(&self) -> String {
        let lexicon = self.lexicon.as_ref().map(Lexicon::fingerprint);
        let Self {
            no_model,
            lexicon: _,
            words,
            threshold,
            priorities,
        } = self;
        format!("{no_model} {lexicon:?} {words:?} {threshold:?} {priorities:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_answer_differently_is_told_apart() {
        let lexicon = |text| Some(Lexicon::parse(text).0);
        let usual = Answering::default();
        let set_up = [
            Answering {
                no_model: true,
                ..usual.clone()
            },
            Answering {
                lexicon: lexicon("beast\tmainframe\n"),
                ..usual.clone()
            },
            Answering {
                lexicon: lexicon("beast\t-\n"),
                ..usual.clone()
            },
            Answering {
                words: Words {
                    synonyms: false,
                    ..Words::default()
                },
                ..usual.clone()
            },
            Answering {
                words: Words {
                    spelling: false,
                    ..Words::default()
                },
                ..usual.clone()
            },
            Answering {
                threshold: Some(0.5),
                ..usual.clone()
            },
            usual,
        ];
        let identities: std::collections::BTreeSet<_> =
            set_up.iter().map(Answering::identity).collect();
        assert_eq!(identities.len(), set_up.len());
    }

    #[test]
    fn the_same_rules_in_another_order_are_the_same() {
        let of = |text| Answering {
            lexicon: Some(Lexicon::parse(text).0),
            ..Answering::default()
        };
        let one = of("beast\tmainframe\nspinner\tdisk\nhung\thangs\n");
        let other = of("hung\thangs\nbeast\tmainframe\n# ours\nspinner\tdisk\n");
        assert_eq!(one.identity(), other.identity());
    }
}
