//! The members of a zip file, one at a time.

use super::delivery::{Delivery, Taken, take};
use super::member::{self, Name};
use super::meter::Guarded;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;
use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};

/// Hands over every document of the archive. If its list of members (at the end of the file) is
/// lost, the members are read from the front as far as that goes.
pub(super) fn each_member(file: File, delivery: &mut Delivery<'_>) -> ControlFlow<()> {
    let mut walk = Walk {
        packed_size: file.metadata().map_or(0, |metadata| metadata.len()),
        read: 0,
    };
    let salvage = file.try_clone();
    match ZipArchive::new(BufReader::new(file)) {
        Ok(archive) => walk.listed(archive, delivery),
        Err(error) => {
            let error = io::Error::from(error);
            let salvage = salvage.and_then(|mut file| file.rewind().map(|()| file));
            if let Ok(file) = salvage {
                walk.unlisted(BufReader::new(file), delivery)?;
            }
            if delivery.meter.exploded().is_some() {
                return ControlFlow::Continue(());
            }
            delivery.broken(walk.read, error)
        }
    }
}

/// The state of a walk over members.
struct Walk {
    /// The size of the whole file: what the unpacked bytes are measured against. Not the sizes
    /// that members claim, for in a bomb many members share the same bytes.
    packed_size: u64,
    /// Documents handed over.
    read: u64,
}

impl Walk {
    /// Reads the members that the list names; a broken one does not stop the others.
    fn listed(
        &mut self,
        mut archive: ZipArchive<BufReader<File>>,
        delivery: &mut Delivery<'_>,
    ) -> ControlFlow<()> {
        if archive.len() as u64 > delivery.options.max_members {
            return delivery.explodes(delivery.options.max_members);
        }
        for index in 0..archive.len() {
            let failed = match archive.by_index(index) {
                Ok(file) => {
                    delivery.meter.add_packed(file.compressed_size());
                    self.member(file, delivery)?;
                    None
                }
                Err(error) => Some(io::Error::from(error)),
            };
            if let Some(error) = failed {
                let name = name_of(&archive, index);
                delivery.broken(self.read, naming(&name, &error))?;
            }
            if delivery.meter.exploded().is_some() {
                break;
            }
        }
        ControlFlow::Continue(())
    }

    /// Reads members from the front of a file without a list, until one cannot be read.
    fn unlisted(&mut self, mut reader: impl Read, delivery: &mut Delivery<'_>) -> ControlFlow<()> {
        for _ in 0..delivery.options.max_members {
            match read_zipfile_from_stream(&mut reader) {
                Ok(Some(file)) => {
                    delivery.meter.add_packed(file.compressed_size());
                    self.member(file, delivery)?;
                }
                Ok(None) | Err(_) => break,
            }
            if delivery.meter.exploded().is_some() {
                break;
            }
        }
        ControlFlow::Continue(())
    }

    fn member(
        &mut self,
        file: ZipFile<'_, impl Read>,
        delivery: &mut Delivery<'_>,
    ) -> ControlFlow<()> {
        let raw = file.name_raw().to_vec();
        if file.is_dir() {
            return ControlFlow::Continue(());
        }
        if file.is_symlink() {
            return delivery.escapes(&raw);
        }
        let name = match member::judge(&raw) {
            Name::Use(name) => name,
            Name::Skip => return ControlFlow::Continue(()),
            Name::Escapes => return delivery.escapes(&raw),
        };
        let (size, limit) = (file.size(), delivery.options.max_document_bytes);
        if size > limit {
            return delivery.too_large(&name, size);
        }
        let meter = delivery.meter.clone();
        let guarded = Guarded::new(file, meter, delivery.options, Some(self.packed_size));
        match take(guarded, size, limit) {
            Ok(Taken::Whole(bytes)) => {
                self.read += 1;
                delivery.document(&name, bytes)
            }
            Ok(Taken::TooMuch) => delivery.too_large(&name, limit.saturating_add(1)),
            Err(error) => delivery.broken(self.read, naming(&name, &error)),
        }
    }
}

fn name_of(archive: &ZipArchive<BufReader<File>>, index: usize) -> String {
    archive
        .name_for_index(index)
        .and_then(Result::ok)
        .map_or_else(
            || format!("member {index}"),
            |name| member::printable(&name),
        )
}

/// The same error, saying which member it is about.
fn naming(member: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{member}: {error}"))
}
