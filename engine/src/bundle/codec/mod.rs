//! How the files of a generation become parts of a pack, and files again.

mod derived;
mod documents;

use super::error::BundleError;
use super::format::Codec;
use super::part::MadePart;
use crate::generation::Generation;
use crate::index::spool::Place;
use crate::mapped::Mapped;
use rayon::prelude::*;
use std::io::{Read, Write};
use std::path::Path;

/// Level of single files. Above 12 the files of an index gain under 2 % at five times the time.
const LEVEL: i32 = 12;

/// Vectors are noise to a compressor: a high level finds nothing more in them.
const VECTOR_LEVEL: i32 = 3;

/// Bytes unpacked at a time.
const CHUNK: usize = 1 << 18;

/// Makes the parts of a generation in the folder `work`. Files that can be made again from others
/// are left out, unless `plain` says otherwise or they would not come out the same.
pub(super) fn pack(
    generation: &Generation,
    plain: bool,
    work: &Path,
) -> Result<Vec<MadePart>, BundleError> {
    let mut left: Vec<&str> = generation
        .manifest
        .files
        .keys()
        .map(String::as_str)
        .collect();
    let mut special = Vec::new();
    if !plain {
        for made in [
            documents::pack(generation, work)?,
            derived::pack(generation)?,
        ]
        .into_iter()
        .flatten()
        {
            left.retain(|name| !made.part.files.iter().any(|file| file == name));
            special.push(made);
        }
    }
    let plain: Result<Vec<MadePart>, BundleError> = left
        .par_iter()
        .enumerate()
        .map(|(number, name)| pack_file((&generation.folder, name), &work.join(number.to_string())))
        .collect();
    let mut parts = plain?;
    // What is made again needs the plain files around it.
    parts.extend(special);
    Ok(parts)
}

fn pack_file((folder, name): (&Path, &str), to: &Path) -> Result<MadePart, BundleError> {
    let bytes = open(folder, name)?;
    let level = if name.ends_with(".vec") {
        VECTOR_LEVEL
    } else {
        LEVEL
    };
    let listed = (Codec::Zstd, vec![name.to_owned()]);
    MadePart::make(to.to_owned(), listed, |sink| compress(&bytes, level, sink))
}

/// Compresses bytes.
pub(super) fn compress(bytes: &[u8], level: i32, sink: &mut dyn Write) -> std::io::Result<()> {
    let mut encoder = zstd::stream::write::Encoder::new(sink, level)?;
    encoder.set_pledged_src_size(Some(bytes.len() as u64))?;
    encoder.include_contentsize(true)?;
    encoder.write_all(bytes)?;
    encoder.finish().map(|_| ())
}

/// Makes the files of a part again in `folder`, where those of the parts before it are.
/// `expected` gives the size that a file must not exceed.
pub(super) fn unpack(
    codec: &Codec,
    files: &[String],
    bytes: &[u8],
    (folder, expected): (&Path, &dyn Fn(&str) -> u64),
) -> Result<(), BundleError> {
    match (codec, files) {
        (Codec::Zstd, [name]) => unpack_file(bytes, (folder, name), expected(name)),
        (Codec::Documents, _) => documents::unpack(bytes, folder, expected(documents::FRAMES)),
        (Codec::Meaning, _) => derived::unpack(folder),
        _ => Err(broken(files, "it is packed in no known way")),
    }
}

fn unpack_file(bytes: &[u8], (folder, name): (&Path, &str), size: u64) -> Result<(), BundleError> {
    let failed = |error: std::io::Error| broken(&[name.to_owned()], &error.to_string());
    let decoder = zstd::stream::read::Decoder::with_buffer(bytes).map_err(failed)?;
    // One byte more than expected is enough to see that it is wrong.
    let mut decoder = decoder.take(size.saturating_add(1));
    let mut spool = Place::Folder(folder.to_owned()).create(name)?;
    let mut chunk = vec![0; CHUNK];
    loop {
        match decoder.read(&mut chunk).map_err(failed)? {
            0 => break,
            read => spool.write(chunk.get(..read).unwrap_or_default())?,
        }
    }
    spool.finish()?;
    Ok(())
}

/// Maps a file of a generation, which may stand in a folder below it.
pub(super) fn open(folder: &Path, name: &str) -> Result<Mapped, BundleError> {
    let path = folder.join(name);
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(folder);
    Ok(Mapped::open(folder, &file)?)
}

fn broken(files: &[String], reason: &str) -> BundleError {
    BundleError::Damaged {
        path: "pack".into(),
        part: files.join(", "),
        reason: reason.to_owned(),
    }
}
