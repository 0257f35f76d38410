//! A state of a knowledge base that a delta is made from or to, wherever it lies, and which of
//! its files answers to which.

use super::super::error::BundleError;
use super::super::format::Content;
use super::super::install;
use super::super::key::SigningKey;
use super::super::pack::Pack;
use crate::error::EngineError;
use crate::generation::manifest::{MANIFEST, Manifest};
use crate::generation::{Generation, verify};
use std::path::Path;

/// An opened state, every byte of it as it was written.
pub(super) struct Held {
    pub(super) generation: Generation,
}

impl Held {
    /// Opens an index folder, a generation's folder, or a pack, which is unpacked into the folder
    /// `into`.
    pub(super) fn open(path: &Path, key: &SigningKey, into: &Path) -> Result<Self, BundleError> {
        let generation = if path.is_file() {
            unpack(path, key, into)?;
            Generation::open_folder(into)?
        } else if path.join(MANIFEST).is_file() {
            Manifest::read(path)?.check_hashes(path)?;
            Generation::open_folder(path)?
        } else {
            verify(path)?
        };
        Ok(Self { generation })
    }
}

fn unpack(path: &Path, key: &SigningKey, into: &Path) -> Result<(), BundleError> {
    let pack = Pack::open(path)?;
    pack.check_signature(&key.public()?)?;
    pack.check_parts()?;
    if pack.header.content != Content::Generation {
        return Err(pack.damaged("its content", "a delta is no state of a knowledge base"));
    }
    std::fs::create_dir(into).map_err(|source| BundleError::io(into, source))?;
    install::unpack(&pack, None, into)?;
    let text = serde_json::to_vec(&pack.header.manifest)
        .map_err(|error| EngineError::Retrieve(error.to_string()))?;
    let manifest = into.join(MANIFEST);
    std::fs::write(&manifest, text).map_err(|source| BundleError::io(&manifest, source))
}

/// The file of the old state that a file of the new one is most like. Files of the full-text
/// store have random names: those of the same kind are taken in the order of their segments.
pub(super) fn counterpart(old: &Generation, new: &Generation, name: &str) -> Option<String> {
    if old.manifest.files.contains_key(name) {
        return Some(name.to_owned());
    }
    let (_, ending) = name.rsplit_once('.')?;
    let at = segments(new, ending).iter().position(|file| file == name)?;
    segments(old, ending).into_iter().nth(at)
}

/// The files with this ending, in the order in which the full-text store lists their segments.
fn segments(generation: &Generation, ending: &str) -> Vec<String> {
    let meta = generation.folder.join("postings/meta.json");
    let meta = std::fs::read_to_string(meta).unwrap_or_default();
    let plain: String = meta.chars().filter(|&character| character != '-').collect();
    let place = |name: &str| {
        let stem = name.strip_prefix("postings/").unwrap_or(name);
        let stem = stem.split('.').next().unwrap_or_default();
        plain.find(stem).unwrap_or(usize::MAX)
    };
    let mut files: Vec<String> = generation
        .manifest
        .files
        .keys()
        .filter(|name| name.starts_with("postings/"))
        .filter(|name| {
            name.rsplit_once('.')
                .is_some_and(|(_, other)| other == ending)
        })
        .cloned()
        .collect();
    files.sort_by_key(|name| place(name));
    files
}
