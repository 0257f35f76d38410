//! A generation: one complete, immutable state of a knowledge base, and its life on disk.
//!
//! `<dir>/CURRENT` names the generation that answers; `<dir>/gen-N/` holds its files with a
//! [`Manifest`]. A build writes a new generation beside the current one, syncs it, and only then
//! replaces `CURRENT` by a rename, so that a kill at any moment leaves the old one answering.
//! Readers hold a generation until they drop it; its files stay mapped even if a later build
//! removes their names.

pub(crate) mod hashing;
pub(crate) mod life;
pub mod manifest;
pub mod origin;

use crate::error::EngineError;
use crate::index::articles::Articles;
use crate::index::build::builtin;
use crate::index::documents::Documents;
use crate::index::identifiers::Identifiers;
use crate::index::issues::KnownIssues;
use crate::index::model::ModelVectors;
use crate::index::playbooks;
use crate::index::text::TextIndex;
use manifest::Manifest;
use origin::Origin;
use std::path::{Path, PathBuf};

/// Compares every byte of the current generation of the index in `dir` with what was written.
/// Opening alone compares sizes only, as it has to be quick.
///
/// # Errors
/// As [`Generation::open`]; [`EngineError::Damaged`] names the first file that differs.
pub fn verify(dir: &Path) -> Result<Generation, EngineError> {
    let folder = life::current(dir)?;
    // Hashes first: a file that is opened may complain of another that does not fit it.
    Manifest::read(&folder)
        .and_then(|manifest| manifest.check_hashes(&folder))
        .and_then(|()| Generation::open_folder(&folder))
        .map_err(|error| life::with_previous(dir, &folder, error))
}

/// An opened generation.
#[derive(Debug)]
pub struct Generation {
    /// Its folder; empty for one in memory.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Where it came from, if it was installed from a pack.
    pub origin: Option<Origin>,
    /// Documents as read.
    pub documents: Documents,
    /// The article table.
    pub articles: Articles,
    /// Exact identifiers.
    pub identifiers: Identifiers,
    /// Which articles describe the same problem.
    pub issues: KnownIssues,
    /// Searchable text.
    pub text: TextIndex,
    /// Vectors by an embedding model, if it was built with one.
    pub model: Option<ModelVectors>,
    /// Its own playbooks: file name and Markdown.
    pub playbooks: Vec<(String, String)>,
}

impl Generation {
    /// Opens the current generation of the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::NoIndex`] if there is none, [`EngineError::FormatVersion`] if it was written
    /// in another format, [`EngineError::Damaged`] if a file is missing or has the wrong size.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let folder = life::current(dir)?;
        Self::open_folder(&folder).map_err(|error| life::with_previous(dir, &folder, error))
    }

    /// Opens a generation by its own folder.
    ///
    /// # Errors
    /// As [`Generation::open`].
    pub fn open_folder(folder: &Path) -> Result<Self, EngineError> {
        let manifest = Manifest::read(folder)?;
        manifest.check_sizes(folder)?;
        // The full-text store believes every offset in its files; all other files are read with
        // bounds that damage cannot pass.
        manifest.check_hashes_of(folder, |name| name.starts_with("postings/"))?;
        let model = manifest.model.as_ref();
        Ok(Self {
            model: model.map(|_| ModelVectors::open(folder)).transpose()?,
            folder: folder.to_owned(),
            origin: Origin::read(folder),
            manifest,
            documents: Documents::open(folder)?,
            articles: Articles::open(folder)?,
            identifiers: Identifiers::open(folder)?,
            issues: KnownIssues::open(folder)?,
            text: TextIndex::open(folder)?,
            playbooks: playbooks::open(folder)?,
        })
    }

    /// The built-in knowledge base, indexed in memory.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if the full-text store fails.
    pub fn builtin() -> Result<Self, EngineError> {
        builtin()
    }
}
