//! The flattened chapter: a long text whose headings are glued to the sentence behind them.
//!
//! Whoever saved it lost all structure: a line is everything between two places where a list, a
//! table or an image stood. [`headings`] finds the headings again by how they are set, each
//! becomes an article of its own (`chapter#heading`), and [`crate::gaps`] says what was lost.

mod headings;
mod title;

#[cfg(test)]
mod tests;

use super::{FormatReader, Parsed, mention};
use crate::article::{
    Article, Block, Body, Format, Meta, Part, PartKind, Role, Section, Span, Warning, WarningKind,
};
use crate::gaps;
use crate::lines::{Page, push_words};
use headings::Heading;
use std::collections::HashMap;

/// Reads flattened chapters.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::Chapter,
    likeness,
    parse,
};

/// A shorter text is no chapter.
const LEAST_BYTES: usize = 1500;
/// Lines of a flattened text are whole sections; those of any other are lines.
const LEAST_LINE: usize = 300;

/// Long lines and headings glued to sentences, and no markup.
fn likeness(text: &str, _name: &str) -> u8 {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    if text.len() < LEAST_BYTES || text.len() / lines.max(1) < LEAST_LINE {
        return 0;
    }
    let start = text.trim_start();
    if start.starts_with(['<', '{', '#']) || start.starts_with("---") {
        return 0;
    }
    match headings::find(text).len() {
        0 => 0,
        1 => 40,
        2 => 60,
        _ => 88,
    }
}

fn parse(text: &str, name: &str) -> Parsed {
    let page = Page::new(text);
    let headings = headings::find(text);
    let title = title::of(text, name);
    let base = title::slug(&title.0);
    let mut parsed = Parsed::default();
    let mut used = HashMap::new();
    let first = headings.first().map_or(text.len(), |first| first.start);
    if !text[..first].trim().is_empty() || headings.is_empty() {
        let span = Span::new(0, first);
        let mut article = article(base.clone(), &title.0, title.1, span);
        article.sections = vec![section(&page, vec![title.0.clone()], span, 0)];
        parsed.articles.push(article);
    }
    for (place, heading) in headings.iter().enumerate() {
        let end = headings
            .get(place + 1)
            .map_or(text.len(), |next| next.start);
        let start = if parsed.articles.is_empty() {
            0
        } else {
            heading.start
        };
        let words = &text[heading.start..heading.end];
        let id = format!("{base}#{}", unique(title::slug(words), &mut used));
        let span = Span::new(start, end);
        let mut article = article(id, words, Span::new(heading.start, heading.end), span);
        article.part_of = Some(base.clone());
        // A part is looked for by its chapter's subject too, which its own text need not repeat.
        article.meta.query_words = vec![title.0.clone()];
        let path = vec![title.0.clone(), words.to_owned()];
        article.sections = vec![section(&page, path, span, heading.end)];
        parsed.articles.push(article);
    }
    for article in &mut parsed.articles {
        article.references = mention::find(text, article.span, &article.id);
    }
    parsed.parts = parts(&parsed.articles);
    add_gaps(&page, &headings, &mut parsed);
    parsed
}

fn article(id: String, title: &str, title_span: Span, span: Span) -> Article {
    Article {
        id,
        title: title.to_owned(),
        title_span,
        part_of: None,
        span,
        meta: Meta::default(),
        sections: Vec::new(),
        facts: Vec::new(),
        gaps: Vec::new(),
        references: Vec::new(),
    }
}

/// The section of a part; its text begins at `from`, behind the heading.
fn section(page: &Page<'_>, heading: Vec<String>, span: Span, from: usize) -> Section {
    let (from, end) = (from.max(span.start as usize), span.end as usize);
    let first = page.lines.partition_point(|line| line.next <= from);
    let mut blocks = Vec::new();
    for line in page.lines[first..]
        .iter()
        .take_while(|line| line.start < end)
    {
        let start = line.words.max(from);
        let stop = line.end.min(end);
        let Some(words) = page.text.get(start..stop.max(start)) else {
            continue;
        };
        let lead = words.len() - words.trim_start().len();
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        let mut text = String::new();
        push_words(&mut text, words);
        blocks.push(Block {
            span: Span::new(start + lead, start + lead + words.len()),
            body: Body::Paragraph(text),
        });
    }
    Section {
        role: Role::Other,
        heading,
        span,
        blocks,
        audience: None,
    }
}

/// A slug that no other part has.
fn unique(slug: String, used: &mut HashMap<String, u32>) -> String {
    let times = used.entry(slug.clone()).or_insert(0);
    *times += 1;
    if *times == 1 {
        slug
    } else {
        // `#` stands in no slug, so a counted one can meet no other.
        format!("{slug}-{times}")
    }
}

fn parts(articles: &[Article]) -> Vec<Part> {
    (0u32..)
        .zip(articles)
        .map(|(article, found)| Part {
            span: found.span,
            kind: PartKind::Section {
                article,
                section: 0,
            },
        })
        .collect()
}

/// Puts every gap into the article in which it is announced, with a warning.
fn add_gaps(page: &Page<'_>, headings: &[Heading], parsed: &mut Parsed) {
    let mut found = gaps::at_breaks(page);
    found.extend(gaps::cut_values(page.text));
    let starts: Vec<usize> = headings.iter().map(|heading| heading.start).collect();
    found.extend(gaps::cut_sentences(page.text, &starts));
    found.extend(gaps::cut_ending(page));
    found.sort_by_key(|gap| (gap.span.end, gap.kind));
    for gap in found {
        let at = gap.span.end.saturating_sub(1);
        let line = page.lines.partition_point(|line| line.next <= at as usize);
        parsed.warnings.push(Warning {
            kind: WarningKind::Gap,
            line: Page::number(line),
            message: format!("{}: \"{}\"", gap.reason, gaps::tail(&gap.announced)),
        });
        let owner = parsed
            .articles
            .partition_point(|article| article.span.end <= at);
        if let Some(article) = parsed.articles.get_mut(owner) {
            article.gaps.push(gap);
        }
    }
}
