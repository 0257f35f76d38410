//! Read-only files mapped into memory, through the one dependency that offers it safely, and bytes
//! of them prefetched.

use crate::error::EngineError;
use std::ops::Deref;
use std::path::Path;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

/// The bytes of a file (mapped, so that only what is read takes memory) or of a buffer.
#[derive(Clone)]
pub struct Mapped(OwnedBytes);

impl Mapped {
    /// Maps the file `name` of the folder `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if the file is missing or cannot be mapped.
    pub fn open(dir: &Path, name: &str) -> Result<Self, EngineError> {
        let damaged = |reason: String| EngineError::Damaged {
            path: dir.join(name),
            reason,
        };
        let folder = MmapDirectory::open(dir).map_err(|error| damaged(error.to_string()))?;
        let file = folder
            .open_read(Path::new(name))
            .map_err(|error| damaged(error.to_string()))?;
        file.read_bytes()
            .map(Self)
            .map_err(|error| damaged(error.to_string()))
    }

    /// Wraps a buffer.
    #[must_use]
    pub fn from_vec(bytes: Vec<u8>) -> Self {
        Self(OwnedBytes::new(bytes))
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Mapped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Mapped {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Mapped({} bytes)", self.0.len())
    }
}

/// Rows or records that are prefetched together, see [`prefetch`].
pub(crate) const BATCH: usize = 16;

/// Reads every 64th byte of some slices, a cache line each: the processor waits for many of them at
/// once, where it would wait for nearly each while one slice is worked on after the other.
#[inline(always)]
pub(crate) fn prefetch<'b>(slices: impl Iterator<Item = &'b [u8]>) {
    const LINE: usize = 64;
    let bytes = slices.flat_map(|slice| slice.iter().step_by(LINE));
    std::hint::black_box(bytes.fold(0, |all, byte| all | byte));
}
