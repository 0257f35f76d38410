//! On which systems a fact holds, where the text says so.
//!
//! The clause of a sentence decides, then the sentence, then the section's own heading. A clause
//! that denies ("do not work on Windows 98", "except in …") gives a scope that says `not`, so that
//! whoever filters by system sees where a fact must not be used.

use super::product::Mention;
use crate::article::Fact;

/// A sentence or clause is looked for in at most this many bytes around a fact.
const REACH: usize = 600;
/// Names kept in one scope.
const MOST: usize = 8;

/// Words before a mention that make it a place where something holds. A product that is merely
/// spoken of ("the Windows XP loom kit is …") limits nothing.
const LIMITING: &[&str] = &[
    "in", "on", "under", "for", "with", "only", "running", "runs", "to", "except", "from", "both",
    "either", "using", "all", "than",
];
/// Words after a mention that make it such a place: "Windows XP-based computers do not …".
const SUBJECTS: &[&str] = &[
    "computer",
    "computers",
    "client",
    "clients",
    "server",
    "servers",
    "system",
    "systems",
    "does",
    "do",
    "requires",
    "require",
    "supports",
    "support",
    "implementation",
    "machines",
    "based",
    "-based",
    "only",
];
/// Words that turn what a clause says.
const DENIALS: &[&str] = &[
    "not work",
    "not supported",
    "not available",
    "not apply",
    "not exist",
    "cannot be used",
    "except in",
    "except on",
];

/// Fills the scopes of facts from the sentences of `text`; `heading` gives what the sentence does
/// not say. Facts and mentions are in order of their places; each sentence is read once.
pub(super) fn fill(text: &str, facts: &mut [Fact], mentions: &[Mention], heading: &[String]) {
    let mut clause = 0..0;
    let mut scope: Vec<String> = Vec::new();
    for fact in facts.iter_mut().filter(|fact| limited(fact)) {
        let at = fact.span.start as usize;
        if !clause.contains(&at) {
            clause = clause_around(text, at);
            scope = scope_of(text, &clause, mentions);
            if scope.is_empty() {
                let sentence = sentence_around(text, at);
                scope = scope_of(text, &sentence, mentions);
            }
            if scope.is_empty() {
                scope = heading.to_vec();
            }
        }
        fact.scope.clone_from(&scope);
    }
}

/// The systems that a heading limits its section to: those it names.
pub(super) fn of_heading(heading: &str) -> Vec<String> {
    let mentions = super::product::mentions(heading);
    let mut scope: Vec<String> = mentions.iter().map(Mention::told).take(MOST).collect();
    scope.dedup();
    scope
}

/// A pointer and a product hold everywhere.
fn limited(fact: &Fact) -> bool {
    use crate::article::FactValue;
    !matches!(fact.value, FactValue::Kb { .. } | FactValue::Product { .. })
}

fn scope_of(text: &str, range: &std::ops::Range<usize>, mentions: &[Mention]) -> Vec<String> {
    let first = mentions.partition_point(|mention| mention.start < range.start);
    let inside = mentions[first..]
        .iter()
        .take_while(|mention| mention.end <= range.end)
        .take(MOST);
    let inside: Vec<&Mention> = inside.collect();
    if !inside.iter().any(|mention| limits(text, mention, range)) {
        return Vec::new();
    }
    let clause = text[range.clone()].to_ascii_lowercase();
    let clause = clause.split_whitespace().collect::<Vec<_>>().join(" ");
    let denied = DENIALS.iter().any(|denial| clause.contains(denial));
    let mut scope: Vec<String> = Vec::new();
    for mention in inside {
        let told = if denied {
            format!("not {}", mention.told())
        } else {
            mention.told()
        };
        if !scope.contains(&told) {
            scope.push(told);
        }
    }
    scope
}

/// True if what stands beside a mention makes it a limit.
fn limits(text: &str, mention: &Mention, range: &std::ops::Range<usize>) -> bool {
    let before = text[range.start..mention.start].trim_end();
    let before = before
        .strip_suffix("Microsoft")
        .unwrap_or(before)
        .trim_end();
    let before = before.strip_suffix("the").unwrap_or(before).trim_end();
    let word = before
        .rsplit(|character: char| !character.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let word = word.to_ascii_lowercase();
    let after = text[mention.end..range.end].trim_start_matches([' ', '\r', '\n', ',', ')']);
    let next = after
        .split([' ', '\r', '\n', ',', '.'])
        .next()
        .unwrap_or_default();
    LIMITING.contains(&word.as_str()) || SUBJECTS.contains(&next) || next.starts_with("-based")
}

/// The clause around a byte: up to a semicolon or the end of the sentence.
fn clause_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let sentence = sentence_around(text, at);
    let start = text[sentence.start..at]
        .rfind(';')
        .map_or(sentence.start, |mark| sentence.start + mark + 1);
    let end = text[at..sentence.end]
        .find(';')
        .map_or(sentence.end, |mark| at + mark);
    start..end
}

/// The sentence around a byte: between full stops that white space follows, blank lines and
/// the reach.
fn sentence_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let from = text.ceil_char_boundary(at.saturating_sub(REACH)).min(at);
    let to = text.floor_char_boundary(at.saturating_add(REACH)).max(at);
    let marks = [
        ". ", ".\n", ".\r", "! ", "? ", "\n\n", "\n\r\n", ": \n", ":\n",
    ];
    let before = &text[from..at];
    let start = marks
        .iter()
        .filter_map(|mark| Some(before.rfind(mark)? + mark.len()))
        .max()
        .unwrap_or(0);
    let after = &text[at..to];
    let end = marks
        .iter()
        .filter_map(|mark| after.find(mark))
        .min()
        .unwrap_or(after.len());
    from + start..at + end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(text: &str, heading: &str) -> Vec<(String, Vec<String>)> {
        let mut facts = super::super::find(text);
        let mentions = super::super::product::mentions(text);
        fill(text, &mut facts, &mentions, &of_heading(heading));
        let facts = facts.into_iter();
        facts.map(|fact| (fact.text, fact.scope)).collect()
    }

    #[test]
    fn the_clause_then_the_heading_limits() {
        for (text, heading, expected) in [
            (
                "In Windows 2000 and Windows XP SP1, writing to loom.log needs a restart.",
                "",
                vec!["Windows 2000", "Windows XP SP1"],
            ),
            (
                "You can only use loomctl.exe in Windows XP SP2; nothing else works.",
                "",
                vec!["Windows XP SP2"],
            ),
            (
                "Works everywhere in Windows 98; loom.exe does not work on Windows 95.",
                "",
                vec!["not Windows 95"],
            ),
            (
                "Run loom.exe twice.",
                "Looms in Windows XP",
                vec!["Windows XP"],
            ),
            (
                "The Windows XP loom is blue. Run loom.exe twice.",
                "",
                vec![],
            ),
        ] {
            let found = scopes(text, heading);
            let scope = found.first().map(|(_, scope)| scope.clone());
            let expected: Vec<String> = expected.into_iter().map(String::from).collect();
            assert_eq!(scope, Some(expected), "{text}");
        }
    }
}
