//! All that is known of articles and remedies from use.

use super::{Rules, Tally, Vote};
use crate::index::articles::canonical_id;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// All that is known of articles and remedies from use.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Priors {
    /// By the canonical form of the article's id.
    articles: BTreeMap<String, Tally>,
    /// By article and name of the remedy.
    remedies: BTreeMap<String, BTreeMap<String, Tally>>,
}

impl Priors {
    /// Counts votes as they weigh at `now` (seconds since 1970). A vote on a remedy is one on its
    /// article, too.
    #[must_use]
    pub fn of(votes: &[Vote], rules: &Rules, now: u64) -> Self {
        let mut by_article: HashMap<String, Vec<&Vote>> = HashMap::new();
        for vote in votes {
            let id = canonical_id(&vote.article);
            by_article.entry(id).or_default().push(vote);
        }
        let mut priors = Self::default();
        for (id, votes) in by_article {
            let mut by_remedy: BTreeMap<&str, Vec<&Vote>> = BTreeMap::new();
            for vote in &votes {
                if let Some(remedy) = &vote.remedy {
                    by_remedy.entry(remedy).or_default().push(vote);
                }
            }
            let remedies: BTreeMap<String, Tally> = by_remedy
                .into_iter()
                .map(|(name, votes)| (name.to_owned(), Tally::of(votes, rules, now)))
                .collect();
            if !remedies.is_empty() {
                priors.remedies.insert(id.clone(), remedies);
            }
            priors.articles.insert(id, Tally::of(votes, rules, now));
        }
        priors
    }

    /// True if nobody ever said anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// What is known of an article, by any notation of its id.
    #[must_use]
    pub fn article(&self, id: &str) -> Option<&Tally> {
        self.articles.get(&canonical_id(id))
    }

    /// What is known of a remedy of an article.
    #[must_use]
    pub fn remedy(&self, id: &str, name: &str) -> Option<&Tally> {
        self.remedies.get(&canonical_id(id))?.get(name)
    }

    /// All articles by the canonical form of their ids.
    pub fn articles(&self) -> impl Iterator<Item = (&str, &Tally)> {
        self.articles.iter().map(|(id, tally)| (id.as_str(), tally))
    }

    /// The remedies of an article that somebody tried.
    pub fn remedies(&self, id: &str) -> impl Iterator<Item = (&str, &Tally)> {
        let remedies = self.remedies.get(&canonical_id(id)).into_iter().flatten();
        remedies.map(|(name, tally)| (name.as_str(), tally))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcomes::Verdict;

    fn vote(article: &str, remedy: Option<&str>, person: &str) -> Vote {
        Vote {
            article: article.into(),
            remedy: remedy.map(str::to_owned),
            case: Some(format!("case of {person}")),
            person: person.into(),
            at: 0,
            verdict: Verdict::FixedUnderstood,
        }
    }

    #[test]
    fn notations_of_an_id_are_one_article_and_remedies_count_for_it() {
        let votes = [
            vote("Q90001", Some("method 1"), "a"),
            vote("KB90001", Some("method 2"), "b"),
            vote("kb 90001", None, "c"),
        ];
        let priors = Priors::of(&votes, &Rules::default(), 0);
        assert_eq!(priors.articles().count(), 1);
        let article = priors.article("90001").unwrap();
        assert_eq!((article.helped, article.people), (3, 3));
        assert!(article.counts());
        let remedy = priors.remedy("q90001", "method 1").unwrap();
        assert_eq!((remedy.helped, remedy.counts()), (1, false));
        assert_eq!(priors.remedies("Q90001").count(), 2);
        assert!(priors.article("Q90002").is_none());
    }
}
