//! Why a document or a source was refused.

use std::path::PathBuf;

/// Why no article could be made of a document. Everything short of this is a warning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Nothing in it.
    #[error("the document is empty")]
    Empty,
    /// Not text.
    #[error("the document is not text (byte {offset} is {byte:#04x})")]
    Binary {
        /// Where the first impossible byte stands.
        offset: usize,
        /// That byte.
        byte: u8,
    },
    /// Over the size limit.
    #[error("the document has {size} bytes, more than the limit of {limit}")]
    TooLarge {
        /// Its size in bytes; of a stream of unknown length, the least it has.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
}

/// Why a source, or a member of one, could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// No such path.
    #[error("{path}: there is no such file or folder")]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{path}: {source}")]
    Io {
        /// The path concerned.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A document that was refused.
    #[error("{name}: {refusal}")]
    Refused {
        /// The document's name inside the source.
        name: String,
        /// Why.
        refusal: Refusal,
    },
    /// A member that tries to leave the archive (`../`, absolute, a link).
    #[error("{archive}: member {member:?} points outside the archive")]
    Escapes {
        /// The archive.
        archive: PathBuf,
        /// The member's name.
        member: String,
    },
    /// An archive that unpacks to more than the limit.
    #[error("{archive}: unpacks to more than {limit} bytes or members")]
    Explodes {
        /// The archive.
        archive: PathBuf,
        /// The limit that was passed.
        limit: u64,
    },
    /// An archive broken at some point; what came before was read.
    #[error("{archive}: broken after {members} members: {source}")]
    Broken {
        /// The archive.
        archive: PathBuf,
        /// How many members were read before.
        members: u64,
        /// What the reader said.
        source: std::io::Error,
    },
}

impl SourceError {
    /// What could not be read, as a document would be cited.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Refused { name, .. } => name.clone(),
            Self::NotFound { path } | Self::Io { path, .. } => path.display().to_string(),
            Self::Escapes { member, .. } => member.clone(),
            Self::Explodes { archive, .. } | Self::Broken { archive, .. } => {
                archive.display().to_string()
            }
        }
    }
}
