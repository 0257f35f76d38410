//! A pack as a file: opened, its header read, its signature and its parts checked.

use super::error::BundleError;
use super::format::{Header, MAGIC, MAX_HEADER, MAX_SIGNATURE, PREFIX, Part};
use super::key::{KeyId, VerifyingKey, signed_by};
use crate::mapped::Mapped;
use std::path::{Path, PathBuf};

/// An opened pack or delta. Opening believes nothing yet: [`Pack::check_signature`] and
/// [`Pack::check_parts`] do the checking.
#[derive(Debug)]
pub struct Pack {
    /// What it says of itself.
    pub header: Header,
    path: PathBuf,
    bytes: Mapped,
    /// Where the header ends, and where the signature.
    ends: (usize, usize),
    signed_by: KeyId,
}

impl Pack {
    /// Opens a pack and reads its header.
    ///
    /// # Errors
    /// [`BundleError::NotAPack`], [`BundleError::Format`], [`BundleError::Length`],
    /// [`BundleError::Damaged`], or [`BundleError::Engine`] if it cannot be read or holds an index
    /// of another format.
    pub fn open(path: &Path) -> Result<Self, BundleError> {
        let length = std::fs::metadata(path).map_err(|source| BundleError::io(path, source))?;
        if !length.is_file() || length.len() < PREFIX as u64 {
            return Err(not_a_pack(path));
        }
        let folder = path.parent().filter(|parent| parent != &Path::new(""));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bytes = Mapped::open(folder.unwrap_or(Path::new(".")), &name)?;
        let (head, signature_length) = lengths(&bytes, path)?;
        let ends = (PREFIX + head, PREFIX + head + signature_length);
        let damaged = |reason: &str| BundleError::Damaged {
            path: path.to_owned(),
            part: "its header".into(),
            reason: reason.to_owned(),
        };
        let header = bytes.get(PREFIX..ends.0);
        let signature = bytes.get(ends.0..ends.1);
        let (header, signature) = header
            .zip(signature)
            .ok_or_else(|| damaged("the file ends inside it"))?;
        let signature =
            std::str::from_utf8(signature).map_err(|_| damaged("it has no signature"))?;
        let signed_by = signed_by(signature).ok_or_else(|| damaged("it has no signature"))?;
        Ok(Self {
            header: Header::read(header, path)?,
            path: path.to_owned(),
            ends,
            signed_by,
            bytes,
        })
    }

    /// The key that it says it is signed by.
    #[must_use]
    pub fn signed_by(&self) -> KeyId {
        self.signed_by
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Checks that `key` signed the header.
    ///
    /// # Errors
    /// [`BundleError::WrongKey`] if another key is named, [`BundleError::Signature`] if the
    /// signature does not fit.
    pub fn check_signature(&self, key: &VerifyingKey) -> Result<(), BundleError> {
        if self.signed_by != key.id() {
            return Err(BundleError::WrongKey {
                path: self.path.clone(),
                signed: self.signed_by,
                expected: key.id(),
            });
        }
        let header = self.bytes.get(PREFIX..self.ends.0).unwrap_or_default();
        let signature = self.bytes.get(self.ends.0..self.ends.1).unwrap_or_default();
        let signature = std::str::from_utf8(signature).unwrap_or_default();
        if key.verifies(header, signature) {
            Ok(())
        } else {
            Err(BundleError::Signature {
                path: self.path.clone(),
                key: self.signed_by,
            })
        }
    }

    /// Checks every byte behind the header against the hashes in it.
    ///
    /// # Errors
    /// [`BundleError::Length`], or [`BundleError::Damaged`] naming the first part that differs.
    pub fn check_parts(&self) -> Result<(), BundleError> {
        for (part, bytes) in self.parts()? {
            let mut hasher = blake3::Hasher::new();
            hasher.update_rayon(bytes);
            if hasher.finalize().to_hex().as_str() != part.blake3 {
                return Err(self.damaged(&part.files.join(", "), "it is not what was signed"));
            }
        }
        Ok(())
    }

    /// The parts with their bytes.
    ///
    /// # Errors
    /// [`BundleError::Length`] if the file is not as long as the header says.
    pub(super) fn parts(&self) -> Result<Vec<(&Part, &[u8])>, BundleError> {
        let sizes = self.header.parts.iter().map(|part| part.size);
        let expected = sizes.fold(self.ends.1 as u64, u64::saturating_add);
        let wrong = || BundleError::Length {
            path: self.path.clone(),
            found: self.bytes.len() as u64,
            expected,
        };
        if expected != self.bytes.len() as u64 {
            return Err(wrong());
        }
        let mut left = self.bytes.get(self.ends.1..).ok_or_else(wrong)?;
        let mut parts = Vec::with_capacity(self.header.parts.len());
        for part in &self.header.parts {
            let size = usize::try_from(part.size).map_err(|_| wrong())?;
            let (bytes, rest) = left.split_at_checked(size).ok_or_else(wrong)?;
            parts.push((part, bytes));
            left = rest;
        }
        Ok(parts)
    }

    pub(super) fn damaged(&self, part: &str, reason: &str) -> BundleError {
        BundleError::Damaged {
            path: self.path.clone(),
            part: part.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

/// The lengths of header and signature, if they are believable.
fn lengths(bytes: &[u8], path: &Path) -> Result<(usize, usize), BundleError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| not_a_pack(path))?;
    let number = |at: usize| -> Option<usize> {
        let four = rest.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    let lengths = number(0).zip(number(4));
    lengths
        .filter(|&(header, signature)| header <= MAX_HEADER && signature <= MAX_SIGNATURE)
        .ok_or_else(|| BundleError::Damaged {
            path: path.to_owned(),
            part: "its header".into(),
            reason: "its length is beyond belief".into(),
        })
}

fn not_a_pack(path: &Path) -> BundleError {
    BundleError::NotAPack {
        path: path.to_owned(),
    }
}
