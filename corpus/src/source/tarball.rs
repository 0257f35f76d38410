//! The members of a tar archive, one at a time.
//!
//! Headers are read raw, and the two extensions that carry long names (GNU `L`, POSIX `x`) are
//! understood here: the library's own reading of them takes whatever length they claim into
//! memory.

use super::delivery::{Delivery, Taken, take};
use super::member::{self, Name};
use std::io::{self, Read};
use std::ops::ControlFlow;
use tar::{Archive, Entry, EntryType};

/// Bytes over which an extended header is not believed.
const MAX_EXTENSION: u64 = 1 << 20;

/// Zeros over which a run of them is no empty archive but a file that lost its content. Archives
/// are padded to blocks of at most 1 MiB.
const MAX_PADDING: u64 = 1 << 20;

/// True if `head` starts with a tar header (its checksum is right), or is the run of zeros that
/// an empty archive consists of.
pub(super) fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.get(..512) else {
        return false;
    };
    if block.iter().all(|&byte| byte == 0) {
        return true;
    }
    let stored = std::str::from_utf8(&block[148..156])
        .ok()
        .map(|digits| digits.trim_matches(['\0', ' ']))
        .and_then(|digits| u32::from_str_radix(digits, 8).ok());
    let outside: u32 = block[..148]
        .iter()
        .chain(&block[156..])
        .map(|&byte| u32::from(byte))
        .sum();
    stored == Some(outside + 8 * u32::from(b' '))
}

/// Hands over every document of the archive.
pub(super) fn each_member(reader: impl Read, delivery: &mut Delivery<'_>) -> ControlFlow<()> {
    let mut archive = Archive::new(reader);
    let mut walk = Walk::default();
    let entries = match archive.entries() {
        Ok(entries) => entries.raw(true),
        Err(error) => return delivery.broken(0, error),
    };
    for entry in entries {
        let outcome = match entry {
            Ok(entry) => walk.member(entry, delivery)?,
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            return delivery.broken(walk.read, error);
        }
        if walk.seen > delivery.options.max_members {
            return delivery.explodes(delivery.options.max_members);
        }
    }
    // What follows the end mark is padding, but only reading it makes the decoder check its sums.
    match io::copy(&mut archive.into_inner(), &mut io::sink()) {
        Ok(padding) if walk.seen == 0 && padding > MAX_PADDING => {
            delivery.broken(0, io::Error::other("it holds nothing but zeros"))
        }
        Ok(_) => ControlFlow::Continue(()),
        Err(error) => delivery.broken(walk.read, error),
    }
}

/// The state of a walk over members.
#[derive(Default)]
struct Walk {
    /// All headers seen.
    seen: u64,
    /// Documents handed over.
    read: u64,
    /// The name that an extension gave the member to come.
    long_name: Option<Vec<u8>>,
}

impl Walk {
    /// Deals with one member. The inner error means that the archive cannot be read on.
    fn member(
        &mut self,
        mut entry: Entry<'_, impl Read>,
        delivery: &mut Delivery<'_>,
    ) -> ControlFlow<(), io::Result<()>> {
        self.seen += 1;
        let kind = entry.header().entry_type();
        match kind {
            EntryType::GNULongName => return self.remember(&mut entry, gnu_name),
            EntryType::XHeader => return self.remember(&mut entry, pax_path),
            EntryType::XGlobalHeader | EntryType::GNULongLink => {
                return ControlFlow::Continue(Ok(()));
            }
            _ => {}
        }
        let raw = self
            .long_name
            .take()
            .unwrap_or_else(|| entry.header().path_bytes().into_owned());
        if kind.is_dir() || raw.ends_with(b"/") {
            return ControlFlow::Continue(Ok(()));
        }
        if !(kind.is_file() || kind.is_contiguous()) {
            // Links and devices are refused whatever they point at: nothing an archive of
            // documents needs, and their target lies outside the member.
            delivery.escapes(&raw)?;
            return ControlFlow::Continue(Ok(()));
        }
        match member::judge(&raw) {
            Name::Skip => ControlFlow::Continue(Ok(())),
            Name::Escapes => {
                delivery.escapes(&raw)?;
                ControlFlow::Continue(Ok(()))
            }
            Name::Use(name) => self.document(&name, entry, delivery),
        }
    }

    fn document(
        &mut self,
        name: &str,
        entry: Entry<'_, impl Read>,
        delivery: &mut Delivery<'_>,
    ) -> ControlFlow<(), io::Result<()>> {
        let (size, limit) = (entry.size(), delivery.options.max_document_bytes);
        if size > limit {
            delivery.too_large(name, size)?;
            return ControlFlow::Continue(Ok(()));
        }
        let result = match take(entry, size, limit) {
            Ok(Taken::Whole(bytes)) if bytes.len() as u64 == size => {
                self.read += 1;
                delivery.document(name, bytes)?;
                Ok(())
            }
            Ok(_) => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("{name} is cut off"),
            )),
            Err(error) => Err(error),
        };
        ControlFlow::Continue(result)
    }

    /// Keeps the name that an extension gives the next member.
    fn remember(
        &mut self,
        entry: &mut Entry<'_, impl Read>,
        name_in: fn(&[u8]) -> Option<Vec<u8>>,
    ) -> ControlFlow<(), io::Result<()>> {
        let size = entry.size();
        let result = match take(entry, size, MAX_EXTENSION) {
            Ok(Taken::Whole(bytes)) => {
                self.long_name = name_in(&bytes).or_else(|| self.long_name.take());
                Ok(())
            }
            Ok(Taken::TooMuch) => Err(io::Error::other("an extended header of absurd length")),
            Err(error) => Err(error),
        };
        ControlFlow::Continue(result)
    }
}

/// The name in a GNU long-name member: everything before the first NUL.
fn gnu_name(bytes: &[u8]) -> Option<Vec<u8>> {
    bytes.split(|&byte| byte == 0).next().map(<[u8]>::to_vec)
}

/// The `path` record of a POSIX extended header: `LENGTH path=VALUE\n`, where LENGTH counts the
/// whole record. Records are walked by length, since values may hold line ends.
fn pax_path(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let space = rest.iter().position(|&byte| byte == b' ')?;
        let length: usize = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let record = rest.get(space + 1..length)?;
        if let Some(value) = record.strip_prefix(b"path=") {
            return Some(value.strip_suffix(b"\n").unwrap_or(value).to_vec());
        }
        rest = rest.get(length..)?;
    }
    None
}
