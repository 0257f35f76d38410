//! What help desks say and what articles say: abbreviations, nicknames, symptom verbs, UI words.
//!
//! Rules are data (`engine/data/lexicon.tsv`, and a file of the desk's own): what is said, a tab,
//! what may be meant; several meanings are separated by `|`. Both sides go through the tokenizer,
//! so that inflections match. A meaning of `-` takes back what was said of the words before.

use super::query_terms::QueryTerms;
use super::words::Analyzer;
use crate::index::text::vocabulary::Vocabulary;
use std::collections::HashMap;
use std::sync::OnceLock;

/// How much an occurrence of a meant word counts against the said one.
const SHARE: f32 = 0.6;

/// How much each word of a longer meaning weighs in the query.
const ADDED_WEIGHT: f32 = 0.35;

/// The longest phrase that a rule may say, in terms.
const MAX_SAID: usize = 4;

/// Rules from what is said to what may be meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Said terms, joined by spaces, to the term lists of each meaning.
    rules: HashMap<String, Vec<Vec<String>>>,
    /// Said terms whose rules in a lexicon before this one do not hold.
    taken_back: Vec<String>,
}

impl Lexicon {
    /// The rules that ship with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let mut lexicon = Self::parse(include_str!("../../data/lexicon.tsv")).0;
            lexicon.extend(Self::parse(include_str!("../../data/glossary.tsv")).0);
            lexicon
        })
    }

    /// Reads rules; gives the numbers of lines that are none.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<usize>) {
        let mut analyzer = Analyzer::new();
        let mut lexicon = Self::default();
        let mut bad = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((said, meant)) = line.split_once('\t') else {
                bad.push(number);
                continue;
            };
            let said = analyzer.term_list(said);
            if meant.trim() == "-" && !said.is_empty() {
                lexicon.taken_back.push(said.join(" "));
                continue;
            }
            let meant: Vec<_> = meant
                .split('|')
                .map(|meaning| analyzer.term_list(meaning))
                .collect();
            if said.is_empty() || said.len() > MAX_SAID || meant.iter().any(Vec::is_empty) {
                bad.push(number);
                continue;
            }
            lexicon
                .rules
                .entry(said.join(" "))
                .or_default()
                .extend(meant);
        }
        (lexicon, bad)
    }

    /// Adds the rules of `other`, after dropping what it takes back.
    pub fn extend(&mut self, other: Self) {
        for said in &other.taken_back {
            self.rules.remove(said);
        }
        for (said, meant) in other.rules {
            self.rules.entry(said).or_default().extend(meant);
        }
    }

    /// A hash of all rules, in hexadecimal; lexicons of the same rules have the same.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort();
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{rules:?} {:?}", self.taken_back).as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// Adds what the query may mean. A single word that may stand for a single said one counts as
    /// that word, at a discount; longer meanings add their words lightly.
    pub fn apply(&self, query: &mut QueryTerms, vocabulary: &Vocabulary, articles: usize) {
        let sequence = query.sequence.clone();
        for first in 0..sequence.len() {
            for length in 1..=MAX_SAID.min(sequence.len() - first) {
                let said = &sequence[first..first + length];
                let words: Vec<&str> = said
                    .iter()
                    .map(|&at| query.terms[at].term.as_str())
                    .collect();
                let Some(meanings) = self.rules.get(&words.join(" ")) else {
                    continue;
                };
                for meaning in meanings {
                    match (said, meaning.as_slice()) {
                        (&[at], [term]) => {
                            query.terms[at].stand_in(term, SHARE, vocabulary, articles)
                        }
                        _ => meaning
                            .iter()
                            .for_each(|term| query.add(term, ADDED_WEIGHT, vocabulary, articles)),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_line_is_a_rule() {
        let (lexicon, bad) = Lexicon::parse(include_str!("../../data/lexicon.tsv"));
        assert_eq!(bad, Vec::<usize>::new());
        assert!(lexicon.rules.len() > 100);
        let (_, bad) = Lexicon::parse(include_str!("../../data/glossary.tsv"));
        assert_eq!(bad, Vec::<usize>::new());
    }

    /// Every rule of the shipped files, said in a query over a corpus that has all words that are
    /// meant, makes the query find each of its meanings.
    #[test]
    fn every_shipped_rule_does_what_it_says() {
        let texts = [
            include_str!("../../data/lexicon.tsv"),
            include_str!("../../data/glossary.tsv"),
        ];
        let rules = texts.iter().flat_map(|text| text.lines());
        let rules = rules.filter(|line| !line.starts_with('#'));
        let rules: Vec<(&str, &str)> = rules.filter_map(|line| line.split_once('\t')).collect();
        let mut analyzer = Analyzer::new();
        let mut meant: Vec<String> = rules
            .iter()
            .flat_map(|(_, meant)| analyzer.term_list(meant))
            .collect();
        meant.sort();
        meant.dedup();
        let vocabulary = vocabulary_of(&meant);
        assert!(rules.len() > 200);
        for (said, meanings) in rules {
            let mut query = QueryTerms::read(said, &vocabulary, 10);
            Lexicon::shipped().apply(&mut query, &vocabulary, 10);
            let held: Vec<&str> = query
                .terms
                .iter()
                .flat_map(|term| {
                    let others = term.alternatives.iter().map(|other| other.term.as_str());
                    others.chain([term.term.as_str()])
                })
                .collect();
            for term in analyzer.term_list(&meanings.replace('|', " ")) {
                assert!(
                    held.contains(&term.as_str()),
                    "{said} -> {meanings}: {held:?}"
                );
            }
        }
    }

    fn vocabulary_of(terms: &[String]) -> Vocabulary {
        use crate::index::text::field::FIELD_COUNT;
        let nothing = crate::index::vectors::words::Words::shipped().embed("");
        let article = crate::index::text::AnalyzedArticle {
            meaning: crate::index::text::Meaning {
                title: nothing.clone(),
                lead: nothing.clone(),
                article: nothing,
            },
            terms: terms
                .iter()
                .map(|term| (term.clone(), [1; FIELD_COUNT]))
                .collect(),
            ..Default::default()
        };
        let mut writer = crate::index::text::TextIndexWriter::in_memory().unwrap();
        writer.add(article).unwrap();
        writer.finish(None, &mut |_, _, _| {}).unwrap().0.vocabulary
    }

    #[test]
    fn a_lexicon_of_ones_own_adds_and_takes_back() {
        let mut lexicon = Lexicon::parse("beast\tmainframe\nfreezes\thangs\n").0;
        let (own, bad) = Lexicon::parse("freezes\t-\nthe beast\tas400\n");
        assert_eq!(bad, Vec::<usize>::new());
        lexicon.extend(own);
        assert!(!lexicon.rules.contains_key("freez"));
        assert_eq!(lexicon.rules["beast"], [vec!["mainfram"], vec!["as400"]]);
    }

    #[test]
    fn lines_that_are_no_rules_are_named() {
        let (lexicon, bad) =
            Lexicon::parse("# comment\nfreezes\thangs|stops responding\nno tab\n\t\n");
        assert_eq!(bad, [3, 4]);
        assert_eq!(
            lexicon.rules["freez"],
            [vec!["hang"], vec!["stop", "respond"]]
        );
    }
}
