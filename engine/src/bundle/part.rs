//! Writes a pack: parts are made side by side in files of their own, then header, signature and
//! parts are put together under the pack's name.

use super::error::BundleError;
use super::format::{Codec, Content, Header, MAGIC, PACK_FORMAT, Part};
use super::key::SigningKey;
use crate::generation::manifest::Manifest;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A part that was made, and where.
pub(super) struct MadePart {
    pub(super) part: Part,
    /// The file that holds it; none if there is nothing to hold.
    pub(super) path: Option<PathBuf>,
}

impl MadePart {
    /// A part that `write` writes into the file `path`.
    pub(super) fn make(
        path: PathBuf,
        (codec, files): (Codec, Vec<String>),
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Self, BundleError> {
        let hashed = File::create(&path).and_then(|file| {
            let mut sink = Hashing {
                file: BufWriter::with_capacity(1 << 18, file),
                hasher: blake3::Hasher::new(),
                size: 0,
            };
            write(&mut sink)?;
            sink.file.flush()?;
            Ok((sink.size, sink.hasher.finalize().to_hex().to_string()))
        });
        let (size, blake3) = hashed.map_err(|source| BundleError::io(&path, source))?;
        let part = Part {
            codec,
            files,
            size,
            blake3,
        };
        Ok(Self {
            part,
            path: Some(path),
        })
    }

    /// A part without bytes.
    pub(super) fn empty(codec: Codec, files: Vec<String>) -> Self {
        let part = Part {
            codec,
            files,
            size: 0,
            blake3: blake3::hash(b"").to_hex().to_string(),
        };
        Self { part, path: None }
    }
}

/// Counts and hashes what passes to a file.
struct Hashing {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    size: u64,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Signs the header and writes the pack to `out`, which is replaced as a whole; gives its size.
pub(super) fn assemble(
    (content, manifest): (Content, Manifest),
    parts: Vec<MadePart>,
    key: &SigningKey,
    (work, out): (&Path, &Path),
) -> Result<(Header, u64), BundleError> {
    let (listed, paths): (Vec<Part>, Vec<_>) = parts
        .into_iter()
        .map(|made| (made.part, made.path))
        .collect();
    let header = Header {
        format: PACK_FORMAT,
        program: env!("CARGO_PKG_VERSION").into(),
        created: now(),
        content,
        manifest,
        parts: listed,
    };
    let packed = header.packed();
    let packed = packed.map_err(|source| BundleError::io(out, source))?;
    let signature = key.sign(&packed)?;
    let temporary = work.join("pack");
    let write = || -> std::io::Result<u64> {
        let mut file = BufWriter::with_capacity(1 << 18, File::create(&temporary)?);
        file.write_all(MAGIC)?;
        file.write_all(&(packed.len() as u32).to_le_bytes())?;
        file.write_all(&(signature.len() as u32).to_le_bytes())?;
        file.write_all(&packed)?;
        file.write_all(signature.as_bytes())?;
        for path in paths.iter().flatten() {
            std::io::copy(&mut BufReader::new(File::open(path)?), &mut file)?;
        }
        let file = file.into_inner().map_err(|error| error.into_error())?;
        file.sync_all()?;
        std::fs::rename(&temporary, out)?;
        Ok(file.metadata()?.len())
    };
    let size = write().map_err(|source| BundleError::io(out, source))?;
    Ok((header, size))
}

/// Seconds since 1970; none if the clock stands before that.
pub(super) fn now() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |age| age.as_secs())
}
