//! What a page says of itself before its text: title, keywords, date.

use super::tree::{NodeId, Tree};
use crate::article::{Meta, Part, PartKind, Span};
use crate::format::markdown::blocks::tidy;
use std::ops::Range;

/// The head as read.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The page's title without the site's name, and where the whole title stands.
    pub(super) title: Option<(String, Span)>,
    pub(super) meta: Meta,
    /// What the bytes before `end` are.
    pub(super) parts: Vec<Part>,
    /// Where the body starts.
    pub(super) end: usize,
}

/// Reads the head of a page.
pub(super) fn read(tree: &Tree, text: &str) -> Head {
    let body = tree.named("body").next();
    let head = tree.named("head").next();
    let end = match (body, head) {
        (Some(body), _) => tree.nodes[body].span.start,
        (None, Some(head)) => tree.nodes[head].span.end,
        (None, None) => 0,
    };
    // In tag soup the body may be opened in the middle of the text.
    let end = end.min(first_text(tree).unwrap_or(end));
    let mut found = Head {
        end,
        ..Head::default()
    };
    let mut fields: Vec<(Range<usize>, PartKind)> = Vec::new();
    if let Some(id) = tree.named("title").next() {
        let title = tidy(&tree.text(id));
        if !title.is_empty() {
            let span = inner_span(tree, id);
            found.title = Some((without_site(&title).to_owned(), span));
        }
        let span = tree.nodes[id].span.clone();
        fields.push((span, PartKind::Header("title".to_owned())));
    }
    for id in tree.named("meta") {
        let node = &tree.nodes[id];
        let name = node
            .attribute("name")
            .or_else(|| node.attribute("property"));
        let (Some(name), Some(content)) = (name, node.attribute("content")) else {
            continue;
        };
        let name = name.to_ascii_lowercase();
        if found.meta.take(&name, content) {
            fields.push((node.span.clone(), PartKind::Header(name)));
        }
    }
    for (element, name) in [
        ("style", "style"),
        ("script", "script"),
        ("noscript", "script"),
    ] {
        fields.extend(tree.named(element).map(|id| {
            let span = tree.nodes[id].span.clone();
            (span, PartKind::Boilerplate(name.to_owned()))
        }));
    }
    fields.retain(|(span, _)| span.end <= end);
    fields.sort_by_key(|(span, _)| span.start);
    found.parts = tile(fields, end.min(text.len()));
    found
}

impl Meta {
    /// Takes a `<meta>` of that name; false if it is of no use.
    fn take(&mut self, name: &str, content: &str) -> bool {
        match name {
            "keywords" => {
                let words = content.split(',').map(str::trim);
                let words = words.filter(|word| !word.is_empty()).map(str::to_owned);
                self.keywords.extend(words);
                true
            }
            "date" | "last-modified" | "article:modified_time" | "dcterms.modified" | "updated" => {
                let day = content.trim().get(..10).unwrap_or_default();
                let is_day = day.bytes().enumerate().all(|(index, byte)| match index {
                    4 | 7 => byte == b'-',
                    _ => byte.is_ascii_digit(),
                });
                if day.len() == 10 && is_day {
                    self.date = Some(day.to_owned());
                }
                true
            }
            "description" => true,
            _ => false,
        }
    }
}

/// Where the outermost element starts that holds the first text of the page itself.
fn first_text(tree: &Tree) -> Option<usize> {
    let is_hidden = |id: NodeId| {
        matches!(
            tree.nodes[id].name.as_str(),
            "title" | "script" | "style" | "noscript" | "template" | "head"
        )
    };
    let shown = tree
        .nodes
        .iter()
        .find(|node| node.is_text() && !node.text.trim().is_empty() && !is_hidden(node.parent))?;
    let mut outermost = shown;
    while !matches!(
        tree.nodes[outermost.parent].name.as_str(),
        "#root" | "html" | "body"
    ) {
        outermost = &tree.nodes[outermost.parent];
    }
    Some(outermost.span.start)
}

/// The span of an element's content.
fn inner_span(tree: &Tree, id: NodeId) -> Span {
    let children = &tree.nodes[id].children;
    match (children.first(), children.last()) {
        (Some(&first), Some(&last)) => {
            Span::new(tree.nodes[first].span.start, tree.nodes[last].span.end)
        }
        _ => Span::default(),
    }
}

/// Page titles end in the name of the site more often than not: `Printer jams | Example Help`.
fn without_site(title: &str) -> &str {
    [" | ", " — ", " :: "]
        .iter()
        .filter_map(|mark| title.rsplit_once(mark))
        .map(|(page, _)| page.trim())
        .find(|page| !page.is_empty())
        .unwrap_or(title)
}

/// Parts from 0 to `end`: the fields, and markup between them.
fn tile(fields: Vec<(Range<usize>, PartKind)>, end: usize) -> Vec<Part> {
    let markup = || PartKind::Boilerplate("markup".to_owned());
    let mut parts = Vec::new();
    let mut at = 0;
    for (span, kind) in fields {
        if span.start < at || span.end <= span.start {
            continue;
        }
        if span.start > at {
            parts.push(Part {
                span: Span::new(at, span.start),
                kind: markup(),
            });
        }
        at = span.end;
        parts.push(Part {
            span: Span::new(span.start, span.end),
            kind,
        });
    }
    if at < end {
        parts.push(Part {
            span: Span::new(at, end),
            kind: markup(),
        });
    }
    parts
}
