//! An article as terms per field.

use super::field::{FIELD_COUNT, Field};
use crate::index::vectors::quantised::Rounded;
use crate::index::vectors::words::Words;
use crate::understand::words::Analyzer;
use corpus::article::{Block, Body, Item, Role, Section};
use corpus::{Article, Document};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;

/// Terms kept in sequence for phrase features: the title, then the lead of the article.
const LEAD_TERMS: usize = 96;

/// An article as terms; can be spooled to disk between analysis and writing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnalyzedArticle {
    /// Distinct terms, each with its frequency per field, in order of first appearance.
    pub terms: Vec<(String, [u8; FIELD_COUNT])>,
    /// The title as indices into `terms`, in order.
    pub title: Vec<u32>,
    /// The first 96 terms of symptoms or summary, or of the body if there are neither.
    pub lead: Vec<u32>,
    /// What it is about.
    pub meaning: Meaning,
}

/// An article's vectors by the shipped word vectors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meaning {
    /// Of the title.
    pub title: Rounded,
    /// Of the first words of symptoms or summary.
    pub lead: Rounded,
    /// Of title and body.
    pub article: Rounded,
}

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

/// Turns an article into terms per field.
#[must_use]
pub fn analyze(_document: &Document, article: &Article) -> AnalyzedArticle {
    ANALYZER.with_borrow_mut(|analyzer| {
        let mut sink = Sink {
            analyzer,
            article: AnalyzedArticle::default(),
            known: HashMap::new(),
        };
        sink.add_article(article);
        sink.article.meaning = meaning(article);
        sink.article
    })
}

/// Words of the lead and of the article that its vectors are made of; the model they were
/// distilled from read no more.
const MEANING_WORDS: (usize, usize) = (120, 200);

/// An article as an embedding model reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleText<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its title and the first 200 words of its body, told as a problem is: what is seen, why, and
    /// what helps. What it applies to, its state and warnings that many articles share are left out.
    pub whole: String,
}

/// The texts that a model's vectors of an article are made of.
#[must_use]
pub fn article_text(article: &Article) -> ArticleText<'_> {
    let mut sections: Vec<(u8, &Section)> = article
        .sections
        .iter()
        .filter_map(|section| Some((place_in_telling(section)?, section)))
        .collect();
    sections.sort_by_key(|(place, _)| *place);
    let mut body = String::new();
    for block in sections.iter().flat_map(|(_, section)| &section.blocks) {
        if !matches!(block.body, Body::Caution(_)) {
            push_blocks(&mut body, std::slice::from_ref(block), MEANING_WORDS.1);
        }
    }
    ArticleText {
        title: &article.title,
        whole: with_title(article, &body),
    }
}

/// When a section comes in the telling of a problem; none for one that tells nothing of it.
fn place_in_telling(section: &Section) -> Option<u8> {
    match section.role {
        Role::Symptoms | Role::Summary | Role::Impact => Some(0),
        Role::Cause => Some(1),
        Role::Other if section.heading.is_empty() => Some(2),
        Role::Resolution | Role::Workaround => Some(3),
        Role::MoreInformation => Some(4),
        Role::Status | Role::References | Role::AppliesTo => None,
        _ => Some(5),
    }
}

fn with_title(article: &Article, body: &str) -> String {
    let body = first_words(body, MEANING_WORDS.1);
    format!("{}. {body}", article.title)
}

/// The vectors of an article by the shipped words.
pub(super) fn meaning(article: &Article) -> Meaning {
    let mut lead = String::new();
    let is_lead = |role| matches!(Field::of_role(role), Field::Symptoms | Field::Summary);
    for section in &article.sections {
        if is_lead(section.role) && lead.is_empty() {
            push_blocks(&mut lead, &section.blocks, MEANING_WORDS.0);
        }
    }
    let mut body = String::new();
    for section in &article.sections {
        push_blocks(&mut body, &section.blocks, MEANING_WORDS.1);
    }
    let words = Words::shipped();
    let lead = if lead.is_empty() { &body } else { &lead };
    Meaning {
        title: words.embed(&article.title),
        lead: words.embed(first_words(lead, MEANING_WORDS.0)),
        article: words.embed(&with_title(article, &body)),
    }
}

/// The first `count` words of a text.
fn first_words(text: &str, count: usize) -> &str {
    let ends = text
        .char_indices()
        .filter(|(_, character)| character.is_whitespace());
    // Runs of white space count as one end too many; a few words less do no harm.
    ends.map(|(at, _)| at)
        .nth(count)
        .map_or(text, |end| &text[..end])
}

/// Appends the text of blocks until there are about `count` words.
fn push_blocks(out: &mut String, blocks: &[Block], count: usize) {
    for block in blocks {
        if out.len() > count * 16 {
            return;
        }
        match &block.body {
            Body::Paragraph(text)
            | Body::Note(text)
            | Body::Caution(text)
            | Body::Code { text, .. } => {
                out.push_str(text);
                out.push(' ');
            }
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    out.push_str(&item.text);
                    out.push(' ');
                    push_blocks(out, &item.children, count);
                }
            }
            Body::Table(table) => {
                for cell in table
                    .header
                    .iter()
                    .chain(table.rows.iter().flat_map(|row| &row.cells))
                {
                    out.push_str(&cell.text);
                    out.push(' ');
                }
            }
            _ => {}
        }
    }
}

struct Sink<'a> {
    analyzer: &'a mut Analyzer,
    article: AnalyzedArticle,
    known: HashMap<String, u32>,
}

impl Sink<'_> {
    fn add_article(&mut self, article: &Article) {
        self.article.title = self.add(Field::Title, &article.title);
        let mut lead = Vec::new();
        let mut body_lead = Vec::new();
        for section in &article.sections {
            let field = Field::of_role(section.role);
            let target = match field {
                Field::Symptoms | Field::Summary => Some(&mut lead),
                Field::Body | Field::Cause => Some(&mut body_lead),
                _ => None,
            };
            let before = target.as_ref().map(|terms| terms.len());
            let mut sequence = Vec::new();
            // A sub-heading says what its text is about; a role heading ("SYMPTOMS") says nothing.
            for heading in section
                .heading
                .iter()
                .skip(usize::from(field != Field::Body))
            {
                self.add(field, heading);
            }
            self.add_blocks(field, &section.blocks, &mut sequence);
            if let (Some(target), Some(_)) = (target, before) {
                target.extend(sequence);
            }
        }
        if lead.is_empty() {
            lead = body_lead;
        }
        lead.truncate(LEAD_TERMS);
        self.article.lead = lead;
        self.add_meta(article);
    }

    fn add_meta(&mut self, article: &Article) {
        for product in &article.meta.products {
            self.add(Field::Product, &product.name);
            for version in &product.versions {
                self.add(Field::Product, version);
            }
        }
        for text in article.meta.platforms.iter().chain(&article.meta.tags) {
            self.add(Field::Product, text);
        }
        for text in article.meta.query_words.iter().chain(&article.meta.aliases) {
            self.add(Field::QueryWords, text);
        }
        for keyword in &article.meta.keywords {
            self.add(Field::QueryWords, keyword);
        }
    }

    fn add_blocks(&mut self, field: Field, blocks: &[Block], sequence: &mut Vec<u32>) {
        for block in blocks {
            match &block.body {
                Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => {
                    sequence.extend(self.add(field, text));
                }
                Body::Code { text, .. } => sequence.extend(self.add(field, text)),
                Body::Steps(items) | Body::List(items) => self.add_items(field, items, sequence),
                Body::Table(table) => {
                    let cells = table
                        .header
                        .iter()
                        .chain(table.rows.iter().flat_map(|row| &row.cells));
                    for cell in cells {
                        sequence.extend(self.add(field, &cell.text));
                    }
                }
                _ => {}
            }
        }
    }

    fn add_items(&mut self, field: Field, items: &[Item], sequence: &mut Vec<u32>) {
        for item in items {
            sequence.extend(self.add(field, &item.text));
            self.add_blocks(field, &item.children, sequence);
        }
    }

    /// Counts the terms of `text` under `field`; gives them back in order.
    fn add(&mut self, field: Field, text: &str) -> Vec<u32> {
        let mut sequence = Vec::new();
        let Self {
            analyzer,
            article,
            known,
        } = self;
        analyzer.terms(text, |term| {
            let index = match known.get(term) {
                Some(&index) => index,
                None => {
                    let index = u32::try_from(article.terms.len()).unwrap_or(u32::MAX);
                    known.insert(term.to_owned(), index);
                    article.terms.push((term.to_owned(), [0; FIELD_COUNT]));
                    index
                }
            };
            let count = &mut article.terms[index as usize].1[field as usize];
            *count = count.saturating_add(1);
            sequence.push(index);
        });
        sequence
    }
}
