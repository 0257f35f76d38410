//! Sorted dictionaries from strings to numbers, checked as they are opened.
//!
//! The library that reads them follows offsets without looking where they lead, so a damaged one
//! would end the program at some later query. Its checksum is compared at once instead: a few
//! milliseconds for the largest.

use crate::error::EngineError;
use crate::mapped::Mapped;
use fst::Map;
use std::path::Path;

/// Opens the dictionary `name` in `dir`.
///
/// # Errors
/// [`EngineError::Damaged`] if it is missing or any byte of it is not as written.
pub(crate) fn open(dir: &Path, name: &str) -> Result<Map<Mapped>, EngineError> {
    let checked = Map::new(Mapped::open(dir, name)?).and_then(|map| {
        map.as_fst().verify()?;
        Ok(map)
    });
    checked.map_err(|error| EngineError::Damaged {
        path: dir.join(name),
        reason: error.to_string(),
    })
}
