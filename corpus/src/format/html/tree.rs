//! A tree of elements and text with byte spans, made of any tag soup.
//!
//! Tokens follow the WHATWG standard. Of its tree construction only what real pages need is
//! kept: void elements, implied end tags, end tags that match nothing. Nesting is limited.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use std::ops::Range;

/// Nesting over which elements are no longer opened; their text stays in the one around them.
const MAX_DEPTH: usize = 100;

/// Attributes that any later step looks at.
const KEPT_ATTRIBUTES: &[&str] = &[
    "aria-hidden",
    "alt",
    "class",
    "colspan",
    "content",
    "hidden",
    "href",
    "id",
    "name",
    "property",
    "role",
    "rowspan",
    "start",
    "style",
];

/// A node's place in the tree.
pub(super) type NodeId = usize;

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    /// The element's name in lower case; empty for text.
    pub(super) name: String,
    /// The decoded text; empty for elements.
    pub(super) text: String,
    /// Attributes, values decoded.
    attributes: Vec<(&'static str, String)>,
    /// From the first byte of the start tag to the last of the end tag, or of the text.
    pub(super) span: Range<usize>,
    pub(super) children: Vec<NodeId>,
    pub(super) parent: NodeId,
    /// True if a block element stands anywhere inside.
    pub(super) has_blocks: bool,
}

impl Node {
    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The words of the class attribute, in lower case.
    pub(super) fn classes(&self) -> impl Iterator<Item = String> {
        let class = self.attribute("class").unwrap_or_default();
        class.split_whitespace().map(str::to_lowercase)
    }

    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }
}

/// All nodes; the root is the first.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// Builds the tree of a document or fragment.
    pub(super) fn build(source: &str) -> Self {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut builder = Builder::new(source);
        for token in Tokenizer::new_with_emitter(source, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => builder.start_tag(&tag),
                Token::EndTag(tag) => {
                    let span = builder.clamp(tag.span.start..tag.span.end);
                    builder.end_tag(&String::from_utf8_lossy(&tag.name), span);
                }
                Token::String(text) => {
                    let span = builder.clamp(text.span.start..text.span.end);
                    builder.text(&String::from_utf8_lossy(&text.value), span);
                }
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        builder.finish()
    }

    pub(super) fn root(&self) -> NodeId {
        0
    }

    /// All nodes of that name, in document order.
    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        let nodes = self.nodes.iter().enumerate();
        nodes.filter_map(move |(id, node)| (node.name == name).then_some(id))
    }

    /// All text below a node as it stands.
    pub(super) fn text(&self, id: NodeId) -> String {
        let mut out = String::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let node = &self.nodes[id];
            out.push_str(&node.text);
            if node.name == "br" {
                out.push('\n');
            }
            pending.extend(node.children.iter().rev());
        }
        out
    }

    /// True if a node of one of those names stands below `id`.
    pub(super) fn holds(&self, id: NodeId, names: &[&str]) -> bool {
        let mut pending = self.nodes[id].children.clone();
        while let Some(id) = pending.pop() {
            let node = &self.nodes[id];
            if names.contains(&node.name.as_str()) {
                return true;
            }
            pending.extend(&node.children);
        }
        false
    }
}

struct Builder<'a> {
    source: &'a str,
    nodes: Vec<Node>,
    /// The open elements, outermost first; never empty.
    open: Vec<NodeId>,
    /// Start tags beyond the depth limit whose end tags are still to come.
    beyond: usize,
    /// Where the last token ended.
    at: usize,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let root = Node {
            name: "#root".to_owned(),
            text: String::new(),
            attributes: Vec::new(),
            span: 0..source.len(),
            children: Vec::new(),
            parent: 0,
            has_blocks: true,
        };
        Self {
            source,
            nodes: vec![root],
            open: vec![0],
            beyond: 0,
            at: 0,
        }
    }

    /// A token's range made safe to slice with: in order, in bounds, on character boundaries.
    fn clamp(&mut self, range: Range<usize>) -> Range<usize> {
        let settle = |at: usize| {
            let mut at = at.min(self.source.len());
            while !self.source.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = settle(range.start).max(self.at);
        let end = settle(range.end).max(start);
        self.at = end;
        start..end
    }

    fn top(&self) -> NodeId {
        self.open.last().copied().unwrap_or(0)
    }

    fn add(&mut self, node: Node) -> NodeId {
        let (id, parent) = (self.nodes.len(), node.parent);
        self.nodes.push(node);
        self.nodes[parent].children.push(id);
        id
    }

    fn start_tag(&mut self, tag: &StartTag<usize>) {
        let span = self.clamp(tag.span.start..tag.span.end);
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        self.imply_ends(&name, span.start);
        if self.open.len() >= MAX_DEPTH && !is_void(&name) {
            self.beyond += 1;
            return;
        }
        let attributes = KEPT_ATTRIBUTES
            .iter()
            .filter_map(|&key| {
                let value = tag.attributes.get(key.as_bytes())?;
                Some((key, String::from_utf8_lossy(value).into_owned()))
            })
            .collect();
        let closes_itself = is_void(&name) || tag.self_closing && !is_known(&name);
        let is_block = is_block(&name);
        let id = self.add(Node {
            name,
            text: String::new(),
            attributes,
            span,
            children: Vec::new(),
            parent: self.top(),
            has_blocks: false,
        });
        if is_block {
            for &open in self.open.iter().rev() {
                if std::mem::replace(&mut self.nodes[open].has_blocks, true) {
                    break;
                }
            }
        }
        if !closes_itself {
            self.open.push(id);
        }
    }

    fn end_tag(&mut self, name: &str, span: Range<usize>) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let found = self
            .open
            .iter()
            .skip(1)
            .rposition(|&id| self.nodes[id].name == name);
        let Some(index) = found.map(|index| index + 1) else {
            return;
        };
        // A cell holds what was opened in it: an end tag inside reaches no further out.
        let walled = !matches!(
            name,
            "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "html" | "body"
        ) && self.open[index + 1..]
            .iter()
            .any(|&id| matches!(self.nodes[id].name.as_str(), "td" | "th" | "table"));
        if !walled {
            self.close_to(index, span.start);
            let closed = self.open.pop().unwrap_or(0);
            self.nodes[closed].span.end = span.end;
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        let parent = self.top();
        self.add(Node {
            name: String::new(),
            text: text.to_owned(),
            attributes: Vec::new(),
            span,
            children: Vec::new(),
            parent,
            has_blocks: false,
        });
    }

    /// Closes everything above the open element at `index`.
    fn close_to(&mut self, index: usize, at: usize) {
        while self.open.len() > index + 1 {
            if let Some(id) = self.open.pop() {
                self.nodes[id].span.end = at;
            }
        }
    }

    /// Closes what a start tag implies to be over.
    fn imply_ends(&mut self, name: &str, at: usize) {
        let (ended, walls): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "td", "th"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "td", "th"]),
            "tr" => (&["tr", "td", "th", "caption"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" | "tfoot" => (
                &["tbody", "thead", "tfoot", "tr", "td", "caption"],
                &["table"],
            ),
            "option" | "optgroup" => (&["option"], &["select"]),
            "body" => (&["head"], &[]),
            _ if is_block(name) => (
                &["p", "h1", "h2", "h3", "h4", "h5", "h6"],
                &["td", "th", "li", "div", "table", "blockquote", "object"],
            ),
            _ => return,
        };
        let mut lowest = None;
        for (index, &id) in self.open.iter().enumerate().skip(1).rev() {
            let open = self.nodes[id].name.as_str();
            if walls.contains(&open) {
                break;
            }
            if ended.contains(&open) {
                lowest = Some(index);
            }
        }
        if let Some(index) = lowest {
            self.close_to(index - 1, at);
        }
    }

    fn finish(mut self) -> Tree {
        let end = self.source.len();
        self.close_to(0, end);
        Tree { nodes: self.nodes }
    }
}

/// True for elements without content.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// True for elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
            | "listing"
            | "xmp"
            | "plaintext"
    )
}

/// Elements that stand in running text, in the head, or are dropped.
const OTHER_ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "button", "canvas", "cite", "code",
    "colgroup", "data", "datalist", "del", "dfn", "em", "font", "frame", "frameset", "head", "i",
    "iframe", "ins", "kbd", "label", "legend", "map", "mark", "meter", "noframes", "noscript",
    "object", "optgroup", "option", "output", "picture", "progress", "q", "rp", "rt", "ruby", "s",
    "samp", "script", "select", "slot", "small", "span", "strike", "strong", "style", "sub", "sup",
    "svg", "template", "textarea", "time", "title", "tt", "u", "var", "video", "math",
];

/// True for the names of HTML elements, in any case.
pub(super) fn is_known(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    is_void(&lower) || is_block(&lower) || OTHER_ELEMENTS.contains(&lower.as_str())
}
