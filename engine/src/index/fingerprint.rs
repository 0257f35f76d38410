//! What each source holds, as a hash: equal fingerprints mean that nothing has to be read again.

use crate::error::EngineError;
use crate::generation::hashing;
use crate::generation::manifest::SourceRecord;
use corpus::source::{Source, SourceOptions, each_document};
use std::path::Path;

/// The records of sources, in their order.
///
/// # Errors
/// [`EngineError::Source`] if a source cannot be opened.
pub(super) fn fingerprints(
    sources: &[Source],
    options: &SourceOptions,
) -> Result<Vec<SourceRecord>, EngineError> {
    sources
        .iter()
        .map(|source| fingerprint(source, options))
        .collect()
}

fn fingerprint(source: &Source, options: &SourceOptions) -> Result<SourceRecord, EngineError> {
    let Source::Path(path) = source else {
        return Ok(SourceRecord {
            name: "-".into(),
            fingerprint: None,
        });
    };
    Ok(SourceRecord {
        name: path.display().to_string(),
        fingerprint: content(source, path, options)?,
    })
}

/// Hash of a file's bytes, or of the names and bytes of a folder's documents; none for a file
/// that cannot be read, which is for the reader to report with the reason.
fn content(
    source: &Source,
    path: &Path,
    options: &SourceOptions,
) -> Result<Option<String>, EngineError> {
    let mut hasher = blake3::Hasher::new();
    // Limits decide what is read, so they are part of what is compared.
    hasher.update(&options.max_document_bytes.to_le_bytes());
    if path.is_file() {
        if hashing::take_file(&mut hasher, path).is_err() {
            return Ok(None);
        }
    } else {
        each_document(source, options, &mut |item| {
            match item.document {
                Ok(document) => {
                    text(&mut hasher, b'+', document.name.as_bytes());
                    text(&mut hasher, b':', &document.bytes);
                }
                Err(error) => text(&mut hasher, b'-', error.to_string().as_bytes()),
            }
            true
        })?;
    }
    Ok(Some(hasher.finalize().to_hex().to_string()))
}

/// Takes in a text with its kind and length, so that no two folders look alike.
fn text(hasher: &mut blake3::Hasher, kind: u8, bytes: &[u8]) {
    hasher.update(&[kind]);
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}
