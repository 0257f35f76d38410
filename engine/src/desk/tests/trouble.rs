//! A full disk, a file that goes away, a file that is damaged, two who write at once.

use super::*;
use crate::desk::{DeskError, DeskEvent, DeskWriter, Period, Receipt, Trouble, WriterOptions};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

type Events = Arc<Mutex<Vec<DeskEvent>>>;

fn start(path: &Path, keep_days: Option<u32>) -> (DeskWriter, Events) {
    let events = Events::default();
    let told = Arc::clone(&events);
    let writer = DeskWriter::start(WriterOptions {
        path: path.to_owned(),
        keep_days,
        clock: || at(1000),
        tell: Box::new(move |event| told.lock().unwrap().push(event.clone())),
    });
    (writer.unwrap(), events)
}

/// Records an entry; what becomes of it comes through the channel.
fn send(writer: &DeskWriter, entry: Entry) -> Receiver<Result<Receipt, DeskError>> {
    let (tell, heard) = channel();
    let tell = Box::new(move |receipt| tell.send(receipt).unwrap());
    writer.record(entry, Some(tell)).unwrap();
    heard
}

fn entry(text: &str) -> Entry {
    Entry::Case(Box::new(case(at(0), text)))
}

#[test]
fn what_is_handed_in_is_written_in_its_order_and_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let (writer, _) = start(&path, None);
    let one = case(at(0), "one");
    let id = one.id.clone();
    // The outcome is handed in before anybody knows that the case was written.
    let case_heard = send(&writer, Entry::Case(Box::new(one)));
    let outcome_heard = send(&writer, Entry::Outcome(outcome(&id, at(1), Outcome::Fixed)));
    assert_eq!(case_heard.recv().unwrap(), Ok(Receipt::Case(id.clone())));
    assert_eq!(outcome_heard.recv().unwrap(), Ok(Receipt::Recorded(2)));
    for number in 0..600 {
        writer.record(entry(&format!("{number}")), None).unwrap();
    }
    drop(writer);
    let desk = Desk::open_existing(&path).unwrap();
    let texts: Vec<String> = desk
        .cases(Period::default())
        .unwrap()
        .into_iter()
        .map(|case| case.text)
        .collect();
    let expected = (0..600).map(|number| number.to_string());
    let expected: Vec<String> = ["one".to_owned()].into_iter().chain(expected).collect();
    assert_eq!(texts, expected);
}

#[test]
fn a_full_disk_loses_entries_loudly_and_works_again_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, events) = start(&folder.path().join("desk.sqlite"), None);
    let room = |writer: &DeskWriter, pages: u32| {
        let limit = move |desk: &mut Desk| {
            let connection = &desk.connection;
            connection
                .pragma_update(None, "max_page_count", pages)
                .unwrap();
        };
        writer.work(limit).unwrap();
    };
    let kept = send(&writer, entry("small")).recv().unwrap();
    room(&writer, 1);
    let long = "x".repeat(200_000);
    for _ in 0..3 {
        let refused = send(&writer, entry(&long)).recv().unwrap().unwrap_err();
        assert_eq!(refused.trouble(), Some(Trouble::Full), "{refused}");
    }
    let health = writer.health();
    assert_eq!((health.recorded, health.lost, health.waiting), (1, 3, 0));
    assert_eq!(health.trouble.unwrap().trouble(), Some(Trouble::Full));
    room(&writer, 10_000);
    send(&writer, entry(&long)).recv().unwrap().unwrap();
    assert_eq!(writer.health().trouble, None);
    let events = events.lock().unwrap().clone();
    assert_eq!(events.len(), 2, "told once, not each time: {events:?}");
    assert!(
        matches!(&events[0], DeskEvent::Failed(error) if error.trouble() == Some(Trouble::Full))
    );
    assert_eq!(events[1], DeskEvent::Recovered { lost: 3 });
    let Ok(Receipt::Case(id)) = kept else {
        panic!("{kept:?}");
    };
    let (tell, heard) = channel();
    let look = move |desk: &mut Desk| tell.send(desk.case(&id).unwrap().is_some()).unwrap();
    writer.work(look).unwrap();
    assert!(heard.recv().unwrap());
}

#[test]
fn a_folder_that_cannot_be_written_is_trouble_and_no_end() {
    let folder = tempfile::tempdir().unwrap();
    // A file stands where the folder should be.
    std::fs::write(folder.path().join("kb"), "").unwrap();
    let (writer, events) = start(&folder.path().join("kb/desk.sqlite"), Some(30));
    assert!(writer.health().trouble.is_some());
    send(&writer, entry("lost")).recv().unwrap().unwrap_err();
    assert_eq!(writer.health().lost, 1);
    assert_eq!(events.lock().unwrap().len(), 1);
}

#[test]
fn a_file_that_was_taken_away_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let (writer, _) = start(&path, None);
    send(&writer, entry("one")).recv().unwrap().unwrap();
    for name in ["desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm"] {
        let _ = std::fs::remove_file(folder.path().join(name));
    }
    send(&writer, entry("two")).recv().unwrap().unwrap();
    drop(writer);
    let desk = Desk::open_existing(&path).unwrap();
    assert_eq!(desk.cases(Period::default()).unwrap()[0].text, "two");
}

#[test]
fn two_who_write_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    drop(Desk::open(&path).unwrap());
    let write = |name: &'static str| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut desk = Desk::open(&path).unwrap();
            for _ in 0..50 {
                desk.record(&[entry(name), entry(name)]).unwrap();
            }
        })
    };
    let threads = [write("a"), write("b")];
    for thread in threads {
        thread.join().unwrap();
    }
    let desk = Desk::open(&path).unwrap();
    let cases = desk.cases(Period::default()).unwrap();
    let seqs: Vec<u64> = cases.iter().map(|case| case.seq).collect();
    assert_eq!(seqs, (1..=200).collect::<Vec<u64>>());
}

#[test]
fn damage_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let mut desk = Desk::open(&path).unwrap();
    for number in 0..200 {
        keep(&mut desk, case(at(number), &"words ".repeat(50)));
    }
    assert!(desk.check(at(0)).sound);
    drop(desk);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 64].fill(0xFF);
    std::fs::write(&path, &bytes).unwrap();
    let desk = Desk::open(&path).unwrap();
    let check = desk.check(at(0));
    assert!(!check.sound && !check.problems.is_empty());
}

#[test]
fn a_row_that_cannot_be_is_named_with_its_table() {
    let mut desk = Desk::in_memory().unwrap();
    let id = keep(&mut desk, case(at(0), "x"));
    desk.connection
        .execute("UPDATE cases SET channel = 'telegraph'", [])
        .unwrap();
    let error = desk.case(&id).unwrap_err();
    assert_eq!(error.trouble(), Some(Trouble::Damaged), "{error}");
    let check = desk.check(at(0));
    assert!(check.problems[0].starts_with("cases:"), "{check:?}");
}
