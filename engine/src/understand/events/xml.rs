//! Event XML: any number of `<Event>` elements, whole or cut off, with whatever stands around and
//! between them.

use super::Layout;
use super::Level;
use super::draft::{Draft, Field, level, number};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Deepest nesting that is followed; event XML has five levels.
const DEEPEST: usize = 64;

/// Longest description that is kept, in bytes.
const LONGEST: usize = 64 * 1024;

/// Reads the `<Event>` elements of a text.
pub(super) fn read(text: &str) -> Vec<(Layout, Draft)> {
    let fragments = fragments(text).into_iter();
    fragments
        .filter_map(|range| {
            let mut draft = fragment(&text[range.clone()])?;
            draft.span = range;
            Some((Layout::Xml, draft))
        })
        .collect()
}

/// Where the elements stand: each from its opening to its end, the next opening, or the end.
fn fragments(text: &str) -> Vec<Range<usize>> {
    const OPEN: &str = "<Event";
    const CLOSE: &str = "</Event>";
    let opens = |at: &usize| text[at + OPEN.len()..].starts_with([' ', '>', '\t', '\r', '\n']);
    let starts: Vec<usize> = text
        .match_indices(OPEN)
        .map(|(at, _)| at)
        .filter(opens)
        .collect();
    let limits = starts.iter().skip(1).copied().chain([text.len()]);
    let range = |(&start, limit): (&usize, usize)| {
        let close = text[start..limit]
            .find(CLOSE)
            .map(|at| start + at + CLOSE.len());
        start..close.unwrap_or(limit)
    };
    starts.iter().zip(limits).map(range).collect()
}

/// Reads one element. What is broken ends the reading; what was read until then counts.
pub(super) fn fragment(xml: &str) -> Option<Draft> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut parsed = Parsed::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => parsed.open(&start),
            Ok(Event::Empty(start)) => {
                parsed.open(&start);
                parsed.close();
            }
            Ok(Event::Text(words)) => parsed.push(&words),
            Ok(Event::CData(words)) => parsed.push(&words),
            Ok(Event::GeneralRef(entity)) => parsed.push_entity(&entity),
            Ok(Event::End(_)) => parsed.close(),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    parsed.finish()
}

#[derive(Default)]
struct Parsed {
    draft: Draft,
    path: Vec<String>,
    words: String,
    /// The name of the data element being read.
    name: Option<String>,
    data: String,
    message: String,
    audit: Option<Level>,
}

impl Parsed {
    fn open(&mut self, start: &BytesStart<'_>) {
        let element = start.local_name().as_ref().to_owned();
        self.words.clear();
        match element.as_str() {
            "Provider" => {
                let name = attribute(start, "Name").or_else(|| attribute(start, "EventSourceName"));
                self.draft
                    .set(Field::Provider, name.as_deref().unwrap_or_default());
            }
            "TimeCreated" => {
                let time = attribute(start, "SystemTime");
                self.draft
                    .set(Field::Date, time.as_deref().unwrap_or_default());
            }
            "Data" => self.name = attribute(start, "Name"),
            _ => {}
        }
        if self.path.len() < DEEPEST {
            self.path.push(element);
        }
    }

    fn push(&mut self, words: &str) {
        if self.words.len() + words.len() <= LONGEST {
            self.words.push_str(words);
        }
    }

    fn push_entity(&mut self, entity: &quick_xml::events::BytesRef<'_>) {
        if let Ok(Some(character)) = entity.resolve_char_ref() {
            self.words.push(character);
            return;
        }
        let name: &str = entity;
        if let Some(words) = quick_xml::escape::resolve_predefined_entity(name) {
            self.push(words);
        }
    }

    fn close(&mut self) {
        let Some(element) = self.path.pop() else {
            return;
        };
        let words = std::mem::take(&mut self.words);
        let words = words.trim();
        match element.as_str() {
            "EventID" => self.draft.number = self.draft.number.or_else(|| number(words)),
            "Level" => self.draft.set(Field::Level, words),
            "Channel" => self.draft.set(Field::Channel, words),
            "Computer" => self.draft.set(Field::Computer, words),
            "Keywords" => self.audit = self.audit.or_else(|| audit(words)),
            "Message" => words.clone_into(&mut self.message),
            _ if words.is_empty() => {}
            "Data" => {
                let name = self.name.take();
                self.datum(name.as_deref(), words);
            }
            _ if self
                .path
                .iter()
                .any(|outer| outer == "UserData" || outer == "EventData") =>
            {
                self.datum(Some(&element), words);
            }
            _ => {}
        }
    }

    fn datum(&mut self, name: Option<&str>, words: &str) {
        if self.data.len() + words.len() > LONGEST {
            return;
        }
        if !self.data.is_empty() {
            self.data.push('\n');
        }
        if let Some(name) = name {
            self.data.push_str(name);
            self.data.push_str(": ");
        }
        self.data.push_str(words);
    }

    fn finish(mut self) -> Option<Draft> {
        let description = if self.message.is_empty() {
            self.data
        } else {
            self.message
        };
        self.draft.description = description;
        // Audits have the level "information"; their keywords say whether they failed.
        self.draft.level = self.audit.or(self.draft.level);
        self.draft.number.is_some().then_some(self.draft)
    }
}

/// The two audit bits of the reserved keywords (winmeta.xml).
fn audit(keywords: &str) -> Option<Level> {
    if let Some(level @ (Level::AuditFailure | Level::AuditSuccess)) = level(keywords) {
        return Some(level);
    }
    let bits = u64::from_str_radix(keywords.trim_start_matches("0x"), 16).ok()?;
    if bits & 0x0010_0000_0000_0000 != 0 {
        Some(Level::AuditFailure)
    } else if bits & 0x0020_0000_0000_0000 != 0 {
        Some(Level::AuditSuccess)
    } else {
        None
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok().flatten()?;
    let value = found
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()?;
    Some(value.into_owned())
}
