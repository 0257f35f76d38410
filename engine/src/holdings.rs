//! Counts what a knowledge base holds: by product, by kind, by year.

use crate::answer::HoldingsAnswer;
use crate::compose::guard::Viewer;
use crate::engine::Engine;
use crate::error::EngineError;
use corpus::Article;

impl Engine {
    /// Counts the articles that a viewer may see. Opens every document (seconds for 57,000 on one
    /// core), so ask once for each generation.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if a document cannot be unpacked.
    pub fn holdings(&self, viewer: &Viewer) -> Result<HoldingsAnswer, EngineError> {
        let generation = self.generation();
        let mut answer = HoldingsAnswer::default();
        for at in 0..u32::try_from(generation.documents.len()).unwrap_or(u32::MAX) {
            let document = generation.documents.read(at)?;
            for article in &document.articles {
                let ordinal = generation.articles.find(&article.id);
                let entry = ordinal.and_then(|ordinal| generation.articles.get(ordinal));
                // The same id in two documents is one article: that of the entry.
                let is_its_own =
                    entry.is_some_and(|entry| entry.document == at && viewer.sees(entry.audience));
                if is_its_own {
                    count(&mut answer, article);
                }
            }
        }
        Ok(answer)
    }
}

fn count(answer: &mut HoldingsAnswer, article: &Article) {
    answer.articles += 1;
    let meta = &article.meta;
    let mut names: Vec<&str> = meta.products.iter().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        *answer.products.entry(name.to_owned()).or_default() += 1;
    }
    if let Some(kind) = meta.kind {
        *answer.kinds.entry(kind.name().to_owned()).or_default() += 1;
    }
    let year = meta.date.as_deref().and_then(|date| date.get(..4));
    match year.and_then(|year| year.parse::<u16>().ok()) {
        Some(year) => *answer.years.entry(year).or_default() += 1,
        None => answer.undated += 1,
    }
}

#[cfg(test)]
mod tests {
    use crate::compose::guard::{Channel, Viewer};
    use crate::engine::Engine;
    use corpus::article::Audience;

    #[test]
    fn what_a_viewer_sees_is_counted_once() {
        let engine = Engine::builtin().unwrap();
        let count = |audience| {
            let channel = Channel::Desk;
            engine.holdings(&Viewer { audience, channel }).unwrap()
        };
        let (all, public) = (count(Audience::Tier3), count(Audience::Public));
        assert_eq!(all.articles, engine.generation().manifest.articles);
        assert!(public.articles <= all.articles);
        assert_eq!(all.undated + all.years.values().sum::<u64>(), all.articles);
        assert!(all.kinds.values().sum::<u64>() <= all.articles);
    }
}
