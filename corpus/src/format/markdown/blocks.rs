//! From Markdown events to a flow of headings and blocks.

use super::callout::{Callout, body_of, callout_of, classify, marked};
use super::flat::Flat;
use super::front_matter::AUDIENCES;
use super::identity;
use super::outline::{Flow, Heading};
use crate::article::{Audience, Block, Body, Cell, Item, Reference, Row, Span, Table, TableShape};
use crate::format::html;
use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd,
};
use std::iter::Peekable;
use std::ops::Range;

/// Nesting over which containers are flattened: no document for people goes deeper, and every
/// later step may recurse over blocks without fear.
const MAX_DEPTH: usize = 12;

/// Reads the flow of a document and its links. `document` is its name.
pub(crate) fn read(flat: &Flat, document: &str) -> (Vec<Flow>, Vec<Reference>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut walker = Walker {
        events: Parser::new_ext(&flat.text, options)
            .into_offset_iter()
            .peekable(),
        flat,
        document,
        references: Vec::new(),
    };
    let flow = walker.flow();
    (flow, walker.references)
}

/// Text between tags, and where it stands in the Markdown.
#[derive(Debug, Default)]
struct Inline {
    text: String,
    range: Option<Range<usize>>,
}

impl Inline {
    fn add(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        self.cover(range);
    }

    fn cover(&mut self, range: Range<usize>) {
        self.range = Some(match self.range.take() {
            Some(before) => before.start.min(range.start)..before.end.max(range.end),
            None => range,
        });
    }
}

struct Walker<'a> {
    events: Peekable<OffsetIter<'a>>,
    flat: &'a Flat,
    document: &'a str,
    references: Vec<Reference>,
}

impl<'a> Walker<'a> {
    fn flow(&mut self) -> Vec<Flow> {
        let mut flow = Vec::new();
        // Blocks of the container that is open, and which one that is.
        let mut inside: (Option<usize>, Vec<Block>) = (None, Vec::new());
        while let Some((event, range)) = self.events.next() {
            let container = self.container_at(range.start);
            if container != inside.0 {
                self.close_container(&mut inside, &mut flow);
                inside.0 = container;
            }
            if let Event::Start(Tag::Heading { level, .. }) = event {
                self.close_container(&mut inside, &mut flow);
                let inline = self.inline();
                self.events.next();
                flow.push(Flow::Heading(self.heading(level as u8, range, inline)));
                continue;
            }
            if let Some(audience) = self.audience(&event, &range) {
                flow.push(Flow::Audience(audience));
            }
            self.block(event, range, 0, &mut inside.1);
            if container.is_none() {
                flow.extend(inside.1.drain(..).map(Flow::Block));
            }
        }
        self.close_container(&mut inside, &mut flow);
        flow
    }

    /// Hands over the blocks of a container as what its marker makes of them.
    fn close_container(&self, inside: &mut (Option<usize>, Vec<Block>), flow: &mut Vec<Flow>) {
        let blocks = std::mem::take(&mut inside.1);
        let container = inside.0.and_then(|index| self.flat.containers.get(index));
        let blocks = match container {
            Some(container) => under(container.callout, &container.title, blocks),
            None => blocks,
        };
        flow.extend(blocks.into_iter().map(Flow::Block));
    }

    /// A heading's span starts at its line, so that nothing of the line is left to the section
    /// before.
    fn heading(&self, level: u8, range: Range<usize>, inline: Inline) -> Heading {
        let line = self.flat.text[..range.start]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1);
        let text_range = inline.range.unwrap_or(range.end..range.end);
        Heading {
            level,
            text: tidy(&inline.text),
            span: self.flat.exact_span(line..range.end),
            text_span: self.flat.span(text_range),
        }
    }

    /// The audience that a comment at the top level names: `<!-- audience: tier2 -->`.
    fn audience(&self, event: &Event<'_>, range: &Range<usize>) -> Option<Audience> {
        if !matches!(event, Event::Start(Tag::HtmlBlock)) {
            return None;
        }
        let html = self.flat.text.get(range.clone())?.trim_start();
        let comment = html.strip_prefix("<!--")?.split("-->").next()?;
        let (key, value) = comment.split_once(':')?;
        if !key.trim().eq_ignore_ascii_case("audience") {
            return None;
        }
        let value = value.trim().to_lowercase();
        let found = AUDIENCES.iter().find(|(name, _)| *name == value);
        found.map(|&(_, audience)| audience)
    }

    /// The container that holds an offset, innermost first.
    fn container_at(&self, at: usize) -> Option<usize> {
        /// Containers do not nest deeper, so looking further back is in vain.
        const MOST: usize = 40;
        let containers = &self.flat.containers;
        let after = containers.partition_point(|container| container.range.start <= at);
        (after.saturating_sub(MOST)..after)
            .rev()
            .find(|&index| containers[index].range.contains(&at))
    }

    /// Reads the block that `event` opens.
    fn block(&mut self, event: Event<'a>, range: Range<usize>, depth: usize, out: &mut Vec<Block>) {
        let span = self.flat.span(range.clone());
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) => {
                let inline = self.inline();
                self.events.next();
                push_text(tidy(&inline.text), span, out);
            }
            Event::Start(Tag::CodeBlock(kind)) => self.code(&kind, span, out),
            Event::Start(Tag::HtmlBlock) => self.html(range, out),
            Event::Start(Tag::Table(_)) => self.table(span, out),
            Event::Start(_) if depth >= MAX_DEPTH => {
                let text = self.flatten();
                push_text(text, span, out);
            }
            Event::Start(Tag::BlockQuote(kind)) => self.quote(kind, depth, out),
            Event::Start(Tag::List(first)) => self.list(first.is_some(), span, depth, out),
            Event::Start(_) => self.children(depth + 1, out),
            Event::End(_) | Event::Rule => {}
            Event::Html(_) => {}
            leaf => {
                let mut inline = Inline::default();
                self.leaf(&leaf, range, &mut inline);
                push_text(tidy(&inline.text), span, out);
            }
        }
    }

    /// Reads blocks up to the end of the container they stand in.
    fn children(&mut self, depth: usize, out: &mut Vec<Block>) {
        while let Some((event, range)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.block(event, range, depth, out);
        }
    }

    /// The text of a container without its structure.
    fn flatten(&mut self) -> String {
        let mut depth = 1_u32;
        let mut inline = Inline::default();
        while depth > 0 {
            match self.events.next() {
                Some((Event::Start(_), _)) => depth += 1,
                Some((Event::End(_), _)) => {
                    depth -= 1;
                    inline.text.push(' ');
                }
                Some((leaf, range)) => self.leaf(&leaf, range, &mut inline),
                None => break,
            }
        }
        tidy(&inline.text)
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, span: Span, out: &mut Vec<Block>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info
                .split(|character: char| {
                    character.is_whitespace() || matches!(character, ',' | '{')
                })
                .next()
                .filter(|word| !word.is_empty())
                .map(str::to_owned),
            CodeBlockKind::Indented => None,
        };
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(piece) => text.push_str(&piece),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let text = dedent(&text);
        if !text.is_empty() {
            let body = Body::Code { language, text };
            out.push(Block { span, body });
        }
    }

    /// HTML inside Markdown. A lone `<placeholder>` looks like HTML to the parser but is text.
    fn html(&mut self, range: Range<usize>, out: &mut Vec<Block>) {
        let mut end = range.end;
        for (event, range) in self.events.by_ref() {
            end = end.max(range.end);
            if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                break;
            }
        }
        let Some(source) = self.flat.text.get(range.start..end) else {
            return;
        };
        if html::is_placeholder(source) {
            push_text(tidy(source), self.flat.span(range.start..end), out);
            return;
        }
        let flat = self.flat;
        let locate =
            |inner: Range<usize>| flat.span(range.start + inner.start..range.start + inner.end);
        out.extend(html::fragment(source, &locate));
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, depth: usize, out: &mut Vec<Block>) {
        let mut inside = Vec::new();
        self.children(depth + 1, &mut inside);
        let callout = match kind {
            Some(BlockQuoteKind::Note | BlockQuoteKind::Tip) => Some((Callout::Note, "")),
            Some(BlockQuoteKind::Important) => Some((Callout::Important, "")),
            Some(BlockQuoteKind::Warning | BlockQuoteKind::Caution) => Some((Callout::Caution, "")),
            None => None,
        };
        match callout {
            Some((callout, title)) => out.extend(under(callout, title, inside)),
            None => out.extend(named_quote(inside)),
        }
    }

    fn list(&mut self, is_ordered: bool, span: Span, depth: usize, out: &mut Vec<Block>) {
        let mut items = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.item(range, depth)),
                Event::End(_) => break,
                _ => {}
            }
        }
        if !items.is_empty() {
            let body = if is_ordered {
                Body::Steps(items)
            } else {
                Body::List(items)
            };
            out.push(Block { span, body });
        }
    }

    fn item(&mut self, range: Range<usize>, depth: usize) -> Item {
        let mut item = Item {
            label: self.label(range.start),
            text: String::new(),
            span: Span::default(),
            children: Vec::new(),
        };
        let mut is_first = true;
        loop {
            let inline = self.inline();
            if let (Some(range), text) = (inline.range, tidy(&inline.text))
                && !text.is_empty()
            {
                let span = self.flat.span(range);
                item.take(text, span, is_first);
                is_first = false;
            }
            match self.events.next() {
                None | Some((Event::End(TagEnd::Item), _)) => break,
                Some((Event::Start(Tag::Paragraph), _)) => {
                    let inline = self.inline();
                    self.events.next();
                    let text = tidy(&inline.text);
                    if let (Some(range), false) = (inline.range, text.is_empty()) {
                        item.take(text, self.flat.span(range), is_first);
                        is_first = false;
                    }
                }
                Some((event, range)) => {
                    self.block(event, range, depth + 1, &mut item.children);
                    is_first = false;
                }
            }
        }
        if item.text.is_empty() {
            let start = self.flat.offset(range.start);
            item.span = Span::new(start, start);
        }
        item
    }

    /// The marker of an item as printed: the digits of a number, or the bullet.
    fn label(&self, at: usize) -> String {
        let marker = self.flat.text.get(at..).unwrap_or_default().trim_start();
        let digits: String = marker.chars().take_while(char::is_ascii_digit).collect();
        if digits.is_empty() {
            marker.chars().take(1).collect()
        } else {
            digits
        }
    }

    fn table(&mut self, span: Span, out: &mut Vec<Block>) {
        let mut table = Table {
            shape: TableShape::Pipe,
            caption: None,
            header: Vec::new(),
            rows: Vec::new(),
        };
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => table.header = self.cells(),
                Event::Start(Tag::TableRow) => table.rows.push(Row {
                    span: self.flat.span(range),
                    cells: self.cells(),
                }),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let body = Body::Table(table);
        out.push(Block { span, body });
    }

    fn cells(&mut self) -> Vec<Cell> {
        let mut cells = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let inline = self.inline();
                    self.events.next();
                    let empty = range.start..range.start;
                    cells.push(Cell {
                        text: tidy(&inline.text),
                        span: self.flat.span(inline.range.unwrap_or(empty)),
                    });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        cells
    }

    /// Reads text and inline tags up to the next block or the end of this one, which stays.
    fn inline(&mut self) -> Inline {
        let mut inline = Inline::default();
        let mut depth = 0_usize;
        let mut links: Vec<Option<(usize, String, Range<usize>)>> = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            match event {
                Event::Start(tag) if is_inline(tag) => {
                    let link = match tag {
                        Tag::Link { dest_url, .. } => {
                            Some((inline.text.len(), dest_url.to_string(), range.clone()))
                        }
                        _ => None,
                    };
                    links.push(link);
                    depth += 1;
                    inline.cover(range);
                }
                Event::End(_) if depth > 0 => {
                    depth -= 1;
                    if let Some(Some((start, destination, range))) = links.pop() {
                        let span = self.flat.span(range);
                        let words = tidy(&inline.text[start..]);
                        let found = identity::reference(&destination, &words, span, self.document);
                        self.references.extend(found);
                    }
                }
                Event::Start(_) | Event::End(_) | Event::Rule | Event::Html(_) => break,
                leaf => {
                    let leaf = leaf.clone();
                    self.leaf(&leaf, range, &mut inline);
                }
            }
            self.events.next();
        }
        inline
    }

    /// Adds one piece of text.
    fn leaf(&self, leaf: &Event<'_>, range: Range<usize>, inline: &mut Inline) {
        match leaf {
            Event::Text(text) | Event::Code(text) => inline.add(text, range),
            Event::SoftBreak | Event::HardBreak => inline.add(" ", range),
            Event::FootnoteReference(label) => inline.add(&format!("[{label}]"), range),
            Event::InlineHtml(tag) if html::is_placeholder(tag) => inline.add(tag, range),
            Event::InlineHtml(tag) if tag.starts_with("<br") => inline.add(" ", range),
            _ => inline.cover(range),
        }
    }
}

impl Item {
    /// Takes a paragraph: the entry's own text if it is the first thing in it.
    fn take(&mut self, text: String, span: Span, is_first: bool) {
        if is_first {
            self.text = text;
            self.span = span;
        } else {
            push_text(text, span, &mut self.children);
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn push_text(text: String, span: Span, out: &mut Vec<Block>) {
    if !text.is_empty() {
        let body = classify(text);
        out.push(Block { span, body });
    }
}

/// Blocks under a callout: runs of paragraphs become one note or caution, the rest stays what it
/// is, so that commands in a warning can still be copied.
pub(crate) fn under(callout: Callout, title: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut run: Option<(String, Span)> = None;
    let mut title = title;
    for block in blocks {
        let text = match block.body {
            Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => text,
            body => {
                close_run(callout, run.take(), &mut out);
                out.push(Block { body, ..block });
                continue;
            }
        };
        run = Some(match run {
            Some((before, span)) => (format!("{before} {text}"), span.join(block.span)),
            None if title.is_empty() => (text, block.span),
            None => (
                format!("{}: {text}", std::mem::take(&mut title)),
                block.span,
            ),
        });
    }
    close_run(callout, run, &mut out);
    out
}

fn close_run(callout: Callout, run: Option<(String, Span)>, out: &mut Vec<Block>) {
    if let Some((text, span)) = run {
        let body = body_of(callout, text);
        out.push(Block { span, body });
    }
}

/// A quotation that names itself: `> **Warning**` alone on its line, or `> Warning: …`.
pub(crate) fn named_quote(mut blocks: Vec<Block>) -> Vec<Block> {
    let Some(Block { body, .. }) = blocks.first() else {
        return blocks;
    };
    let text = match body {
        Body::Paragraph(text) => text,
        Body::Note(_) => return under(Callout::Note, "", blocks),
        Body::Caution(_) => return under(Callout::Caution, "", blocks),
        _ => return blocks,
    };
    if let Some((callout, _)) = marked(text) {
        return under(callout, "", blocks);
    }
    let word = text.split(' ').next().unwrap_or_default();
    let Some(callout) = callout_of(word) else {
        return blocks;
    };
    let rest = text[word.len()..].trim().to_owned();
    if rest.is_empty() {
        blocks.remove(0);
    } else if rest.starts_with(|first: char| first.is_lowercase()) {
        // `> Note that …` is a sentence, not a marker.
        return blocks;
    } else if let Some(first) = blocks.first_mut() {
        first.body = Body::Paragraph(rest);
    }
    under(callout, "", blocks)
}

/// The text with its white space in order: one blank between words, none at the ends.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Code without the indentation that all its lines share and without blank lines at its ends.
pub(crate) fn dedent(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = |line: &&str| line.bytes().take_while(|&byte| byte == b' ').count();
    let filled = lines.iter().filter(|line| !line.is_empty());
    let shared = filled.map(indent).min().unwrap_or(0);
    let cut: Vec<&str> = lines
        .iter()
        .map(|line| line.get(shared..).unwrap_or_default())
        .collect();
    cut.join("\n").trim_matches('\n').to_owned()
}
