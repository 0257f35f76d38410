//! What to have collected: asked for by the walked playbook, by the article, by rules, in this
//! order; a rule that asks for what an item above asks for already is left out.

use super::evidence::Evidence;
use super::rules::{EvidenceRule, ItemRule, has_phrase, is_about, shipped};
use crate::answer::{PacketItem, SessionAnswer};
use crate::guide::says_more;
use crate::understand::words::Analyzer;
use corpus::Article;
use corpus::article::{Block, Body, Item, Section};

/// Headings under which an article lists what to collect.
const COLLECT: &[&str] = &[
    "before escalating",
    "before you escalate",
    "collect",
    "checklist",
    "information to gather",
    "information to collect",
    "what to collect",
];

/// Words of a sentence that announces such a list.
const ANNOUNCE: &[&str] = &[
    "collect",
    "gather",
    "have ready",
    "provide",
    "hand over",
    "record",
];

/// Items beyond this many are no checklist any more.
const MOST: usize = 20;

/// Words of an item's short name.
const NAME_WORDS: usize = 6;

/// An item before it is known whether the case has it.
#[derive(Debug)]
struct Asked {
    name: String,
    text: String,
    asked_by: String,
    /// By what the case shows it; none where the item's own words have to tell.
    rule: Option<&'static ItemRule>,
}

/// Gathers items.
#[derive(Debug)]
pub(crate) struct Items<'s> {
    asked: Vec<Asked>,
    subject: &'s str,
    tier: u8,
}

impl<'s> Items<'s> {
    /// No items yet; `subject` is what the rules are matched with, in small letters.
    pub(crate) fn new(subject: &'s str, tier: u8) -> Self {
        Self {
            asked: Vec::new(),
            subject,
            tier,
        }
    }

    /// True if nothing is asked for so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    fn push(&mut self, text: &str, asked_by: String) {
        let is_new = !self.asked.iter().any(|asked| says_more(&asked.text, text));
        if is_new && !text.trim().is_empty() && self.asked.len() < MOST {
            self.asked.push(Asked {
                name: short_name(text),
                text: text.trim().trim_end_matches('.').to_owned(),
                asked_by,
                rule: None,
            });
        }
    }

    /// What the outcome of a session asks for.
    pub(crate) fn of_session(&mut self, session: &SessionAnswer) {
        for item in session.outcome.iter().flat_map(|outcome| &outcome.collect) {
            self.push(item, format!("playbook {}", session.guide.id));
        }
    }

    /// What an article asks for.
    pub(crate) fn of_article(&mut self, article: &Article) {
        for item in asked_by_article(article) {
            self.push(&item, format!("article {}", article.id));
        }
    }

    /// What rules ask for in a case of this subject and tier.
    pub(crate) fn of_rules(&mut self) {
        self.of_rules_that(|_| true);
    }

    /// As [`Items::of_rules`], but only of rules that have a subject.
    pub(crate) fn of_subject_rules(&mut self) {
        self.of_rules_that(|rule| !rule.subject.is_empty());
    }

    fn of_rules_that(&mut self, pick: impl Fn(&ItemRule) -> bool) {
        let subject = self.subject;
        let applies = |rule: &&ItemRule| {
            rule.tier <= self.tier && pick(rule) && is_about(subject, &rule.subject)
        };
        let rules: Vec<&'static ItemRule> = shipped().items.iter().filter(applies).collect();
        for rule in rules {
            let covers = |asked: &Asked| {
                let text = asked.text.to_lowercase();
                let has = |group: &Vec<String>| group.iter().any(|word| has_phrase(&text, word));
                asked.rule.is_none() && rule.covered_by.iter().all(has)
            };
            let is_covered = self.asked.iter().any(covers);
            // Both computers say more than one.
            let outdone = rule.evidence == EvidenceRule::OneComputer
                && shipped().items.iter().any(|other| {
                    other.evidence == EvidenceRule::TwoComputers
                        && is_about(subject, &other.subject)
                });
            if !is_covered && !outdone && self.asked.len() < MOST {
                self.asked.push(Asked {
                    name: rule.name.clone(),
                    text: rule.text.clone(),
                    asked_by: "rule".to_owned(),
                    rule: Some(rule),
                });
            }
        }
    }

    /// The items, each with whether the case has it. What was given and fits no item becomes one.
    pub(crate) fn judged(
        self,
        evidence: &Evidence,
        given: &[(String, Option<String>)],
    ) -> Vec<PacketItem> {
        let mut analyzer = Analyzer::new();
        let mut items: Vec<PacketItem> = Vec::with_capacity(self.asked.len());
        for (number, asked) in (1..).zip(self.asked) {
            let found = match asked.rule {
                Some(rule) => evidence.by_rule(rule),
                None => evidence.by_words(&asked.text, &mut analyzer),
            };
            items.push(PacketItem {
                number,
                name: asked.name,
                item: asked.text,
                have: found.is_some(),
                value: found.filter(|found| !found.is_empty()),
                asked_by: asked.asked_by,
            });
        }
        for (what, value) in given {
            match fitting(&items, what, &mut analyzer) {
                Some(place) => {
                    let item = &mut items[place];
                    item.have = true;
                    item.value = value.clone().or(item.value.take());
                }
                None => items.push(PacketItem {
                    number: items.len() + 1,
                    name: short_name(what),
                    item: what.trim().to_owned(),
                    have: true,
                    value: value.clone(),
                    asked_by: "given".to_owned(),
                }),
            }
        }
        items
    }
}

/// The item that `what` means: its number, or the one with most of its words; a missing one first.
fn fitting(items: &[PacketItem], what: &str, analyzer: &mut Analyzer) -> Option<usize> {
    let what = what.trim();
    if let Ok(number) = what.parse::<usize>() {
        return items.iter().position(|item| item.number == number);
    }
    let wanted = analyzer.term_list(what);
    let mut best: Option<((usize, bool), usize)> = None;
    for (place, item) in items.iter().enumerate() {
        let name = analyzer.term_list(&item.name);
        let all = analyzer.term_list(&item.item);
        let held = wanted
            .iter()
            .filter(|term| all.contains(term) || name.contains(term));
        let held = held.count();
        // A word of the short name tells more than one of the text.
        let named = wanted.iter().filter(|term| name.contains(term)).count();
        let key = (held + named, !item.have);
        let fits = held > 0 && held * 2 >= wanted.len();
        if fits && best.is_none_or(|(before, _)| key > before) {
            best = Some((key, place));
        }
    }
    best.map(|(_, place)| place)
}

/// "2 of 6 missing: target name, event 547 record".
pub(crate) fn completeness(items: &[PacketItem]) -> String {
    let missing: Vec<&str> = items
        .iter()
        .filter(|item| !item.have)
        .map(|item| item.name.as_str())
        .collect();
    match (missing.len(), items.len()) {
        (_, 0) => "nothing is asked for".to_owned(),
        (0, all) => format!("all {all} there"),
        (some, all) => format!("{some} of {all} missing: {}", missing.join(", ")),
    }
}

/// Title, keywords and query words of an article, a line each.
pub(crate) fn subject_of(article: &Article) -> String {
    let meta = &article.meta;
    let words = meta
        .keywords
        .iter()
        .chain(&meta.query_words)
        .chain(&meta.tags);
    let mut text = article.title.clone();
    for word in words {
        text.push('\n');
        text.push_str(word);
    }
    text
}

/// Lists under a heading such as "Before escalating", and lists that a sentence announces as what
/// to collect.
fn asked_by_article(article: &Article) -> Vec<String> {
    let mut found = Vec::new();
    for section in &article.sections {
        if is_headed(section, COLLECT) {
            found.extend(entries(&section.blocks));
            continue;
        }
        for pair in section.blocks.windows(2) {
            if announces(pair) {
                found.extend(entries(&pair[1..]));
            }
        }
    }
    found
}

/// True for "Collect the following before …:" and a list behind it.
fn announces(pair: &[Block]) -> bool {
    let [first, second] = pair else { return false };
    let Body::Paragraph(text) = &first.body else {
        return false;
    };
    let is_list = matches!(second.body, Body::List(_) | Body::Steps(_));
    let lower = text.to_lowercase();
    // Long text in front says more than what to collect.
    let last = lower.rsplit(". ").next().unwrap_or_default();
    let about = [
        "escalat",
        "support",
        "ticket",
        "hand over",
        "before you call",
        "before calling",
    ];
    is_list
        && last.ends_with(':')
        && ANNOUNCE.iter().any(|word| has_phrase(last, word))
        && about.iter().any(|word| lower.contains(word))
}

/// True if the section's own heading begins with one of the names.
pub(super) fn is_headed(section: &Section, names: &[&str]) -> bool {
    let heading = section.heading.last();
    let heading = heading
        .map(|heading| heading.to_lowercase())
        .unwrap_or_default();
    names.iter().any(|name| heading.starts_with(name))
}

/// List entries, or paragraphs where there is no list.
pub(super) fn entries(blocks: &[Block]) -> Vec<String> {
    let lists = blocks.iter().filter_map(|block| match &block.body {
        Body::List(items) | Body::Steps(items) => Some(items),
        _ => None,
    });
    let items: Vec<String> = lists
        .flatten()
        .map(|item: &Item| item.text.clone())
        .collect();
    if !items.is_empty() {
        return items;
    }
    let paragraphs = blocks.iter().filter_map(|block| match &block.body {
        Body::Paragraph(text) => Some(text.clone()),
        _ => None,
    });
    paragraphs.collect()
}

/// The first words of an item, up to a mark that ends the thought; a single word is no thought.
fn short_name(text: &str) -> String {
    const LOOSE: [&str; 9] = ["of", "the", "and", "or", "in", "for", "with", "by", "both"];
    let end = text.find([',', ':', ';', '(', '.']).unwrap_or(text.len());
    let first: Vec<&str> = text[..end].split_whitespace().collect();
    let all: Vec<&str> = text.split_whitespace().collect();
    let is_label = text[end..].starts_with(':');
    let words = if first.len() > 1 || is_label {
        first
    } else {
        all
    };
    let cut = words.len() > NAME_WORDS;
    let mut words: Vec<&str> = words.into_iter().take(NAME_WORDS).collect();
    while cut && words.len() > 1 && words.last().is_some_and(|word| LOOSE.contains(word)) {
        words.pop();
    }
    let name = words.join(" ");
    let name = name.trim_end_matches([',', ':', ';', '.']).to_owned();
    let mut characters = name.chars();
    // A capital that only begins the sentence; an acronym keeps its own.
    let is_acronym = name.chars().nth(1).is_some_and(char::is_uppercase);
    match characters.next() {
        Some(first) if !is_acronym => first.to_lowercase().chain(characters).collect(),
        _ => name,
    }
}
