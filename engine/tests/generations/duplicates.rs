//! One id in several documents.

use crate::workshop::{Workshop, counts, loom, text_of};

#[test]
fn equal_texts_fold_and_both_documents_are_named() {
    let workshop = Workshop::new(3);
    // The same text with other line ends is the same article.
    workshop.write("copies/again.md", loom(1, "first").replace('\n', "\r\n"));
    let report = workshop.build_of(&["looms", "copies"]).unwrap();
    assert_eq!((report.articles, report.folded), (3, 1), "{report:?}");
    assert_eq!(report.conflicts, []);
    let engine = workshop.open();
    let articles = &engine.generation().articles;
    let entry = articles.get(articles.find("loom-1").unwrap()).unwrap();
    assert_eq!(entry.name, "00001.md");
    assert_eq!(entry.also_in.len(), 1);
    assert!(
        entry.also_in[0].ends_with("copies/again.md"),
        "{:?}",
        entry.also_in
    );
    let again = workshop.build_of(&["looms", "copies"]).unwrap();
    assert_eq!((again.folded, counts(&again)), (1, [0, 0, 0, 4]));
}

#[test]
fn of_different_texts_the_later_source_wins_and_both_are_named() {
    let workshop = Workshop::new(3);
    workshop.write("newer/00001.md", loom(1, "better"));
    let report = workshop.build_of(&["looms", "newer"]).unwrap();
    assert_eq!((report.articles, report.folded), (3, 0));
    let [conflict] = &report.conflicts[..] else {
        panic!("{report:?}");
    };
    assert_eq!(conflict.id, "loom-1");
    assert!(conflict.kept.ends_with("newer/00001.md"), "{conflict:?}");
    assert!(conflict.dropped.ends_with("looms/00001.md"), "{conflict:?}");
    let engine = workshop.open();
    assert!(
        text_of(&engine, "loom-1")
            .unwrap()
            .contains("edition better")
    );
    let query = engine::Query::new("oil spindle");
    assert_eq!(engine.search(&query).unwrap().results.len(), 3);
    // What was reported stays reported, and documents of one name are not mixed up.
    let again = workshop.build_of(&["looms", "newer"]).unwrap();
    assert_eq!(again.conflicts, report.conflicts);
    assert_eq!(counts(&again), [0, 0, 0, 4]);
    workshop.write_loom(2, "second");
    let changed = workshop.build_of(&["looms", "newer"]).unwrap();
    assert_eq!(counts(&changed), [0, 1, 0, 3]);
    // The order of the sources decides.
    workshop.build_of(&["newer", "looms"]).unwrap();
    assert!(
        text_of(&workshop.open(), "loom-1")
            .unwrap()
            .contains("edition first")
    );
}

#[test]
fn an_article_comes_back_when_what_replaced_it_goes() {
    let workshop = Workshop::new(2);
    workshop.write("newer/better.md", loom(1, "better"));
    workshop.build_of(&["looms", "newer"]).unwrap();
    let report = workshop.build().unwrap();
    assert_eq!((counts(&report), report.conflicts), ([0, 0, 1, 2], vec![]));
    assert!(
        text_of(&workshop.open(), "loom-1")
            .unwrap()
            .contains("edition first")
    );
}
