//! From the tree to a flow of headings and blocks.

use super::boilerplate;
use super::table;
use super::tree::{Node, NodeId, Tree, is_block};
use crate::article::{Block, Body, Cell, Item, Reference, Span};
use crate::format::markdown::blocks::{dedent, named_quote, tidy, under};
use crate::format::markdown::callout::{Callout, callout_of, classify};
use crate::format::markdown::identity;
use crate::format::markdown::outline::{Flow, Heading};
use std::collections::HashSet;
use std::ops::Range;

/// Lists in lists over which items lose their structure.
const MAX_LIST_DEPTH: usize = 12;

/// Walks the tree of a page.
pub(super) struct Walker<'a> {
    pub(super) tree: &'a Tree,
    /// Turns a range of the source into a span of the document.
    pub(super) locate: &'a dyn Fn(Range<usize>) -> Span,
    /// Links to other articles, in document order.
    pub(super) references: Vec<Reference>,
    document: &'a str,
    /// If the page names its main part: that part and everything around it.
    main_path: Option<(NodeId, HashSet<NodeId>)>,
    list_depth: usize,
}

/// Running text under way.
#[derive(Default)]
struct Run {
    text: String,
    range: Option<Range<usize>>,
    /// Furniture that stood inside it.
    dropped: Vec<(&'static str, Range<usize>)>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(
        tree: &'a Tree,
        locate: &'a dyn Fn(Range<usize>) -> Span,
        document: &'a str,
    ) -> Self {
        Self {
            tree,
            locate,
            references: Vec::new(),
            document,
            main_path: None,
            list_depth: 0,
        }
    }

    /// If exactly one element is the page's main part, everything outside is furniture.
    pub(super) fn keep_to_main(&mut self) {
        let is_main = |node: &Node| node.name == "main" || node.attribute("role") == Some("main");
        let nodes = self.tree.nodes.iter().enumerate();
        let found: Vec<NodeId> = nodes
            .filter(|(_, node)| is_main(node))
            .map(|(id, _)| id)
            .take(2)
            .collect();
        if let [main] = found[..] {
            let mut path = HashSet::from([main, 0]);
            let mut at = main;
            while at != 0 {
                at = self.tree.nodes[at].parent;
                path.insert(at);
            }
            self.main_path = Some((main, path));
        }
    }

    /// The flow below a node.
    pub(super) fn flow(&mut self, id: NodeId) -> Vec<Flow> {
        let mut out = Vec::new();
        let mut run = Run::default();
        for &child in &self.tree.nodes[id].children {
            self.node(child, &mut run, &mut out);
        }
        self.flush(&mut run, &mut out);
        out
    }

    fn node(&mut self, id: NodeId, run: &mut Run, out: &mut Vec<Flow>) {
        let tree = self.tree;
        let node = &tree.nodes[id];
        if self.is_outside_main(id) {
            // Blanks between elements are nobody's.
            if !node.is_text() || !node.text.trim().is_empty() {
                let name = boilerplate::reason(tree, id).unwrap_or("outside main");
                run.dropped.push((name, node.span.clone()));
            }
        } else if let Some(name) = boilerplate::reason(tree, id) {
            run.dropped.push((name, node.span.clone()));
        } else if !node.is_text() && (is_block(&node.name) || node.has_blocks) {
            self.flush(run, out);
            self.block(id, out);
        } else {
            self.inline(id, run);
        }
    }

    fn is_outside_main(&self, id: NodeId) -> bool {
        self.main_path.as_ref().is_some_and(|(main, path)| {
            let parent = self.tree.nodes[id].parent;
            *main != parent && path.contains(&parent) && !path.contains(&id)
        })
    }

    fn block(&mut self, id: NodeId, out: &mut Vec<Flow>) {
        let tree = self.tree;
        let node = &tree.nodes[id];
        match node.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, out),
            "ul" | "ol" | "menu" | "dl" => self.list(id, out),
            "pre" | "listing" | "xmp" | "plaintext" => self.code(id, out),
            "table" if !table::is_layout(tree, id) => {
                out.extend(table::read(self, id).map(Flow::Block));
            }
            "blockquote" => {
                let inside = only_blocks(self.flow(id));
                out.extend(named_quote(inside).into_iter().map(Flow::Block));
            }
            _ => match callout_class(node) {
                Some(callout) if !tree.holds(id, &["h1", "main"]) => {
                    let inside = only_blocks(self.flow(id));
                    out.extend(under_callout(callout, inside).into_iter().map(Flow::Block));
                }
                _ => out.extend(self.flow(id)),
            },
        }
    }

    fn heading(&mut self, id: NodeId, out: &mut Vec<Flow>) {
        let node = &self.tree.nodes[id];
        let mut run = Run::default();
        for &child in &node.children {
            self.inline(child, &mut run);
        }
        // `¶` and `#` are the links that pages hang on their headings.
        let text = tidy(&run.text);
        let text = text.trim_end_matches(['¶', '#', ' ']).to_owned();
        if text.is_empty() {
            return;
        }
        let level = node
            .name
            .as_bytes()
            .get(1)
            .map_or(6, |digit| digit.saturating_sub(b'0'));
        out.push(Flow::Heading(Heading {
            level,
            text,
            span: Span::new(node.span.start, node.span.end),
            text_span: (self.locate)(run.range.take().unwrap_or_else(|| node.span.clone())),
        }));
        self.drop_all(&mut run, out);
    }

    fn list(&mut self, id: NodeId, out: &mut Vec<Flow>) {
        let tree = self.tree;
        let node = &tree.nodes[id];
        if self.list_depth >= MAX_LIST_DEPTH {
            let text = tidy(&tree.text(id));
            out.extend(self.paragraph(text, node.span.clone()));
            return;
        }
        self.list_depth += 1;
        let is_ordered = node.name == "ol";
        let mut number: i64 = node
            .attribute("start")
            .and_then(|start| start.trim().parse().ok())
            .unwrap_or(1);
        let mut items: Vec<Item> = Vec::new();
        let mut dropped = Vec::new();
        for &child in &node.children {
            let inner = &tree.nodes[child];
            if boilerplate::reason(tree, child).is_some()
                || inner.is_text() && inner.text.trim().is_empty()
            {
                continue;
            }
            let label = if is_ordered {
                number.to_string()
            } else {
                "-".to_owned()
            };
            let item = self.item(child, label, &mut dropped);
            match (inner.name.as_str(), items.last_mut()) {
                // A definition belongs to its term; a list between entries to the entry before.
                ("dd" | "ul" | "ol", Some(last)) => last.adopt(item),
                _ if item.text.is_empty() && item.children.is_empty() => {}
                _ => {
                    items.push(item);
                    number = number.saturating_add(1);
                }
            }
        }
        self.list_depth -= 1;
        if !items.is_empty() {
            let span = (self.locate)(node.span.clone());
            let body = if is_ordered {
                Body::Steps(items)
            } else {
                Body::List(items)
            };
            out.push(Flow::Block(Block { span, body }));
        }
        out.extend(dropped);
    }

    /// One entry: its first paragraph is its text, everything else its children.
    fn item(&mut self, id: NodeId, label: String, dropped: &mut Vec<Flow>) -> Item {
        let node = &self.tree.nodes[id];
        let is_entry = matches!(node.name.as_str(), "li" | "dt" | "dd");
        let mut flow = Vec::new();
        if is_entry {
            flow = self.flow(id);
        } else {
            let mut run = Run::default();
            self.node(id, &mut run, &mut flow);
            self.flush(&mut run, &mut flow);
        }
        let (furniture, rest): (Vec<Flow>, Vec<Flow>) = flow
            .into_iter()
            .partition(|item| matches!(item, Flow::Boilerplate(..)));
        dropped.extend(furniture);
        let mut blocks = only_blocks(rest);
        let start = (self.locate)(node.span.start..node.span.start).start;
        let mut item = Item {
            label,
            text: String::new(),
            span: Span { start, end: start },
            children: Vec::new(),
        };
        if let Some(Block {
            body: Body::Paragraph(text) | Body::Note(text) | Body::Caution(text),
            span,
        }) = blocks.first_mut()
        {
            item.text = std::mem::take(text);
            item.span = *span;
            blocks.remove(0);
        }
        item.children = blocks;
        item
    }

    fn code(&mut self, id: NodeId, out: &mut Vec<Flow>) {
        let tree = self.tree;
        let node = &tree.nodes[id];
        let text = dedent(&tree.text(id));
        if text.is_empty() {
            return;
        }
        let inner = node.children.first().map(|&child| &tree.nodes[child]);
        let language = [Some(node), inner].into_iter().flatten().find_map(|node| {
            node.classes().find_map(|class| {
                let name = class
                    .strip_prefix("language-")
                    .or_else(|| class.strip_prefix("lang-"));
                name.map(str::to_owned)
            })
        });
        let span = (self.locate)(node.span.clone());
        let body = Body::Code { language, text };
        out.push(Flow::Block(Block { span, body }));
    }

    /// The text of a table cell, links in it noted.
    pub(super) fn cell(&mut self, id: NodeId) -> Cell {
        let node = &self.tree.nodes[id];
        let mut run = Run::default();
        for &child in &node.children {
            self.inline(child, &mut run);
        }
        let start = node.span.start;
        Cell {
            text: tidy(&run.text),
            span: (self.locate)(run.range.unwrap_or(start..start)),
        }
    }

    /// Adds the text of an inline node and of everything in it.
    fn inline(&mut self, id: NodeId, run: &mut Run) {
        let tree = self.tree;
        let node = &tree.nodes[id];
        if node.is_text() {
            run.add(&node.text, node.span.clone());
            return;
        }
        if let Some(name) = boilerplate::reason(tree, id) {
            run.dropped.push((name, node.span.clone()));
            return;
        }
        if node.name == "br" || is_block(&node.name) {
            run.text.push(' ');
        }
        if let Some(alt) = node.attribute("alt").filter(|_| node.name == "img") {
            run.add(alt, node.span.clone());
        }
        let start = run.text.len();
        for &child in &node.children {
            self.inline(child, run);
        }
        if is_block(&node.name) {
            run.text.push(' ');
        }
        if let Some(destination) = node.attribute("href").filter(|_| node.name == "a") {
            let words = tidy(&run.text[start..]);
            let span = (self.locate)(node.span.clone());
            let found = identity::reference(destination, &words, span, self.document);
            self.references.extend(found);
        }
    }

    /// Ends running text: it becomes a paragraph.
    fn flush(&mut self, run: &mut Run, out: &mut Vec<Flow>) {
        let text = tidy(&run.text);
        if let Some(range) = run.range.take() {
            out.extend(self.paragraph(text, range));
        }
        run.text.clear();
        self.drop_all(run, out);
    }

    fn paragraph(&self, text: String, range: Range<usize>) -> Option<Flow> {
        (!text.is_empty()).then(|| {
            let span = (self.locate)(range);
            let body = classify(text);
            Flow::Block(Block { span, body })
        })
    }

    fn drop_all(&self, run: &mut Run, out: &mut Vec<Flow>) {
        for (name, range) in run.dropped.drain(..) {
            out.push(Flow::Boilerplate(name, Span::new(range.start, range.end)));
        }
    }
}

impl Run {
    fn add(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        if text.trim().is_empty() {
            return;
        }
        self.range = Some(match self.range.take() {
            Some(before) => before.start..range.end.max(before.end),
            None => range,
        });
    }
}

impl Item {
    /// Takes another entry's text and children as its own children.
    fn adopt(&mut self, other: Item) {
        if !other.text.is_empty() {
            let body = classify(other.text);
            self.children.push(Block {
                span: other.span,
                body,
            });
        }
        self.children.extend(other.children);
    }
}

/// The callout that a class names: `note`, `alert-danger`, `admonition warning`.
pub(super) fn callout_class(node: &Node) -> Option<Callout> {
    if !matches!(node.name.as_str(), "div" | "aside" | "section" | "p") {
        return None;
    }
    let boxed = |class: &str| {
        matches!(
            class,
            "admonition" | "callout" | "alert" | "notice" | "markdown-alert" | "box"
        )
    };
    let classes: Vec<String> = node.classes().collect();
    let is_boxed = classes.iter().any(|class| boxed(class));
    classes.iter().find_map(|class| {
        if let Some((front, word)) = class.rsplit_once('-')
            && boxed(front)
        {
            return callout_of(word);
        }
        let is_sure = is_boxed
            || matches!(
                class.as_str(),
                "note" | "warning" | "caution" | "important" | "tip" | "danger"
            );
        callout_of(class).filter(|_| is_sure)
    })
}

/// Blocks under a callout class; a first line that only repeats the class is dropped.
fn under_callout(callout: Callout, mut blocks: Vec<Block>) -> Vec<Block> {
    if let Some(Block {
        body: Body::Paragraph(text),
        ..
    }) = blocks.first()
        && blocks.len() > 1
        && callout_of(text.trim_end_matches([':', '!'])).is_some()
    {
        blocks.remove(0);
    }
    under(callout, "", blocks)
}

/// The blocks of a flow in a place that can hold nothing else; headings become paragraphs.
pub(super) fn only_blocks(flow: Vec<Flow>) -> Vec<Block> {
    flow.into_iter()
        .filter_map(|item| match item {
            Flow::Block(block) => Some(block),
            Flow::Heading(heading) => Some(Block {
                span: heading.text_span,
                body: Body::Paragraph(heading.text),
            }),
            Flow::Boilerplate(..) | Flow::Audience(_) => None,
        })
        .collect()
}
