//! The playbooks of a generation: their Markdown as found, by file name.
//!
//! `playbooks.bin` holds them as postcard. A generation without one was built from sources
//! without playbooks.

use super::pipeline::Hash;
use super::spool::Place;
use crate::error::EngineError;
use corpus::playbook::{is_playbook, parse};
use std::path::Path;

const BIN: &str = "playbooks.bin";

/// A playbook found in a source.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) hash: Hash,
}

/// The playbook that a document is, told by its front matter, or why it cannot be walked; none if
/// the document is something else.
pub(super) fn read(name: &str, bytes: &[u8], hash: Hash) -> Option<Result<Found, String>> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !plain.starts_with(b"---") {
        return None;
    }
    let text = corpus::text::decode(bytes).text;
    if !is_playbook(&text) {
        return None;
    }
    let sound = parse(name, &text).sound();
    Some(match sound {
        Ok(_) => Ok(Found {
            name: name.to_owned(),
            text,
            hash,
        }),
        Err(finding) => Err(format!(
            "playbook, line {}: {}",
            finding.line, finding.message
        )),
    })
}

/// Writes the file, if there is anything to write.
pub(super) fn write(place: &Place, found: &[(String, String)]) -> Result<(), EngineError> {
    if found.is_empty() {
        return Ok(());
    }
    let bytes = postcard::to_stdvec(found);
    let bytes = bytes.map_err(|error| EngineError::Retrieve(error.to_string()))?;
    place.write(BIN, &bytes).map(drop)
}

/// File name and Markdown of each playbook of the generation in `folder`.
pub(crate) fn open(folder: &Path) -> Result<Vec<(String, String)>, EngineError> {
    let path = folder.join(BIN);
    let damaged = |reason: String| EngineError::Damaged {
        path: path.clone(),
        reason,
    };
    match std::fs::read(&path) {
        Ok(bytes) => postcard::from_bytes(&bytes).map_err(|error| damaged(error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(damaged(error.to_string())),
    }
}
