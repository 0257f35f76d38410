//! `kill -9` at any moment of a build: the folder always holds a whole index that answers.
//!
//! The test starts this test binary again as a child that builds without end, and kills it at
//! moments spread over the time of a build.

use crate::workshop::{Workshop, text_of};
use corpus::source::Source;
use engine::generation::verify;
use engine::index::build::{BuildOptions, build};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Tells the child where to build.
const FOLDER: &str = "FIRSTLINE_TEST_KILLED_BUILD";
/// Documents of a build.
const DOCUMENTS: usize = 60;
/// Builds that are killed at least, and at most if none of them comes to its end.
const KILLS: std::ops::Range<u32> = 24..120;

/// The child: builds one source and the other in turn, each of one edition.
#[test]
fn builds_without_end_when_told_to() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    for edition in ["even", "odd"].iter().cycle() {
        let source = Source::Path(folder.join(edition));
        let options = BuildOptions::default();
        build(&[source], &folder.join("kb"), &options, &mut |_| {}).unwrap();
    }
}

#[test]
fn a_killed_build_leaves_a_whole_index() {
    let workshop = Workshop::new(0);
    for number in 0..DOCUMENTS {
        for edition in ["even", "odd"] {
            let text = crate::workshop::loom(number, edition);
            workshop.write(&format!("{edition}/{number}.md"), text);
        }
    }
    workshop.build_of(&["odd"]).unwrap();
    let start = Instant::now();
    workshop.build_of(&["even"]).unwrap();
    let whole = start.elapsed() + Duration::from_millis(20);
    let mut current = Vec::new();
    for kill in 0..KILLS.end {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::builds_without_end_when_told_to"])
            .env(FOLDER, workshop.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * (kill % 12) / 4);
        child.kill().unwrap();
        child.wait().unwrap();
        let generation = verify(&workshop.index()).unwrap();
        assert_eq!(generation.manifest.articles, DOCUMENTS as u64);
        let engine = workshop.open();
        let edition = |number: usize| {
            let text = text_of(&engine, &format!("loom-{number}")).unwrap();
            text.contains("edition even")
        };
        let one = edition(0);
        assert!((1..DOCUMENTS).all(|number| edition(number) == one));
        current.push(generation.folder);
        current.dedup();
        if kill >= KILLS.start && current.len() > 2 {
            break;
        }
    }
    assert!(
        current.len() > 2,
        "some builds came to their end: {current:?}"
    );
    workshop.build_of(&["even"]).unwrap();
    let left = std::fs::read_dir(workshop.index()).unwrap().count();
    assert!(
        left <= 4,
        "CURRENT, LOCK and two generations, not {left} entries"
    );
}
