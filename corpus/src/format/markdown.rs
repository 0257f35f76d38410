//! Markdown: notes, runbooks, articles of an own knowledge base.
//!
//! Steps: front matter -> containers made plain -> CommonMark events to a flow of headings and
//! blocks -> articles, sections and parts. `callout`, `identity`, `outline` and `role` serve the
//! HTML reader too, since a page has the same headings, notes and links.

pub(crate) mod blocks;
pub(crate) mod callout;
pub(crate) mod flat;
pub(crate) mod front_matter;
pub(crate) mod identity;
pub(crate) mod outline;
pub(crate) mod role;

use self::flat::Flat;
use self::outline::Frame;
use super::{FormatReader, Parsed};
use crate::article::{Format, Part, PartKind, Span, Warning, WarningKind};

/// Reads Markdown.
pub(crate) const READER: FormatReader = FormatReader {
    format: Format::Markdown,
    likeness,
    parse,
};

/// Lines looked at to tell Markdown from other text.
const LINES_LOOKED_AT: usize = 400;

/// Front matter or headings with `#` make Markdown likely; the rest only adds to it, for lists
/// and underlined headings stand in all kinds of plain text.
fn likeness(text: &str, name: &str) -> u8 {
    let front = front_matter::read(text);
    let mut marks = Marks::default();
    for line in text[front.length..].lines().take(LINES_LOOKED_AT) {
        marks.line(line);
    }
    let strong = match (front.length > 0, marks.headings) {
        (true, _) => 70,
        (false, 0) => 0,
        (false, 1) => 35,
        (false, _) => 55,
    };
    let weak: u8 = [
        marks.fences > 1,
        marks.links > 0,
        marks.pipes > 1,
        marks.strong > 1,
    ]
    .iter()
    .map(|&seen| if seen { 8 } else { 0 })
    .sum();
    let named = identity::strip_suffix(name).len() < name.len()
        && !name.to_ascii_lowercase().ends_with(".txt");
    strong + weak + if named && strong + weak > 0 { 3 } else { 0 }
}

/// Counts of what only Markdown has.
#[derive(Default)]
struct Marks {
    in_fence: bool,
    fences: u32,
    headings: u32,
    links: u32,
    pipes: u32,
    strong: u32,
}

impl Marks {
    fn line(&mut self, line: &str) {
        let content = line.trim();
        if content.starts_with("```") || content.starts_with("~~~") {
            self.in_fence = !self.in_fence;
            self.fences += 1;
            return;
        }
        if self.in_fence {
            return;
        }
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        let after = line.as_bytes().get(hashes);
        self.headings += u32::from((1..=6).contains(&hashes) && after == Some(&b' '));
        self.links += u32::from(content.contains("]("));
        self.pipes += u32::from(content.starts_with('|') && content.ends_with('|'));
        self.strong += u32::from(content.contains("**"));
    }
}

fn parse(text: &str, name: &str) -> Parsed {
    let front = front_matter::read(text);
    let flat = Flat::new(text, front.length);
    let (flow, references) = blocks::read(&flat, name);
    let path_id = identity::slug_of_path(name);
    let mut meta = front.meta;
    if front.id.as_ref().is_some_and(|id| *id != path_id) {
        // Links between files name the path, whatever id the author gave.
        meta.aliases.push(path_id.clone());
    }
    let title_span = front
        .title
        .as_ref()
        .and_then(|title| {
            text[..front.length]
                .find(title.as_str())
                .map(|at| (at, title.len()))
        })
        .map_or(Span::default(), |(at, length)| Span::new(at, at + length));
    let before = if front.length > 0 {
        vec![Part {
            span: Span::new(0, front.length),
            kind: PartKind::Header("front matter".to_owned()),
        }]
    } else {
        Vec::new()
    };
    let frame = Frame {
        id: front.id.unwrap_or(path_id),
        title: front.title.map(|title| (title, title_span)),
        fallback_title: identity::title_of_path(name),
        meta,
        before,
        start: front.length,
        end: text.len(),
        lead: "",
        may_split: true,
        references,
    };
    let (articles, parts) = outline::assemble(frame, flow);
    let mut warnings = front.warnings;
    if articles.iter().all(|article| article.sections.is_empty()) {
        warnings.push(Warning {
            kind: WarningKind::BodyEmpty,
            line: 1,
            message: "there is no text beside the title".to_owned(),
        });
    }
    Parsed {
        articles,
        parts,
        warnings,
    }
}
