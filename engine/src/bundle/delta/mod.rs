//! What leads from one generation to the next: for every file that it is the same, that it is
//! patched, or that it is new.

mod changes;
mod generation;
mod ops;
mod view;

pub use changes::Changes;

use super::codec;
use super::error::BundleError;
use super::format::{Codec, Content, Part, View, fingerprint};
use super::key::SigningKey;
use super::part::{MadePart, assemble};
use super::stage::Stage;
use crate::generation::Generation;
use crate::index::spool::Place;
use generation::Held;
use rayon::prelude::*;
use std::io::Read;
use std::path::Path;

/// Level at which patches are compressed: they are small.
const LEVEL: i32 = 19;

/// Patches over this size are mostly noise, which a high level only chews on.
const LARGE: usize = 4 << 20;

/// What a delta holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Diffed {
    /// What came, changed and went.
    pub changes: Changes,
    /// Size of the delta in bytes.
    pub bytes: u64,
    /// The largest parts: name and bytes, largest first.
    pub largest: Vec<(String, u64)>,
    /// True if the vectors learned from the corpus were learned anew between the two, which makes
    /// a delta large.
    pub learned_anew: bool,
}

/// Two states of a knowledge base, each an index folder (its current generation is meant), a
/// generation's own folder, or a pack signed by the same key.
#[derive(Debug, Clone, Copy)]
pub struct DiffOptions<'p> {
    /// The state that is installed out there.
    pub old: &'p Path,
    /// The state that it is to become.
    pub new: &'p Path,
}

/// Writes the delta from `states.old` to `states.new` into the file `out`, signed by `key`.
///
/// # Errors
/// [`BundleError::Engine`] if either is damaged or a file cannot be read or written; for a pack as
/// [`super::Pack::open`].
pub fn diff(states: DiffOptions<'_>, out: &Path, key: &SigningKey) -> Result<Diffed, BundleError> {
    let stage = Stage::beside(out)?;
    let old = Held::open(states.old, key, &stage.folder().join("old"))?;
    let new = Held::open(states.new, key, &stage.folder().join("new"))?;
    let (old, new) = (&old.generation, &new.generation);
    let changes = Changes::between(old, new)?;
    let names: Vec<&String> = new.manifest.files.keys().collect();
    let parts: Result<Vec<MadePart>, BundleError> = names
        .par_iter()
        .enumerate()
        .map(|(number, name)| {
            let to = stage.folder().join(format!("{number}.part"));
            make_part((old, new), name, &to)
        })
        .collect();
    let parts = parts?;
    let mut largest: Vec<(String, u64)> = parts
        .iter()
        .map(|made| (made.part.files.join(", "), made.part.size))
        .collect();
    largest.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    largest.truncate(3);
    let content = Content::Delta {
        base: fingerprint(&old.manifest),
        base_created: old.manifest.created,
        changes: changes.clone(),
    };
    let to = (stage.folder(), out);
    let (_, bytes) = assemble((content, new.manifest.clone()), parts, key, to)?;
    Ok(Diffed {
        changes,
        bytes,
        largest,
        learned_anew: old.manifest.learned_from() != new.manifest.learned_from(),
    })
}

/// The smallest way from the old state to the file `name` of the new one.
fn make_part(
    (old, new): (&Generation, &Generation),
    name: &str,
    to: &Path,
) -> Result<MadePart, BundleError> {
    let files = vec![name.to_owned()];
    let Some(from) = generation::counterpart(old, new, name) else {
        let bytes = codec::open(&new.folder, name)?;
        return MadePart::make(to.to_owned(), (Codec::Zstd, files), |sink| {
            codec::compress(&bytes, LEVEL, sink)
        });
    };
    let hash = |of: &Generation, name: &str| Some(of.manifest.files.get(name)?.blake3.clone());
    if hash(old, &from) == hash(new, name) {
        return Ok(MadePart::empty(Codec::Same { from }, files));
    }
    let base = codec::open(&old.folder, &from)?;
    let wanted = codec::open(&new.folder, name)?;
    let mut best: Option<(View, Vec<u8>)> = None;
    for &view in view::candidates(name) {
        let viewed = view::both(view, (&base, &wanted), (&old.folder, &new.folder));
        let Some((base, wanted)) = viewed else {
            continue;
        };
        let patch = squeeze(&ops::diff(&base, &wanted), to)?;
        if best
            .as_ref()
            .is_none_or(|(_, best)| patch.len() < best.len())
        {
            best = Some((view, patch));
        }
    }
    let whole = |sink: &mut dyn std::io::Write| codec::compress(&wanted, LEVEL, sink);
    match best {
        Some((view, patch)) if patch.len() < wanted.len() => {
            let listed = (Codec::Patch { from, view }, files);
            MadePart::make(to.to_owned(), listed, |sink| sink.write_all(&patch))
        }
        _ => MadePart::make(to.to_owned(), (Codec::Zstd, files), whole),
    }
}

/// Compresses the steps of a patch.
fn squeeze(ops: &[u8], path: &Path) -> Result<Vec<u8>, BundleError> {
    let level = if ops.len() > LARGE { 3 } else { LEVEL };
    let mut packed = Vec::new();
    codec::compress(ops, level, &mut packed).map_err(|source| BundleError::io(path, source))?;
    Ok(packed)
}

/// Makes a file that a base helps to make: `folders` are those of base and new generation.
pub(super) fn unpack(
    part: &Part,
    bytes: &[u8],
    (base, folder): (&Path, &Path),
    size: &dyn Fn(&str) -> u64,
) -> Result<(), BundleError> {
    let broken = |reason: &str| BundleError::Damaged {
        path: base.to_owned(),
        part: part.files.join(", "),
        reason: reason.to_owned(),
    };
    let [name] = part.files.as_slice() else {
        return Err(broken("it is of several files"));
    };
    match &part.codec {
        Codec::Same { from } => take_over(&base.join(from), &folder.join(name)),
        Codec::Patch { from, view } => {
            let old = codec::open(base, from)?;
            let steps = zstd::stream::read::Decoder::with_buffer(bytes);
            let mut unpacked = Vec::new();
            let limit = size(name);
            // Columns of steps, at the worst two numbers for a byte.
            let most = limit.saturating_mul(32).saturating_add(1 << 10);
            steps
                .and_then(|steps| steps.take(most).read_to_end(&mut unpacked))
                .map_err(|error| broken(&error.to_string()))?;
            let viewed = view::base(*view, &old, (base, folder))
                .ok_or_else(|| broken("its base cannot be read"))?;
            let mut spool = Place::Folder(folder.to_owned()).create(name)?;
            if view::is_plain(*view) {
                ops::patch(&viewed, &unpacked, limit, &mut |piece| spool.write(piece))?
            } else {
                let mut whole = Vec::new();
                let limit = view::room(*view, limit);
                let patched = ops::patch(&viewed, &unpacked, limit, &mut |piece| {
                    whole.extend_from_slice(piece);
                    Ok(())
                })?;
                let file = view::restore(*view, &whole);
                spool.write(&file.ok_or_else(|| broken("it cannot be made of its view"))?)?;
                patched
            }
            .ok_or_else(|| broken("its steps lead nowhere"))?;
            spool.finish()?;
            Ok(())
        }
        _ => Err(broken("it is packed in no known way")),
    }
}

/// Copies a file. A second name for it would cost less, but then damage to the one generation would
/// be damage to the other, which is there to fall back on.
fn take_over(from: &Path, to: &Path) -> Result<(), BundleError> {
    std::fs::copy(from, to)
        .and_then(|_| std::fs::File::open(to)?.sync_all())
        .map_err(|source| BundleError::io(to, source))
}
