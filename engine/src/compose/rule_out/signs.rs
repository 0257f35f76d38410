//! Sentences that deny a subject's part, and instructions that find something out.

use crate::answer::{Risk, Sign};
use crate::compose::risk::is_forbidding;
use corpus::article::{Block, Body};
use corpus::{Article, Span};

/// Phrases that say of what stands behind them that it is not at fault.
const CLEARS_WHAT_FOLLOWS: &[&str] = &[
    "not caused by",
    "not related to",
    "unrelated to",
    "not due to",
    "nothing to do with",
    "not a problem with",
    "not a problem of",
    "not a sign of",
    "rules out",
    "even without",
    "not the fault of",
];

/// Phrases that say so of what stands before them.
const CLEARS_WHAT_PRECEDES: &[&str] = &[
    "is not the cause",
    "is not the source",
    "is not the problem",
    "is not at fault",
    "perhaps not",
    "can be ruled out",
    "is ruled out",
    "is unlikely to be the",
    "has nothing to do with it",
];

/// Words of a sentence that speaks of what is at fault; "is not" before the subject clears it there.
const FAULTS: &[&str] = &["cause", "source", "fault", "reason", "problem", "culprit"];

/// How far behind such a phrase the subject may begin, and how far before it may end, in words.
const BEHIND: usize = 2;
const BEFORE: usize = 5;

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

/// True if one of the sentences of a text says that the subject is not at fault. What it says of
/// something else ("restarting IPsec is unlikely to help") is none of that.
pub(super) fn denies(text: &str, subject: &str) -> bool {
    let subject = subject.trim().to_lowercase();
    let near = |words: &str, from_end: bool| {
        let said: Vec<&str> = words.split_whitespace().collect();
        let reach = if from_end { BEFORE } else { BEHIND };
        let reach = reach + subject.split_whitespace().count();
        let first = if from_end {
            said.len().saturating_sub(reach)
        } else {
            0
        };
        let reached = said.iter().skip(first).take(reach).copied();
        reached.collect::<Vec<_>>().join(" ").contains(&subject)
    };
    let clears = |sentence: &str| {
        let lower = sentence.to_lowercase();
        let follows = CLEARS_WHAT_FOLLOWS.iter().any(|phrase| {
            let found = lower.split_once(phrase);
            found.is_some_and(|(_, behind)| near(behind, false))
        });
        let precedes = CLEARS_WHAT_PRECEDES.iter().any(|phrase| {
            let found = lower.split_once(phrase);
            found.is_some_and(|(before, _)| near(before, true))
        });
        // "The source of most losses is not the IPsec system."
        let named = lower
            .split_once(" is not ")
            .is_some_and(|(before, behind)| {
                let behind: Vec<&str> = behind.split_whitespace().take(2).collect();
                FAULTS.iter().any(|word| before.contains(word))
                    && behind.join(" ").contains(&subject)
            });
        follows || precedes || named
    };
    !subject.is_empty() && text.split_inclusive(['.', '!', '?', ';']).any(clears)
}

/// The sentence of an article that says something at a place, such as an event number.
pub(super) fn sentence_at(article: &Article, place: Span, said: &str) -> Option<String> {
    const LONGEST: usize = 300;
    let mut found = None;
    // The source may break the line where the text goes on.
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for section in &article.sections {
        sentences(&section.blocks, &mut |sentence, span| {
            let holds = span.start <= place.start && place.end <= span.end;
            if found.is_none() && holds && sentence.len() <= LONGEST && sentence.contains(&said) {
                found = Some(sentence.to_owned());
            }
        });
    }
    // A number alone on its line says nothing of itself.
    found.filter(|sentence| sentence.split_whitespace().count() > 3)
}

/// Sentences of an article that speak against its subject whatever the case.
pub(super) fn denials(article: &Article, subject: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    for section in &article.sections {
        sentences(&section.blocks, &mut |sentence, span| {
            if denies(sentence, subject) && !is_forbidding(sentence) {
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

/// Calls `each` with every sentence of paragraphs and entries, and the span of its block.
pub(super) fn sentences(blocks: &[Block], each: &mut impl FnMut(&str, Span)) {
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

/// True if a step finds something out rather than changes something: it is a command that only
/// looks, or one of its clauses opens with a verb of looking.
pub(super) fn finds_out(step: &str, risk: Risk) -> bool {
    if is_program(step) {
        return false;
    }
    let line = step.lines().next().unwrap_or_default();
    let opens = |clause: &str| opens_by_finding_out(clause.trim_start_matches("then "));
    match risk {
        Risk::ReadOnly => {
            let is_command = !line.contains(". ") && line.split_whitespace().nth(1) == Some("show");
            is_command
                || line
                    .split([',', ';', ':'])
                    .chain(line.split(". "))
                    .any(opens)
        }
        _ => opens(line),
    }
}

/// Verbs of looking that open sentences of a chapter; "Note that …" and "See the section …" are
/// none there.
const LOOKS: &[&str] = &[
    "check",
    "look",
    "verify",
    "ask",
    "compare",
    "confirm",
    "determine",
    "test",
    "ping",
    "examine",
    "search",
    "review",
    "inspect",
    "identify",
];

/// True if a sentence of a chapter tells to look at something.
pub(super) fn tells_to_look(sentence: &str) -> bool {
    let mut words = sentence.split(|character: char| !character.is_alphanumeric());
    let first = words.find(|word| !word.is_empty()).map(str::to_lowercase);
    first.is_some_and(|word| LOOKS.contains(&word.as_str()))
}

/// True if the first word that says something is a verb of looking.
fn opens_by_finding_out(clause: &str) -> bool {
    const LEADS: &[&str] = &["please", "then", "first", "next", "also", "and", "tier"];
    let words = clause
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase);
    let is_lead = |word: &String| {
        LEADS.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut words = words.skip_while(is_lead);
    let (first, second) = (words.next(), words.next());
    // "Note that the lamp is red" tells, "note the lamp's colour" asks.
    let tells = first.as_deref() == Some("note") && second.as_deref() == Some("that");
    !tells && first.is_some_and(|word| FINDS_OUT.contains(&word.as_str()))
}

/// A line of a program is no instruction to a person.
fn is_program(step: &str) -> bool {
    const MARKS: &[&str] = &[" = \"", "&&", "**", "();", " := ", "<>"];
    step.trim_start().starts_with('\'') || MARKS.iter().any(|mark| step.contains(mark))
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
            ("If the lamp is red, verify the warp.", Risk::ReadOnly, true),
            (
                "The loom takes these looks into account.",
                Risk::ReadOnly,
                false,
            ),
            ("'Loom to ping strLoom = \"1\"", Risk::ReadOnly, false),
            ("", Risk::Reversible, false),
        ] {
            assert_eq!(finds_out(step, risk), finds, "{step}");
        }
    }

    #[test]
    fn a_chapter_tells_to_look() {
        for (sentence, tells) in [
            ("Check the lamps on the loom first.", true),
            ("Note that the lamp may be red.", false),
            ("See the following section for more.", false),
            ("The loom is checked.", false),
            ("", false),
        ] {
            assert_eq!(tells_to_look(sentence), tells, "{sentence}");
        }
    }

    #[test]
    fn only_what_clears_the_subject_denies() {
        for (text, denies) in [
            ("This is not caused by the loom.", true),
            ("Perhaps the loom, perhaps not.", true),
            ("The source of most tears is not the loom itself.", true),
            ("The loom is not the cause.", true),
            ("It is unlikely that restarting the loom will help.", false),
            (
                "Tears are seen even without load when the loom runs.",
                false,
            ),
            (
                "The yarn is not related to the dye. The loom is old.",
                false,
            ),
            ("The loom is red.", false),
            ("", false),
        ] {
            assert_eq!(super::denies(text, "Loom"), denies, "{text}");
        }
        assert!(!super::denies("Perhaps not.", ""));
    }
}
