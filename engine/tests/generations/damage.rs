//! Files that are missing, cut, changed, or of another version.

use crate::workshop::{Workshop, counts, files, text_of};
use engine::generation::{Generation, verify};
use engine::{Engine, EngineError, Lookup, Query};
use std::fs;
use std::path::PathBuf;

/// An index with two generations.
fn index() -> Workshop {
    let workshop = Workshop::indexed(30);
    workshop.write_loom(4, "second");
    workshop.build().unwrap();
    workshop
}

fn damaged_path<T: std::fmt::Debug>(told: Result<T, EngineError>) -> (PathBuf, String) {
    match told {
        Err(EngineError::Damaged { path, reason }) => (path, reason),
        other => panic!("{other:?}"),
    }
}

/// Asks for everything there is. What comes of it does not matter, as long as it comes.
fn ask_everything(engine: &Engine) {
    for text in ["oil spindle 7", "loom jmas", "event 5003", "loom-3"] {
        let _ = engine.search(&Query {
            explain: true,
            ..Query::new(text)
        });
    }
    let _ = engine.lookup(&Lookup::Event {
        number: 5003,
        source: Some("LoomAgent".into()),
    });
    for number in 0..30 {
        let _ = engine.article(&format!("loom-{number}"));
    }
}

#[test]
fn one_changed_byte_is_found_in_every_file_and_the_file_named() {
    let workshop = index();
    let recorded = workshop.open().generation().manifest.files.len();
    let folder = workshop.path("kb/gen-2");
    let all = files(&folder);
    // Besides those recorded: the manifest that records them, and its hash.
    assert_eq!(all.len(), recorded + 2, "every file is recorded: {all:?}");
    for path in all {
        let whole = fs::read(&path).unwrap();
        if whole.is_empty() {
            continue;
        }
        for at in [0, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 0x40;
            // A new file, as the old one may still be mapped.
            fs::remove_file(&path).unwrap();
            fs::write(&path, &changed).unwrap();
            if let Ok(engine) = Engine::open(&workshop.index()) {
                ask_everything(&engine);
            }
            let (named, reason) = damaged_path(verify(&workshop.index()));
            assert!(reason.contains("gen-1 is sound"), "{reason}");
            if path.ends_with("manifest.hash") {
                // Which of the two changed cannot be told.
                assert_eq!(named, folder.join("manifest.json"));
                assert!(reason.contains("manifest.hash"), "{reason}");
            } else {
                assert_eq!(named, path, "byte {at}");
            }
        }
        fs::remove_file(&path).unwrap();
        fs::write(&path, &whole).unwrap();
    }
    verify(&workshop.index()).unwrap();
}

#[test]
fn a_file_cut_or_gone_is_named_on_opening_with_the_generation_that_helps() {
    let workshop = index();
    for path in files(&workshop.path("kb/gen-2")) {
        if path.ends_with("manifest.hash") {
            // Indexes of before there was one have none.
            continue;
        }
        let whole = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let (named, reason) = damaged_path(Engine::open(&workshop.index()));
        assert_eq!(named, path);
        assert!(reason.contains("gen-1 is sound"), "{reason}");
        if let Some(shorter) = whole.len().checked_sub(1) {
            fs::write(&path, &whole[..shorter]).unwrap();
            let (named, _) = damaged_path(Engine::open(&workshop.index()));
            assert_eq!(named, path);
        }
        fs::write(&path, &whole).unwrap();
    }
    workshop.write("kb/CURRENT", "gen-1\n");
    let before = workshop.open();
    assert!(
        text_of(&before, "loom-4")
            .unwrap()
            .contains("edition first")
    );
}

#[test]
fn a_build_over_a_damaged_generation_makes_a_whole_one() {
    for name in ["documents.bin", "articles.bin", "documents.hash"] {
        for cut in [true, false] {
            let workshop = index();
            let path = workshop.path("kb/gen-2").join(name);
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            if cut {
                bytes.truncate(middle);
            } else {
                bytes[middle] ^= 0x20;
            }
            fs::remove_file(&path).unwrap();
            fs::write(&path, bytes).unwrap();
            let report = workshop.build().unwrap();
            assert_eq!((report.articles, report.skipped), (30, vec![]), "{name}");
            verify(&workshop.index()).unwrap();
            let engine = workshop.open();
            assert!(
                text_of(&engine, "loom-4")
                    .unwrap()
                    .contains("edition second")
            );
        }
    }
}

#[test]
fn another_format_version_is_refused_and_replaced() {
    let workshop = index();
    let path = workshop.path("kb/gen-2/manifest.json");
    let manifest = fs::read_to_string(&path).unwrap();
    let (before, version) = manifest.split_once("\"format_version\": ").unwrap();
    let rest = version.trim_start_matches(|character: char| character.is_ascii_digit());
    // Another version may have another form altogether.
    for other in [
        format!("{before}\"format_version\": 4711{rest}"),
        "{\"format_version\": 4711}".into(),
    ] {
        fs::write(&path, other).unwrap();
        let _ = fs::remove_file(workshop.path("kb/gen-2/manifest.hash"));
        let told = Engine::open(&workshop.index());
        assert!(
            matches!(told, Err(EngineError::FormatVersion { found: 4711, .. })),
            "{told:?}"
        );
    }
    let report = workshop.build().unwrap();
    assert_eq!(counts(&report), [30, 0, 0, 0]);
    assert_eq!(workshop.open().generation().manifest.articles, 30);
}

#[test]
fn another_program_reads_all_documents_anew() {
    let workshop = index();
    let path = workshop.path("kb/gen-2/manifest.json");
    let manifest = fs::read_to_string(&path).unwrap();
    let version = format!("\"program\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let reader = format!("\"reader\": \"{}\"", corpus::FINGERPRINT);
    for (ours, theirs) in [
        (version, "\"program\": \"0.0.0\""),
        (reader, "\"reader\": \"another\""),
    ] {
        let other = manifest.replacen(&ours, theirs, 1);
        assert_ne!(manifest, other);
        fs::write(&path, other).unwrap();
        let _ = fs::remove_file(workshop.path("kb/gen-2/manifest.hash"));
        assert_eq!(counts(&workshop.build().unwrap()), [30, 0, 0, 0]);
        fs::write(workshop.path("kb/CURRENT"), "gen-2").unwrap();
    }
}

#[test]
fn what_a_cut_off_build_left_is_ignored_and_cleared() {
    let workshop = index();
    workshop.write("kb/gen-7/manifest.json", "{\"format");
    workshop.write("kb/gen-8/documents.bin", "half");
    workshop.write("kb/CURRENT.new", "gen-7");
    assert_eq!(
        workshop.open().generation().folder.file_name().unwrap(),
        "gen-2"
    );
    // Even a build that changes nothing clears them.
    assert_eq!(counts(&workshop.build().unwrap()), [0, 0, 0, 30]);
    assert_eq!(workshop.generations(), ["gen-1", "gen-2"]);
    assert!(!workshop.path("kb/CURRENT.new").exists());
}

#[test]
fn what_a_build_cut_off_behind_the_switch_left_is_cleared() {
    let workshop = index();
    let first = workshop.path("kb/gen-1");
    // One that was current before, and one that was finished and never became current.
    for name in ["gen-0", "gen-3"] {
        for path in files(&first) {
            let inside = path.strip_prefix(&first).unwrap();
            let copy = format!("kb/{name}/{}", inside.display());
            workshop.write(&copy, fs::read(&path).unwrap());
        }
    }
    assert_eq!(counts(&workshop.build().unwrap()), [0, 0, 0, 30]);
    assert_eq!(workshop.generations(), ["gen-1", "gen-2"]);
}

#[test]
fn a_pointer_to_nowhere_is_damage_and_a_build_finds_its_way_out() {
    let workshop = index();
    for text in ["gen-12345\n", "../../etc\n", "", "gen-02", "\u{0}\u{1}"] {
        workshop.write("kb/CURRENT", text);
        let (path, _) = damaged_path(Generation::open(&workshop.index()));
        assert!(path.starts_with(workshop.index()), "{text:?}");
    }
    workshop.build().unwrap();
    assert_eq!(workshop.open().generation().manifest.articles, 30);
}

#[test]
fn no_index_is_told() {
    let workshop = Workshop::new(0);
    for folder in [workshop.path(""), workshop.path("nowhere")] {
        let told = Generation::open(&folder);
        assert!(matches!(told, Err(EngineError::NoIndex { .. })), "{told:?}");
    }
}
