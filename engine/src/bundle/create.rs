//! Packs the current generation of an index.

use super::codec;
use super::error::BundleError;
use super::format::Content;
use super::key::{KeyId, SigningKey};
use super::part::assemble;
use super::stage::Stage;
use crate::generation::{Generation, verify};
use std::path::Path;

/// Choices of a pack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CreateOptions {
    /// Pack every file as it is. Larger, but any program that reads the index format can install
    /// it; otherwise what can be derived is left out, and only a program that derives it in the
    /// same way can.
    pub plain: bool,
}

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// Articles in it.
    pub articles: u64,
    /// Size of the pack in bytes.
    pub bytes: u64,
    /// Size of the generation in bytes.
    pub unpacked: u64,
    /// Files that installing derives instead of unpacking.
    pub derived: Vec<String>,
    /// The key that signed it.
    pub key: KeyId,
}

/// Packs the current generation of the index in `index` into the file `out`, signed by `key`.
/// Every byte of the generation is checked first; `out` is replaced as a whole or not at all.
///
/// # Errors
/// [`BundleError::Engine`] if the index is damaged or a file cannot be read or written.
pub fn create(
    index: &Path,
    out: &Path,
    key: &SigningKey,
    options: CreateOptions,
) -> Result<Created, BundleError> {
    let generation: Generation = verify(index)?;
    let stage = Stage::beside(out)?;
    let parts = codec::pack(&generation, options.plain, stage.folder())?;
    let derived = parts
        .iter()
        .filter(|made| made.path.is_none())
        .flat_map(|made| made.part.files.clone())
        .collect();
    let manifest = generation.manifest.clone();
    let unpacked = manifest.files.values().map(|file| file.size).sum();
    let to = (stage.folder(), out);
    let (header, bytes) = assemble((Content::Generation, manifest), parts, key, to)?;
    Ok(Created {
        articles: header.manifest.articles,
        bytes,
        unpacked,
        derived,
        key: key.id(),
    })
}
