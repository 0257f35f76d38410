//! The article, and what every byte of its document is.

use super::fields::{Field, value};
use super::headings::Outline;
use super::layout::{Layout, is_rule};
use super::meta::{Fields, warning};
use super::{applies_to, boilerplate, footer, header, headings, meta, references};
use crate::article::{
    Article, Audience, Block, Part, PartKind, Role, Section, Span, Warning, WarningKind,
};
use crate::format::{Parsed, blocks};
use crate::lines::Page;
use std::ops::Range;

/// The heading under which the applies-to block is kept.
const APPLIES_TO: &str = "The information in this article applies to";

/// Makes the article and the parts of a document that is laid out so.
pub(super) fn parsed(page: &Page<'_>, layout: &Layout, name: &str) -> Parsed {
    let mut warnings = Vec::new();
    let fields = fields(page, layout);
    let outlines = headings::sections(page, layout.body.clone());
    let mut sections = Vec::with_capacity(outlines.len() + 1);
    let mut applies = applies_to::Applies::default();
    if !layout.applies_to.is_empty() {
        let section = applies_section(page, layout.applies_to.clone(), &mut warnings);
        applies = applies_to::products(&section.blocks);
        sections.push(section);
    }
    for outline in outlines {
        sections.push(section(page, outline, &mut warnings));
    }
    warn_of_absence(&fields, layout, &sections, &mut warnings);
    let document = value(&fields.header, "DOCUMENT");
    let id = document
        .and_then(|field| header::document_line(&field.value).0)
        .unwrap_or_else(|| name_as_id(name));
    let (title, title_span) = title(page, &fields, &sections, name);
    let mut parts = Tiler::new(page);
    tile(page, layout, &fields, &sections, &mut parts);
    let article = Article {
        references: references::find(page, layout.preamble.start..layout.body.end, &id),
        id,
        title,
        title_span,
        part_of: None,
        span: Span::new(0, page.text.len()),
        meta: meta::meta(&fields, applies, &mut warnings),
        sections,
        facts: Vec::new(),
        gaps: Vec::new(),
    };
    warn_of_odd_bytes(page, &mut warnings);
    warnings.sort_by_key(|warning| warning.line);
    Parsed {
        articles: vec![article],
        parts: parts.parts,
        warnings,
    }
}

fn fields(page: &Page<'_>, layout: &Layout) -> Fields {
    Fields {
        header: header::fields(page, layout.header.clone()),
        footer: footer::fields(page, layout.footer.clone(), false),
        closing: footer::fields(page, layout.query_words.clone(), true),
        preamble: layout
            .preamble
            .clone()
            .flat_map(|line| page.words(line).split_ascii_whitespace())
            .map(str::to_owned)
            .collect(),
    }
}

fn applies_section(page: &Page<'_>, lines: Range<usize>, warnings: &mut Vec<Warning>) -> Section {
    let opening = (lines.clone())
        .find(|&line| super::layout::announces_products(page.words(line)))
        .unwrap_or(lines.start);
    let closing = lines.end.saturating_sub(1).max(opening);
    let end = if is_rule(page.words(closing), b'-', 20) {
        closing
    } else {
        lines.end
    };
    Section {
        role: Role::AppliesTo,
        heading: vec![APPLIES_TO.to_owned()],
        span: Span::new(page.start(lines.start), page.start(lines.end)),
        blocks: blocks::read(page, opening + 1..end, None, warnings),
        audience: None::<Audience>,
    }
}

fn section(page: &Page<'_>, outline: Outline, warnings: &mut Vec<Warning>) -> Section {
    let own = outline.heading.last().map(String::as_str);
    let blocks: Vec<Block> = blocks::read(page, outline.content.clone(), own, warnings);
    Section {
        role: outline.role,
        span: Span::new(
            page.start(outline.lines.start),
            page.start(outline.lines.end),
        ),
        blocks,
        heading: outline.heading,
        audience: None,
    }
}

/// The printed title; without one the first heading or text, then the name.
fn title(page: &Page<'_>, fields: &Fields, sections: &[Section], name: &str) -> (String, Span) {
    if let Some(field) = value(&fields.header, "TITLE") {
        return (decode_entities(&field.value), field.span);
    }
    let body = sections
        .iter()
        .filter(|section| section.role != Role::AppliesTo)
        .flat_map(|section| &section.blocks)
        .map(|block| block.span)
        .find(|span| !span.is_empty());
    if let Some(span) = body {
        let printed = page.text[span.range()].lines().next().unwrap_or("");
        let line = printed.trim();
        if !line.is_empty() {
            let start = span.start as usize + printed.len() - printed.trim_start().len();
            return (line.to_owned(), Span::new(start, start + line.len()));
        }
    }
    (name_as_id(name), Span::default())
}

/// The few entities that occur in titles.
fn decode_entities(title: &str) -> String {
    if !title.contains('&') {
        return title.to_owned();
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(title.to_owned(), |title, (entity, character)| {
        title.replace(entity, character)
    })
}

/// The file name without folder and extension, for a document that does not say what it is.
fn name_as_id(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.trim();
    if stem.is_empty() {
        "untitled".to_owned()
    } else {
        stem.to_owned()
    }
}

fn warn_of_absence(
    fields: &Fields,
    layout: &Layout,
    sections: &[Section],
    warnings: &mut Vec<Warning>,
) {
    for name in ["DOCUMENT", "TITLE"] {
        if value(&fields.header, name).is_none() {
            let message = format!("the header has no {name}");
            warnings.push(warning(WarningKind::HeaderMissing, 0, message));
        }
    }
    let empty = sections
        .iter()
        .all(|section| section.role == Role::AppliesTo || section.blocks.is_empty());
    if empty {
        let message = "nothing between header and footer".to_owned();
        warnings.push(warning(WarningKind::BodyEmpty, layout.body.start, message));
    }
    let last = layout.legal.end.saturating_sub(1);
    if layout.footer.is_empty() {
        let message = "the footer is absent".to_owned();
        warnings.push(warning(WarningKind::FooterMissing, last, message));
    }
    if layout.legal.is_empty() {
        let message = "the document ends before its closing text".to_owned();
        warnings.push(warning(WarningKind::Truncated, last, message));
    }
}

/// Control characters that no text has, and replacement characters; the first is reported.
fn warn_of_odd_bytes(page: &Page<'_>, warnings: &mut Vec<Warning>) {
    let odd = |byte: u8| (byte < 0x20) & !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c);
    // All bytes come through here and next to none is odd: look without early exit first.
    let any = page.text.bytes().fold(false, |any, byte| any | odd(byte));
    let control = any.then(|| page.text.bytes().position(odd)).flatten();
    let other = if page.text.is_ascii() {
        None
    } else {
        page.text
            .char_indices()
            .find(|&(_, c)| c == '\u{fffd}' || ('\u{80}'..='\u{9f}').contains(&c))
            .map(|(at, _)| at)
    };
    if let Some(at) = [control, other].into_iter().flatten().min() {
        let line = page.lines.partition_point(|line| line.next <= at);
        let message = "control or undecodable characters".to_owned();
        warnings.push(warning(WarningKind::OddBytes, line, message));
    }
}

/// Lays parts one behind the other.
struct Tiler<'p, 't> {
    page: &'p Page<'t>,
    parts: Vec<Part>,
    at: usize,
}

impl<'p, 't> Tiler<'p, 't> {
    fn new(page: &'p Page<'t>) -> Self {
        Self {
            page,
            parts: Vec::with_capacity(24),
            at: 0,
        }
    }

    /// Everything up to the start of `line` that is not yet part of anything is `kind`.
    fn up_to(&mut self, line: usize, kind: PartKind) {
        let end = self.page.start(line);
        if end <= self.at {
            return;
        }
        let span = Span::new(self.at, end);
        self.at = end;
        match self.parts.last_mut() {
            Some(last) if last.kind == kind => last.span = last.span.join(span),
            _ => self.parts.push(Part { span, kind }),
        }
    }
}

fn tile(
    page: &Page<'_>,
    layout: &Layout,
    fields: &Fields,
    sections: &[Section],
    parts: &mut Tiler<'_, '_>,
) {
    let rule = || PartKind::Boilerplate("rule".to_owned());
    tile_fields(
        page,
        &layout.header,
        &fields.header,
        PartKind::Header,
        parts,
    );
    parts.up_to(layout.preamble.end, PartKind::Header("PREAMBLE".to_owned()));
    for (number, section) in sections.iter().enumerate() {
        let section_number = u32::try_from(number).unwrap_or(u32::MAX);
        let end = section.span.end as usize;
        let line = page.lines.partition_point(|line| line.start < end);
        let kind = PartKind::Section {
            article: 0,
            section: section_number,
        };
        parts.up_to(line, kind);
    }
    parts.up_to(layout.body.end, rule());
    let closing = &layout.query_words;
    tile_fields(page, closing, &fields.closing, PartKind::Footer, parts);
    tile_fields(
        page,
        &layout.footer,
        &fields.footer,
        PartKind::Footer,
        parts,
    );
    let mut kind = rule();
    for line in layout.legal.clone() {
        let words = page.words(line);
        if let Some(name) = boilerplate::name(words) {
            kind = PartKind::Boilerplate(name.to_owned());
        }
        parts.up_to(line + 1, kind.clone());
    }
    parts.up_to(page.len(), rule());
}

/// A field reaches from its name to the next field; rules between fields are boilerplate.
fn tile_fields(
    page: &Page<'_>,
    lines: &Range<usize>,
    fields: &[Field],
    kind: fn(String) -> PartKind,
    parts: &mut Tiler<'_, '_>,
) {
    let mut current = PartKind::Boilerplate("rule".to_owned());
    let mut fields = fields.iter().peekable();
    for line in lines.clone() {
        if let Some(field) = fields.next_if(|field| field.line == line) {
            current = kind(field.name.clone());
        } else if is_rule(page.words(line), b'=', 20) {
            current = PartKind::Boilerplate("rule".to_owned());
        }
        parts.up_to(line + 1, current.clone());
    }
}
