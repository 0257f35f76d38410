//! Where documents come from: folders, single files, standard input, archives.
//!
//! [`each_document`] hands over raw documents one at a time, or the reason why one could not be
//! read; the rest goes on. Nothing is decoded or parsed here. What a file is (a document, a
//! `.tar` plain or compressed, a `.zip`) is told from its first bytes, never from its name.
//!
//! The rooms: `folder` (walks a tree) -> `stream` (tells apart and unpacks one file) ->
//! `tarball`, `zipped` (members of an archive) -> `member` (names), `meter` (limits) ->
//! `delivery` (hands over).

mod delivery;
mod folder;
mod member;
mod meter;
mod stream;
mod tarball;
mod zipped;

use crate::error::SourceError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A place that documents come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder, a file, or an archive (told apart by content).
    Path(PathBuf),
    /// Standard input: one document or one archive.
    Stdin,
}

/// Limits for reading sources.
#[derive(Debug, Clone)]
pub struct SourceOptions {
    /// Bytes over which a single document is refused without being read.
    pub max_document_bytes: u64,
    /// Bytes over which an archive counts as exploding.
    pub max_unpacked_bytes: u64,
    /// Members over which an archive counts as exploding.
    pub max_members: u64,
    /// Unpacked bytes for each packed byte over which an archive counts as exploding, once it
    /// has unpacked to more than 64 MiB. Text packs at 5 to 100 to 1; bombs start at 1,000.
    pub max_ratio: u64,
}

impl Default for SourceOptions {
    fn default() -> Self {
        Self {
            max_document_bytes: 8 << 20,
            max_unpacked_bytes: 64 << 30,
            max_members: 20_000_000,
            max_ratio: 500,
        }
    }
}

/// A document before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawDocument {
    /// The name to cite: the path inside the folder or archive, with `/`; for a single file its
    /// file name; `-` for standard input. Members of an archive that lies in a folder carry the
    /// archive's own path before theirs.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// One step of reading a source.
#[derive(Debug)]
pub struct SourceItem {
    /// A document, or why there is none.
    pub document: Result<RawDocument, SourceError>,
    /// How much of the source (compressed bytes of an archive, files of a folder) has been
    /// consumed, and how much there is if that is known. For progress display.
    pub progress: (u64, Option<u64>),
}

/// Calls `visit` for every document of `source`, in a stable order (archives: as stored; folders:
/// sorted by path; hidden files and folders skipped in both). Goes on until `visit` returns
/// false. Memory stays at one document and the decoder's window, whatever the archive's size.
///
/// # Errors
/// Only if the source as a whole cannot be opened; everything later is handed to `visit`.
pub fn each_document(
    source: &Source,
    options: &SourceOptions,
    visit: &mut dyn FnMut(SourceItem) -> bool,
) -> Result<(), SourceError> {
    match source {
        Source::Stdin => stream::read_stdin(options, visit),
        Source::Path(path) => {
            let metadata = fs::metadata(path).map_err(|error| open_error(path, error))?;
            if metadata.is_dir() {
                folder::read(path, options, visit)
            } else {
                stream::read_file(path, &metadata, options, visit)
            }
        }
    }
}

/// Calls `visit` for every document of an archive or document held in memory: the same code path
/// as [`Source::Stdin`], for callers that receive an upload and for fuzzing.
pub fn each_document_in(
    name: &str,
    bytes: &[u8],
    options: &SourceOptions,
    visit: &mut dyn FnMut(SourceItem) -> bool,
) {
    stream::read_memory(name, bytes, options, visit);
}

/// What the system said about a path, in our words where the reason is plain.
fn open_error(path: &Path, source: io::Error) -> SourceError {
    let path = path.to_owned();
    if source.kind() == io::ErrorKind::NotFound {
        SourceError::NotFound { path }
    } else {
        SourceError::Io { path, source }
    }
}

#[cfg(test)]
mod tests;
