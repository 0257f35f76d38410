//! The data beside the repository, which a test uses if it is there.

use std::io::{self, Read, Write};
use std::path::PathBuf;

/// A file of the shared data; `None`, with a visible line, if it is absent.
pub(crate) fn file(relative: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FIRSTLINE_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let path = root.join(relative);
    if path.exists() {
        return Some(path);
    }
    // Written past the capture of the test harness, so that a skipped test shows.
    let _ = writeln!(io::stdout(), "skipped: {} is not there", path.display());
    None
}

/// The members of an archive: name and bytes.
#[allow(dead_code, reason = "as below")]
pub(crate) type Members = Vec<(String, Vec<u8>)>;

/// The members of the article archive, unpacked; `None` if it is absent.
#[allow(
    dead_code,
    reason = "not every test that shares this module reads the archive"
)]
pub(crate) fn archive() -> io::Result<Option<Members>> {
    let Some(path) = file("data/kbarchive.tar.xz") else {
        return Ok(None);
    };
    let file = std::fs::File::open(path)?;
    let mut archive = tar::Archive::new(liblzma::read::XzDecoder::new(file));
    let mut members = Vec::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = entry.path()?.to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        members.push((name, bytes));
    }
    Ok(Some(members))
}
