//! A vendor's support page saved as text.
//!
//! ```text
//! navigation …
//! Title
//! Article ID:123456          fields: id, last review, revision, earlier number
//! SUMMARY                    sections between lines "Back to the top"
//! APPLIES TO / Keywords:     the end of the article
//! Article Translations …     noise of the site
//! ```
//!
//! [`outline`] cuts the page into regions, [`body`] reads the blocks of a section (a line is a
//! paragraph, an entry or a row), [`head`] the fields.

mod body;
mod head;
mod outline;

#[cfg(test)]
mod tests;

use super::kb_text::{applies_to, roles};
use super::{FormatReader, Parsed, mention};
use crate::article::{Article, Format, Meta, Part, PartKind, Role, Section, Span};
use crate::lines::Page;
use crate::table::run_together::Words;
use outline::Region;

/// Reads support pages saved as text.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::SupportPage,
    likeness,
    parse,
};

/// Lines looked at for the fields.
const HEAD: usize = 60;

/// The id field, and the links that lead back to the top.
fn likeness(text: &str, _name: &str) -> u8 {
    let has_id = text
        .lines()
        .take(HEAD)
        .any(|line| head::field(line).is_some_and(|(name, _)| name == "Article ID"));
    let returns = text
        .lines()
        .take(4000)
        .filter(|line| outline::is_return(line))
        .count();
    match (has_id, returns) {
        (true, 1..) => 97,
        (true, 0) => 60,
        (false, 3..) => 45,
        (false, _) => 0,
    }
}

fn parse(text: &str, name: &str) -> Parsed {
    let page = Page::new(text);
    let regions = outline::find(&page);
    let head = head::read(&page, &regions);
    let words = Words::of(text);
    let mut article = Article {
        id: head.id.unwrap_or_else(|| stem(name)),
        title: head.title,
        title_span: head.title_span,
        part_of: None,
        span: Span::new(0, text.len()),
        meta: head.meta,
        sections: Vec::new(),
        facts: Vec::new(),
        gaps: Vec::new(),
        references: Vec::new(),
    };
    if article.title.is_empty() {
        article.title.clone_from(&article.id);
    }
    let mut parsed = Parsed::default();
    let mut main: Option<(String, Role)> = None;
    for region in &regions {
        let span = Span::new(page.start(region.lines.start), page.start(region.lines.end));
        let kind = match &region.kind {
            outline::Kind::Section(heading) => {
                let section = section(&page, region, heading, span, (&words, &mut main));
                if section.role == Role::AppliesTo {
                    article.meta.products = applies_to_products(&section);
                }
                article
                    .references
                    .extend(mention::find(text, span, &article.id));
                let place = u32::try_from(article.sections.len()).unwrap_or(u32::MAX);
                article.sections.push(section);
                PartKind::Section {
                    article: 0,
                    section: place,
                }
            }
            outline::Kind::Header(name) => PartKind::Header(name.clone()),
            outline::Kind::Footer => {
                keywords(&page, region, &mut article.meta);
                PartKind::Footer("Keywords".to_owned())
            }
            outline::Kind::Noise(name) => PartKind::Boilerplate((*name).to_owned()),
        };
        parsed.parts.push(Part { span, kind });
    }
    parsed.articles.push(article);
    parsed
}

/// A section with its heading path: a shouted heading stands above those that follow it.
fn section(
    page: &Page<'_>,
    region: &Region,
    heading: &str,
    span: Span,
    (words, main): (&Words<'_>, &mut Option<(String, Role)>),
) -> Section {
    let own = roles::of_heading(heading);
    // A shouted abbreviation (`NAT`) is a heading like the others.
    let shouted =
        (own.is_some() || heading == "APPLIES TO") && !heading.chars().any(char::is_lowercase);
    let role = if heading == "APPLIES TO" {
        Role::AppliesTo
    } else if shouted {
        own.unwrap_or(Role::Other)
    } else {
        main.as_ref().map_or(Role::Other, |(_, role)| *role)
    };
    let mut path = Vec::new();
    if shouted {
        *main = Some((heading.to_owned(), role));
    } else if let Some((above, _)) = main {
        path.push(above.clone());
    }
    if !heading.is_empty() {
        path.push(heading.to_owned());
    }
    Section {
        role,
        blocks: body::blocks(page, region.body.clone(), path.last().cloned(), words),
        heading: path,
        span,
        audience: None,
    }
}

fn applies_to_products(section: &Section) -> Vec<crate::article::Product> {
    let mut products: Vec<crate::article::Product> = Vec::new();
    for text in section.blocks.iter().flat_map(body::texts) {
        let product = applies_to::product(text.trim_start_matches(['•', '*', '-', ' ']));
        if !product.name.is_empty() && !products.contains(&product) {
            products.push(product);
        }
    }
    products
}

fn keywords(page: &Page<'_>, region: &Region, meta: &mut Meta) {
    for line in region.lines.clone() {
        let words = page.words(line);
        if outline::is_return(words) {
            continue;
        }
        let words = words.strip_prefix("Keywords:").unwrap_or(words);
        for word in words.split_ascii_whitespace() {
            if !meta.keywords.iter().any(|known| known == word) {
                meta.keywords.push(word.to_owned());
            }
        }
    }
    meta.kind = head::kind(&meta.keywords);
}

/// The file name without folder and extension.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    if stem.is_empty() { "page" } else { stem }.to_owned()
}
