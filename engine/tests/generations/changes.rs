//! Building, opening again, changing, deleting, and leaving all as it was.

use crate::workshop::{Workshop, counts, text_of};
use engine::generation::{Generation, verify};
use engine::{EngineError, Lookup, Query};
use std::fs;

#[test]
fn what_was_built_is_found_again() {
    let workshop = Workshop::new(40);
    let report = workshop.build().unwrap();
    assert_eq!((report.articles, counts(&report)), (40, [40, 0, 0, 0]));
    let engine = workshop.open();
    let manifest = &engine.generation().manifest;
    assert_eq!((manifest.articles, manifest.documents), (40, 40));
    let size: u64 = manifest.files.values().map(|file| file.size).sum();
    assert_eq!(report.bytes, size);
    assert!(text_of(&engine, "loom-17").unwrap().contains("spindle 17"));
    assert_eq!(text_of(&engine, "loom-40"), None);
    let lookup = Lookup::Event {
        number: 5017,
        source: None,
    };
    let hits = engine.lookup(&lookup).unwrap().hits;
    assert_eq!(hits.len(), 1, "{hits:?}");
    assert_eq!(hits[0].article, "loom-17");
    verify(&workshop.index()).unwrap();
}

#[test]
fn a_build_without_changes_keeps_the_generation_and_tells_the_same() {
    let workshop = Workshop::new(30);
    workshop.write("looms/empty.md", "");
    let first = workshop.build().unwrap();
    assert_eq!(first.skipped.len(), 1, "{first:?}");
    let again = workshop.build().unwrap();
    assert_eq!(counts(&again), [0, 0, 0, 30]);
    assert_eq!(again.skipped, first.skipped);
    assert_eq!(again.warnings, first.warnings);
    assert_eq!((again.articles, again.bytes), (30, first.bytes));
    assert_eq!(workshop.generations(), ["gen-1"]);
}

#[test]
fn changes_additions_and_deletions_are_honoured() {
    let workshop = Workshop::indexed(12);
    fs::remove_file(workshop.path("looms/00011.md")).unwrap();
    workshop.write_loom(3, "second");
    workshop.write("looms/new.md", "# A new loom\n\nIt is red.\n");
    let report = workshop.build().unwrap();
    assert_eq!((report.articles, counts(&report)), (12, [1, 1, 1, 10]));
    let engine = workshop.open();
    let edition = |id: &str| text_of(&engine, id).map(|text| text.contains("edition second"));
    assert_eq!(edition("loom-3"), Some(true));
    assert_eq!(edition("loom-4"), Some(false));
    assert_eq!(edition("loom-11"), None);
    let lookup = Lookup::Event {
        number: 5011,
        source: None,
    };
    assert_eq!(engine.lookup(&lookup).unwrap().hits.len(), 0);
}

#[test]
fn a_document_may_turn_bad_and_good_again() {
    let workshop = Workshop::indexed(3);
    workshop.write("looms/00001.md", "");
    let report = workshop.build().unwrap();
    assert_eq!(counts(&report), [0, 0, 1, 2]);
    assert_eq!(report.skipped[0].name, "00001.md");
    assert!(report.skipped[0].reason.contains("empty"), "{report:?}");
    workshop.write_loom(1, "first");
    let report = workshop.build().unwrap();
    assert_eq!((counts(&report), report.skipped), ([1, 0, 0, 2], vec![]));
}

/// More documents than are in flight at once, and enough for a dictionary.
#[test]
fn many_documents_keep_their_order_and_their_texts() {
    let workshop = Workshop::indexed(1800);
    workshop.write_loom(1500, "second");
    assert_eq!(counts(&workshop.build().unwrap()), [0, 1, 0, 1799]);
    let engine = workshop.open();
    for number in (0..1800).step_by(97).chain([1500]) {
        let edition = if number == 1500 { "second" } else { "first" };
        let entry = engine.generation().articles.get(number as u32).unwrap();
        assert_eq!(entry.id, format!("loom-{number}"));
        let text = text_of(&engine, &entry.id).unwrap();
        assert_eq!(text, crate::workshop::loom(number, edition));
    }
    verify(&workshop.index()).unwrap();
}

#[test]
fn only_the_generation_before_stays_and_readers_keep_theirs() {
    let workshop = Workshop::indexed(5);
    let reader = workshop.open();
    for edition in ["second", "third", "fourth"] {
        workshop.write_loom(2, edition);
        workshop.build().unwrap();
    }
    assert_eq!(workshop.generations(), ["gen-3", "gen-4"]);
    // The files of the first generation have no names any more, and are read all the same.
    assert!(
        text_of(&reader, "loom-2")
            .unwrap()
            .contains("edition first")
    );
    let found = reader.search(&Query::new("oil spindle")).unwrap().results;
    assert_eq!(found.len(), 5);
    let now = workshop.open();
    assert!(text_of(&now, "loom-2").unwrap().contains("edition fourth"));
}

#[test]
fn a_build_waits_for_no_other_and_says_so() {
    let workshop = Workshop::indexed(2);
    let lock = fs::File::options()
        .append(true)
        .open(workshop.path("kb/LOCK"))
        .unwrap();
    lock.lock().unwrap();
    workshop.write_loom(2, "first");
    let told = workshop.build();
    assert!(matches!(told, Err(EngineError::Locked { .. })), "{told:?}");
    assert_eq!(workshop.open().generation().manifest.articles, 2);
    drop(lock);
    assert_eq!(workshop.build().unwrap().articles, 3);
}

#[test]
fn nothing_to_index_leaves_everything_as_it_was() {
    let workshop = Workshop::new(0);
    workshop.write("bad/empty.md", "");
    for sources in [&[][..], &["bad"]] {
        match workshop.build_of(sources) {
            Err(EngineError::NothingToIndex { skipped }) => {
                assert_eq!(skipped.len(), sources.len(), "{skipped:?}");
            }
            other => panic!("{other:?}"),
        }
        let none = Generation::open(&workshop.index());
        assert!(matches!(none, Err(EngineError::NoIndex { .. })), "{none:?}");
    }
    workshop.write_loom(0, "first");
    workshop.build().unwrap();
    let told = workshop.build_of(&["bad"]);
    assert!(
        matches!(told, Err(EngineError::NothingToIndex { .. })),
        "{told:?}"
    );
    assert_eq!(workshop.generations(), ["gen-1"]);
    assert!(text_of(&workshop.open(), "loom-0").is_some());
}

#[test]
fn a_source_that_is_not_there_makes_nothing() {
    let workshop = Workshop::new(1);
    let told = workshop.build_of(&["looms", "absent"]);
    assert!(matches!(told, Err(EngineError::Source(_))), "{told:?}");
    assert!(!workshop.index().exists());
}

#[test]
fn results_are_the_same_however_many_are_asked_for() {
    let workshop = Workshop::indexed(60);
    let engine = workshop.open();
    let ids = |text: &str, limit| {
        let query = Query {
            limit,
            ..Query::new(text)
        };
        let results = engine.search(&query).unwrap().results;
        results
            .into_iter()
            .map(|result| result.id)
            .collect::<Vec<_>>()
    };
    for text in ["loom jams", "oil the spindle 7", "event 5009"] {
        let all = ids(text, 50);
        assert!(all.len() > 1, "{text}");
        for limit in [1, 2, 10, 33] {
            let most = limit.min(all.len());
            assert_eq!(ids(text, limit), all[..most], "{text}, {limit}");
        }
    }
}
