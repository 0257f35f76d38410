//! Hashes of whole files, read piece by piece: a file that is mapped to be hashed counts as memory
//! of the process, and an archive may be larger than all that is kept of it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes read at a time: enough for all cores to hash at once.
const PIECE: usize = 4 << 20;

/// Takes the bytes of a file in.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn take_file(hasher: &mut blake3::Hasher, path: &Path) -> std::io::Result<()> {
    let mut file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    // One byte more than there is, so that the end of a small file shows in one read.
    let mut piece = vec![0; PIECE.min(size.saturating_add(1))];
    loop {
        let filled = fill(&mut file, &mut piece)?;
        hasher.update_rayon(&piece[..filled]);
        if filled < piece.len() {
            return Ok(());
        }
    }
}

/// Reads until `piece` is full or the file ends; how many bytes there were.
fn fill(file: &mut impl Read, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < piece.len() {
        match file.read(&mut piece[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_pieces_has_the_hash_of_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letters");
        for size in [0, 1, 1000, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE] {
            let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            std::fs::write(&path, &bytes).unwrap();
            let mut hasher = blake3::Hasher::new();
            take_file(&mut hasher, &path).unwrap();
            assert_eq!(hasher.finalize(), blake3::hash(&bytes), "{size}");
        }
        assert!(take_file(&mut blake3::Hasher::new(), folder.path()).is_err());
    }
}
