//! Folders in which packs and generations are put together, gone again whatever happens.

use super::error::BundleError;
use std::path::{Path, PathBuf};

/// A new folder beside a file, removed when dropped.
#[derive(Debug)]
pub(super) struct Stage(PathBuf);

impl Stage {
    /// Makes a folder beside `out`, on the same file system, so that a rename ends the work.
    pub(super) fn beside(out: &Path) -> Result<Self, BundleError> {
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let folder = out.with_file_name(format!(".{name}.{}.part", std::process::id()));
        // What a killed process of the same number left behind is in the way.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).map_err(|source| BundleError::io(&folder, source))?;
        Ok(Self(folder))
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
