//! Tells the program which commit it was built from.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-env-changed=FIRSTLINE_COMMIT");
    for path in ["../.git/HEAD", "../.git/refs/heads", "../.git/packed-refs"] {
        if std::path::Path::new(path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    // Packagers build without a repository and say the commit themselves.
    let commit = env::var("FIRSTLINE_COMMIT").ok().or_else(head);
    let commit = commit.unwrap_or_else(|| "unknown commit".into());
    println!("cargo::rustc-env=FIRSTLINE_COMMIT={commit}");
}

fn head() -> Option<String> {
    let mut git = Command::new("git");
    let told = git
        .args(["rev-parse", "--short=12", "HEAD"])
        .output()
        .ok()?;
    let commit = String::from_utf8(told.stdout).ok()?;
    (told.status.success()).then(|| commit.trim().to_owned())
}
