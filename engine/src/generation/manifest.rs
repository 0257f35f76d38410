//! What a generation says of itself: format, counts, sources, files with their hashes.

use super::hashing;
use crate::encoder::ModelIdentity;
use crate::error::EngineError;
use crate::index::spool::io;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of the files of a generation. Raised whenever one of them changes its form.
pub const FORMAT_VERSION: u32 = 3;

/// Name of the manifest file.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Name of the file beside it that holds its hash, so that a changed byte in what vouches for all
/// other files is noticed as well.
pub(crate) const MANIFEST_HASH: &str = "manifest.hash";

/// What a generation says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the files.
    pub format_version: u32,
    /// Version of the program that wrote them.
    pub program: String,
    /// The code that read the documents ([`corpus::FINGERPRINT`]).
    #[serde(default)]
    pub reader: String,
    /// When they were written, in seconds since 1970.
    pub created: u64,
    /// Documents read.
    pub documents: u64,
    /// Articles that can be found.
    pub articles: u64,
    /// Playbooks among the documents.
    #[serde(default)]
    pub playbooks: u64,
    /// Bytes of all documents.
    pub bytes: u64,
    /// References to articles that are not here.
    pub dead_references: u64,
    /// The sources in the order in which they were read.
    pub sources: Vec<SourceRecord>,
    /// What could not be read, and why.
    pub skipped: Vec<SkippedRecord>,
    /// Ids that stood in two documents with different texts.
    pub conflicts: Vec<Conflict>,
    /// Articles that stood in two documents with the same text.
    pub folded: u64,
    /// Oddities by kind.
    pub warnings: BTreeMap<String, u64>,
    /// The embedding model whose vectors it holds, if it was given one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelIdentity>,
    /// What the vectors that are learned from the corpus were learned from.
    #[serde(default)]
    pub learned: Learned,
    /// Every other file of the generation.
    pub files: BTreeMap<String, FileRecord>,
}

/// What the vectors learned from the corpus were learned from. A build that changes little keeps
/// them, so that it is quick, and a delta to it small.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// When the generation was built whose articles taught them, in seconds since 1970; 0 if that
    /// is this one.
    pub from: u64,
    /// Articles that came, changed or went since.
    pub changed: u64,
}

/// A source, and what it held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// As named on the command line.
    pub name: String,
    /// Hash of its content (BLAKE3, hex); none for standard input.
    pub fingerprint: Option<String>,
}

/// A document that is not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedRecord {
    /// The document, or the source if it broke as a whole.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// An id that stood in two documents with different texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The id.
    pub id: String,
    /// The document that gives the article.
    pub kept: String,
    /// The document whose text was left out.
    pub dropped: String,
}

/// A file of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Size in bytes.
    pub size: u64,
    /// BLAKE3, hex.
    pub blake3: String,
}

impl Manifest {
    /// When the generation was built that taught the learned vectors.
    #[must_use]
    pub fn learned_from(&self) -> u64 {
        match self.learned.from {
            0 => self.created,
            from => from,
        }
    }

    /// Reads the manifest of the generation in `folder`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if it is missing or not a manifest, [`EngineError::FormatVersion`]
    /// if it is of another format.
    pub fn read(folder: &Path) -> Result<Self, EngineError> {
        #[derive(Deserialize)]
        struct Version {
            format_version: u32,
        }
        let path = folder.join(MANIFEST);
        let damaged = |reason: String| EngineError::Damaged {
            path: path.clone(),
            reason,
        };
        let text = std::fs::read_to_string(&path).map_err(|error| damaged(error.to_string()))?;
        // Indexes of before there was a hash have none.
        if let Ok(hash) = std::fs::read_to_string(folder.join(MANIFEST_HASH))
            && hash.trim() != blake3::hash(text.as_bytes()).to_hex().as_str()
        {
            return Err(damaged(format!(
                "its content is not what {MANIFEST_HASH} says"
            )));
        }
        // The version is read alone first: other fields may differ in another format.
        let version: Version =
            serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        if version.format_version != FORMAT_VERSION {
            let (found, expected) = (version.format_version, FORMAT_VERSION);
            return Err(EngineError::FormatVersion {
                path: folder.to_owned(),
                found,
                expected,
            });
        }
        serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))
    }

    /// Records every file in `folder` with size and hash.
    pub(crate) fn record_files(&mut self, folder: &Path) -> Result<(), EngineError> {
        for path in files_below(folder)? {
            let name = relative(folder, &path);
            let size = std::fs::metadata(&path)
                .map_err(|source| io(&path, source))?
                .len();
            let blake3 = hash_file(&path)?;
            self.files.insert(name, FileRecord { size, blake3 });
        }
        Ok(())
    }

    /// Compares the size of every file with what was written: cheap, and finds what a crash or a
    /// full disk does.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] naming the first file that is missing or differs.
    pub fn check_sizes(&self, folder: &Path) -> Result<(), EngineError> {
        for (name, record) in &self.files {
            let path = folder.join(name);
            let damaged = |reason: String| EngineError::Damaged {
                path: path.clone(),
                reason,
            };
            let size = std::fs::metadata(&path)
                .map_err(|error| damaged(error.to_string()))?
                .len();
            if size != record.size {
                return Err(damaged(format!(
                    "{size} bytes, {} were written",
                    record.size
                )));
            }
        }
        Ok(())
    }

    /// Compares the hash of every file with what was written: finds every changed byte.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] naming the first file that is missing or differs.
    pub fn check_hashes(&self, folder: &Path) -> Result<(), EngineError> {
        self.check_sizes(folder)?;
        self.check_hashes_of(folder, |_| true)
    }

    /// Compares the hash of the files whose names `pick` picks.
    ///
    /// # Errors
    /// As [`Manifest::check_hashes`].
    pub(crate) fn check_hashes_of(
        &self,
        folder: &Path,
        pick: impl Fn(&str) -> bool,
    ) -> Result<(), EngineError> {
        for (name, record) in self.files.iter().filter(|(name, _)| pick(name)) {
            let path = folder.join(name);
            if hash_file(&path)? != record.blake3 {
                let reason = "its content is not what was written".into();
                return Err(EngineError::Damaged { path, reason });
            }
        }
        Ok(())
    }
}

/// BLAKE3 of a file, hex.
fn hash_file(path: &Path) -> Result<String, EngineError> {
    let mut hasher = blake3::Hasher::new();
    hashing::take_file(&mut hasher, path).map_err(|source| io(path, source))?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>, EngineError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|source| io(&folder, source))? {
            let path = entry.map_err(|source| io(&folder, source))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    // tantivy's lock files belong to the writing process and are empty.
    files.retain(|path| path.extension().is_none_or(|extension| extension != "lock"));
    files.sort();
    Ok(files)
}

fn relative(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).components();
    parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
