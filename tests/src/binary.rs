//! Finds the binary under test, and builds it if it is missing or older than its sources.
//!
//! Cargo names the path of a binary only to tests of the binary's own package, so it is looked
//! for beside the running test: tests lie in `target/PROFILE/deps`, binaries one folder up.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

/// Environment variable that names another binary to test.
const BINARY_VARIABLE: &str = "FIRSTLINE_BIN";

/// The folders whose files go into the binary.
const SOURCES: [&str; 4] = ["corpus", "engine", "server", "cli"];

/// The path of the binary under test, up to date with its sources.
///
/// # Panics
/// If there is none and it cannot be built; a test cannot go on without it.
#[must_use]
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| find().unwrap_or_else(|reason| panic!("no binary to test: {reason}")))
}

fn find() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os(BINARY_VARIABLE) {
        let named = PathBuf::from(named);
        let told = format!(
            "{BINARY_VARIABLE} names {}, which is no file",
            named.display()
        );
        return if named.is_file() {
            Ok(named)
        } else {
            Err(told)
        };
    }
    let test = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = test.parent().and_then(Path::parent);
    let folder = folder.ok_or("the test lies in no target folder")?;
    let path = folder.join(format!("firstline{}", std::env::consts::EXE_SUFFIX));
    if modified(&path) < newest_source() {
        build(folder.ends_with("release"))?;
    }
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("{} is not there after a build", path.display()))
    }
}

fn build(release: bool) -> Result<(), String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", "firstline"]);
    if release {
        cargo.arg("--release");
    }
    let status = cargo.current_dir(workspace()).status();
    let status = status.map_err(|error| format!("cargo cannot be run: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("cargo build --package firstline: {status}"))
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new(".."))
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

/// When a source was last changed.
fn newest_source() -> Option<SystemTime> {
    let mut folders: Vec<PathBuf> = SOURCES.iter().map(|room| workspace().join(room)).collect();
    let mut newest = modified(&workspace().join("Cargo.lock"));
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "rs" || ending == "toml")
            {
                newest = newest.max(modified(&path));
            }
        }
    }
    newest
}
