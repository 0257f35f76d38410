//! End-to-end tests, one file per theme. They hold the wiring together: flags, files, exit
//! codes, pages. What an answer should be is tested in the rooms that make it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; so do its helpers"
)]

mod bad_input;
mod builtin;
mod cases;
mod deltas;
mod desk;
mod desk_kills;
mod desk_trouble;
mod escalate;
mod eval;
mod faults;
mod fronts;
mod guide;
mod guides;
mod index;
mod inspect;
mod kill;
mod learning;
mod lint;
mod lookup;
mod no_network;
mod packs;
mod rooms;
mod search;
mod serve;
mod settings;
mod show;
mod triage;
mod usage;

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_file_of_tests_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e");
    let main = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    let listed: BTreeSet<String> = main
        .lines()
        .filter_map(|line| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned()))
        .collect();
    let present: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "main")
        .collect();
    assert_eq!(listed, present);
}
