//! The document store: every document as read (bytes, articles, parts) in a frame of its own.
//!
//! `documents.bin` holds zstd frames of postcard records, `documents.idx` their offsets (`u64`
//! little-endian, one more than there are documents), `documents.dict` the dictionary that all
//! frames share. Documents of a support archive are short and alike, so a dictionary halves the
//! size; bytes and cleaned text repeat each other, so keeping both in one frame costs little.

use super::pieces::Pieces;
use super::recent;
use super::spool::{Place, Spool};
use crate::error::EngineError;
use crate::mapped::Mapped;
use corpus::Document;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zstd::bulk::{Compressor, Decompressor};

pub(crate) const BIN: &str = "documents.bin";
pub(crate) const IDX: &str = "documents.idx";
pub(crate) const DICT: &str = "documents.dict";

/// Level 6: level 9 saves 3 % more and takes twice as long.
const LEVEL: i32 = 6;

/// Bytes of the dictionary; larger ones gain little and must be loaded by every process.
const DICTIONARY_BYTES: usize = 64 << 10;

/// The largest record that is believed; a longer length means damage.
pub(crate) const MAX_RECORD: usize = 256 << 20;

/// Reads documents.
#[derive(Debug)]
pub struct Documents {
    frames: Pieces,
    offsets: Mapped,
    dictionary: Mapped,
    path: PathBuf,
    /// Tells the per-thread decompressors of different stores apart.
    number: u64,
}

/// A buffer that one long document made larger than this is not kept, in bytes.
const KEPT_BYTES: usize = 1 << 20;

/// A document whose record is longer is not kept for the next reader, in bytes.
const RECENT_BYTES: usize = 1 << 18;

static STORES: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// Where the frame that is read next goes, and where it is unpacked.
    static BUFFERS: RefCell<(Vec<u8>, Vec<u8>)> = const { RefCell::new((Vec::new(), Vec::new())) };
    static DECOMPRESSOR: RefCell<Option<(u64, Decompressor<'static>)>> = const { RefCell::new(None) };
}

impl Documents {
    /// Opens the store in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if a file is missing.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let open = |name| Mapped::open(dir, name);
        Ok(Self::new(
            Pieces::open(dir, BIN)?,
            open(IDX)?,
            open(DICT)?,
            dir.join(BIN),
        ))
    }

    fn new(frames: Pieces, offsets: Mapped, dictionary: Mapped, path: PathBuf) -> Self {
        let number = STORES.fetch_add(1, Ordering::Relaxed);
        Self {
            frames,
            offsets,
            dictionary,
            path,
            number,
        }
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.offsets.len() / 8).saturating_sub(1)
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The dictionary of the frames.
    #[must_use]
    pub(crate) fn dictionary(&self) -> &[u8] {
        &self.dictionary
    }

    /// The frame of document `at`, as stored.
    pub(crate) fn frame(&self, at: u32) -> Result<Vec<u8>, EngineError> {
        let mut frame = Vec::new();
        self.read_frame(at, &mut frame)?;
        Ok(frame)
    }

    fn read_frame(&self, at: u32, frame: &mut Vec<u8>) -> Result<(), EngineError> {
        let offset = |at: usize| -> Option<usize> {
            let bytes = self.offsets.get(at * 8..at * 8 + 8)?;
            usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
        };
        let range = offset(at as usize).zip(offset(at as usize + 1));
        let read = range.and_then(|(start, end)| self.frames.read(start..end, frame));
        read.ok_or_else(|| self.damaged(format!("document {at} lies outside the file")))
    }

    /// Document `at`, kept at hand for who asks for it again.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if it cannot be unpacked.
    pub fn get(&self, at: u32) -> Result<Arc<Document>, EngineError> {
        if let Some(known) = recent::find((self.number, at)) {
            return Ok(known);
        }
        let (document, size) = self.decode(at)?;
        let document = Arc::new(document);
        if size <= RECENT_BYTES {
            recent::keep((self.number, at), &document);
        }
        Ok(document)
    }

    /// Document `at`, for who goes through all.
    ///
    /// # Errors
    /// As [`Documents::get`].
    pub fn read(&self, at: u32) -> Result<Document, EngineError> {
        Ok(self.decode(at)?.0)
    }

    /// A document and the size of its record.
    fn decode(&self, at: u32) -> Result<(Document, usize), EngineError> {
        BUFFERS.with_borrow_mut(|(frame, record)| {
            self.read_frame(at, frame)?;
            self.unpack(at, frame, record)?;
            let document = postcard::from_bytes(record);
            let size = record.len();
            for buffer in [frame, record] {
                if buffer.capacity() > KEPT_BYTES {
                    *buffer = Vec::new();
                }
            }
            Ok((document.map_err(|error| self.damaged_at(at, &error))?, size))
        })
    }

    /// How many bytes the record of document `at` has.
    pub(crate) fn record_size(&self, at: u32) -> Result<usize, EngineError> {
        self.size_of(at, &self.frame(at)?)
    }

    fn size_of(&self, at: u32, frame: &[u8]) -> Result<usize, EngineError> {
        let size = zstd::zstd_safe::get_frame_content_size(frame);
        let size = size.ok().flatten();
        size.and_then(|size| usize::try_from(size).ok())
            .filter(|&size| size <= MAX_RECORD)
            .ok_or_else(|| self.damaged_at(at, &"no believable size"))
    }

    /// The record of document `at`, unpacked.
    pub(crate) fn record(&self, at: u32) -> Result<Vec<u8>, EngineError> {
        let mut record = Vec::new();
        self.unpack(at, &self.frame(at)?, &mut record)?;
        Ok(record)
    }

    fn unpack(&self, at: u32, frame: &[u8], record: &mut Vec<u8>) -> Result<(), EngineError> {
        record.clear();
        record.reserve(self.size_of(at, frame)?);
        let unpacked = DECOMPRESSOR.with_borrow_mut(|slot| {
            if slot
                .as_ref()
                .is_none_or(|(number, _)| *number != self.number)
            {
                *slot = Some((
                    self.number,
                    Decompressor::with_dictionary(&self.dictionary)?,
                ));
            }
            match slot {
                Some((_, decompressor)) => decompressor.decompress_to_buffer(frame, record),
                None => Ok(0),
            }
        });
        unpacked
            .map(|_| ())
            .map_err(|error| self.damaged_at(at, &error))
    }

    fn damaged_at(&self, at: u32, error: &dyn std::fmt::Display) -> EngineError {
        self.damaged(format!("document {at}: {error}"))
    }

    fn damaged(&self, reason: String) -> EngineError {
        EngineError::Damaged {
            path: self.path.clone(),
            reason,
        }
    }
}

/// Makes frames; one per thread.
pub(crate) struct FrameMaker(Compressor<'static>);

impl FrameMaker {
    /// Makes frames with a dictionary.
    pub(crate) fn new(dictionary: &[u8]) -> std::io::Result<Self> {
        Compressor::with_dictionary(LEVEL, dictionary).map(Self)
    }

    /// The frame of a record.
    pub(crate) fn frame(&mut self, record: &[u8]) -> std::io::Result<Vec<u8>> {
        self.0.compress(record)
    }
}

/// A document as a record.
pub(super) fn record(document: &Document) -> Result<Vec<u8>, EngineError> {
    postcard::to_stdvec(document).map_err(|error| EngineError::Retrieve(error.to_string()))
}

/// A dictionary for records like these; empty if there are too few to learn from.
pub(super) fn train(samples: &[Vec<u8>]) -> Vec<u8> {
    zstd::dict::from_samples(samples, DICTIONARY_BYTES).unwrap_or_default()
}

/// Writes the store.
#[derive(Debug)]
pub(crate) struct DocumentsWriter {
    frames: Spool,
    offsets: Spool,
    at: u64,
}

impl DocumentsWriter {
    /// Starts a store.
    pub(crate) fn create(place: &Place) -> Result<Self, EngineError> {
        let mut offsets = place.create(IDX)?;
        offsets.write(&0u64.to_le_bytes())?;
        Ok(Self {
            frames: place.create(BIN)?,
            offsets,
            at: 0,
        })
    }

    /// Appends the next document's frame.
    pub(crate) fn add(&mut self, frame: &[u8]) -> Result<(), EngineError> {
        self.frames.write(frame)?;
        self.at += frame.len() as u64;
        self.offsets.write(&self.at.to_le_bytes())
    }

    /// Finishes the store and opens it.
    pub(crate) fn finish(self, place: &Place, dictionary: &[u8]) -> Result<Documents, EngineError> {
        let frames = self.frames.finish()?;
        let (frames, path) = match place {
            Place::Folder(folder) => (Pieces::open(folder, BIN)?, folder.join(BIN)),
            Place::Memory => (Pieces::Held(frames), PathBuf::from(BIN)),
        };
        let dictionary = place.write(DICT, dictionary)?;
        Ok(Documents::new(
            frames,
            self.offsets.finish()?,
            dictionary,
            path,
        ))
    }
}
