//! Makes a pack or a delta the current generation of an index: checked before, checked after,
//! and switched to in one step.

use super::codec;
use super::delta;
use super::error::BundleError;
use super::format::{Codec, Content, Part, fingerprint, told};
use super::key::{KeyId, VerifyingKey};
use super::pack::Pack;
use super::part::now;
use crate::error::EngineError;
use crate::generation::life::{self, WriteLock};
use crate::generation::manifest::Manifest;
use crate::generation::origin::Origin;
use crate::guide::clock::{date, time};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The file of an index folder that holds the key its packs have to be signed by.
const TRUSTED: &str = "trusted.pub";

/// Whom to believe.
#[derive(Debug, Clone)]
pub enum Trust {
    /// This key, which is remembered for the packs to come.
    Key(VerifyingKey),
    /// The key that was remembered when the first pack was installed.
    Remembered,
}

/// Choices of an installation.
#[derive(Debug, Clone)]
pub struct InstallOptions {
    /// Whom to believe.
    pub trust: Trust,
    /// Install a pack even if what is there is newer. Refused otherwise, as whoever keeps an old
    /// pack could bring back advice that was withdrawn since.
    pub allow_older: bool,
}

/// What came of an installation.
#[derive(Debug, Clone, PartialEq)]
pub struct Installed {
    /// Name of the generation that answers now.
    pub generation: String,
    /// False if it was there already.
    pub is_new: bool,
    /// Articles in it.
    pub articles: u64,
    /// When it was built, in seconds since 1970.
    pub created: u64,
    /// What a delta changed; none for a whole pack.
    pub changes: Option<delta::Changes>,
    /// Who signed it.
    pub key: KeyId,
    /// Wall time in seconds.
    pub seconds: f64,
}

/// Installs the pack or delta in the file `pack` into the index folder `index`. Whoever asks
/// meanwhile is answered by what was there before.
///
/// # Errors
/// As [`Pack::open`], [`Pack::check_signature`] and [`Pack::check_parts`]; besides
/// [`BundleError::NoTrust`], [`BundleError::OtherBase`], [`BundleError::Older`],
/// [`BundleError::Derived`], and [`BundleError::Engine`] where the disk refuses or another process
/// is writing the index. The current generation stays in every such case.
pub fn install(
    pack: &Path,
    index: &Path,
    options: &InstallOptions,
) -> Result<Installed, BundleError> {
    let start = Instant::now();
    let pack = Pack::open(pack)?;
    let key = match &options.trust {
        Trust::Key(key) => key.clone(),
        Trust::Remembered => trusted_key(index)?,
    };
    pack.check_signature(&key)?;
    pack.check_parts()?;
    std::fs::create_dir_all(index).map_err(|source| BundleError::io(index, source))?;
    let _lock = WriteLock::take(index)?;
    life::clear(index)?;
    let current = current(index)?;
    let is_new = !current
        .as_ref()
        .is_some_and(|(_, manifest)| is_same(manifest, &pack.header.manifest));
    let folder = match current {
        Some((folder, _)) if !is_new => folder,
        current => {
            let base = check_base(&pack, current, options)?;
            add_generation(&pack, base.as_deref(), index)?
        }
    };
    remember(index, &key)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    Ok(Installed {
        generation: name.into_owned(),
        is_new,
        articles: pack.header.manifest.articles,
        created: pack.header.manifest.created,
        changes: match &pack.header.content {
            Content::Delta { changes, .. } => Some(changes.clone()),
            Content::Generation => None,
        },
        key: key.id(),
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// The key that the packs of an index have to be signed by.
///
/// # Errors
/// [`BundleError::NoTrust`] if none was remembered yet.
pub fn trusted_key(index: &Path) -> Result<VerifyingKey, BundleError> {
    let path = index.join(TRUSTED);
    if !path.is_file() {
        return Err(BundleError::NoTrust {
            path: index.to_owned(),
        });
    }
    VerifyingKey::read(&path.to_string_lossy())
}

/// The current generation, sound or not; none if there is none yet.
fn current(index: &Path) -> Result<Option<(PathBuf, Manifest)>, BundleError> {
    let folder = match life::current(index) {
        Ok(folder) => folder,
        Err(EngineError::NoIndex { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // A pack may well replace what is damaged or of another format.
    Ok(Manifest::read(&folder)
        .and_then(|manifest| manifest.check_hashes(&folder).map(|()| manifest))
        .ok()
        .map(|manifest| (folder, manifest)))
}

fn is_same(one: &Manifest, other: &Manifest) -> bool {
    one.created == other.created && fingerprint(one) == fingerprint(other)
}

/// Checks that the pack may follow what is current; gives the folder that a delta starts from.
/// Day and time of day: two packs of one day are told apart.
fn moment(seconds: u64) -> String {
    format!("{} {} UTC", date(seconds), time(seconds))
}

fn check_base(
    pack: &Pack,
    current: Option<(PathBuf, Manifest)>,
    options: &InstallOptions,
) -> Result<Option<PathBuf>, BundleError> {
    let path = || pack.path().to_owned();
    match &pack.header.content {
        Content::Generation => {
            let offered = pack.header.manifest.created;
            match current {
                Some((_, manifest)) if manifest.created > offered && !options.allow_older => {
                    Err(BundleError::Older {
                        path: path(),
                        offered: moment(offered),
                        installed: moment(manifest.created),
                    })
                }
                _ => Ok(None),
            }
        }
        Content::Delta {
            base, base_created, ..
        } => {
            let found = current
                .as_ref()
                .map(|(_, manifest)| (manifest.created, fingerprint(manifest)));
            match (current, &found) {
                (Some((folder, _)), Some((_, found))) if found == base => Ok(Some(folder)),
                _ => Err(BundleError::OtherBase {
                    path: path(),
                    wanted: told(*base_created, base),
                    found: found.map_or_else(
                        || "no sound knowledge base".to_owned(),
                        |(created, found)| told(created, &found),
                    ),
                }),
            }
        }
    }
}

/// Unpacks into a new generation and switches to it.
fn add_generation(pack: &Pack, base: Option<&Path>, index: &Path) -> Result<PathBuf, BundleError> {
    let folder = life::start(index)?;
    let publish = || {
        unpack(pack, base, &folder)?;
        let origin = Origin {
            built: pack.header.manifest.created,
            packed: pack.header.created,
            installed: now(),
            key: pack.signed_by().to_string(),
        };
        origin.write(&folder)?;
        life::publish(index, &folder, &pack.header.manifest).map_err(BundleError::from)
    };
    let published = publish();
    if published.is_err() {
        // The error matters more than a folder that could not be cleaned up; the next
        // installation removes it.
        let _ = std::fs::remove_dir_all(&folder);
    }
    published.map(|()| folder)
}

/// Makes all files of the pack's generation in the empty folder `folder` and checks them.
pub(super) fn unpack(pack: &Pack, base: Option<&Path>, folder: &Path) -> Result<(), BundleError> {
    let manifest = &pack.header.manifest;
    for name in manifest.files.keys() {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(|source| BundleError::io(parent, source))?;
    }
    let make = |(part, bytes): &(&Part, &[u8])| unpack_part(pack, (part, bytes), base, folder);
    let parts = pack.parts()?;
    let (first, then): (Vec<_>, Vec<_>) = parts
        .into_iter()
        .partition(|(part, _)| !needs_others(&part.codec));
    first.par_iter().try_for_each(make)?;
    then.iter().try_for_each(make)?;
    sync_folders(manifest, folder)?;
    manifest
        .check_hashes(folder)
        .map_err(|error| explain(pack, folder, error))
}

/// True for what is made from files that other parts give.
fn needs_others(codec: &Codec) -> bool {
    match codec {
        Codec::Documents | Codec::Meaning => true,
        Codec::Patch { view, .. } => *view == super::format::View::Renumbered,
        Codec::Zstd | Codec::Same { .. } => false,
    }
}

fn unpack_part(
    pack: &Pack,
    (part, bytes): (&Part, &[u8]),
    base: Option<&Path>,
    folder: &Path,
) -> Result<(), BundleError> {
    let size = |name: &str| {
        let file = pack.header.manifest.files.get(name);
        file.map_or(0, |file| file.size)
    };
    let made = match (part.codec.base(), base) {
        (None, _) => codec::unpack(&part.codec, &part.files, bytes, (folder, &size)),
        (Some(_), Some(base)) => delta::unpack(part, bytes, (base, folder), &size),
        (Some(_), None) => Err(pack.damaged(&part.files.join(", "), "it needs a base")),
    };
    made.map_err(|error| match error {
        // What is below knows the part, not the pack.
        BundleError::Damaged { part, reason, .. } => pack.damaged(&part, &reason),
        other => other,
    })
}

/// Makes sure that the names of the files are on disk as well.
fn sync_folders(manifest: &Manifest, folder: &Path) -> Result<(), BundleError> {
    let mut folders: Vec<PathBuf> = manifest
        .files
        .keys()
        .filter_map(|name| folder.join(name).parent().map(Path::to_owned))
        .collect();
    folders.sort();
    folders.dedup();
    for folder in folders {
        std::fs::File::open(&folder)
            .and_then(|file| file.sync_all())
            .map_err(|source| BundleError::io(&folder, source))?;
    }
    Ok(())
}

/// Says of a file that did not come out as signed whether the pack or this program is at fault.
fn explain(pack: &Pack, folder: &Path, error: EngineError) -> BundleError {
    let EngineError::Damaged { path, reason } = &error else {
        return error.into();
    };
    let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
    let part = pack
        .header
        .parts
        .iter()
        .find(|part| part.files.iter().any(|file| *file == name));
    match part.map(|part| &part.codec) {
        Some(Codec::Documents | Codec::Meaning) => BundleError::Derived {
            path: pack.path().to_owned(),
            part: name.into_owned(),
            program: pack.header.program.clone(),
        },
        _ => pack.damaged(&name, reason),
    }
}

/// Keeps the key for the packs to come.
fn remember(index: &Path, key: &VerifyingKey) -> Result<(), BundleError> {
    let known = trusted_key(index).ok();
    if known.is_some_and(|known| known.base64() == key.base64()) {
        return Ok(());
    }
    let path = index.join(TRUSTED);
    let temporary = index.join(format!("{TRUSTED}.new"));
    let text = key.text()?;
    std::fs::write(&temporary, text)
        .and_then(|()| std::fs::rename(&temporary, &path))
        .map_err(|source| BundleError::io(&path, source))
}
