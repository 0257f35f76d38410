//! The store of documents in a pack. On disk every document is a frame of its own, so that one
//! can be read alone; in a pack the records stand in long runs that are compressed together,
//! which takes a third less. Installing makes the frames again, byte by byte the same.
//!
//! The part is a sequence of zstd frames, one per run; unpacked, each record follows its length
//! (`u32` little-endian).

use super::super::error::BundleError;
use super::super::format::Codec;
use super::super::part::MadePart;
use super::{LEVEL, broken};
use crate::error::EngineError;
use crate::generation::Generation;
use crate::index::documents::{BIN, DICT, Documents, DocumentsWriter, FrameMaker, IDX, MAX_RECORD};
use crate::index::spool::Place;
use rayon::prelude::*;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::Path;

/// The file that grows.
pub(super) const FRAMES: &str = BIN;

/// Bytes of a run before it is compressed. Longer ones find more that repeats, shorter ones let
/// more cores work.
const RUN: usize = 128 << 20;

/// How far back a record may refer, as a power of two; what a decoder takes without being asked.
const WINDOW_LOG: u32 = 27;

/// Bytes of records that are framed at a time on installing.
const BATCH: usize = 16 << 20;

/// The part, unless a frame would not come out the same.
pub(super) fn pack(generation: &Generation, work: &Path) -> Result<Option<MadePart>, BundleError> {
    let documents = &generation.documents;
    let runs = runs(documents)?;
    let failed = std::sync::Mutex::new(None);
    let files = vec![BIN.to_owned(), IDX.to_owned()];
    let path = work.join("documents");
    let made = MadePart::make(path, (Codec::Documents, files), |sink| {
        for some in runs.chunks(rayon::current_num_threads().max(1)) {
            let packed: Vec<_> = some
                .par_iter()
                .map(|run| pack_run(documents, run.clone()))
                .collect();
            for run in packed {
                match run {
                    Ok(Some(bytes)) => sink.write_all(&bytes)?,
                    other => {
                        if let Ok(mut failed) = failed.lock() {
                            *failed = Some(other.map(|_| ()));
                        }
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    })?;
    match failed.into_inner() {
        Ok(None) => Ok(Some(made)),
        Ok(Some(Err(error))) => Err(error.into()),
        _ => Ok(None),
    }
}

/// Documents in runs of about [`RUN`] bytes.
fn runs(documents: &Documents) -> Result<Vec<Range<u32>>, EngineError> {
    let mut runs = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for at in 0..documents.len() as u32 {
        bytes += documents.record_size(at)?;
        if bytes >= RUN {
            runs.push(start..at + 1);
            (start, bytes) = (at + 1, 0);
        }
    }
    runs.push(start..documents.len() as u32);
    Ok(runs)
}

/// A run, compressed; none if one of its frames would not come out the same.
fn pack_run(documents: &Documents, run: Range<u32>) -> Result<Option<Vec<u8>>, EngineError> {
    let failed = |source| crate::index::spool::io(Path::new(BIN), source);
    let mut maker = FrameMaker::new(documents.dictionary()).map_err(failed)?;
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL).map_err(failed)?;
    encoder
        .window_log(WINDOW_LOG)
        .and_then(|()| encoder.long_distance_matching(true))
        .map_err(failed)?;
    for at in run {
        let record = documents.record(at)?;
        if maker.frame(&record).map_err(failed)? != documents.frame(at)? {
            return Ok(None);
        }
        encoder
            .write_all(&(record.len() as u32).to_le_bytes())
            .and_then(|()| encoder.write_all(&record))
            .map_err(failed)?;
    }
    encoder.finish().map(Some).map_err(failed)
}

/// Makes the store again in `folder`, where its dictionary is, if it takes no more than `size`
/// bytes.
pub(super) fn unpack(bytes: &[u8], folder: &Path, size: u64) -> Result<(), BundleError> {
    let files = [BIN.to_owned()];
    let failed = |error: std::io::Error| broken(&files, &error.to_string());
    // Read, not mapped: finishing the store writes the file anew.
    let path = folder.join(DICT);
    let dictionary = std::fs::read(&path).map_err(|source| BundleError::io(&path, source))?;
    let place = Place::Folder(folder.to_owned());
    let mut writer = DocumentsWriter::create(&place)?;
    let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes).map_err(failed)?;
    let mut left = size;
    loop {
        let records = read_batch(&mut decoder).map_err(failed)?;
        if records.is_empty() {
            break;
        }
        let frames: std::io::Result<Vec<Vec<u8>>> = records
            .par_chunks(records.len().div_ceil(rayon::current_num_threads().max(1)))
            .map(|records| {
                let mut maker = FrameMaker::new(&dictionary)?;
                let frames = records.iter().map(|record| maker.frame(record));
                frames.collect::<std::io::Result<Vec<_>>>()
            })
            .flat_map_iter(|frames| match frames {
                Ok(frames) => frames.into_iter().map(Ok).collect::<Vec<_>>(),
                Err(error) => vec![Err(error)],
            })
            .collect();
        for frame in frames.map_err(failed)? {
            left = left
                .checked_sub(frame.len() as u64)
                .ok_or_else(|| broken(&files, "it is longer than was signed"))?;
            writer.add(&frame)?;
        }
    }
    writer.finish(&place, &dictionary)?;
    Ok(())
}

/// The next records; none at the end.
fn read_batch(from: &mut impl Read) -> std::io::Result<Vec<Vec<u8>>> {
    let mut records = Vec::new();
    let mut bytes = 0;
    while bytes < BATCH {
        let mut length = [0; 4];
        match from.read(&mut length[..1])? {
            0 => break,
            _ => from.read_exact(&mut length[1..])?,
        }
        let length = u32::from_le_bytes(length) as usize;
        if length > MAX_RECORD {
            return Err(std::io::Error::other("a record is beyond belief"));
        }
        let mut record = Vec::new();
        from.take(length as u64).read_to_end(&mut record)?;
        if record.len() != length {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes += length;
        records.push(record);
    }
    Ok(records)
}
