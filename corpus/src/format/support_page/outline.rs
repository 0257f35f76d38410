//! The regions of a support page: fields, sections, footer, and the noise of the site by name.

use super::head;
use crate::lines::Page;
use std::ops::Range;

/// A heading is no longer than this.
const LONGEST_HEADING: usize = 110;

/// Headings of the site, not of the article.
const SITE: &[&str] = &[
    "Article Translations",
    "Related Support Centers",
    "Other Support Options",
    "Page Tools",
    "Did this information help solve your problem?",
];

/// A stretch of lines and what it is.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) lines: Range<usize>,
    /// The lines below the heading, for sections.
    pub(super) body: Range<usize>,
    pub(super) kind: Kind,
}

/// What a region is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A field by name.
    Header(String),
    /// A section with its heading, empty for text before any.
    Section(String),
    /// Keywords.
    Footer,
    /// Text that carries no knowledge, by name.
    Noise(&'static str),
}

/// True for the link that ends a section.
pub(super) fn is_return(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("back to the top")
}

/// Cuts the page; regions cover all lines.
pub(super) fn find(page: &Page<'_>) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut line = fields(page, &mut regions);
    let mut after_return = true;
    while line < page.len() {
        let start = line;
        let words = page.words(line);
        if SITE.contains(&words) {
            push(
                &mut regions,
                start..page.len(),
                Kind::Noise("site navigation"),
            );
            break;
        }
        if is_return(words) || words == "On This Page" {
            let kind = if is_return(words) {
                "back to the top"
            } else {
                "page contents"
            };
            line = page.skip_blank(line + 1, page.len());
            push(&mut regions, start..line, Kind::Noise(kind));
            after_return = true;
            continue;
        }
        if words.starts_with("Keywords:") {
            line = end_of_region(page, line + 1, false);
            push(&mut regions, start..line, Kind::Footer);
            continue;
        }
        let heading = is_heading(page, line, after_return);
        after_return = false;
        let body = line + usize::from(heading);
        line = end_of_region(page, body.max(start + 1), true);
        let name = if heading { words } else { "" };
        let kind = Kind::Section(name.split_whitespace().collect::<Vec<_>>().join(" "));
        push(&mut regions, start..line, kind);
        if let Some(region) = regions.last_mut() {
            region.body = body..line;
        }
    }
    regions
}

/// The regions above the text; gives the line after them.
fn fields(page: &Page<'_>, regions: &mut Vec<Region>) -> usize {
    let limit = page.len().min(super::HEAD);
    let Some(first) = (0..limit).find(|&line| head::field(page.words(line)).is_some()) else {
        return 0;
    };
    let title = (0..first).rfind(|&line| !page.is_blank(line));
    let title_end = title.map_or(0, |title| {
        if title > 0 {
            push(regions, 0..title, Kind::Noise("navigation"));
        }
        push(regions, title..first, Kind::Header("Title".to_owned()));
        first
    });
    let mut line = title_end.max(first.min(title_end));
    if title.is_none() {
        line = 0;
    }
    while line < page.len() {
        let end = page.skip_blank(line, page.len());
        let words = page.words(end);
        let name = match head::field(words) {
            Some((name, _)) => name,
            None if head::earlier(words).is_some() => "Previously Published",
            None => break,
        };
        let next = page.skip_blank(end + 1, page.len());
        push(regions, line..next, Kind::Header(name.to_owned()));
        line = next;
    }
    line
}

fn push(regions: &mut Vec<Region>, lines: Range<usize>, kind: Kind) {
    if !lines.is_empty() {
        let body = lines.clone();
        regions.push(Region { lines, body, kind });
    }
}

/// The next line that opens another region.
fn end_of_region(page: &Page<'_>, mut line: usize, headings: bool) -> usize {
    while line < page.len() {
        let words = page.words(line);
        let opens = is_return(words)
            || SITE.contains(&words)
            || words.starts_with("Keywords:")
            || headings && is_heading(page, line, false);
        if opens {
            break;
        }
        line += 1;
    }
    line
}

/// A short line without an end mark, alone between blank lines right behind the link to the top,
/// or a shouted one anywhere.
fn is_heading(page: &Page<'_>, line: usize, after_return: bool) -> bool {
    let words = page.words(line);
    if words.is_empty()
        || words.len() > LONGEST_HEADING
        || words.ends_with(['.', ':', '!', ';', ','])
    {
        return false;
    }
    let letters = words
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    let shouted = letters > 3 && !words.chars().any(char::is_lowercase);
    let alone_above = line == 0 || page.is_blank(line - 1);
    if shouted && alone_above {
        return words == "APPLIES TO" || super::roles::of_heading(words).is_some() || after_return;
    }
    after_return && page.is_blank(line + 1)
}
