//! Sentences that deny a subject's part, and instructions that find something out.

use crate::answer::{Risk, Sign};
use crate::compose::risk::is_forbidding;
use corpus::article::{Block, Body};
use corpus::{Article, Span};

/// Phrases by which an article says that its subject is not, or need not be, at fault.
const DENIES: &[&str] = &[
    "not caused by",
    "is not the cause",
    "not the problem",
    "perhaps not",
    "not related to",
    "unrelated to",
    "not due to",
    "not necessarily",
    "does not mean",
    "does not indicate",
    "rather than",
    "may have nothing to do",
    "has nothing to do",
    "not a sign",
    "not a finding",
    "is unlikely",
    "are unlikely",
    "not a problem with",
    "can be ruled out",
    "is ruled out",
    "rule out",
    "rules out",
    "even without",
    "may be intended",
    "by design",
];

/// Verbs by which an instruction finds something out.
const FINDS_OUT: &[&str] = &[
    "check",
    "look",
    "verify",
    "see",
    "ask",
    "compare",
    "confirm",
    "determine",
    "find",
    "view",
    "test",
    "try",
    "ping",
    "examine",
    "search",
    "review",
    "watch",
    "list",
    "show",
    "read",
    "take",
    "note",
    "identify",
    "inspect",
    "trace",
    "query",
    "count",
    "follow",
    "nslookup",
    "tracert",
    "ipconfig",
    "netstat",
    "nbtstat",
];

/// Sentences of an article that speak against its subject whatever the case.
pub(super) fn denials(article: &Article, subject: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let title = article.title.to_lowercase();
    let subject = subject.to_lowercase();
    for section in &article.sections {
        sentences(&section.blocks, &mut |sentence, span| {
            let lower = sentence.to_lowercase();
            let denies = DENIES.iter().any(|words| lower.contains(words));
            let is_about = lower.contains(&subject) || title.contains(&subject);
            if denies && is_about && !is_forbidding(sentence) {
                signs.push(Sign {
                    text: sentence.to_owned(),
                    meets: String::new(),
                    article: article.id.clone(),
                    title: article.title.clone(),
                    span,
                });
            }
        });
    }
    signs.truncate(1);
    signs
}

fn sentences(blocks: &[Block], each: &mut impl FnMut(&str, Span)) {
    let mut split = |text: &str, span| {
        text.split_inclusive(". ")
            .map(str::trim)
            .for_each(|sentence| each(sentence, span));
    };
    for block in blocks {
        match &block.body {
            Body::Paragraph(text) | Body::Note(text) => split(text, block.span),
            Body::Steps(items) | Body::List(items) => {
                for item in items {
                    split(&item.text, item.span);
                }
            }
            _ => {}
        }
    }
}

/// True if a step finds something out rather than changes something.
pub(super) fn finds_out(step: &str, risk: Risk) -> bool {
    let mut words = step
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase);
    let finds = |word: &String| FINDS_OUT.contains(&word.as_str());
    match risk {
        Risk::ReadOnly => words.any(|word| finds(&word) || word == "show"),
        _ => words.next().is_some_and(|first| finds(&first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_is_finding_out() {
        for (step, risk, finds) in [
            ("Check the warp.", Risk::Reversible, true),
            ("loomctl show", Risk::ReadOnly, true),
            ("If it is still there, escalate.", Risk::ReadOnly, false),
            ("Change the warp.", Risk::Reversible, false),
            ("", Risk::Reversible, false),
        ] {
            assert_eq!(finds_out(step, risk), finds, "{step}");
        }
    }
}
