//! From bytes to a document: decode, detect, parse, extract, translate spans.

use crate::article::{Article, Block, Body, Document, Format, Item, Span, Table};
use crate::error::Refusal;
use crate::facts;
use crate::format::{FORMATS, FormatReader, Parsed};
use crate::gaps;
use crate::text::{BYTE_ORDER_MARK, Decoded, OffsetMap, decode};

/// Limits and choices for reading.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The size in bytes over which a single document is refused.
    pub max_document_bytes: u64,
    /// Whether facts are extracted; without them an article has its structure only.
    pub facts: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            max_document_bytes: 8 * 1024 * 1024,
            facts: true,
        }
    }
}

/// Reads one document. `name` is what answers will cite.
///
/// # Errors
/// A [`Refusal`] if it is empty, no text, or too large; anything else is read, with warnings.
pub fn read(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Document, Refusal> {
    refuse(&bytes, options)?;
    let decoded = decode(&bytes);
    let reader = most_alike(&decoded.text, name);
    Ok(read_with(reader, name, bytes, decoded, options))
}

/// Reads one document in a given format, whatever it looks like. For tests and fuzzing, which
/// have to reach every reader with any text; a document that people gave goes to [`read()`].
///
/// # Errors
/// As [`read()`].
#[doc(hidden)]
pub fn read_as(
    format: Format,
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Document, Refusal> {
    refuse(&bytes, options)?;
    let decoded = decode(&bytes);
    let wanted = FORMATS.iter().find(|reader| reader.format == format);
    let reader = wanted.unwrap_or_else(|| most_alike(&decoded.text, name));
    Ok(read_with(reader, name, bytes, decoded, options))
}

/// The reader whose format the text looks like most.
fn most_alike(text: &str, name: &str) -> &'static FormatReader {
    let mut best = &FORMATS[FORMATS.len() - 1];
    let mut likeness = 0;
    for reader in FORMATS {
        let this = (reader.likeness)(text, name);
        if this > likeness {
            (best, likeness) = (reader, this);
        }
    }
    best
}

/// Parses, extracts facts and translates spans.
fn read_with(
    reader: &FormatReader,
    name: &str,
    bytes: Vec<u8>,
    decoded: Decoded,
    options: &ReadOptions,
) -> Document {
    let Decoded {
        text,
        encoding,
        offsets,
    } = decoded;
    let Parsed {
        mut articles,
        mut parts,
        warnings,
    } = (reader.parse)(&text, name);
    if reader.format != Format::Chapter {
        for article in &mut articles {
            article
                .gaps
                .extend(gaps::between_blocks(&text, article, reader.format));
        }
    }
    if options.facts {
        for article in &mut articles {
            facts::extract(&text, article);
        }
    }
    let translate = |span: &mut Span| translate_span(span, &offsets);
    for article in &mut articles {
        visit_spans(article, &translate);
    }
    parts.iter_mut().for_each(|part| translate(&mut part.span));
    // A byte order mark stands before the text and belongs to whatever comes first.
    if let Some(first) = parts.first_mut() {
        first.span.start = 0;
    }
    Document {
        name: name.to_owned(),
        format: reader.format,
        encoding,
        bytes,
        articles,
        parts,
        warnings,
    }
}

/// Refuses what cannot be a document. Text may hold form feeds and stray control characters
/// (old articles do), but no NUL: no text encoding we read has one.
fn refuse(bytes: &[u8], options: &ReadOptions) -> Result<(), Refusal> {
    let size = bytes.len() as u64;
    if size > options.max_document_bytes {
        return Err(Refusal::TooLarge {
            size,
            limit: options.max_document_bytes,
        });
    }
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::Empty);
    }
    match bytes.iter().position(|&byte| byte == 0) {
        Some(offset) => Err(Refusal::Binary { offset, byte: 0 }),
        None => Ok(()),
    }
}

fn translate_span(span: &mut Span, offsets: &OffsetMap) {
    *span = Span::new(
        offsets.to_bytes(span.start as usize),
        offsets.to_bytes(span.end as usize),
    );
}

/// Applies `change` to every span of an article.
fn visit_spans(article: &mut Article, change: &impl Fn(&mut Span)) {
    change(&mut article.span);
    change(&mut article.title_span);
    for section in &mut article.sections {
        change(&mut section.span);
        visit_blocks(&mut section.blocks, change);
    }
    article
        .facts
        .iter_mut()
        .for_each(|fact| change(&mut fact.span));
    article
        .gaps
        .iter_mut()
        .for_each(|gap| change(&mut gap.span));
    article
        .references
        .iter_mut()
        .for_each(|reference| change(&mut reference.span));
}

fn visit_blocks(blocks: &mut [Block], change: &impl Fn(&mut Span)) {
    for block in blocks {
        change(&mut block.span);
        match &mut block.body {
            Body::Steps(items) | Body::List(items) => visit_items(items, change),
            Body::Table(table) => visit_table(table, change),
            Body::Paragraph(_) | Body::Code { .. } | Body::Note(_) | Body::Caution(_) => {}
        }
    }
}

fn visit_items(items: &mut [Item], change: &impl Fn(&mut Span)) {
    for item in items {
        change(&mut item.span);
        visit_blocks(&mut item.children, change);
    }
}

fn visit_table(table: &mut Table, change: &impl Fn(&mut Span)) {
    table
        .header
        .iter_mut()
        .for_each(|cell| change(&mut cell.span));
    for row in &mut table.rows {
        change(&mut row.span);
        row.cells.iter_mut().for_each(|cell| change(&mut cell.span));
    }
}
