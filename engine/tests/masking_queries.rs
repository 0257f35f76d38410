//! Queries of real desks name hardly anybody: masking leaves them as they are.

use engine::understand::masking::{Class, mask};
use std::path::PathBuf;

/// Texts in which a person or a telephone number may be found: some name whose computer it is.
const NAMED: usize = 4;

/// Texts of the labelled sets under `FIRSTLINE_SHARED`, or beside the workspace.
#[expect(
    clippy::print_stdout,
    reason = "a skipped test says so where the test's output is read"
)]
#[expect(
    clippy::unwrap_used,
    reason = "a set that cannot be read fails the test"
)]
fn texts() -> Vec<String> {
    let shared = std::env::var_os("FIRSTLINE_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let Ok(files) = std::fs::read_dir(shared.join("eval")) else {
        println!("skipped: {} has no eval sets", shared.display());
        return Vec::new();
    };
    let paths = files.flatten().map(|file| file.path());
    let sets = paths.filter(|path| path.to_string_lossy().ends_with("-dev.jsonl"));
    let mut texts = Vec::new();
    for set in sets {
        let lines = std::fs::read_to_string(&set).unwrap();
        let values = lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        texts.extend(values.filter_map(|value| Some(value["text"].as_str()?.to_owned())));
    }
    texts
}

#[test]
fn queries_stay_as_they_are() {
    let texts = texts();
    let named: Vec<String> = texts
        .iter()
        .map(|text| mask(text))
        .filter(|masked| {
            [Class::Person, Class::Phone]
                .iter()
                .any(|class| masked.counts.contains_key(class))
        })
        .map(|masked| masked.text)
        .collect();
    assert!(named.len() <= NAMED, "{named:#?}");
    // Hosts stand in the fields of pasted events.
    let is_record = |text: &String| text.contains("Computer:");
    let changed = texts
        .iter()
        .filter(|text| !is_record(text) && mask(text).text != **text)
        .count();
    assert!(changed <= 2 * NAMED, "{changed} of {}", texts.len());
}
