//! Vectors that need not be made again: those of the generation before, and those of a build that
//! was stopped.
//!
//! One file of records: the BLAKE3 of a text (16 bytes), then the rows of its title and of title
//! and first words. Records are appended as they are made; a last one that was cut is dropped.

use super::vectors::{ARTICLES, TITLES};
use crate::error::EngineError;
use crate::index::spool::io;
use crate::index::vectors::quantised::{Quantised, Rounded};
use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Hash of the texts of one article.
pub(super) type TextHash = [u8; 16];

/// Hashes of a generation's texts, by ordinal.
pub(super) const HASHES: &str = "model-texts.hash";

/// The vectors of one article.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    /// Of its title.
    pub(super) title: Rounded,
    /// Of title and first words.
    pub(super) article: Rounded,
}

/// Vectors made earlier, by the hash of their text.
#[derive(Debug)]
pub(crate) struct Kept {
    pairs: HashMap<TextHash, Pair>,
    partial: PathBuf,
    file: Option<File>,
    dims: usize,
}

impl Kept {
    /// Reads what the stopped build left in the folder `out` and what the generation in `previous`
    /// holds. Both must be of the model with `fingerprint` and `dims` numbers to a vector.
    pub(crate) fn read(out: &Path, fingerprint: &str, dims: usize) -> Self {
        // The name carries the model, so that what another model left is never taken.
        let short: String = fingerprint.chars().take(16).collect();
        let partial = out.join(format!("encoding-{short}.partial"));
        let mut kept = Self {
            pairs: HashMap::new(),
            partial,
            file: None,
            dims,
        };
        let bytes = std::fs::read(&kept.partial).unwrap_or_default();
        for record in bytes.chunks_exact(kept.record_size()) {
            kept.take_record(record);
        }
        // What follows the last whole record was cut in writing; new records must not follow it.
        let whole = bytes.len() - bytes.len() % kept.record_size();
        if whole < bytes.len()
            && let Ok(file) = File::options().write(true).open(&kept.partial)
        {
            let _ = file.set_len(whole as u64);
        }
        kept
    }

    /// Takes the vectors of a generation, too.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] or [`EngineError::Io`] if they cannot be read.
    pub(crate) fn take_generation(&mut self, folder: &Path) -> Result<(), EngineError> {
        let path = folder.join(HASHES);
        let hashes = std::fs::read(&path).map_err(|source| io(&path, source))?;
        let titles = Quantised::open(folder, TITLES)?;
        let articles = Quantised::open(folder, ARTICLES)?;
        for (at, hash) in hashes.as_chunks().0.iter().enumerate() {
            let (Some(title), Some(article)) = (titles.rounded(at), articles.rounded(at)) else {
                break;
            };
            self.pairs.insert(*hash, Pair { title, article });
        }
        Ok(())
    }

    /// The vectors of a text, if they were made before.
    pub(super) fn get(&self, hash: &TextHash) -> Option<&Pair> {
        self.pairs.get(hash)
    }

    /// Keeps new vectors, on disk too.
    pub(super) fn keep(&mut self, made: Vec<(TextHash, Pair)>) -> Result<(), EngineError> {
        let mut bytes = Vec::with_capacity(made.len() * self.record_size());
        for (hash, pair) in &made {
            bytes.extend(hash);
            pair.title.append_to(&mut bytes);
            pair.article.append_to(&mut bytes);
        }
        let failed = |source| io(&self.partial, source);
        let file = match &mut self.file {
            Some(file) => file,
            file => file.insert(
                File::options()
                    .append(true)
                    .create(true)
                    .open(&self.partial)
                    .map_err(failed)?,
            ),
        };
        file.write_all(&bytes)
            .and_then(|()| file.sync_data())
            .map_err(failed)?;
        self.pairs.extend(made);
        Ok(())
    }

    /// Removes the file of a build that has come to its end.
    pub(crate) fn discard(self) {
        // One that stays costs space and is read again by the next build, nothing else.
        let _ = std::fs::remove_file(&self.partial);
    }

    fn record_size(&self) -> usize {
        size_of::<TextHash>() + 2 * Quantised::row_size(self.dims)
    }

    fn take_record(&mut self, record: &[u8]) {
        let Some((hash, rows)) = record.split_first_chunk() else {
            return;
        };
        let (title, article) = rows.split_at(rows.len() / 2);
        if let (Some(title), Some(article)) = (Rounded::read(title), Rounded::read(article)) {
            self.pairs.insert(*hash, Pair { title, article });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(value: f32) -> Pair {
        let row = Rounded::new(&[value, 1.0 - value]);
        Pair {
            title: row.clone(),
            article: row,
        }
    }

    #[test]
    fn a_stopped_build_goes_on_where_it_was_even_if_its_last_record_was_cut() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = Kept::read(folder.path(), "abc", 2);
        kept.keep(vec![([1; 16], pair(0.25)), ([2; 16], pair(0.75))])
            .unwrap();
        let path = kept.partial.clone();
        drop(kept);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 3]).unwrap();
        let mut kept = Kept::read(folder.path(), "abc", 2);
        assert_eq!(kept.get(&[1; 16]), Some(&pair(0.25)));
        assert_eq!(kept.get(&[2; 16]), None);
        kept.keep(vec![([3; 16], pair(0.5))]).unwrap();
        let kept = Kept::read(folder.path(), "abc", 2);
        assert_eq!(kept.get(&[3; 16]), Some(&pair(0.5)));
        assert_eq!(Kept::read(folder.path(), "other", 2).get(&[3; 16]), None);
        kept.discard();
        assert!(!path.exists());
    }
}
