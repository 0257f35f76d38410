//! The events of a file as a person would paste them: Event Viewer's own layout, the most telling
//! first. A front that cannot keep a file between two questions keeps this instead, and whoever
//! reads it sees what the answer goes by.

use super::{EventRecord, Level, decode, is_event_log, read_bytes};
use std::fmt::Write as _;

/// Most events that are written; an answer goes by the first few.
const EVENTS: usize = 40;
/// Most bytes of a description; what it says stands at its head.
const DESCRIPTION: usize = 1_500;

/// What a file says, as text of at most `most` bytes: its events, or where it has none its words.
/// None if it is an event log in which nothing can be read, or holds no words.
#[must_use]
pub fn pasted(bytes: &[u8], most: usize) -> Option<String> {
    let events = read_bytes(bytes);
    if events.records.is_empty() {
        if is_event_log(bytes) || bytes.contains(&0) && !has_mark(bytes) {
            return None;
        }
        let mut text = decode(bytes).trim().to_owned();
        text.truncate(text.floor_char_boundary(most.min(text.len())));
        return Some(text).filter(|text| !text.is_empty());
    }
    let mut text = String::new();
    for record in events.records.iter().take(EVENTS) {
        let written = written(record);
        if text.len() + written.len() > most {
            break;
        }
        text.push_str(&written);
    }
    Some(text.trim_end().to_owned()).filter(|text| !text.is_empty())
}

/// True for text in UTF-16, which is full of zeros.
fn has_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// One event, with an empty line behind it.
fn written(record: &EventRecord) -> String {
    let mut text = String::new();
    let mut field = |label: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            let _ = writeln!(text, "{label}: {}", one_line(value));
        }
    };
    let number = record.number.map(|number| number.to_string());
    field("Log Name", Some(record.channel.as_deref().unwrap_or("-")));
    field("Source", record.provider.as_deref());
    field("Date", record.time.as_deref());
    field("Event ID", number.as_deref());
    field("Level", record.level.map(level));
    field("Computer", record.computer.as_deref());
    let mut description = one_line(&record.description);
    description.truncate(description.floor_char_boundary(DESCRIPTION.min(description.len())));
    if record.count > 1 {
        let _ = write!(description, " ({} times)", record.count);
    }
    field("Description", Some(&description));
    text.push('\n');
    text
}

/// Line breaks of a description would let lines of it pass for fields.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The level as Event Viewer writes it.
fn level(level: Level) -> &'static str {
    match level {
        Level::Critical => "Critical",
        Level::Error => "Error",
        Level::AuditFailure => "Failure Audit",
        Level::Warning => "Warning",
        Level::AuditSuccess => "Success Audit",
        Level::Information => "Information",
        Level::Verbose => "Verbose",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::events::{Events, read};
    use proptest::prelude::*;

    /// What tells events apart.
    fn told(events: &Events) -> Vec<(Option<String>, Option<u32>, Option<Level>)> {
        let mut told: Vec<_> = events
            .records
            .iter()
            .map(|record| (record.provider.clone(), record.number, record.level))
            .collect();
        told.sort();
        told
    }

    #[test]
    fn what_is_written_is_read_back() {
        let csv = "Level,Date and Time,Source,Event ID,Task Category\n\
            Error,11/21/2026 8:00:00 AM,LoomDS,4711,None,\"The card: could not be read.\nSource: card\"\n\
            Warning,11/21/2026 8:01:00 AM,WarpSvc,12,None,The tension is low.\n\
            Error,11/21/2026 8:02:00 AM,LoomDS,4711,None,\"The card: could not be read.\nSource: card\"\n";
        let read_once = read_bytes(csv.as_bytes());
        assert_eq!(read_once.records.len(), 2, "{read_once:?}");
        let text = pasted(csv.as_bytes(), 10_000).unwrap();
        assert!(text.contains("(2 times)"), "{text}");
        assert_eq!(told(&read(&text)), told(&read_once), "{text}");
        assert!(pasted(csv.as_bytes(), 200).unwrap().len() <= 200);
    }

    #[test]
    fn words_stay_words_and_rubbish_is_nothing() {
        assert_eq!(
            pasted(b" the loom hums \n", 100).as_deref(),
            Some("the loom hums")
        );
        assert_eq!(pasted("ääää".as_bytes(), 3).as_deref(), Some("ä"));
        assert_eq!(pasted(b"ElfFile\0 and nothing else", 100), None);
        assert_eq!(pasted(b"\0\x01\x02", 100), None);
        assert_eq!(pasted(b" \n", 100), None);
    }

    proptest! {
        #[test]
        fn any_file_is_taken(bytes in proptest::collection::vec(any::<u8>(), 0..400), most in 0_usize..300) {
            if let Some(text) = pasted(&bytes, most) {
                prop_assert!(text.len() <= most && !text.is_empty());
            }
        }
    }
}
