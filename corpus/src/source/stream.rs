//! Tells one file apart by its first bytes and hands over what is in it.
//!
//! A compressed stream that holds no tar is a document by itself; its name loses the suffix.

use super::delivery::{Delivery, Progress, Taken, take};
use super::meter::{Counted, Guarded, Meter};
use super::{SourceItem, SourceOptions, member, open_error, tarball, zipped};
use crate::error::SourceError;
use flate2::bufread::MultiGzDecoder;
use liblzma::bufread::XzDecoder;
use std::fs::{File, Metadata};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Bytes looked at to tell what a stream is: a tar header is 512.
const HEAD: usize = 512;

/// Bytes of buffer in front of a decoder.
const BUFFER: usize = 128 << 10;

/// Bytes of memory an xz decoder may ask for; `xz -9` needs 65 MiB.
const XZ_MEMORY: u64 = 160 << 20;

/// Base-2 logarithm of the window a zstd decoder may ask for: 128 MiB, what `zstd -d` allows.
const ZSTD_WINDOW: u32 = 27;

/// Reads a single file given as a source.
///
/// # Errors
/// If it cannot be opened.
pub(super) fn read_file(
    path: &Path,
    metadata: &Metadata,
    options: &SourceOptions,
    visit: &mut dyn FnMut(SourceItem) -> bool,
) -> Result<(), SourceError> {
    let file = File::open(path).map_err(|error| open_error(path, error))?;
    let name = path.file_name().map_or_else(
        || path.to_string_lossy().into_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let size = metadata.is_file().then_some(metadata.len());
    let mut delivery = single(path.to_owned(), size, options, visit);
    let name = member::printable(&name);
    let _ = match size {
        Some(_) => deliver_file(file, size, &name, &mut delivery),
        // A pipe given by path (`<(…)`) is read as standard input is.
        None => deliver_stream(file, &name, &mut delivery),
    };
    Ok(())
}

/// Reads standard input: one document or one archive.
pub(super) fn read_stdin(
    options: &SourceOptions,
    visit: &mut dyn FnMut(SourceItem) -> bool,
) -> Result<(), SourceError> {
    let mut delivery = single(PathBuf::from("-"), None, options, visit);
    let _ = deliver_stream(io::stdin().lock(), "-", &mut delivery);
    Ok(())
}

/// Reads bytes in memory as if they came from standard input.
pub(super) fn read_memory(
    name: &str,
    bytes: &[u8],
    options: &SourceOptions,
    visit: &mut dyn FnMut(SourceItem) -> bool,
) {
    let size = Some(bytes.len() as u64);
    let mut delivery = single(PathBuf::from(name), size, options, visit);
    let _ = deliver_stream(bytes, name, &mut delivery);
}

/// A delivery whose progress is the bytes of one file.
fn single<'a>(
    path: PathBuf,
    size: Option<u64>,
    options: &'a SourceOptions,
    visit: &'a mut dyn FnMut(SourceItem) -> bool,
) -> Delivery<'a> {
    Delivery {
        options,
        path,
        prefix: String::new(),
        meter: Meter::default(),
        progress: Progress::Bytes(size),
        visit,
    }
}

/// Hands over what is in an open file of known size. `name` is its name if it is a document.
pub(super) fn deliver_file(
    mut file: File,
    size: Option<u64>,
    name: &str,
    delivery: &mut Delivery<'_>,
) -> ControlFlow<()> {
    let head = match head_of(&mut file).and_then(|head| file.rewind().map(|()| head)) {
        Ok(head) => head,
        Err(error) => return delivery.io(&delivery.path.clone(), error),
    };
    enter_archive(&head, name, delivery);
    let outcome = match Packing::of(&head) {
        Packing::Zip => zipped::each_member(file, delivery),
        Packing::None if !tarball::is_tar(&head) => document(file, name, size, delivery),
        packing => unpack(file, packing, name, delivery),
    };
    delivery.prefix.clear();
    outcome
}

/// Hands over what is in a stream that cannot be rewound.
fn deliver_stream(
    mut reader: impl Read,
    name: &str,
    delivery: &mut Delivery<'_>,
) -> ControlFlow<()> {
    let head = match head_of(&mut reader) {
        Ok(head) => head,
        Err(error) => return delivery.io(&delivery.path.clone(), error),
    };
    let packing = Packing::of(&head);
    let is_tar = tarball::is_tar(&head);
    let whole = Cursor::new(head).chain(reader);
    match packing {
        // The list of members stands at the end of a zip file, so it has to lie on disk first.
        Packing::Zip => match spool(whole, delivery.options.max_unpacked_bytes) {
            Ok(file) => zipped::each_member(file, delivery),
            Err(error) => delivery.io(&delivery.path.clone(), error),
        },
        Packing::None if !is_tar => document(whole, name, None, delivery),
        packing => unpack(whole, packing, name, delivery),
    }
}

/// Members of an archive in a folder are named after it; those of a sole archive are not.
fn enter_archive(head: &[u8], name: &str, delivery: &mut Delivery<'_>) {
    let is_archive = Packing::of(head) != Packing::None || tarball::is_tar(head);
    if is_archive && matches!(delivery.progress, Progress::Files(..)) {
        delivery.prefix = format!("{name}/");
    }
}

/// Hands over one document.
fn document(
    reader: impl Read,
    name: &str,
    size: Option<u64>,
    delivery: &mut Delivery<'_>,
) -> ControlFlow<()> {
    let limit = delivery.options.max_document_bytes;
    if let Some(size) = size.filter(|&size| size > limit) {
        return delivery.too_large(name, size);
    }
    let counted = Counted::new(reader, delivery.meter.clone());
    match take(counted, size.unwrap_or(0), limit) {
        Ok(Taken::Whole(bytes)) => delivery.document(name, bytes),
        Ok(Taken::TooMuch) => delivery.too_large(name, limit.saturating_add(1)),
        Err(error) => delivery.io(&delivery.path.clone(), error),
    }
}

/// Hands over the members of a tar, or the document, inside a stream that may be compressed.
fn unpack(
    reader: impl Read,
    packing: Packing,
    name: &str,
    delivery: &mut Delivery<'_>,
) -> ControlFlow<()> {
    let meter = delivery.meter.clone();
    let buffered = BufReader::with_capacity(BUFFER, Counted::new(reader, meter.clone()));
    let decoder: Box<dyn Read + '_> = match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(buffered)),
        Packing::Xz => match xz_stream() {
            Ok(stream) => Box::new(XzDecoder::new_stream(buffered, stream)),
            Err(error) => return delivery.broken(0, error),
        },
        Packing::Zstd => match zstd_decoder(buffered) {
            Ok(decoder) => Box::new(decoder),
            Err(error) => return delivery.broken(0, error),
        },
        Packing::None | Packing::Zip => Box::new(buffered),
    };
    let mut guarded = Guarded::new(decoder, meter, delivery.options, None);
    let head = match head_of(&mut guarded) {
        Ok(head) => head,
        Err(error) => return delivery.broken(0, error),
    };
    let is_tar = tarball::is_tar(&head);
    let whole = Cursor::new(head).chain(guarded);
    if is_tar {
        // A tar is read in blocks of 512 bytes; a buffer spares the decoder that many calls. It
        // stays small: a decoder that fails loses what the failing call had unpacked.
        return tarball::each_member(BufReader::with_capacity(BUFFER / 8, whole), delivery);
    }
    let limit = delivery.options.max_document_bytes;
    let prefix = std::mem::take(&mut delivery.prefix);
    let outcome = match take(whole, 0, limit) {
        Ok(Taken::Whole(bytes)) => delivery.document(packing.strip_suffix(name), bytes),
        Ok(Taken::TooMuch) => delivery.too_large(name, limit.saturating_add(1)),
        Err(error) => delivery.broken(0, error),
    };
    delivery.prefix = prefix;
    outcome
}

/// One single-threaded decoder: threads only help with archives written in several blocks, which
/// most are not, and cost memory for each. Concatenated streams are read as one.
fn xz_stream() -> io::Result<liblzma::stream::Stream> {
    liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)
        .map_err(io::Error::from)
}

fn zstd_decoder<R: io::BufRead>(reader: R) -> io::Result<zstd::Decoder<'static, R>> {
    let mut decoder = zstd::Decoder::with_buffer(reader)?;
    decoder.window_log_max(ZSTD_WINDOW)?;
    Ok(decoder)
}

/// How a stream is packed, by its magic number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Xz,
    Zstd,
    Zip,
}

impl Packing {
    fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, 8, ..] => Self::Gzip,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            [b'P', b'K', 3, 4, ..] if is_office(head) => Self::None,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::Zip,
            _ => Self::None,
        }
    }

    /// The name of what is inside: `notes.txt` for `notes.txt.gz`.
    fn strip_suffix(self, name: &str) -> &str {
        let suffix = match self {
            Self::Gzip => ".gz",
            Self::Xz => ".xz",
            Self::Zstd => ".zst",
            Self::None | Self::Zip => "",
        };
        match name.strip_suffix(suffix) {
            Some(stem) if !stem.is_empty() => stem,
            _ => name,
        }
    }
}

/// Office documents and e-books are zip files too, but their parts are no documents; the file as
/// a whole is handed on, and refused as binary with its own name.
fn is_office(head: &[u8]) -> bool {
    let first_name = head.get(30..).unwrap_or_default();
    [&b"[Content_Types].xml"[..], b"mimetype", b"_rels/"]
        .iter()
        .any(|marker| first_name.starts_with(marker))
}

/// The first bytes of a stream, fewer only if it is shorter.
fn head_of(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    reader.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Copies a stream to an unnamed temporary file, up to `limit` bytes.
fn spool(reader: impl Read, limit: u64) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let copied = io::copy(&mut reader.take(limit.saturating_add(1)), &mut file)?;
    if copied > limit {
        return Err(io::Error::other("the archive is larger than the limit"));
    }
    file.rewind()?;
    Ok(file)
}
