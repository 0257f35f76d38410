//! How a document was read, as data: what `inspect` prints as a page or as JSON.

use super::entries::{self, Entry, Lines, name_of};
use corpus::article::{Article, Meta, PartKind, Product};
use corpus::{Document, Span};
use engine::answer::LintFinding;
use serde::Serialize;

/// Schema name and version of [`Reading`].
const INSPECT_SCHEMA: &str = "firstline.inspect/1";

/// How a document was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Reading {
    pub(crate) schema: &'static str,
    /// The document's name.
    pub(crate) document: String,
    pub(crate) format: String,
    pub(crate) encoding: String,
    /// Its size.
    pub(crate) bytes: u64,
    /// What every byte was, in order, without hole or overlap.
    pub(crate) parts: Vec<PartReading>,
    pub(crate) articles: Vec<ArticleReading>,
    /// What looked odd.
    pub(crate) oddities: Vec<Oddity>,
    /// What is wrong, as `lint` tells it.
    pub(crate) findings: Vec<LintFinding>,
}

/// A stretch of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PartReading {
    pub(crate) line: u32,
    /// `header`, `section`, `footer` or `boilerplate`.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) span: Span,
}

/// Something odd.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Oddity {
    pub(crate) line: u32,
    pub(crate) kind: String,
    pub(crate) message: String,
}

/// One article of the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ArticleReading {
    pub(crate) id: String,
    pub(crate) title: String,
    /// What the document says of the article, name and value; what is empty is left out.
    pub(crate) meta: Vec<(&'static str, String)>,
    pub(crate) sections: Vec<Entry>,
    pub(crate) tables: Vec<Entry>,
    pub(crate) facts: Vec<Entry>,
    pub(crate) gaps: Vec<Entry>,
    pub(crate) references: Vec<Entry>,
}

impl Reading {
    /// Tells how `document` was read.
    pub(crate) fn of(document: &Document) -> Self {
        let lines = Lines::of(document);
        let part = |part: &corpus::article::Part| PartReading {
            line: lines.line(part.span),
            kind: name_of(&part.kind),
            name: part_name(document, &part.kind),
            bytes: part.span.len() as u64,
            span: part.span,
        };
        let oddity = |warning: &corpus::article::Warning| Oddity {
            line: warning.line,
            kind: name_of(&warning.kind),
            message: warning.message.clone(),
        };
        let articles = document.articles.iter();
        Self {
            schema: INSPECT_SCHEMA,
            document: document.name.clone(),
            format: name_of(&document.format),
            encoding: name_of(&document.encoding),
            bytes: document.bytes.len() as u64,
            parts: document.parts.iter().map(part).collect(),
            articles: articles
                .map(|article| ArticleReading::of(article, &lines))
                .collect(),
            oddities: document.warnings.iter().map(oddity).collect(),
            findings: Vec::new(),
        }
    }
}

impl ArticleReading {
    fn of(article: &Article, lines: &Lines) -> Self {
        let mut tables = Vec::new();
        let mut sections = Vec::new();
        for section in &article.sections {
            let text = entries::contents(section);
            sections.push(lines.entry(section.span, section.role.name(), text));
            entries::tables(&section.blocks, lines, &mut tables);
        }
        let facts = article.facts.iter().map(|fact| entries::fact(fact, lines));
        let gaps = article.gaps.iter().map(|gap| {
            let text = format!("after “{}”: {}", gap.announced, gap.reason);
            lines.entry(gap.span, name_of(&gap.kind), text)
        });
        let references = article.references.iter().map(|reference| {
            let text = format!("{} “{}”", reference.target, reference.words);
            lines.entry(reference.span, "reference", text)
        });
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            meta: meta(&article.meta),
            sections,
            tables,
            facts: facts.collect(),
            gaps: gaps.collect(),
            references: references.collect(),
        }
    }
}

fn part_name(document: &Document, kind: &PartKind) -> String {
    match kind {
        PartKind::Header(name) | PartKind::Footer(name) | PartKind::Boilerplate(name) => {
            name.clone()
        }
        PartKind::Section { article, section } => {
            let article = document.articles.get(*article as usize);
            let section = article.and_then(|article| article.sections.get(*section as usize));
            section.map_or_else(String::new, |section| section.role.name().to_owned())
        }
        _ => String::new(),
    }
}

fn meta(meta: &Meta) -> Vec<(&'static str, String)> {
    let product = |product: &Product| {
        let versions = product.versions.join(", ");
        format!("{} {versions}", product.name).trim_end().to_owned()
    };
    let products: Vec<String> = meta.products.iter().map(product).collect();
    let all = [
        ("date", meta.date.clone().unwrap_or_default()),
        ("revision", meta.revision.clone().unwrap_or_default()),
        ("kind", meta.kind.map_or("", |kind| kind.name()).to_owned()),
        ("fix", meta.fix.as_ref().map(name_of).unwrap_or_default()),
        ("products", products.join("; ")),
        ("platforms", meta.platforms.join(", ")),
        ("tags", meta.tags.join(", ")),
        ("keywords", meta.keywords.join(", ")),
        ("technology", meta.technology.join(", ")),
        ("query words", meta.query_words.join(" ")),
        ("aliases", meta.aliases.join(", ")),
        ("audience", name_of(&meta.audience)),
        (
            "tier",
            meta.tier.map(|tier| tier.to_string()).unwrap_or_default(),
        ),
        ("state", name_of(&meta.state)),
        ("sources", meta.sources.join("; ")),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
