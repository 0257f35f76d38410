//! Where documents come from: folders, single files, standard input, archives.
//!
//! [`each_document`] hands over raw documents one at a time, or the reason why one could not be
//! read; the rest goes on. Nothing is decoded or parsed here.

use crate::error::SourceError;
use std::path::PathBuf;

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
}

impl Default for SourceOptions {
    fn default() -> Self {
        Self {
            max_document_bytes: 8 << 20,
            max_unpacked_bytes: 64 << 30,
            max_members: 20_000_000,
        }
    }
}

/// A document before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawDocument {
    /// The name to cite: the path inside the folder or archive, with `/`; for a single file its
    /// file name; `-` for standard input.
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
/// sorted by path; hidden files and folders skipped). Goes on until `visit` returns false.
///
/// # Errors
/// Only if the source as a whole cannot be opened; everything later is handed to `visit`.
pub fn each_document(
    _source: &Source,
    _options: &SourceOptions,
    _visit: &mut dyn FnMut(SourceItem) -> bool,
) -> Result<(), SourceError> {
    Ok(())
}
