//! Vectors that are not packed but made again from the documents: a third of an index, and noise
//! to a compressor.

use super::super::error::BundleError;
use super::super::format::Codec;
use super::super::part::MadePart;
use crate::error::EngineError;
use crate::generation::Generation;
use crate::index::articles::Articles;
use crate::index::documents::Documents;
use crate::index::spool::{Place, Spool};
use crate::index::text::shipped::{DERIVED, derive};
use std::path::Path;

/// The part, unless this program would make other vectors than the index holds.
pub(super) fn pack(generation: &Generation) -> Result<Option<MadePart>, BundleError> {
    let mut hashers = [(); DERIVED.len()].map(|()| blake3::Hasher::new());
    let derived = derive(
        &generation.documents,
        &generation.articles,
        &mut |file, bytes| {
            if let Some(hasher) = hashers.get_mut(file) {
                hasher.update(bytes);
            }
            Ok(())
        },
    );
    derived?;
    let same = DERIVED.iter().zip(&hashers).all(|(name, hasher)| {
        let recorded = generation.manifest.files.get(*name);
        recorded.is_some_and(|file| file.blake3 == hasher.finalize().to_hex().as_str())
    });
    let files = DERIVED.map(str::to_owned).to_vec();
    Ok(same.then(|| MadePart::empty(Codec::Meaning, files)))
}

/// Makes the vectors again in `folder`, where documents and articles are.
pub(super) fn unpack(folder: &Path) -> Result<(), BundleError> {
    let documents = Documents::open(folder)?;
    let articles = Articles::open(folder)?;
    let place = Place::Folder(folder.to_owned());
    let spools: Result<Vec<Spool>, EngineError> =
        DERIVED.iter().map(|name| place.create(name)).collect();
    let mut spools = spools?;
    derive(
        &documents,
        &articles,
        &mut |file, bytes| match spools.get_mut(file) {
            Some(spool) => spool.write(bytes),
            None => Ok(()),
        },
    )?;
    for spool in spools {
        spool.finish()?;
    }
    Ok(())
}
