//! Tests of `case_reading`, on invented logs.

use super::*;
use crate::engine::Engine;
use crate::query::Attachment;
use proptest::prelude::*;

fn read(case: &Case) -> CaseReading {
    let engine = Engine::builtin().unwrap();
    CaseReading::of(case, &engine.generation().identifiers)
}

const RECORD: &str = "Event Type: Error\nEvent Source: LoomServ\nEvent ID: 4100\nComputer: TANGLE7\nDescription:\nThe shuttle of TANGLE7 at 10.1.2.3 is stuck.\n";

#[test]
fn one_event_is_asked_as_it_stands_and_masked() {
    let reading = read(&Case::new(RECORD));
    assert_eq!(
        reading.query,
        RECORD.replace("TANGLE7", " ").replace("10.1.2.3", " ")
    );
    assert!(
        !reading.masked.contains("TANGLE7") && !reading.masked.contains("10.1.2.3"),
        "{}",
        reading.masked
    );
    let events = reading.events.as_ref().unwrap();
    assert_eq!(
        (events.read, events.different, events.records[0].used),
        (1, 1, true)
    );
    assert!(reading.may_repeat("shuttle") && !reading.may_repeat("TANGLE7"));
}

#[test]
fn who_calls_from_where_is_not_asked() {
    let mut case = Case::new("My name is Ann Weaver, call me at 555-1234. The loom stops on PC-17");
    case.scope = Some("only PC-17".to_owned());
    let reading = read(&case);
    assert_eq!(reading.query, ",  . The loom stops on  ");
    assert_eq!(reading.scope.as_deref(), Some("only [host-1]"));
    assert!(!reading.quotable.contains("PC-17"), "{}", reading.quotable);
}

#[test]
fn several_events_are_grouped_and_one_is_asked() {
    let other = RECORD.replace("4100", "7").replace("Error", "Information");
    let text = format!("It began on Monday.\n\n{other}\n{RECORD}\n{RECORD}\nPlease help.");
    let reading = read(&Case::new(text));
    let events = reading.events.as_ref().unwrap();
    assert_eq!((events.read, events.different), (3, 2));
    assert_eq!(
        (events.records[0].number, events.records[0].count),
        (Some(4100), 2)
    );
    assert!(reading.query.contains("Event ID: 4100") && !reading.query.contains("Event ID: 7"));
    assert!(reading.query.contains("Monday"), "{}", reading.query);
    assert!(!reading.prose.contains("LoomServ"), "{}", reading.prose);
    assert!(!reading.query.contains("[host-"), "{}", reading.query);
}

#[test]
fn attached_texts_are_read_with_the_case() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(RECORD.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let case = Case {
        attachments: vec![Attachment {
            name: "loom.txt".into(),
            bytes: utf16,
        }],
        ..Case::new("The loom stands.")
    };
    let reading = read(&case);
    assert!(reading.told.starts_with("The loom stands.") && reading.told.contains("LoomServ"));
    assert_eq!(reading.events.unwrap().records[0].number, Some(4100));
}

#[test]
fn a_bare_number_shows_its_readings() {
    let reading = read(&Case::new("1645"));
    let number = &reading.readings[0];
    assert_eq!(number.text, "1645");
    assert!(number.readings.len() >= 2, "{number:?}");
    assert!(read(&Case::new("The loom is stuck")).readings.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(text in ".{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..400), is_log: bool) {
        let bytes = if is_log { [b"ElfFile\0".to_vec(), bytes].concat() } else { bytes };
        let case = Case {
            attachments: vec![Attachment { name: String::new(), bytes }],
            ..Case::new(text)
        };
        let reading = CaseReading::of(&case, &ENGINE.generation().identifiers);
        prop_assert!(reading.prose.len() <= reading.told.len());
        if let Some(events) = reading.events {
            prop_assert!(events.records.len() <= events.different);
        }
    }
}

static ENGINE: std::sync::LazyLock<Engine> =
    std::sync::LazyLock::new(|| Engine::builtin().unwrap());
