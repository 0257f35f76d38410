//! Sections cut into methods: each way to do it is one, with its steps in order.
//!
//! A sub-heading, a line "Method 2" and a line "-or-" open the next method; "use one of the
//! following" makes every entry of the list behind it one. Sub-headings that count steps, and the
//! parts of a diagnosis, go on with the method before.

use crate::answer::Step;
use crate::compose::risk::{is_forbidding, is_instruction};
use crate::understand::pattern::compiled;
use corpus::article::{Block, Body, Item, Role, Section};
use corpus::{Article, Span};
use regex::Regex;
use std::sync::LazyLock;

/// One way to do it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Method {
    /// The role of its section.
    pub(super) role: Role,
    /// Headings of its section, and the line that names the method.
    pub(super) heading: Vec<String>,
    /// The sections it was read from, as places in the article.
    pub(super) sections: Vec<usize>,
    /// The steps in order; never empty.
    pub(super) steps: Vec<Step>,
}

/// "Method 1", "Option B:", "Workaround 2 - …".
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^(?:method|option|alternative|solution|workaround|resolution|approach|procedure|way)[ \t]+(?:#[ \t]*)?(?:\d{1,2}|[A-H]|one|two|three|four|five|six)\b",
    )
});

/// "Step 2: Look at the pods", "3. Restart", "Phase 1".
static COUNTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?i)^(?:(?:step|phase|part|stage)[ \t]*)\d{1,2}\b|^\d{1,2}[.)][ \t]")
});

/// The methods of the sections that `is_remedy` picks, in the order of the article.
pub(super) fn of(article: &Article, is_remedy: impl Fn(&Section) -> bool) -> Vec<Method> {
    let mut methods: Vec<Method> = Vec::new();
    let picked = article
        .sections
        .iter()
        .enumerate()
        .filter(|(_, section)| is_remedy(section));
    for (place, section) in picked {
        let found = in_section(place, section);
        match methods.last_mut() {
            Some(last) if goes_on(last, section) => {
                last.sections.push(place);
                last.steps
                    .extend(found.into_iter().flat_map(|method| method.steps));
            }
            _ => methods.extend(found),
        }
    }
    methods
}

/// True if a section is a further part of the method before it.
fn goes_on(last: &Method, section: &Section) -> bool {
    let counts = |heading: &String| {
        COUNTED
            .as_ref()
            .is_some_and(|counted| counted.is_match(heading))
    };
    let same_top = last.heading.first() == section.heading.first() && section.heading.len() > 1;
    last.role == section.role
        && same_top
        && (section.role == Role::Diagnosis || section.heading.last().is_some_and(counts))
}

/// The methods of one section.
fn in_section(place: usize, section: &Section) -> Vec<Method> {
    let mut cutter = Cutter {
        place,
        section,
        methods: Vec::new(),
        name: None,
        blocks: Vec::new(),
        offers_choice: false,
    };
    for block in &section.blocks {
        cutter.block(block);
    }
    cutter.close();
    cutter.methods
}

struct Cutter<'s> {
    place: usize,
    section: &'s Section,
    methods: Vec<Method>,
    /// The line that names the method being read.
    name: Option<&'s str>,
    blocks: Vec<&'s Block>,
    /// The last paragraph offers what follows as alternatives.
    offers_choice: bool,
}

impl<'s> Cutter<'s> {
    fn block(&mut self, block: &'s Block) {
        let offered = std::mem::take(&mut self.offers_choice);
        match &block.body {
            Body::Paragraph(text) if is_or(text) => self.close(),
            Body::Paragraph(text) if is_method_name(text) => {
                self.close();
                self.name = Some(text);
                if is_instruction(after_colon(text)) {
                    self.blocks.push(block);
                }
            }
            Body::Paragraph(text) => {
                self.offers_choice = offers_choice(text);
                self.blocks.push(block);
            }
            Body::Steps(items) | Body::List(items) if offered && items.len() > 1 => {
                for item in items {
                    self.close();
                    let mut steps = Vec::new();
                    collect_item(item, &mut steps);
                    self.push(steps);
                }
            }
            _ => self.blocks.push(block),
        }
    }

    /// Ends the method being read.
    fn close(&mut self) {
        let blocks = std::mem::take(&mut self.blocks);
        let prose = !blocks
            .iter()
            .any(|block| matches!(block.body, Body::Steps(_)));
        let mut steps = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            if is_inside_numbering(&blocks, at) {
                collect_continuation(block, &mut steps);
            } else {
                collect(block, prose, &mut steps);
            }
        }
        self.push(steps);
        self.name = None;
    }

    fn push(&mut self, steps: Vec<Step>) {
        if steps.is_empty() {
            return;
        }
        let mut heading = self.section.heading.clone();
        heading.extend(self.name.map(|name| first_line(name).to_owned()));
        self.methods.push(Method {
            role: self.section.role,
            heading,
            sections: vec![self.place],
            steps,
        });
    }
}

/// True if the block stands between two runs of steps of which the second goes on counting where
/// the first stopped: it belongs to the step above it, however little it was indented.
fn is_inside_numbering(blocks: &[&Block], at: usize) -> bool {
    let steps = |block: &&Block| match &block.body {
        Body::Steps(items) => Some((number(items.first())?, number(items.last())?)),
        _ => None,
    };
    if matches!(blocks[at].body, Body::Steps(_)) {
        return false;
    }
    // Only what stands near is looked at, so that the time stays linear.
    const NEAR: usize = 4;
    let before = blocks[..at].iter().rev().take(NEAR).find_map(steps);
    let behind = blocks[at + 1..].iter().take(NEAR).find_map(steps);
    matches!((before, behind), (Some((_, last)), Some((first, _))) if first == last.saturating_add(1))
}

fn number(item: Option<&Item>) -> Option<u32> {
    item?.label.trim_matches(['.', ')', '(', ' ']).parse().ok()
}

/// What belongs to the step above.
fn collect_continuation(block: &Block, steps: &mut Vec<Step>) {
    match &block.body {
        Body::Paragraph(text) | Body::Note(text) if is_step(text) => {
            extend(text, block.span, steps);
        }
        Body::Code { text, .. } => extend(text, block.span, steps),
        Body::List(items) => {
            for item in items.iter().filter(|item| is_step(&item.text)) {
                extend(&item.text, item.span, steps);
            }
        }
        _ => {}
    }
}

/// The name without the words behind it, if it goes on for long.
fn first_line(name: &str) -> &str {
    const LONGEST: usize = 80;
    let line = name.split(". ").next().unwrap_or(name);
    &line[..line.floor_char_boundary(LONGEST.min(line.len()))]
}

/// "-or-", "OR", "- or -".
fn is_or(text: &str) -> bool {
    text.len() <= 12
        && text
            .trim_matches([' ', '-', '*', '_', '.', ':', '\t', '\u{2013}', '\u{2014}'])
            .eq_ignore_ascii_case("or")
}

fn is_method_name(text: &str) -> bool {
    NAMED
        .as_ref()
        .is_some_and(|named| named.is_match(text.trim_start()))
}

fn after_colon(text: &str) -> &str {
    text.split_once(':')
        .map_or("", |(_, rest)| rest.trim_start())
}

/// "Use one of the following methods:" announces what is read as methods.
fn offers_choice(text: &str) -> bool {
    const LONGEST: usize = 160;
    const OFFERS: &[&str] = &[
        "one of the following",
        "either of the following",
        "any of the following",
        "one of these",
        "either of these",
        "any one of",
        "following methods",
        "of these methods",
    ];
    let lower = text.to_lowercase();
    text.len() <= LONGEST && OFFERS.iter().any(|words| lower.contains(words))
}

/// Takes the steps of a block. Beside numbered steps a paragraph counts only if it instructs and
/// does not merely lead over to them; without any, the prose is the remedy, with the lists and
/// commands that it leads over to.
fn collect(block: &Block, prose: bool, steps: &mut Vec<Step>) {
    match &block.body {
        Body::Steps(items) | Body::List(items) => collect_items(items, steps),
        Body::Paragraph(text)
            if is_step(text)
                && !leads_in(text)
                && !offers_choice(text)
                && (prose || (!text.trim_end().ends_with(':') && is_instruction(text))) =>
        {
            push(text, block.span, steps);
        }
        Body::Code { text, .. } => push(text, block.span, steps),
        _ => {}
    }
}

/// True if a line only leads over to the steps behind it ("To work around this problem:").
fn leads_in(text: &str) -> bool {
    const LONGEST: usize = 80;
    const ENDS: &[&str] = &[
        "work around",
        "resolve",
        "correct",
        "fix",
        "solve",
        "prevent",
        "do this",
        "do so",
    ];
    let text = text.trim();
    let lower = text.to_lowercase();
    let aim = lower.strip_prefix("to ").unwrap_or_default();
    text.len() <= LONGEST
        && text.ends_with(':')
        && ENDS.iter().any(|end| aim.starts_with(end))
        && !aim.contains(',')
}

fn collect_items(items: &[Item], steps: &mut Vec<Step>) {
    for item in items {
        collect_item(item, steps);
    }
}

/// An entry with what stands inside it: its further paragraphs and commands are part of the step,
/// nested steps stay in order. An alternative inside a step stays in that step, too, or the two
/// would read as one after the other.
fn collect_item(item: &Item, steps: &mut Vec<Step>) {
    // What belongs to an entry that forbids must not be read as part of the step before it.
    let mut is_open = is_step(&item.text) && !item.text.trim().is_empty();
    if is_open {
        push(&item.text, item.span, steps);
    }
    let mut joins = false;
    for child in &item.children {
        match &child.body {
            Body::Paragraph(text) if is_or(text) => joins = true,
            Body::Paragraph(text) if joins => {
                join(text, child.span, steps);
                joins = false;
            }
            Body::Paragraph(text) if !is_step(text) => {}
            Body::Paragraph(text) | Body::Code { text, .. } if is_open => {
                extend(text, child.span, steps);
            }
            Body::Paragraph(text) | Body::Code { text, .. } => {
                push(text, child.span, steps);
                is_open = true;
            }
            Body::Steps(items) | Body::List(items) => collect_items(items, steps),
            _ => {}
        }
    }
}

/// True if a text is a step: it forbids nothing, or it forbids something after it has told what
/// to do ("Restart the service. Do not delete the log."); that it forbids is kept as a caution. Where
/// to read on is no step.
fn is_step(text: &str) -> bool {
    let first = text.split_inclusive(['.', ';']).next().unwrap_or(text);
    let does = !is_forbidding(text)
        || (first.len() < text.len() && !is_forbidding(first) && is_instruction(first));
    does && !is_reference(text)
}

/// True if a text only names further reading: "For additional information, see the following
/// article:", and the number and title that stand below it.
fn is_reference(text: &str) -> bool {
    static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?i)^\s*for (?:additional|more|further|related) (?:information|details)\b.*\b(?:article|articles|web site|site|book|kit|documentation|help)\b[^.]{0,80}[:.]?\s*$|^\s*(?:article-id:|title\s*:|q\d{5,6}\b)",
        )
    });
    const LONGEST: usize = 400;
    text.len() <= LONGEST && REFERENCE.as_ref().is_some_and(|found| found.is_match(text))
}

fn push(text: &str, span: Span, steps: &mut Vec<Step>) {
    if !text.trim().is_empty() {
        steps.push(Step {
            text: text.to_owned(),
            span,
        });
    }
}

/// Adds an alternative to the last step.
fn join(text: &str, span: Span, steps: &mut Vec<Step>) {
    if !steps.is_empty() {
        extend("-or-", span, steps);
    }
    extend(text, span, steps);
}

/// Adds a paragraph to the last step.
fn extend(text: &str, span: Span, steps: &mut Vec<Step>) {
    match steps.last_mut() {
        Some(last) if !text.trim().is_empty() => {
            last.text.push('\n');
            last.text.push_str(text);
            last.span = last.span.join(span);
        }
        Some(_) => {}
        None => push(text, span, steps),
    }
}
