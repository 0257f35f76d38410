//! Event log entries in a caller's words: number, source and log.
//!
//! Three forms are read: fields of a record ("Event ID: 316 / Source: MSExchangeMTA"), a sentence
//! ("event 316 from MSExchangeMTA", "router event 20063"), and a number beside a name that only
//! event sources have ("msexchangemta 316"). A number without a source stays without one.

use super::provider::{self, MOST_WORDS};
use super::{
    Identifier, Notation, Pattern, Value, after, before, is_quantity, pattern, stands_alone,
};
use std::ops::Range;
use std::sync::LazyLock;

/// "Event ID: 316", "event 316", "events 5 and 7", "EventID=5".
static NUMBERS: Pattern = LazyLock::new(|| {
    pattern(
        r#"(?i)\b(?:event|evt)(?:s|[ \t]*ids?(?:[ \t]+(?:no\.?|number|code))?|[ \t]+(?:no\.?|number|code|#))?[ \t]*(?::[ \t]*\r?\n?|[=#(\["']|is\b)?[ \t]*"?(\d{1,10}(?:(?:,[ \t]*|,?[ \t]+(?:and|or|&)[ \t]+|/)\d{1,10})*)"#,
    )
});

/// "Source: MSExchangeDS", "Event Source: …", "Provider Name = …".
static SOURCE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?im)(?:^|[ \t;,(\[])(?:event[ \t]*)?(?:source|provider)(?:[ \t]*name)?[ \t]*[:=][ \t]*([^\r\n;,\t]+)",
    )
});

/// " source service control manager", " (MSExchangeMTA)", " from MSExchangeMTA".
static BEHIND: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^[ \t,;)\]]*(?:(?:with|and|has|the|event|whose)[ \t]+)*(source|provider|src)(?:[ \t]+name)?(?:[ \t]+(?:is|was|of))?[ \t:=]+",
    )
});

/// Words that lead from a number to its source without naming it so.
static LINK: Pattern = LazyLock::new(|| {
    pattern(r"(?i)^[ \t]*(?:\(|from|by|logged by|in|of|-|,)?[ \t]*(?:the[ \t]+)?(?:source[ \t]+)?")
});

/// "application log", "Log Name: System", "Microsoft-Windows-Foo/Operational".
static CHANNEL: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(application|system|security|setup|directory service|dns server|file replication service)[ \t]+(?:event[ \t]+)?log\b|\b(?:log[ \t]*name|channel|event log)[ \t]*[:=][ \t]*([^\r\n,;]{2,})",
    )
});

/// Bytes around a number in which the other fields of its record are looked for.
const RECORD_BYTES: usize = 400;

pub(super) fn find(text: &str, found: &mut Vec<Identifier>) {
    let mentions = mentions(text);
    let sources = sources(text);
    for (place, mention) in mentions.iter().enumerate() {
        let until = mentions
            .get(place + 1)
            .map_or(text.len(), |next| next.all.start);
        let since = place
            .checked_sub(1)
            .map_or(0, |last| mentions[last].all.end);
        let record = labelled(&sources, mention, since..until);
        let phrase = || in_sentence(text, mention);
        let (provider, notation) = match record {
            Some(name) => (Some(name), Notation::Field),
            None => (phrase(), Notation::Phrase),
        };
        let value = Value::Event {
            number: mention.number,
            provider,
            channel: channel(text, &mention.at, since..until),
        };
        found.push(Identifier::new(text, mention.at.clone(), value, notation));
    }
    beside_source(text, &mentions, found);
}

/// An event number, and the whole phrase that makes it one.
struct Mention {
    number: u32,
    at: Range<usize>,
    all: Range<usize>,
}

fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for matched in NUMBERS
        .iter()
        .flat_map(|numbers| numbers.captures_iter(text))
    {
        let (Some(all), Some(list)) = (matched.get(0), matched.get(1)) else {
            continue;
        };
        let mut at = list.start();
        for part in list
            .as_str()
            .split(|character: char| !character.is_ascii_digit())
        {
            let range = at..at + part.len();
            at = range.end + 1;
            let quantity =
                is_quantity(after(text, range.end, 16)) && !all.as_str().contains([':', '=']);
            if !quantity
                && stands_alone(text, &range)
                && let Ok(number) = part.parse()
            {
                let all = all.range();
                found.push(Mention {
                    number,
                    at: range,
                    all,
                });
            }
        }
    }
    found
}

/// Source fields with their places.
fn sources(text: &str) -> Vec<(usize, &str)> {
    let fields = SOURCE.iter().flat_map(|source| source.captures_iter(text));
    fields
        .filter_map(|found| found.get(1))
        .map(|name| (name.start(), clean(name.as_str())))
        .filter(|(_, name)| !name.is_empty() && name.len() <= 80)
        .collect()
}

/// A source without what its line may carry behind it.
fn clean(name: &str) -> &str {
    const NEXT_FIELDS: &[&str] = &[
        "  ",
        "\t",
        " Event ID",
        " event id",
        " Type:",
        " Category:",
        " Date:",
        " (",
        ")",
    ];
    let cut = NEXT_FIELDS.iter().filter_map(|mark| name.find(mark)).min();
    let name = &name[..cut.unwrap_or(name.len())];
    name.trim()
        .trim_matches(['"', '\'', '.', '[', ']', ':', ' ', '<', '>'])
}

/// The source field of the record that a number stands in: the nearest one with no other event
/// number between.
fn labelled(sources: &[(usize, &str)], mention: &Mention, bounds: Range<usize>) -> Option<String> {
    let first = sources
        .partition_point(|&(at, _)| at < bounds.start || at + RECORD_BYTES < mention.at.start);
    let distance = |at: usize| mention.at.start.abs_diff(at);
    let near = sources[first..]
        .iter()
        .take_while(|&&(at, _)| at < bounds.end && at <= mention.at.end + RECORD_BYTES);
    near.min_by_key(|&&(at, _)| distance(at))
        .map(|&(_, name)| name.to_owned())
}

/// A source named by the sentence around a number.
fn in_sentence(text: &str, mention: &Mention) -> Option<String> {
    // The source of a list of numbers stands behind the whole list.
    let rest = after(text, mention.all.end.max(mention.at.end), 120);
    if let Some(named) = BEHIND.as_ref().and_then(|behind| behind.find(rest)) {
        return provider::leading(&rest[named.end()..]).map(str::to_owned);
    }
    let linked = LINK
        .as_ref()
        .and_then(|link| link.find(rest))
        .map_or(0, |link| link.end());
    let tail = provider::leading(&rest[linked..]).map(longest_known_head);
    tail.flatten().or_else(|| preceding(text, mention))
}

/// The longest head of `name` that the table knows, or its first word if it has the shape.
fn longest_known_head(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let known = (1..=words.len().min(MOST_WORDS))
        .rev()
        .map(|count| words[..count].join(" "))
        .find(|head| provider::is_known_source(head));
    let first = words.first().filter(|first| provider::is_shaped(first));
    known.or_else(|| first.map(|first| (*first).to_owned()))
}

/// The source right before "event": a known one, one of its shape, or the whole short line.
fn preceding(text: &str, mention: &Mention) -> Option<String> {
    let head = before(text, mention.all.start, 80);
    let line = head.rsplit(['\r', '\n']).next().unwrap_or_default();
    let is_whole_line = line.len() < head.len() || mention.all.start <= 80;
    let clause = line
        .rsplit(['.', ';', '(', '!', '?'])
        .next()
        .unwrap_or_default();
    let clause = if clause.starts_with(char::is_whitespace) || clause.len() == line.len() {
        clause
    } else {
        line
    };
    let words: Vec<&str> = clause
        .split_whitespace()
        .map(|word| word.trim_matches(['"', '\'', ':', ',', '[', ']']))
        .filter(|word| !word.is_empty())
        .collect();
    let tail = |count: usize| words[words.len() - count..].join(" ");
    let known = (1..=words.len().min(MOST_WORDS))
        .rev()
        .map(tail)
        .find(|tail| provider::is_known_source(tail) && !is_channel(tail));
    let last = words.last().filter(|last| provider::is_shaped(last));
    let whole = is_whole_line && clause.len() == line.len() && provider::can_be_line(&words);
    match (known, whole) {
        // "com transaction server event 5": the line says more than the table knows.
        (_, true) => Some(words.join(" ")),
        (Some(known), false) => Some(known),
        (None, false) => last.map(|last| (*last).to_owned()),
    }
}

/// "the application event 1000" names the log.
fn is_channel(name: &str) -> bool {
    name.eq_ignore_ascii_case("application") || name.eq_ignore_ascii_case("system")
}

fn channel(text: &str, at: &Range<usize>, bounds: Range<usize>) -> Option<String> {
    let start = bounds.start.max(at.start.saturating_sub(RECORD_BYTES));
    let end = bounds.end.min(at.end + RECORD_BYTES / 2);
    let window = text.get(text.ceil_char_boundary(start)..text.floor_char_boundary(end))?;
    let found = CHANNEL.as_ref()?.captures(window)?;
    let name = found.get(1).or_else(|| found.get(2))?.as_str().trim();
    let mut letters = name.chars();
    let first = letters.next()?.to_ascii_uppercase();
    Some(std::iter::once(first).chain(letters).collect())
}

/// A number of up to five digits right behind a name that only sources have, or before one if
/// nothing else is said.
fn beside_source(text: &str, mentions: &[Mention], found: &mut Vec<Identifier>) {
    let words: Vec<provider::Word<'_>> = provider::words(text).collect();
    for (place, word) in words.iter().enumerate() {
        let bare = word
            .text
            .trim_matches(['#', '(', ')', ',', ':', ';', '?', '!', '.', '"']);
        let is_number =
            (1..=5).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            continue;
        }
        let start = bare.as_ptr() as usize - text.as_ptr() as usize;
        let range = start..start + bare.len();
        let taken = mentions.partition_point(|mention| mention.at.end <= range.start);
        let is_taken = mentions
            .get(taken)
            .is_some_and(|mention| mention.at.start < range.end);
        if is_taken || is_quantity(after(text, range.end, 16)) {
            continue;
        }
        let head = &words[place.saturating_sub(MOST_WORDS + 1)..place];
        let name = source_before(head, words.len() == place + 1 && place <= 3).or_else(|| {
            let next = words
                .get(place + 1)
                .filter(|_| place == 0 && words.len() == 2)?;
            provider::is_strong(next.text).then(|| next.text.to_owned())
        });
        let Some(name) = name else { continue };
        let Ok(number) = bare.parse() else { continue };
        let value = Value::Event {
            number,
            provider: Some(name),
            channel: None,
        };
        found.push(Identifier::new(text, range, value, Notation::Phrase));
    }
}

/// The source that the words end with; everyday words count where source and number are all there
/// is.
fn source_before(head: &[provider::Word<'_>], is_whole: bool) -> Option<String> {
    let skip = head.last().is_some_and(|last| {
        ["id", "id:", "#", "code"].contains(&last.text.to_lowercase().as_str())
    });
    let head = &head[..head.len() - usize::from(skip)];
    let joined = |count: usize| {
        let words: Vec<&str> = head[head.len() - count..]
            .iter()
            .map(|word| word.text)
            .collect();
        words
            .join(" ")
            .trim_end_matches([':', ',', '#', '-'])
            .to_owned()
    };
    (1..=head.len().min(MOST_WORDS))
        .rev()
        .map(joined)
        .find(|name| {
            provider::is_strong(name)
                || (is_whole
                    && name.split(' ').count() == head.len()
                    && provider::is_known_source(name))
        })
}
