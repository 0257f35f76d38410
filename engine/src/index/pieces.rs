//! A file read piece by piece, each by its position, without being mapped.
//!
//! Documents are read here and there in a file far larger than all that is searched. Mapped, every
//! page that was ever touched, and its neighbours that the system maps along with it, counts as
//! memory of the process; read, they stay in the system's cache alone.

use crate::error::EngineError;
use crate::mapped::Mapped;
use std::fs::File;
use std::ops::Range;
use std::path::Path;

/// A file, or what would be one in memory.
#[derive(Debug)]
pub(super) enum Pieces {
    /// A file and how many bytes it has.
    File(File, u64),
    /// A buffer.
    Held(Mapped),
}

impl Pieces {
    /// Opens the file `name` of the folder `dir`.
    pub(super) fn open(dir: &Path, name: &str) -> Result<Self, EngineError> {
        let path = dir.join(name);
        let opened = File::open(&path).and_then(|file| {
            let bytes = file.metadata()?.len();
            Ok(Self::File(file, bytes))
        });
        opened.map_err(|error| EngineError::Damaged {
            path,
            reason: error.to_string(),
        })
    }

    /// Reads the bytes of `range` into `piece`, in place of what it holds; none if they do not lie
    /// in the file or cannot be read.
    pub(super) fn read(&self, range: Range<usize>, piece: &mut Vec<u8>) -> Option<()> {
        piece.clear();
        match self {
            Self::Held(bytes) => piece.extend_from_slice(bytes.get(range)?),
            Self::File(file, bytes) => {
                if range.start > range.end || range.end as u64 > *bytes {
                    return None;
                }
                piece.resize(range.len(), 0);
                read_at(file, piece, range.start as u64).ok()?;
            }
        }
        Some(())
    }
}

#[cfg(unix)]
fn read_at(file: &File, piece: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, piece, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut piece: &mut [u8], mut at: u64) -> std::io::Result<()> {
    while !piece.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, piece, at)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        piece = &mut piece[read..];
        at += read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lie_in_the_file_or_are_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("letters"), b"abcdef").unwrap();
        let file = Pieces::open(folder.path(), "letters").unwrap();
        let held = Pieces::Held(Mapped::from_vec(b"abcdef".to_vec()));
        let mut piece = b"what was there".to_vec();
        for (range, expected) in [
            (0..6, Some("abcdef")),
            (2..4, Some("cd")),
            (6..6, Some("")),
            (5..7, None),
            (7..9, None),
            (usize::MAX - 1..usize::MAX, None),
        ] {
            for pieces in [&file, &held] {
                let read = pieces.read(range.clone(), &mut piece);
                let text = read.map(|()| std::str::from_utf8(&piece).unwrap());
                assert_eq!(text, expected, "{range:?} of {pieces:?}");
            }
        }
        #[expect(clippy::reversed_empty_ranges, reason = "a damaged table of offsets")]
        let backwards = 4..2;
        assert!(file.read(backwards, &mut piece).is_none());
        assert!(Pieces::open(folder.path(), "numbers").is_err());
    }
}
