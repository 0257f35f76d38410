//! What can be asked about a problem, and what an article says of it.

use super::Candidate;
use crate::understand::pattern::compiled;
use corpus::Article;
use corpus::article::{Block, Body, FactValue, Role};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

/// Something to ask for.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    /// The name under which it is answered (`product`); for words of titles `about` and the word.
    pub(super) what: String,
    /// The question.
    pub(super) text: String,
    /// How often a caller's answer is right.
    pub(super) reliability: f64,
    /// Whether "none of these" is an answer.
    pub(super) has_none: bool,
    /// The word of the title, if that is what is asked for.
    word: Option<String>,
}

/// What is asked for, how, and how well callers know it: a product is known by its splash screen, a
/// version less often, and a message is read out but cut short.
pub(super) const ASKED: &[(&str, &str, f64)] = &[
    ("product", "Which product is it?", 0.9),
    ("version", "Which version is it?", 0.8),
    ("source", "Which source logged the event?", 0.9),
    ("message", "Which message is shown?", 0.8),
    ("change", "What was done before it began?", 0.65),
    ("scope", "Who is affected?", 0.8),
];

/// How often a caller is right about whether something has to do with a word.
const ABOUT: f64 = 0.75;

/// Values by which an attribute says yes and no.
const YES: &str = "yes";
const NO: &str = "no";

/// Words of titles that name nothing one could ask about.
static PLAIN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/plain-words.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Every attribute in which the candidates may differ.
pub(super) fn attributes(candidates: &[Candidate]) -> Vec<Attribute> {
    let fixed = ASKED.iter().map(|&(what, text, reliability)| Attribute {
        what: what.to_owned(),
        text: text.to_owned(),
        reliability,
        has_none: true,
        word: None,
    });
    let words: BTreeSet<&String> = candidates
        .iter()
        .flat_map(|candidate| candidate.values.get("word").into_iter().flatten())
        .collect();
    let about = words.into_iter().map(|word| Attribute {
        what: format!("about {word}"),
        text: format!("Does it have to do with \u{201c}{word}\u{201d}?"),
        reliability: ABOUT,
        has_none: false,
        word: Some(word.clone()),
    });
    fixed.chain(about).collect()
}

impl Attribute {
    /// True if it asks for a word of a title.
    pub(super) fn is_of_title(&self) -> bool {
        self.word.is_some()
    }

    /// True if its values are products, with or without their versions.
    pub(super) fn is_of_product(&self) -> bool {
        ["product", "version"].contains(&self.what.as_str())
    }

    /// True if it asks for a word that stands in `said`, in this form or a longer or shorter one.
    pub(super) fn is_about(&self, said: &HashSet<String>) -> bool {
        let stem = |word: &str| word.trim_end_matches('s').to_owned();
        self.word.as_ref().is_some_and(|word| {
            said.contains(word) || said.iter().any(|known| stem(known) == stem(word))
        })
    }

    /// What is true of a candidate.
    pub(super) fn of(&self, candidate: &Candidate) -> Vec<String> {
        let values = |what: &str| candidate.values.get(what).cloned().unwrap_or_default();
        match &self.word {
            Some(word) if values("word").contains(word) => vec![YES.to_owned()],
            Some(word) if values("text").contains(word) => Vec::new(),
            Some(_) => vec![NO.to_owned()],
            None => values(&self.what),
        }
    }
}

/// What an article says: values by name of attribute; under `word` and `text` the words of its
/// title and of its beginning.
pub(super) fn values(article: &Article) -> BTreeMap<String, Vec<String>> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |what: &str, value: String| {
        let known = values.entry(what.to_owned()).or_default();
        if !value.is_empty() && !known.contains(&value) {
            known.push(value);
        }
    };
    for product in &article.meta.products {
        let name = plain_product(&product.name);
        for version in &product.versions {
            add("version", format!("{name} {version}"));
        }
        add("product", name.to_owned());
    }
    for fact in &article.facts {
        if let FactValue::Event {
            provider: Some(provider),
            ..
        } = &fact.value
        {
            add("source", provider.clone());
        }
    }
    let told = told(article);
    for message in messages(&told) {
        add("message", message);
    }
    for change in changes(&format!("{}\n{told}", article.title)) {
        add("change", change);
    }
    for platform in &article.meta.platforms {
        add("platform", platform.clone());
    }
    if let Some(scope) = scope(&told) {
        add("scope", scope.to_owned());
    }
    for word in words(&article.title) {
        add("word", word);
    }
    for word in words(&told) {
        add("text", word);
    }
    values
}

/// A product's name without its maker, who is the same for all.
fn plain_product(name: &str) -> &str {
    name.strip_prefix("Microsoft ").unwrap_or(name).trim()
}

/// What an article tells of the problem itself: symptoms, summary, cause, or its first section.
fn told(article: &Article) -> String {
    const MOST: usize = 6_000;
    let is_told = |role: Role| matches!(role, Role::Symptoms | Role::Summary | Role::Cause);
    let sections = || {
        article
            .sections
            .iter()
            .filter(|section| is_told(section.role))
    };
    let sections: Vec<_> = if sections().next().is_some() {
        sections().collect()
    } else {
        article.sections.iter().take(1).collect()
    };
    let mut text = String::new();
    for block in sections.into_iter().flat_map(|section| &section.blocks) {
        if text.len() < MOST {
            push(block, &mut text);
        }
    }
    text
}

fn push(block: &Block, text: &mut String) {
    match &block.body {
        Body::Paragraph(words) | Body::Note(words) | Body::Caution(words) => text.push_str(words),
        // Messages are printed apart, as code is.
        Body::Code { text: words, .. } => {
            text.push_str(&format!("\"{}\"", words.replace('"', "'")))
        }
        Body::Steps(items) | Body::List(items) => {
            for item in items {
                text.push_str(&item.text);
                text.push('\n');
            }
        }
        _ => {}
    }
    text.push('\n');
}

/// Messages quoted in a text: several words in quotation marks.
fn messages(text: &str) -> Vec<String> {
    const WORDS: usize = 3;
    const LONGEST: usize = 90;
    // Marks open and close by turns; a pattern would have to know every letter.
    let quoted = text.split(['"', '\u{201c}', '\u{201d}']).skip(1).step_by(2);
    quoted
        .filter(|message| (12..=160).contains(&message.len()))
        .map(|message| message.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|message| message.split(' ').count() >= WORDS)
        .map(|message| message[..message.floor_char_boundary(LONGEST)].to_owned())
        .take(3)
        .collect()
}

static CHANGED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:after|once)\s+(?:you\s+|a\s+user\s+|an\s+administrator\s+|users\s+|the\s+user\s+|it\s+is\s+)?((?:install|upgrad|apply|appli|add|remov|migrat|mov|chang|renam|convert|enabl|disabl|restor|replac|updat|reinstall|uninstall|promot|configur|creat|delet|import|restart|reboot)\w*\s[^.,;:()\n]{4,70})",
    )
});

/// What was done before, where a text says so.
fn changes(text: &str) -> Vec<String> {
    let found = CHANGED
        .iter()
        .flat_map(|changed| changed.captures_iter(text));
    found
        .filter_map(|found| found.get(1))
        .map(|change| {
            change
                .as_str()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()
        })
        .take(2)
        .collect()
}

/// Who is affected, where a text says so.
fn scope(text: &str) -> Option<&'static str> {
    const SCOPES: &[(&str, &[&str])] = &[
        (
            "everyone",
            &[
                "all users",
                "all clients",
                "every user",
                "all computers",
                "no users can",
            ],
        ),
        (
            "some",
            &[
                "some users",
                "some clients",
                "multiple users",
                "some computers",
                "certain users",
                "several users",
            ],
        ),
        (
            "one person",
            &[
                "only one user",
                "a single user",
                "one user",
                "a particular user",
                "a specific user",
            ],
        ),
    ];
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|words| lower.contains(words));
    SCOPES
        .iter()
        .find(|(_, words)| says(words))
        .map(|(scope, _)| *scope)
}

/// Telling words of a text in small letters, each once.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| {
            (4..=20).contains(&word.len()) && word.bytes().any(|byte| byte.is_ascii_alphabetic())
        })
        .map(str::to_lowercase)
        // What happens is told in a caller's own words; only what it happens to can be asked for.
        .filter(|word| {
            let is_thing = !["ed", "ly", "ing"].iter().any(|end| word.ends_with(end));
            let is_plain = |word: &str| PLAIN.contains(word);
            let bases = [word.strip_suffix('s'), word.strip_suffix("es")];
            is_thing && !is_plain(word) && !bases.into_iter().flatten().any(is_plain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_name_things_are_asked_about() {
        let asked: Vec<String> = words("Cannot Enable or Paste Uploads of the Warp Thread")
            .into_iter()
            .collect();
        assert_eq!(asked, ["thread", "warp"]);
    }

    #[test]
    fn messages_and_changes_are_quoted() {
        let text = "After you install Loom Pack 3, the shuttle says \"The warp thread was lost.\" and \"stop\". It began after upgrading the dye server to 2.0.";
        assert_eq!(messages(text), ["The warp thread was lost."]);
        assert_eq!(
            changes(text),
            ["install loom pack 3", "upgrading the dye server to 2"]
        );
        assert_eq!(
            scope("It happens to all users of the loom."),
            Some("everyone")
        );
        assert_eq!(scope("It happens."), None);
    }
}
