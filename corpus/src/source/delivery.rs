//! Hands documents and refusals to the visitor, with names, limits and progress.

use super::meter::Meter;
use super::{RawDocument, SourceItem, SourceOptions};
use crate::error::{Refusal, SourceError};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How far along the source is.
pub(super) enum Progress {
    /// Packed bytes, as the meter counts them, of a total if that is known.
    Bytes(Option<u64>),
    /// Files of a folder: done and total.
    Files(u64, u64),
}

/// What a reader of one file or archive needs in order to hand over what it finds.
pub(super) struct Delivery<'a> {
    /// The limits.
    pub(super) options: &'a SourceOptions,
    /// The path to name in errors.
    pub(super) path: PathBuf,
    /// What stands before the names of members: empty, or `folder/archive.zip/`.
    pub(super) prefix: String,
    /// What was consumed of the present file.
    pub(super) meter: Meter,
    /// How far along the source is.
    pub(super) progress: Progress,
    /// The caller's function.
    pub(super) visit: &'a mut dyn FnMut(SourceItem) -> bool,
}

impl Delivery<'_> {
    /// Hands over one outcome.
    pub(super) fn hand(&mut self, document: Result<RawDocument, SourceError>) -> ControlFlow<()> {
        let progress = match &self.progress {
            Progress::Bytes(total) => {
                // A decoder's lead must not show more than there is.
                let done = self.meter.packed();
                (total.map_or(done, |total| done.min(total)), *total)
            }
            Progress::Files(done, total) => (*done, Some(*total)),
        };
        if (self.visit)(SourceItem { document, progress }) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// Hands over a document under its name.
    pub(super) fn document(&mut self, name: &str, bytes: Vec<u8>) -> ControlFlow<()> {
        let name = format!("{}{name}", self.prefix);
        self.hand(Ok(RawDocument { name, bytes }))
    }

    /// Reports a document that is too large; `size` is what is known of its size.
    pub(super) fn too_large(&mut self, name: &str, size: u64) -> ControlFlow<()> {
        let limit = self.options.max_document_bytes;
        self.hand(Err(SourceError::Refused {
            name: format!("{}{name}", self.prefix),
            refusal: Refusal::TooLarge { size, limit },
        }))
    }

    /// Reports a member that points outside.
    pub(super) fn escapes(&mut self, member: &[u8]) -> ControlFlow<()> {
        let archive = self.path.clone();
        let member = String::from_utf8_lossy(member).into_owned();
        self.hand(Err(SourceError::Escapes { archive, member }))
    }

    /// Reports a limit that an archive passed.
    pub(super) fn explodes(&mut self, limit: u64) -> ControlFlow<()> {
        let archive = self.path.clone();
        self.hand(Err(SourceError::Explodes { archive, limit }))
    }

    /// Reports where an archive broke, or that it is a bomb if a limit is what stopped it.
    pub(super) fn broken(&mut self, members: u64, source: io::Error) -> ControlFlow<()> {
        if let Some(limit) = self.meter.exploded() {
            return self.explodes(limit);
        }
        let archive = self.path.clone();
        self.hand(Err(SourceError::Broken {
            archive,
            members,
            source,
        }))
    }

    /// Reports what the system said about a path.
    pub(super) fn io(&mut self, path: &Path, source: io::Error) -> ControlFlow<()> {
        let path = path.to_owned();
        self.hand(Err(SourceError::Io { path, source }))
    }
}

/// What came of reading up to the limit.
pub(super) enum Taken {
    /// All of it.
    Whole(Vec<u8>),
    /// There is more than the limit allows.
    TooMuch,
}

/// Reads to the end, but never more than one byte over `limit`. `expected` sizes the buffer and
/// is not believed beyond a mebibyte.
///
/// # Errors
/// What the reader says.
pub(super) fn take(reader: impl Read, expected: u64, limit: u64) -> io::Result<Taken> {
    let capacity = usize::try_from(expected.min(limit).min(1 << 20)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(capacity);
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit {
        Taken::TooMuch
    } else {
        Taken::Whole(bytes)
    })
}
