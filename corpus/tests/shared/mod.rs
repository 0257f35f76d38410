//! The data beside the repository, which a test uses if it is there.

use std::io::Read;
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
    println!("skipped: {} is not there", path.display());
    None
}

/// All members of the article archive, unpacked.
#[allow(
    dead_code,
    reason = "not every test that shares this module reads the archive"
)]
pub(crate) fn archive() -> Option<Vec<(String, Vec<u8>)>> {
    let file = std::fs::File::open(file("data/kbarchive.tar.xz")?).unwrap();
    let mut archive = tar::Archive::new(liblzma::read::XzDecoder::new(file));
    let mut members = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size()).unwrap());
        entry.read_to_end(&mut bytes).unwrap();
        members.push((name, bytes));
    }
    Some(members)
}
