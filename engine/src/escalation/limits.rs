//! What the tier that hands over may not do itself, and who may.

use super::rules::{LimitRule, is_about, shipped};
use crate::answer::{Quotation, TierLimit};
use crate::engine::{Engine, article_of};
use crate::error::EngineError;
use crate::query::Query;
use crate::understand::words::Analyzer;
use corpus::Article;
use corpus::article::{Block, Body};

/// Articles looked at for the sentence behind a rule.
const LOOKED_AT: usize = 8;

/// Limits of this tier in a case of this subject (in small letters); each quotes the article that
/// says so, if the knowledge base has one.
pub(super) fn limits(
    engine: &Engine,
    subject: &str,
    (tier, article): (u8, Option<&Article>),
) -> Result<Vec<TierLimit>, EngineError> {
    let mut limits = Vec::new();
    if let Some(article) = article
        && let Some(needed) = article.meta.tier.filter(|&needed| needed > tier)
    {
        limits.push(TierLimit {
            what: format!("Carry out what “{}” says to do", article.title),
            who: format!("Tier {needed}"),
            source: None,
        });
    }
    let binds = |rule: &&LimitRule| tier < rule.below_tier && is_about(subject, &rule.subject);
    for rule in shipped().limits.iter().filter(binds) {
        limits.push(TierLimit {
            what: rule.what.clone(),
            who: rule.who.clone(),
            source: quotation(engine, rule)?,
        });
    }
    Ok(limits)
}

/// The words of an article that stand behind a rule: a paragraph with all of the rule's words, in
/// one of the articles nearest to what the rule says.
fn quotation(engine: &Engine, rule: &LimitRule) -> Result<Option<Quotation>, EngineError> {
    let mut query = Query::new(format!("{} {}", rule.what, rule.quote.join(" ")));
    query.limit = LOOKED_AT;
    let mut analyzer = Analyzer::new();
    let wanted: Vec<String> = rule.quote.iter().map(|word| word.to_lowercase()).collect();
    for id in engine.ranking(&query)? {
        let Some(ordinal) = engine.generation().articles.find(&id) else {
            continue;
        };
        let (_, document, place) = engine.open_article(ordinal)?;
        let article = article_of(&document, place)?;
        // Only an article about what the rule is about can stand behind it.
        let about = super::items::subject_of(article).to_lowercase();
        if !is_about(&about, &rule.subject) {
            continue;
        }
        let blocks = article.sections.iter().flat_map(|section| &section.blocks);
        let found = blocks.filter_map(|block| Some((block, words(block)?)));
        let mut fitting = found.filter(|(_, text)| has_all(text, &wanted, &mut analyzer));
        if let Some((block, text)) = fitting.next() {
            return Ok(Some(Quotation {
                text: text.to_owned(),
                article: id,
                span: block.span,
            }));
        }
    }
    Ok(None)
}

fn words(block: &Block) -> Option<&str> {
    match &block.body {
        Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => Some(text),
        _ => None,
    }
}

/// True if the text has every word; content words in any form, others as they are.
fn has_all(text: &str, wanted: &[String], analyzer: &mut Analyzer) -> bool {
    let lower = text.to_lowercase();
    let terms = analyzer.term_list(text);
    wanted.iter().all(|word| {
        let own = analyzer.term_list(word);
        match own.first() {
            Some(term) => terms.contains(term),
            None => super::rules::has_phrase(&lower, word),
        }
    })
}
