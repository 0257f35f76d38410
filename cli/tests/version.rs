//! The binary starts. Cargo builds a package's binary for its integration tests, so this test is
//! also what makes `cargo test --workspace` bring the binary of the end-to-end tests up to date.

use std::process::Command;

#[test]
fn the_binary_tells_its_version() {
    let run = Command::new(env!("CARGO_BIN_EXE_firstline"))
        .arg("--version")
        .output();
    let printed = String::from_utf8(run.unwrap().stdout).unwrap();
    // Behind the version stand the commit and the form of the indexes that it reads.
    let own = format!("firstline {} (", env!("CARGO_PKG_VERSION"));
    assert!(printed.starts_with(&own), "{printed}");
    assert!(printed.ends_with(", index format 3)\n"), "{printed}");
}
