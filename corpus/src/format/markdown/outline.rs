//! From a flow of headings and blocks to articles, sections and the tiling of the document.
//!
//! Steps: choose the title; cut the flow into articles (one, or one per top heading of a long
//! document); cut each article into sections with heading path and role; note on the way what
//! every byte is.

use super::identity::Anchors;
use super::role::{forbids_below, role_of};
use crate::article::{
    Article, ArticleKind, Audience, Block, Body, Meta, Part, PartKind, Reference, Role, Section,
    Span,
};

/// What stands in a document, in order.
#[derive(Debug)]
pub(crate) enum Flow {
    /// A heading.
    Heading(Heading),
    /// A block below the last heading.
    Block(Block),
    /// Bytes without knowledge, named.
    Boilerplate(&'static str, Span),
    /// Who may see the section under way.
    Audience(Audience),
}

/// A heading.
#[derive(Debug)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub(crate) level: u8,
    /// The words.
    pub(crate) text: String,
    /// The bytes from the start of its line or tag.
    pub(crate) span: Span,
    /// The bytes of the words.
    pub(crate) text_span: Span,
}

/// What is known of a document beside its flow.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The id of the document's article, or of the whole that its articles are parts of.
    pub(crate) id: String,
    /// A title that stands above any heading's.
    pub(crate) title: Option<(String, Span)>,
    /// The title to fall back on.
    pub(crate) fallback_title: String,
    /// What holds for every article.
    pub(crate) meta: Meta,
    /// Parts that stand before the flow; they tile from 0 to `start`.
    pub(crate) before: Vec<Part>,
    /// Where the flow starts.
    pub(crate) start: usize,
    /// Where the document ends.
    pub(crate) end: usize,
    /// What bytes before the first heading or block are called.
    pub(crate) lead: &'static str,
    /// True if a long document may be cut into an article per top heading.
    pub(crate) may_split: bool,
    /// Links to other articles, in document order.
    pub(crate) references: Vec<Reference>,
}

/// Bytes below which two top headings do not make a document of several chapters.
const LONG_DOCUMENT: usize = 8_000;

/// Top headings over which a document is no book: it would take more memory as articles than any
/// reader could take in.
const MOST_CHAPTERS: usize = 1_000;

/// Makes articles and parts of a flow.
pub(crate) fn assemble(frame: Frame, flow: Vec<Flow>) -> (Vec<Article>, Vec<Part>) {
    let plan = Plan::of(&frame, &flow);
    let mut builder = Builder::new(&frame, plan);
    for item in flow {
        match item {
            Flow::Heading(heading) => builder.heading(heading),
            Flow::Block(block) => builder.block(block),
            Flow::Boilerplate(name, span) => builder.boilerplate(name, span),
            Flow::Audience(audience) => builder.audience(audience),
        }
    }
    builder.finish()
}

/// How the top headings are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// One article; the first top heading is its title.
    Titled,
    /// One article; its headings are all sections.
    Untitled,
    /// Each top heading opens an article.
    Chapters,
}

impl Plan {
    fn of(frame: &Frame, flow: &[Flow]) -> Self {
        let headings = || {
            flow.iter().filter_map(|item| match item {
                Flow::Heading(heading) => Some(heading),
                _ => None,
            })
        };
        let top: Vec<&Heading> = headings().filter(|heading| heading.level == 1).collect();
        let length = frame.end - frame.start;
        // Headings such as `# Symptoms`, `# Cause` are sections of one article.
        let has_roles = top.iter().any(|heading| role_of(&heading.text).is_some());
        let is_long = top.len() >= 3 || (top.len() == 2 && length >= LONG_DOCUMENT);
        if frame.may_split && is_long && !has_roles && top.len() <= MOST_CHAPTERS {
            return Self::Chapters;
        }
        match headings().next() {
            Some(first) if first.level == 1 && role_of(&first.text).is_none() => Self::Titled,
            // A page may have small headings in front of its title; text has not.
            Some(_) if !frame.may_split && !top.is_empty() && !has_roles => Self::Titled,
            _ => Self::Untitled,
        }
    }
}

/// An open heading and the role that holds below it.
struct Level {
    level: u8,
    text: String,
    role: Option<Role>,
}

struct Builder<'a> {
    frame: &'a Frame,
    plan: Plan,
    articles: Vec<Article>,
    /// Where each part starts and what it is; a part ends where the next starts.
    cuts: Vec<(usize, PartKind)>,
    levels: Vec<Level>,
    anchors: Anchors,
    has_title: bool,
    /// True if a section of the present article is open.
    in_section: bool,
    /// Where the blocks so far end.
    content_end: u32,
    /// True behind furniture, until text comes again.
    is_suspended: bool,
    /// Where a section without a heading would start.
    pending_start: usize,
    /// Where each article begins.
    starts: Vec<usize>,
    /// An audience that was named before its section was open.
    pending_audience: Option<Audience>,
}

impl<'a> Builder<'a> {
    fn new(frame: &'a Frame, plan: Plan) -> Self {
        Self {
            frame,
            plan,
            articles: Vec::new(),
            cuts: Vec::new(),
            levels: Vec::new(),
            anchors: Anchors::default(),
            has_title: false,
            in_section: false,
            content_end: 0,
            is_suspended: false,
            pending_start: frame.start,
            starts: Vec::new(),
            pending_audience: None,
        }
    }

    /// The place of the next cut: never before the last one.
    fn at(&self, offset: u32) -> usize {
        let last = self.cuts.last().map_or(self.frame.start, |&(at, _)| at);
        (offset as usize).clamp(last, self.frame.end)
    }

    fn cut(&mut self, offset: u32, kind: PartKind) {
        let at = self.at(offset);
        self.cuts.push((at, kind));
    }

    fn heading(&mut self, heading: Heading) {
        let is_title = heading.level == 1
            && match self.plan {
                Plan::Titled => !self.has_title,
                Plan::Chapters => true,
                Plan::Untitled => false,
            };
        if is_title {
            self.title(heading);
        } else {
            self.section(heading);
        }
    }

    fn title(&mut self, heading: Heading) {
        self.has_title = true;
        self.in_section = false;
        self.levels.clear();
        self.cut(heading.span.start, PartKind::Header("title".to_owned()));
        self.pending_start = self.at(heading.span.end);
        match self.plan {
            Plan::Chapters => {
                let id = format!("{}#{}", self.frame.id, self.anchors.make(&heading.text));
                let part_of = Some(self.frame.id.clone());
                self.open_article(id, part_of, heading.text, heading.text_span);
            }
            Plan::Titled | Plan::Untitled => {
                let article = self.article();
                let printed = (heading.text, heading.text_span);
                article.take_title(printed);
            }
        }
    }

    fn section(&mut self, heading: Heading) {
        while self
            .levels
            .last()
            .is_some_and(|open| open.level >= heading.level)
        {
            self.levels.pop();
        }
        let role = role_of(&heading.text).or_else(|| self.levels.last().and_then(|open| open.role));
        self.levels.push(Level {
            level: heading.level,
            text: heading.text,
            role,
        });
        let path = self.levels.iter().map(|open| open.text.clone()).collect();
        self.open_section(role.unwrap_or(Role::Other), path, heading.span.start);
    }

    fn open_section(&mut self, role: Role, heading: Vec<String>, start: u32) {
        let audience = self.pending_audience.take();
        let start = u32::try_from(self.at(start)).unwrap_or(u32::MAX);
        let article = self.article();
        article.sections.push(Section {
            role,
            heading,
            span: Span { start, end: start },
            blocks: Vec::new(),
            audience,
        });
        self.in_section = true;
        self.is_suspended = false;
        let kind = self.present_section();
        self.cut(start, kind);
    }

    fn present_section(&self) -> PartKind {
        let index = |length: usize| u32::try_from(length.saturating_sub(1)).unwrap_or(u32::MAX);
        PartKind::Section {
            article: index(self.articles.len()),
            section: index(
                self.articles
                    .last()
                    .map_or(0, |article| article.sections.len()),
            ),
        }
    }

    fn block(&mut self, block: Block) {
        if !self.in_section {
            let start = u32::try_from(self.pending_start).unwrap_or(u32::MAX);
            self.open_section(Role::Summary, Vec::new(), start);
        } else if self.is_suspended {
            let kind = self.present_section();
            self.cut(block.span.start, kind);
        }
        self.is_suspended = false;
        self.content_end = self.content_end.max(block.span.end);
        let article = self.article();
        if let Some(section) = article.sections.last_mut() {
            section.blocks.push(block);
        }
    }

    /// Names bytes without knowledge. If they stand inside a block, what follows is text again;
    /// otherwise it is markup until the next block.
    fn boilerplate(&mut self, name: &'static str, span: Span) {
        let is_inside = self.in_section && span.end < self.content_end;
        let after = if is_inside {
            self.present_section()
        } else {
            self.is_suspended = true;
            PartKind::Boilerplate(self.frame.lead.to_owned())
        };
        self.cut(span.start, PartKind::Boilerplate(name.to_owned()));
        self.cut(span.end, after);
        if !self.in_section {
            self.pending_start = self.at(span.end);
        }
    }

    fn audience(&mut self, audience: Audience) {
        if self.in_section {
            let article = self.article();
            if let Some(section) = article.sections.last_mut() {
                section.audience = Some(audience);
            }
        } else {
            self.pending_audience = Some(audience);
        }
    }

    /// The present article; the document's own if none is open.
    fn article(&mut self) -> &mut Article {
        if self.articles.is_empty() {
            let (title, span) = self.frame.title.clone().unwrap_or_default();
            self.open_article(self.frame.id.clone(), None, title, span);
        }
        let last = self.articles.len() - 1;
        &mut self.articles[last]
    }

    fn open_article(&mut self, id: String, part_of: Option<String>, title: String, span: Span) {
        // A heading that opens an article has just been cut off from what stood before it.
        let start = self.cuts.last().map_or(0, |&(at, _)| at);
        self.starts.push(start);
        self.articles.push(Article {
            id,
            title,
            title_span: span,
            part_of,
            span: Span::default(),
            meta: self.frame.meta.clone(),
            sections: Vec::new(),
            facts: Vec::new(),
            gaps: Vec::new(),
            references: Vec::new(),
        });
    }

    fn finish(mut self) -> (Vec<Article>, Vec<Part>) {
        self.article();
        let mut parts = self.frame.before.clone();
        if self.frame.end > self.frame.start {
            // What stands before the first cut belongs to it, or is named if nothing follows.
            match self.cuts.first_mut() {
                Some(first) if self.frame.lead.is_empty() => first.0 = self.frame.start,
                _ => {
                    let lead = if self.frame.lead.is_empty() {
                        "blank"
                    } else {
                        self.frame.lead
                    };
                    let kind = PartKind::Boilerplate(lead.to_owned());
                    self.cuts.insert(0, (self.frame.start, kind));
                }
            }
        }
        let starts: Vec<usize> = self.cuts.iter().skip(1).map(|&(at, _)| at).collect();
        let ends = starts.into_iter().chain([self.frame.end]);
        for ((start, kind), end) in self.cuts.drain(..).zip(ends) {
            if end > start {
                parts.push(Part {
                    span: Span::new(start, end),
                    kind,
                });
            }
        }
        merge_equal(&mut parts);
        stretch_sections(&mut self.articles, &parts);
        let frame = self.frame;
        for article in &mut self.articles {
            complete(article, frame);
        }
        share_out_spans(&mut self.articles, &self.starts, frame);
        (self.articles, parts)
    }
}

impl Article {
    /// Takes the printed title; if the front matter gave another, the printed one is kept as a
    /// query word, for it may be the very name that people search (an alert, a command).
    fn take_title(&mut self, (text, span): (String, Span)) {
        if self.title.is_empty() {
            self.title = text;
            self.title_span = span;
        } else if self.title != text && !text.is_empty() {
            self.meta.query_words.push(text);
        }
    }
}

/// Joins neighbours that are the same thing.
fn merge_equal(parts: &mut Vec<Part>) {
    parts.dedup_by(|next, kept| {
        let same = next.kind == kept.kind;
        if same {
            kept.span.end = next.span.end;
        }
        same
    });
}

/// Gives every section the span from its first part to its last, and around its blocks: a block
/// may end in furniture.
fn stretch_sections(articles: &mut [Article], parts: &[Part]) {
    let mut seen = std::collections::HashSet::new();
    for part in parts {
        let PartKind::Section { article, section } = part.kind else {
            continue;
        };
        let found = articles
            .get_mut(article as usize)
            .and_then(|article| article.sections.get_mut(section as usize));
        if let Some(found) = found {
            if seen.insert((article, section)) {
                found.span = part.span;
            }
            found.span.end = part.span.end;
        }
    }
    for section in articles
        .iter_mut()
        .flat_map(|article| &mut article.sections)
    {
        let blocks = section.blocks.iter();
        section.span = blocks.fold(section.span, |span, block| span.join(block.span));
    }
}

/// Fills in what only the finished article shows.
fn complete(article: &mut Article, frame: &Frame) {
    if article.title.trim().is_empty() {
        article.title.clone_from(&frame.fallback_title);
        article.title_span = Span::default();
    }
    // Text without any heading is the article, not a summary of it.
    if let [only] = article.sections.as_mut_slice()
        && only.heading.is_empty()
    {
        only.role = Role::Other;
    }
    if article.meta.kind.is_none() {
        article.meta.kind = kind_of(article);
    }
    for section in &mut article.sections {
        caption_tables(section);
        if section.heading.last().is_some_and(|own| forbids_below(own)) {
            section.blocks = std::mem::take(&mut section.blocks)
                .into_iter()
                .flat_map(as_cautions)
                .collect();
        }
    }
}

fn kind_of(article: &Article) -> Option<ArticleKind> {
    let has = |roles: &[Role]| {
        article
            .sections
            .iter()
            .any(|section| roles.contains(&section.role))
    };
    let title = article.title.to_lowercase();
    if title.starts_with("how to ") || title.starts_with("howto") {
        return Some(ArticleKind::HowTo);
    }
    let tells_of_trouble = has(&[Role::Symptoms, Role::Cause, Role::Diagnosis, Role::Impact]);
    let helps = has(&[Role::Resolution, Role::Workaround]);
    (tells_of_trouble && helps).then_some(ArticleKind::Problem)
}

/// What a block says under a heading that forbids: cautions, one for each entry of a list.
fn as_cautions(block: Block) -> Vec<Block> {
    match block.body {
        Body::Paragraph(text) | Body::Note(text) => vec![Block {
            span: block.span,
            body: Body::Caution(text),
        }],
        Body::List(items) => items
            .into_iter()
            .flat_map(|item| {
                let own = (!item.text.is_empty()).then_some(Block {
                    span: item.span,
                    body: Body::Caution(item.text),
                });
                own.into_iter().chain(item.children)
            })
            .collect(),
        body => vec![Block { body, ..block }],
    }
}

/// Gives a table without a caption the sentence above it, or else its heading.
fn caption_tables(section: &mut Section) {
    /// Characters over which the text above a table is no caption.
    const LONGEST: usize = 200;
    let mut above = section.heading.last().cloned();
    for block in &mut section.blocks {
        match &mut block.body {
            Body::Table(table) if table.caption.is_none() => table.caption = above.clone(),
            Body::Paragraph(text) if text.chars().count() <= LONGEST => above = Some(text.clone()),
            _ => {}
        }
    }
}

/// Gives every article its bytes, and the references that stand in them.
fn share_out_spans(articles: &mut [Article], starts: &[usize], frame: &Frame) {
    let mut references = frame.references.iter().peekable();
    for (index, article) in articles.iter_mut().enumerate() {
        let start = match starts.get(index) {
            Some(&start) if index > 0 => start,
            _ => 0,
        };
        let end = starts
            .get(index + 1)
            .copied()
            .unwrap_or(frame.end)
            .max(start);
        article.span = Span::new(start, end);
        while let Some(reference) =
            references.next_if(|reference| (reference.span.start as usize) < end)
        {
            article.references.push(reference.clone());
        }
    }
}
