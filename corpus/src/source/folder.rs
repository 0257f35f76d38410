//! Walks a folder: every visible file, sorted by path, each folder once.
//!
//! Symbolic links are followed after everything that really lies in the tree has been listed, so
//! that a file is cited by its own name and a link only adds what lies elsewhere. A folder that
//! was listed before is not listed again, which ends every loop.

use super::delivery::{Delivery, Progress};
use super::meter::Meter;
use super::{SourceItem, SourceOptions, member, open_error, stream};
use crate::error::SourceError;
use std::collections::{HashSet, VecDeque};
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Reads all documents below `root`.
///
/// # Errors
/// If the root itself cannot be listed.
pub(super) fn read(
    root: &Path,
    options: &SourceOptions,
    visit: &mut dyn FnMut(SourceItem) -> bool,
) -> Result<(), SourceError> {
    let real_root = fs::canonicalize(root).map_err(|error| open_error(root, error))?;
    fs::read_dir(root).map_err(|error| open_error(root, error))?;
    let mut listing = Listing::default();
    listing.list_tree(root, "", &real_root);
    listing.follow_links();
    let mut found = listing.found;
    found.sort_by(|left, right| left.name.cmp(&right.name));

    let total = found.len() as u64;
    let mut delivery = Delivery {
        options,
        path: root.to_owned(),
        prefix: String::new(),
        meter: Meter::default(),
        progress: Progress::Files(0, total),
        visit,
    };
    for (index, entry) in found.into_iter().enumerate() {
        delivery.progress = Progress::Files(index as u64 + 1, total);
        if deliver(entry, &mut delivery).is_break() {
            break;
        }
    }
    Ok(())
}

/// Hands over one entry: its document, its members, or why there is none.
fn deliver(entry: Found, delivery: &mut Delivery<'_>) -> ControlFlow<()> {
    if let Some(error) = entry.error {
        return delivery.io(&entry.path, error);
    }
    match fs::File::open(&entry.path) {
        Err(error) => delivery.io(&entry.path, error),
        Ok(file) => {
            let size = file.metadata().ok().map(|metadata| metadata.len());
            delivery.path = entry.path;
            delivery.meter = Meter::default();
            stream::deliver_file(file, size, &entry.name, delivery)
        }
    }
}

/// A file, or a place that could not be read.
struct Found {
    name: String,
    path: PathBuf,
    error: Option<io::Error>,
}

/// What has been found so far.
#[derive(Default)]
struct Listing {
    found: Vec<Found>,
    /// Links not yet followed: name and path.
    links: VecDeque<(String, PathBuf)>,
    /// The real paths of all folders listed.
    listed: HashSet<PathBuf>,
}

impl Listing {
    /// Lists a folder and all real folders below it.
    fn list_tree(&mut self, top: &Path, name: &str, real: &Path) {
        let mut pending = vec![(top.to_owned(), name.to_owned(), real.to_owned())];
        while let Some((path, name, real)) = pending.pop() {
            if !self.listed.insert(real.clone()) {
                continue;
            }
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) => {
                    self.fail(name, path, error);
                    continue;
                }
            };
            for entry in entries {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        self.fail(name.clone(), path.clone(), error);
                        break;
                    }
                };
                let file_name = entry.file_name();
                let own = file_name.to_string_lossy();
                if member::is_hidden(&own) {
                    continue;
                }
                let below = join(&name, &own);
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => {
                        pending.push((entry.path(), below, real.join(&file_name)));
                    }
                    Ok(kind) if kind.is_symlink() => self.links.push_back((below, entry.path())),
                    Ok(kind) => self.file(below, entry.path(), kind.is_file()),
                    Err(error) => self.fail(below, entry.path(), error),
                }
            }
        }
    }

    /// Follows the links found, and the links found behind those, in order of name.
    fn follow_links(&mut self) {
        self.links.make_contiguous().sort();
        let mut linked_files = HashSet::new();
        while let Some((name, path)) = self.links.pop_front() {
            let target = fs::canonicalize(&path)
                .and_then(|real| fs::metadata(&real).map(|metadata| (real, metadata)));
            match target {
                Err(error) => self.fail(name, path, error),
                Ok((real, metadata)) if metadata.is_dir() => self.list_tree(&path, &name, &real),
                Ok((real, metadata)) => {
                    if !self.has_listed(&real) && linked_files.insert(real) {
                        self.file(name, path, metadata.is_file());
                    }
                }
            }
        }
    }

    /// True if a real file was found by its own name already.
    fn has_listed(&self, real: &Path) -> bool {
        let visible = real
            .file_name()
            .is_some_and(|name| !member::is_hidden(&name.to_string_lossy()));
        visible
            && real
                .parent()
                .is_some_and(|parent| self.listed.contains(parent))
    }

    fn file(&mut self, name: String, path: PathBuf, is_regular: bool) {
        // Opening a pipe or a device may block for ever, so neither is even tried.
        let error = (!is_regular).then(|| io::Error::other("neither a file nor a folder"));
        self.found.push(Found {
            name: member::printable(&name),
            path,
            error,
        });
    }

    fn fail(&mut self, name: String, path: PathBuf, error: io::Error) {
        self.found.push(Found {
            name,
            path,
            error: Some(error),
        });
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}
