//! Terms that an article explains by another name, mined from its sentences.
//!
//! Three forms are read, all of which name both sides in one place: "X, also known as Y",
//! "the X is called the Y" (with the systems of the clause as scope), and an abbreviation behind
//! the words whose initials it has ("Security Parameters Index (SPI)"). Role words that an
//! article swaps in pairs ("the terms caller and target … the terms initiator and responder")
//! are read, too. Anything less plain is no definition.

use crate::article::{Article, Block, Body, Item, Span};
use crate::facts::systems;
use regex::Regex;
use std::sync::LazyLock;

/// Definitions kept of one article; one with more is a dictionary.
const MOST: usize = 100;
/// Bytes of a sentence that defines.
const LONGEST: usize = 500;

/// A term and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The term, as written.
    pub term: String,
    /// Its other name, as written.
    pub meaning: String,
    /// The systems on which it is called so; empty if everywhere.
    pub scope: Vec<String>,
    /// The block that says so.
    pub span: Span,
}

/// A name: capitalised words, or anything in quotes.
const NAME: &str = r#"(?:"[^"]{2,40}"|[A-Z][\w.\-/]*(?:[ ](?:of[ ]|for[ ])?[A-Z0-9][\w.\-/]*){0,4}(?:[ ]service\b)?)"#;

static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<one>{NAME})(?:,|[ ]\(|[ ]is|[ ]are)?[ ](?:also[ ]|commonly[ ]|sometimes[ ]|often[ ]|now[ ]){{0,2}}(?:known[ ]as|referred[ ]to[ ]as|called)[ ](?:the[ ]|a[ ]|an[ ])?(?P<two>{NAME})"
    ))
    .ok()
});

/// The second half of "… is called A; in that system this service is called B".
static AGAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\bthis[ ]\w+[ ]is[ ](?:called|known[ ]as)[ ](?:the[ ])?(?P<two>{NAME})"
    ))
    .ok()
});

static ABBREVIATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<words>(?:[A-Z][\w\-/]*[ ](?:of[ ]|and[ ]|for[ ]|the[ ])?){2,6})\((?P<short>[A-Z][A-Za-z0-9/]{1,7})\)").ok()
});

static PAIRED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)\bterms[ ]["“]?(?P<one>[a-z]{3,20})["”]?[ ](?:and|or)[ ]["“]?(?P<two>[a-z]{3,20})\b"#).ok()
});

/// The definitions of an article, in order of their places.
#[must_use]
pub fn mine(article: &Article) -> Vec<Definition> {
    let mut found = Vec::new();
    for section in &article.sections {
        blocks(&section.blocks, &mut found);
    }
    found.truncate(MOST);
    found
}

fn blocks(blocks_: &[Block], found: &mut Vec<Definition>) {
    for block in blocks_ {
        match &block.body {
            Body::Paragraph(text) | Body::Note(text) | Body::Caution(text) => {
                read(text, block.span, found);
            }
            Body::Steps(items) | Body::List(items) => {
                for Item {
                    text,
                    span,
                    children,
                    ..
                } in items
                {
                    read(text, *span, found);
                    blocks(children, found);
                }
            }
            Body::Table(_) | Body::Code { .. } => {}
        }
        if found.len() > MOST {
            return;
        }
    }
}

/// The definitions in a text whose bytes are `span`.
fn read(text: &str, span: Span, found: &mut Vec<Definition>) {
    if text.contains('(') {
        abbreviations(text, span, found);
    }
    let says = ["known as", "referred to as", "called "];
    if says.iter().any(|words| text.contains(words)) {
        for sentence in text
            .split_inclusive(". ")
            .filter(|part| part.len() <= LONGEST)
        {
            names(sentence, span, found);
        }
    }
    if text.contains("terms ") {
        pairs(text, span, found);
    }
}

fn abbreviations(text: &str, span: Span, found: &mut Vec<Definition>) {
    for captures in ABBREVIATED.iter().flat_map(|form| form.captures_iter(text)) {
        let (Some(words), Some(short)) = (captures.name("words"), captures.name("short")) else {
            continue;
        };
        let short = short.as_str();
        if let Some(meaning) = spelled_out(words.as_str().trim(), short) {
            push(short, meaning, Vec::new(), span, found);
        }
    }
}

/// The last words whose initials are the abbreviation; small words may be skipped.
fn spelled_out<'w>(words: &'w str, short: &str) -> Option<&'w str> {
    let starts =
        std::iter::once(0).chain(words.match_indices([' ', '-', '/']).map(|(at, _)| at + 1));
    let starts: Vec<usize> = starts
        .filter(|&at| at == 0 || words[..at].ends_with(' '))
        .collect();
    starts.into_iter().rev().find_map(|start| {
        let phrase = &words[start..];
        let initials: String = phrase
            .split([' ', '-', '/'])
            .filter(|word| !["of", "and", "for", "the"].contains(word))
            .filter_map(|word| word.chars().next())
            .collect();
        (initials.len() > 1 && initials.eq_ignore_ascii_case(short)).then_some(phrase)
    })
}

fn names(sentence: &str, span: Span, found: &mut Vec<Definition>) {
    let mut subject: Option<String> = None;
    for clause in sentence.split(';') {
        let scope = systems(clause);
        if let Some(captures) = NAMED.as_ref().and_then(|named| named.captures(clause)) {
            let (one, two) = (clean(&captures["one"]), clean(&captures["two"]));
            // A system is where a name holds, not what it names.
            if systems(&one).is_empty() {
                push(&two, &one, scope, span, found);
                subject = Some(one);
            }
        } else if let (Some(one), Some(captures)) = (
            &subject,
            AGAIN.as_ref().and_then(|again| again.captures(clause)),
        ) {
            push(&clean(&captures["two"]), one, scope, span, found);
        }
    }
    // Two names of one thing, each on systems of its own, are names of each other.
    let new: Vec<Definition> = found.iter().rev().take(2).cloned().collect();
    if let [later, earlier] = new.as_slice()
        && later.span == span
        && earlier.span == span
        && later.meaning == earlier.meaning
        && !later.scope.is_empty()
    {
        push(
            &earlier.term,
            &later.term,
            earlier.scope.clone(),
            span,
            found,
        );
    }
}

fn clean(name: &str) -> String {
    name.trim_matches(['"', ',', '.', ' ']).to_owned()
}

/// Two pairs of terms in neighbouring sentences stand for each other in their order.
fn pairs(text: &str, span: Span, found: &mut Vec<Definition>) {
    let mut last: Option<(usize, String, String)> = None;
    for captures in PAIRED.iter().flat_map(|paired| paired.captures_iter(text)) {
        let Some(all) = captures.get(0) else { continue };
        let (one, two) = (
            captures["one"].to_lowercase(),
            captures["two"].to_lowercase(),
        );
        if let Some((end, first, second)) = &last
            && all.start().saturating_sub(*end) <= LONGEST
            && *first != one
        {
            push(first, &one, Vec::new(), span, found);
            push(second, &two, Vec::new(), span, found);
        }
        last = Some((all.end(), one, two));
    }
}

fn push(term: &str, meaning: &str, scope: Vec<String>, span: Span, found: &mut Vec<Definition>) {
    let differs = !term.eq_ignore_ascii_case(meaning);
    if differs && term.len() > 1 && meaning.len() > 1 {
        let known = found.iter().rev().take(8);
        if known
            .into_iter()
            .all(|known| known.term != term || known.meaning != meaning)
        {
            found.push(Definition {
                term: term.to_owned(),
                meaning: meaning.to_owned(),
                scope,
                span,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mined(text: &str) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        read(text, Span::default(), &mut found);
        let found = found.into_iter();
        found
            .map(|one| (one.term, one.meaning, one.scope.join(", ")))
            .collect()
    }

    #[test]
    fn names_abbreviations_and_pairs_are_mined() {
        for (text, expected) in [
            (
                "The Warp Tension Index (WTI) is high.",
                vec![("WTI", "Warp Tension Index", "")],
            ),
            ("The Index (SPI) of looms.", vec![]),
            (
                "Loom Control, also known as Spindle Agent, stops.",
                vec![("Spindle Agent", "Loom Control", "")],
            ),
            (
                "In Windows 2000, the Loom service is called the Loom Agent; in Windows XP this service is called the Loom Service.",
                vec![("Loom Agent", "Loom service", "Windows 2000")],
            ),
            (
                "At the desk the terms weaver and dyer are used. Here the terms warper and tinter are better.",
                vec![("weaver", "warper", ""), ("dyer", "tinter", "")],
            ),
            ("The loom is called on Tuesdays.", vec![]),
        ] {
            let found = mined(text);
            let expected: Vec<(String, String, String)> = expected
                .into_iter()
                .map(|(term, meaning, scope)| (term.into(), meaning.into(), scope.into()))
                .collect();
            assert_eq!(found[..expected.len().min(found.len())], expected, "{text}");
            assert_eq!(found.is_empty(), expected.is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_mined(text in "([A-Z][a-z]{0,3}|[ (),;.\"é]|known as|called |terms ){0,60}") {
            for (term, meaning, _) in mined(&text) {
                prop_assert!(term != meaning);
            }
        }
    }
}
