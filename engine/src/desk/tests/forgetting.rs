//! What is erased is gone from the bytes, and retention does not believe a leaping clock.

use super::*;
use crate::desk::record::Reason;
use crate::desk::{DeskError, Erased, Erasure, NewFeedback, NewNote, Period, Retention};
use std::path::Path;

const DAY: i64 = 24;

/// All bytes of the files of a desk.
fn bytes(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect()
}

fn holds(folder: &Path, words: &str) -> bool {
    let bytes = bytes(folder);
    bytes
        .windows(words.len())
        .any(|window| window == words.as_bytes())
}

/// A desk on disk with enough cases around the one in question that pages were split, and others
/// of every length after it.
fn crowded(folder: &Path) -> (Desk, CaseId) {
    let mut desk = Desk::open(&folder.join("desk.sqlite")).unwrap();
    let mut wanted = None;
    for number in 0..400_usize {
        let text = if number == 150 {
            "the needle sings ".repeat(40)
        } else {
            format!("case {number} {}", "hay ".repeat(number * 7 % 900))
        };
        let id = keep(&mut desk, case(at(i64::try_from(number).unwrap()), &text));
        if number == 150 {
            wanted = Some(id);
        }
    }
    (desk, wanted.unwrap())
}

#[test]
fn an_erased_case_is_in_no_file_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, id) = crowded(folder.path());
    let said = Entry::Feedback(NewFeedback {
        case: id.clone(),
        time: at(500),
        channel: Channel::Cli,
        who: Who::default(),
        reason: Reason::Unsafe,
        issue: None,
        article: None,
        note: Some("the needle stings".into()),
    });
    desk.record(&[said]).unwrap();
    for words in ["the needle sings", "the needle stings", id.as_str()] {
        assert!(holds(folder.path(), words), "{words}");
    }
    let erased = desk.erase(&Erasure::Case(id.clone())).unwrap();
    assert_eq!(erased.cases, 1);
    // The desk is still open: the log is there, too.
    for words in ["the needle sings", "the needle stings", id.as_str()] {
        assert!(!holds(folder.path(), words), "{words}");
    }
    assert!(holds(folder.path(), "case 151 "));
    let again = desk.erase(&Erasure::Case(id.clone()));
    assert_eq!(again, Err(DeskError::UnknownCase { case: id }));
    assert!(desk.check(at(1000)).sound);
}

#[test]
fn a_person_and_a_time_are_erased() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, id) = crowded(folder.path());
    let note = |hours, name: &str| {
        Entry::Note(NewNote {
            time: at(hours),
            who: Who {
                name: Some(name.into()),
                tier: None,
            },
            site: None,
            text: format!("a note by {name}"),
        })
    };
    let said = Entry::Outcome(outcome(&id, at(600), Outcome::Fixed));
    desk.record(&[said, note(1, "day desk"), note(700, "evening desk")])
        .unwrap();
    let erased = desk.erase(&Erasure::Who("day desk".into())).unwrap();
    assert_eq!(
        erased,
        Erased {
            outcomes: 1,
            notes: 1,
            ..Erased::default()
        }
    );
    assert!(!holds(folder.path(), "day desk"));
    let erased = desk.erase(&Erasure::Before(at(200))).unwrap();
    assert_eq!((erased.cases, erased.notes), (200, 0));
    assert!(!holds(folder.path(), "case 199 ") && holds(folder.path(), "case 200 "));
    desk.erase(&Erasure::Who("night desk".into())).unwrap();
    assert!(desk.cases(Period::default()).unwrap().is_empty());
    assert!(!holds(folder.path(), "hay hay"));
    assert!(holds(folder.path(), "evening desk"));
}

fn left(desk: &Desk) -> String {
    let cases = desk.cases(Period::default()).unwrap();
    cases.iter().map(|case| case.text.as_str()).collect()
}

#[test]
fn what_is_too_old_goes_by_the_order_of_records() {
    for (times, now, kept) in [
        // A clock that goes right.
        (&[0, 1, 20, 21][..], 25, "cd"),
        // A battery died: two cases of 1970 among others are no older than those.
        (&[10, -12_000, -12_000, 21][..], 30, "d"),
        (&[16, -12_000, 17][..], 25, "abc"),
        // The clock was ahead for an hour: such a case goes with its neighbours.
        (&[0, 9_000, 1, 20][..], 25, "d"),
        // Everything is too old.
        (&[0, 1, 2][..], 40, ""),
        // The clock stands before all that was recorded: nothing can be said.
        (&[100, 101][..], 20, "ab"),
        (&[][..], 20, ""),
    ] {
        let mut desk = Desk::in_memory().unwrap();
        for (days, name) in times.iter().zip("abcdef".chars()) {
            keep(&mut desk, case(at(days * DAY), &name.to_string()));
        }
        let overdue = desk.overdue(10, at(now * DAY)).unwrap();
        let done = desk.retain(10, at(now * DAY), false).unwrap();
        let gone = (times.len() - kept.len()) as u64;
        let erased = Erased {
            cases: gone,
            ..Erased::default()
        };
        assert_eq!(
            (overdue, done),
            (gone, Retention::Done(erased)),
            "{times:?}"
        );
        assert_eq!(left(&desk), kept, "{times:?}");
    }
}

#[test]
fn a_clock_that_leaps_ahead_erases_nothing_before_it_has_stood_by_it() {
    let mut desk = Desk::in_memory().unwrap();
    keep(&mut desk, case(at(0), "a"));
    let mut retain = |days: i64| desk.retain(10, at(days * DAY), false).unwrap();
    let nothing = Retention::Done(Erased::default());
    let doubted = Retention::Doubted { before: at(DAY) };
    assert_eq!(retain(1), nothing);
    assert_eq!(retain(30_000), doubted);
    assert_eq!(retain(30_000), doubted, "asked again at once");
    assert_eq!(retain(2), nothing, "the clock is right again");
    let doubted = Retention::Doubted {
        before: at(2 * DAY),
    };
    assert_eq!(retain(30_000), doubted);
    assert_eq!(retain(50_000), doubted, "a clock that runs wild");
    // A day later it still says so: the service had been off for long.
    assert!(matches!(retain(50_001), Retention::Done(erased) if erased.cases == 1));
}

#[test]
fn whoever_asks_for_it_is_believed_at_once() {
    let mut desk = Desk::in_memory().unwrap();
    keep(&mut desk, case(at(0), "a"));
    desk.retain(10, at(0), false).unwrap();
    let done = desk.retain(10, at(400 * DAY), true).unwrap();
    assert!(matches!(done, Retention::Done(erased) if erased.cases == 1));
}

#[test]
fn a_check_tells_how_often_the_clock_was_set_back() {
    let mut desk = Desk::in_memory().unwrap();
    for hours in [0, 10, 2, 900, 3] {
        keep(&mut desk, case(at(hours), "x"));
    }
    let check = desk.check(at(5));
    assert_eq!((check.clock_set_back, check.in_future), (2, 2));
    assert!(check.sound && check.cases == 5);
}
