//! What can be wrong with a pack, a delta or a key.

use super::key::KeyId;
use crate::error::EngineError;
use std::path::PathBuf;

/// Why a pack was not made, checked or installed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// A file of another kind.
    #[error("{path}: this is no pack")]
    NotAPack {
        /// The file.
        path: PathBuf,
    },
    /// A pack of a format this program does not read.
    #[error("{path}: pack format {found}, this program reads {expected}")]
    Format {
        /// The file.
        path: PathBuf,
        /// The version found.
        found: u32,
        /// The version read.
        expected: u32,
    },
    /// A pack that ends too early or too late.
    #[error("{path}: {found} bytes, {expected} were written")]
    Length {
        /// The file.
        path: PathBuf,
        /// Its length.
        found: u64,
        /// The length that its header gives.
        expected: u64,
    },
    /// A part of a pack that is not what was signed.
    #[error("{path}: damaged in {part}: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The part: its header, or the file of the generation that it holds.
        part: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A pack that somebody else signed.
    #[error("{path}: signed by key {signed}, not by key {expected}")]
    WrongKey {
        /// The file.
        path: PathBuf,
        /// The key that it says it is signed by.
        signed: KeyId,
        /// The key that is trusted.
        expected: KeyId,
    },
    /// A header that was not signed by the key that it names.
    #[error("{path}: the signature of key {key} does not fit the header")]
    Signature {
        /// The file.
        path: PathBuf,
        /// The key.
        key: KeyId,
    },
    /// A key that cannot be used.
    #[error("{path}: {reason}")]
    Key {
        /// The file, or what was given in its place.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing says which key to trust.
    #[error("{path}: no key is trusted here yet")]
    NoTrust {
        /// The folder of the index.
        path: PathBuf,
    },
    /// This program would derive another file than the one that was packed.
    #[error("{path}: {part} comes out differently here; the pack was made by version {program}")]
    Derived {
        /// The pack.
        path: PathBuf,
        /// The file that differs.
        part: String,
        /// Version of the program that made the pack.
        program: String,
    },
    /// A delta for another generation than the one that is installed.
    #[error("{path}: this delta leads on from {wanted}, here is {found}")]
    OtherBase {
        /// The delta.
        path: PathBuf,
        /// What it was made from.
        wanted: String,
        /// What is installed.
        found: String,
    },
    /// A pack that is older than what is installed.
    #[error("{path}: made from a knowledge base of {offered}, here is one of {installed}")]
    Older {
        /// The pack.
        path: PathBuf,
        /// Date of what it holds.
        offered: String,
        /// Date of what is installed.
        installed: String,
    },
    /// The index is at fault.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl BundleError {
    /// What the system said of a path.
    pub(super) fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Engine(crate::index::spool::io(path, source))
    }
}
