//! Generations in a folder: which is current, how a new one takes over, who may write.

use super::manifest::{MANIFEST, MANIFEST_HASH, Manifest};
use crate::error::EngineError;
use crate::index::spool::io;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

const CURRENT: &str = "CURRENT";
const LOCK: &str = "LOCK";
/// The pointer to the next generation until it is renamed to [`CURRENT`].
const NEXT: &str = "CURRENT.new";
const PREFIX: &str = "gen-";

/// Holds the right to write an index; given up when dropped or when the process ends.
#[derive(Debug)]
pub(crate) struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Takes the right to write the index in `dir`.
    pub(crate) fn take(dir: &Path) -> Result<Self, EngineError> {
        let path = dir.join(LOCK);
        let file = File::options().create(true).append(true).open(&path);
        let file = file.map_err(|source| io(&path, source))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(std::fs::TryLockError::WouldBlock) => Err(EngineError::Locked {
                path: dir.to_owned(),
            }),
            Err(std::fs::TryLockError::Error(source)) => Err(io(&path, source)),
        }
    }
}

/// The folder of the current generation of the index in `dir`.
pub(crate) fn current(dir: &Path) -> Result<PathBuf, EngineError> {
    if dir.is_file() {
        return Err(EngineError::Packed {
            path: dir.to_owned(),
        });
    }
    let path = dir.join(CURRENT);
    let name = match std::fs::read_to_string(&path) {
        Ok(name) => name,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(EngineError::NoIndex {
                path: dir.to_owned(),
            });
        }
        Err(source) => return Err(io(&path, source)),
    };
    match number(name.trim()) {
        Some(_) => Ok(dir.join(name.trim())),
        None => Err(EngineError::Damaged {
            path,
            reason: format!("{:?} names no generation", name.trim()),
        }),
    }
}

/// Adds to the error of opening `folder` which earlier generation could be used instead.
pub(crate) fn with_previous(dir: &Path, folder: &Path, error: EngineError) -> EngineError {
    let EngineError::Damaged { path, reason } = error else {
        return error;
    };
    let sound = |candidate: &PathBuf| {
        candidate != folder
            && Manifest::read(candidate).is_ok_and(|read| read.check_hashes(candidate).is_ok())
    };
    let reason = match generations(dir)
        .into_iter()
        .map(|(_, path)| path)
        .rev()
        .find(sound)
    {
        Some(previous) => {
            let name = previous
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            format!(
                "{reason}; {name} is sound and can be made current by writing its name to {CURRENT}"
            )
        }
        None => reason,
    };
    EngineError::Damaged { path, reason }
}

/// Removes what builds that were cut off left behind: generations that are not whole, those that
/// a finished build would have removed, and a pointer that was never renamed. The current
/// generation stays, whatever its state, and if it is whole, the one before it.
pub(crate) fn clear(dir: &Path) -> Result<(), EngineError> {
    let current = current(dir).ok();
    let (mut whole, mut is_current_whole) = (Vec::new(), false);
    for (_, folder) in generations(dir) {
        let is_current = Some(&folder) == current.as_ref();
        match Manifest::read(&folder) {
            Ok(_) if is_current => is_current_whole = true,
            Ok(_) => whole.push((folder, !is_current_whole)),
            Err(EngineError::Damaged { .. }) if !is_current => {
                std::fs::remove_dir_all(&folder).map_err(|source| io(&folder, source))?;
            }
            // One of another format is whole, and may be what an older program still reads.
            Err(_) => {}
        }
    }
    if is_current_whole {
        let before = whole.iter().rposition(|(_, is_older)| *is_older);
        let kept = before.unwrap_or_default();
        for (_, (folder, _)) in whole.iter().enumerate().filter(|(at, _)| *at != kept) {
            // What cannot be removed now is in nobody's way; the next build tries again.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
    match std::fs::remove_file(dir.join(NEXT)) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(io(&dir.join(NEXT), source))
        }
        _ => Ok(()),
    }
}

/// A new, empty folder for the generation after all that are there.
pub(crate) fn start(dir: &Path) -> Result<PathBuf, EngineError> {
    let highest = generations(dir).last().map_or(0, |(number, _)| *number);
    let folder = dir.join(format!("{PREFIX}{}", highest + 1));
    std::fs::create_dir(&folder).map_err(|source| io(&folder, source))?;
    Ok(folder)
}

/// Writes the manifest, syncs, and makes the generation in `folder` the current one. The one
/// before it is kept; older ones are removed.
pub(crate) fn publish(dir: &Path, folder: &Path, manifest: &Manifest) -> Result<(), EngineError> {
    let text = serde_json::to_string_pretty(manifest);
    let text = text.map_err(|error| EngineError::Retrieve(error.to_string()))?;
    // The hash first: a manifest without its hash would be believed.
    let hash = blake3::hash(text.as_bytes()).to_hex();
    write_synced(&folder.join(MANIFEST_HASH), hash.as_bytes())?;
    write_synced(&folder.join(MANIFEST), text.as_bytes())?;
    sync_folder(folder)?;
    let before = current(dir).ok();
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let temporary = dir.join(NEXT);
    write_synced(&temporary, name.as_bytes())?;
    let path = dir.join(CURRENT);
    std::fs::rename(&temporary, &path).map_err(|source| io(&path, source))?;
    sync_folder(dir)?;
    for (_, old) in generations(dir) {
        if old != folder && Some(&old) != before.as_ref() {
            // What cannot be removed now is in nobody's way; the next build tries again.
            let _ = std::fs::remove_dir_all(&old);
        }
    }
    Ok(())
}

/// All generations in `dir`, oldest first.
fn generations(dir: &Path) -> Vec<(u64, PathBuf)> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut found: Vec<(u64, PathBuf)> = entries
        .filter_map(|entry| Some((number(&entry.file_name().to_string_lossy())?, entry.path())))
        .collect();
    found.sort_unstable();
    found
}

/// The number of a generation's folder, which is written in one way only.
fn number(name: &str) -> Option<u64> {
    let number: u64 = name.strip_prefix(PREFIX)?.parse().ok()?;
    (number < u64::MAX && name == format!("{PREFIX}{number}")).then_some(number)
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|source| io(path, source))
}

fn sync_folder(folder: &Path) -> Result<(), EngineError> {
    File::open(folder)
        .and_then(|file| file.sync_all())
        .map_err(|source| io(folder, source))
}
