//! The shape of the workspace: which room may know which, and that files say what they are for.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each package and the rooms it may know.
const MAY_KNOW: [(&str, &[&str]); 5] = [
    ("firstline-corpus", &[]),
    ("firstline-engine", &["firstline-corpus"]),
    (
        "firstline-server",
        &["firstline-corpus", "firstline-engine"],
    ),
    (
        "firstline",
        &["firstline-corpus", "firstline-engine", "firstline-server"],
    ),
    ("firstline-tests", &[]),
];

/// Lines over which a file has more than one purpose.
const MAX_LINES: usize = 600;

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn rooms_know_only_those_before_them() {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(workspace())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert_eq!(packages.len(), MAY_KNOW.len());
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let (_, allowed) = MAY_KNOW.iter().find(|(room, _)| *room == name).unwrap();
        for dependency in package["dependencies"].as_array().unwrap() {
            let known = dependency["name"].as_str().unwrap();
            if MAY_KNOW.iter().any(|(room, _)| *room == known) {
                assert!(allowed.contains(&known), "{name} may not know {known}");
            }
        }
    }
}

/// Every Rust file of the rooms.
fn sources() -> Vec<PathBuf> {
    let rooms = ["corpus", "engine", "server", "cli", "tests"];
    let mut folders: Vec<PathBuf> = rooms.iter().map(|room| workspace().join(room)).collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 50, "only {} sources found", found.len());
    found
}

#[test]
fn every_file_says_what_it_is_for_and_is_not_too_long() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.display();
        assert!(
            text.starts_with("//!"),
            "{shown} does not begin with what it is for"
        );
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{shown} has {lines} lines");
    }
}
