//! Event log entries: number, source and log.
//!
//! An entry is quoted as a record ("Event ID: 1171 / Source: MSExchangeDS", the two lines in
//! either order, other fields between them) or named in a sentence ("event 1171 from source
//! MSExchangeDS"). A number without a source stays without: guessing one would be a silent pick.

use super::fact;
use crate::article::{Fact, FactValue};
use regex::Regex;
use std::sync::LazyLock;

/// "Event ID: 5", "Event IDs 5781 and 5783", "event 316", "EventID=5", "Event ID(5)".
static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\bevent(?:s|[ \t\r\n]*ids?(?:[ \t]+(?:no\.?|number|code))?|[ \t]+(?:no\.?|number))?[ \t]*[:#=(\[]?[ \t\r\n]*(\d{1,6}(?:(?:,[ \t\r\n]*|,?[ \t\r\n]+(?:and|or|&)[ \t\r\n]+|/)\d{1,6})*)").ok()
});

/// "Source: MSExchangeDS", "Event Source: Service Control Manager", "Provider: …".
static SOURCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?im)(?:^|[ \t;,(])(?:event[ \t]+)?(?:source(?:[ \t]+name)?|provider(?:[ \t]+name)?)[ \t]*[:=][ \t]*([^\r\n;,]+)").ok()
});

/// "source MSExchangeDS" inside a sentence.
static SOURCE_IN_SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:source|from|by)[ \t\r\n]+(?:the[ \t\r\n]+)?(?:source[ \t\r\n]+)?([A-Za-z][\w.\-/]*(?:[ \t]+[A-Z][\w.\-/]*){0,3})").ok()
});

/// "event 7031 of LoomSvc": "of" leads to other things as well ("of Windows"), so that only a name
/// with the capitals of a source will do.
static SOURCE_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[ \t]+of[ \t\r\n]+(?:the[ \t]+)?(?:source[ \t]+)?([A-Z][A-Za-z0-9]*[A-Z][\w\-]{2,})",
    )
    .ok()
});

/// "application log", "Log Name: System".
static CHANNEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(application|system|security)[ \t]+(?:event[ \t]+)?log|\blog name:[ \t]*(application|system|security)").ok()
});

/// Bytes around a number in which its source is looked for: a record's fields before and after.
const RECORD_BYTES: usize = 220;

pub(super) fn find(text: &str, facts: &mut Vec<Fact>) {
    let Some(numbers) = NUMBERS.as_ref() else {
        return;
    };
    let sources = sources(text);
    for found in numbers.captures_iter(text) {
        let Some(list) = found.get(1) else { continue };
        let mut at = list.start();
        for part in list
            .as_str()
            .split(|character: char| !character.is_ascii_digit())
        {
            let end = at + part.len();
            if let Ok(number) = part.parse::<u32>()
                && super::stands_alone(text, at, end)
            {
                let provider = provider(
                    text,
                    &sources,
                    found.get(0).map_or(at, |all| all.start()),
                    end,
                );
                let channel = channel(text, at);
                let value = FactValue::Event {
                    provider,
                    channel,
                    number,
                };
                facts.push(fact(text, at, end, value));
            }
            at = end + 1;
        }
    }
}

/// Source lines with their places.
fn sources(text: &str) -> Vec<(usize, &str)> {
    let Some(source) = SOURCE.as_ref() else {
        return Vec::new();
    };
    source
        .captures_iter(text)
        .filter_map(|found| found.get(1))
        .map(|name| (name.start(), clean(name.as_str())))
        .filter(|(_, name)| !name.is_empty())
        .collect()
}

/// A source name without what a line may carry behind it.
fn clean(name: &str) -> &str {
    let cut = ["  ", "\t", " Event ID", " Type:", " Category:", " (", ")"];
    let end = cut
        .iter()
        .filter_map(|mark| name.find(mark))
        .min()
        .unwrap_or(name.len());
    let name = name[..end]
        .trim()
        .trim_matches(['"', '\'', '.', '[', ']', ':']);
    if name.len() <= 60 { name.trim() } else { "" }
}

/// The source of the record that the number at `start..end` belongs to: the nearest source line,
/// as long as no other event number stands between, or a source named in the same sentence.
fn provider(text: &str, sources: &[(usize, &str)], start: usize, end: usize) -> Option<String> {
    let gap = |at: usize| {
        if at >= end {
            at - end
        } else {
            start.saturating_sub(at)
        }
    };
    let between = |at: usize| {
        if at >= end {
            &text[end..at]
        } else {
            &text[at..start]
        }
    };
    let clear = |at: usize| {
        let between = between(at);
        !contains_event_number(between) && !has_section_break(between)
    };
    let first = sources.partition_point(|&(at, _)| at + RECORD_BYTES < start);
    let near = sources[first..]
        .iter()
        .take_while(|&&(at, _)| at <= end + RECORD_BYTES);
    // Fields of one record stand together: a source beyond a blank line is second choice.
    let apart = |at: usize| has_blank_line(between(at));
    let record = near
        .filter(|&&(at, _)| clear(at))
        .min_by_key(|&&(at, _)| (apart(at), gap(at)));
    record
        .map(|&(_, name)| name.to_owned())
        .or_else(|| in_sentence(text, end))
}

fn contains_event_number(between: &str) -> bool {
    NUMBERS
        .as_ref()
        .is_some_and(|numbers| numbers.is_match(between))
}

fn has_blank_line(between: &str) -> bool {
    between.contains("\n\n") || between.contains("\n\r\n")
}

/// Two blank lines in a row, or a heading's underline.
fn has_section_break(between: &str) -> bool {
    between.contains("\n\n\n") || between.contains("====") || between.contains("\r\n\r\n\r\n")
}

/// "event 316 from MSExchangeMTA", "event id 2302 source service control manager in the …".
fn in_sentence(text: &str, end: usize) -> Option<String> {
    let rest = &text[end..text.floor_char_boundary(end + 60)];
    let sentence = rest.split(['.', '\n']).next().unwrap_or_default();
    if let Some(name) = SOURCE_OF.as_ref()?.captures(rest).and_then(|of| of.get(1)) {
        return Some(name.as_str().to_owned());
    }
    let found = SOURCE_IN_SENTENCE.as_ref()?.captures(sentence)?;
    let name = found.get(1)?.as_str();
    // "from the" and "by a" name nobody.
    let named = name.contains(|character: char| character.is_ascii_uppercase());
    (named && found.get(0)?.start() < 12).then(|| name.to_owned())
}

fn channel(text: &str, at: usize) -> Option<String> {
    let start = text.floor_char_boundary(at.saturating_sub(RECORD_BYTES));
    let end = text.floor_char_boundary(at + RECORD_BYTES / 2);
    let found = CHANNEL.as_ref()?.captures(&text[start..end])?;
    let name = found
        .get(1)
        .or_else(|| found.get(2))?
        .as_str()
        .to_ascii_lowercase();
    let (first, rest) = name.split_at(1);
    Some(first.to_ascii_uppercase() + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(u32, Option<&str>)]) {
        let mut facts = Vec::new();
        find(text, &mut facts);
        let found: Vec<(u32, Option<&str>)> = facts
            .iter()
            .filter_map(|fact| match &fact.value {
                FactValue::Event {
                    number, provider, ..
                } => Some((*number, provider.as_deref())),
                _ => None,
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn records_and_sentences() {
        check(
            "   Event ID: 4100\n   Source: LoomServ\n   Type: Error",
            &[(4100, Some("LoomServ"))],
        );
        check(
            "Event Source: Loom Service Manager\r\nEvent ID: 12\r\n",
            &[(12, Some("Loom Service Manager"))],
        );
        check(
            "Event IDs 5781 and 5783 are logged",
            &[(5781, None), (5783, None)],
        );
        check(
            "the log shows event 316 from LoomMTA.",
            &[(316, Some("LoomMTA"))],
        );
        check(
            "Event 7031 of LoomSvc is logged, then event 7 of Windows and event 8 of the LoomMTA.",
            &[(7031, Some("LoomSvc")), (7, None), (8, Some("LoomMTA"))],
        );
        check(
            "Event Id:316\nSource:LoomMTA\nType:Information",
            &[(316, Some("LoomMTA"))],
        );
        check("This event occurs 3 times", &[]);
        check(
            "Event ID: 1\nSource: One\n\nEvent ID: 2\nSource: Two\n",
            &[(1, Some("One")), (2, Some("Two"))],
        );
        check(
            "events 5, 1281 and 7",
            &[(5, None), (1281, None), (7, None)],
        );
    }
}
