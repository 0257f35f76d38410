//! Builds a generation from sources: the one public way in.

use super::articles::canonical_id;
use super::pipeline::{Hash, Shared, Step, run};
use super::spool::{Place, io};
use super::store::{StoreWriter, known_documents};
use crate::error::EngineError;
use crate::generation::Generation;
use crate::generation::life::{self, WriteLock};
use crate::generation::manifest::{
    Conflict, FORMAT_VERSION, Manifest, SkippedRecord, SourceRecord,
};
use corpus::ReadOptions;
use corpus::article::WarningKind;
use corpus::source::{Source, SourceOptions, each_document};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Limits and choices of a build.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Limits for reading sources.
    pub source: SourceOptions,
}

/// What a build tells while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildEvent {
    /// How far a stage has come.
    Progress {
        /// What is being done, in a word or two.
        stage: String,
        /// How much of it is done.
        done: u64,
        /// How much there is, if that is known.
        total: Option<u64>,
    },
}

/// A document that was not indexed.
pub type Skipped = SkippedRecord;

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BuildReport {
    /// Articles in the new generation.
    pub articles: u64,
    /// Documents that were not there before.
    pub added: u64,
    /// Documents whose content changed.
    pub changed: u64,
    /// Documents that are no longer there.
    pub removed: u64,
    /// Documents taken over as they were.
    pub unchanged: u64,
    /// Documents that could not be read.
    pub skipped: Vec<Skipped>,
    /// Ids that stood in two documents with different texts.
    pub conflicts: Vec<Conflict>,
    /// Articles that stood in two documents with the same text.
    pub folded: u64,
    /// Oddities by kind.
    pub warnings: BTreeMap<WarningKind, u64>,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Size of the new generation in bytes.
    pub bytes: u64,
}

/// Builds a new generation of the index in `out` beside the current one and switches to it. If
/// nothing changed since the current one was built, it stays.
///
/// # Errors
/// [`EngineError::Source`], [`EngineError::Locked`], [`EngineError::Io`],
/// [`EngineError::Retrieve`] or [`EngineError::NothingToIndex`]; the current generation stays.
pub fn build(
    sources: &[Source],
    out: &Path,
    options: &BuildOptions,
    report: &mut dyn FnMut(BuildEvent),
) -> Result<BuildReport, EngineError> {
    let start = Instant::now();
    std::fs::create_dir_all(out).map_err(|source| io(out, source))?;
    let _lock = WriteLock::take(out)?;
    // A generation that cannot be opened cannot be built upon; it is replaced.
    let previous = Generation::open(out).ok();
    let sources_now = fingerprints(sources, options)?;
    if let Some(previous) = &previous
        && previous.manifest.sources == sources_now
        && sources_now
            .iter()
            .all(|source| source.fingerprint.is_some())
    {
        return Ok(unchanged(&previous.manifest, start));
    }
    let folder = life::start(out)?;
    let built = Builder::new(sources_now, previous.as_ref(), &folder)
        .and_then(|builder| builder.build(sources, options, report));
    let (manifest, mut done) = match built {
        Ok(built) => built,
        Err(error) => {
            // The error matters more than a folder that could not be cleaned up; the next build
            // removes it.
            let _ = std::fs::remove_dir_all(&folder);
            return Err(error);
        }
    };
    life::publish(out, &folder, &manifest)?;
    done.seconds = start.elapsed().as_secs_f64();
    Ok(done)
}

fn unchanged(manifest: &Manifest, start: Instant) -> BuildReport {
    BuildReport {
        articles: manifest.articles,
        unchanged: manifest.documents,
        skipped: manifest.skipped.clone(),
        conflicts: manifest.conflicts.clone(),
        folded: manifest.folded,
        bytes: manifest.files.values().map(|file| file.size).sum(),
        seconds: start.elapsed().as_secs_f64(),
        ..BuildReport::default()
    }
}

/// Hashes what each source holds: a file by its bytes, a folder by the names and bytes of its
/// documents. Equal fingerprints mean equal documents.
fn fingerprints(
    sources: &[Source],
    options: &BuildOptions,
) -> Result<Vec<SourceRecord>, EngineError> {
    sources
        .iter()
        .map(|source| fingerprint(source, options))
        .collect()
}

fn fingerprint(source: &Source, options: &BuildOptions) -> Result<SourceRecord, EngineError> {
    let Source::Path(path) = source else {
        return Ok(SourceRecord {
            name: "-".into(),
            fingerprint: None,
        });
    };
    let name = path.display().to_string();
    let mut hasher = blake3::Hasher::new();
    // Limits decide what is read, so they are part of what is compared.
    hasher.update(&options.source.max_document_bytes.to_le_bytes());
    if path.is_file() {
        // A file that cannot be read is reported by the reader, with the reason.
        if hasher.update_mmap_rayon(path).is_err() {
            return Ok(SourceRecord {
                name,
                fingerprint: None,
            });
        }
    } else {
        each_document(source, &options.source, &mut |item| {
            match item.document {
                Ok(document) => {
                    hasher.update(document.name.as_bytes());
                    hasher.update(&(document.bytes.len() as u64).to_le_bytes());
                    hasher.update(&document.bytes);
                }
                Err(error) => {
                    hasher.update(error.to_string().as_bytes());
                }
            }
            true
        })?;
    }
    Ok(SourceRecord {
        name,
        fingerprint: Some(hasher.finalize().to_hex().to_string()),
    })
}

/// A build under way.
struct Builder<'b> {
    previous: Option<&'b Generation>,
    folder: &'b Path,
    store: StoreWriter,
    manifest: Manifest,
    report: BuildReport,
    /// Documents of the generation before that have not been met again.
    gone: HashMap<String, Hash>,
    /// Canonical id to ordinal and content hash of the article that holds it.
    ids: HashMap<String, (u32, Hash)>,
}

impl<'b> Builder<'b> {
    fn new(
        sources: Vec<SourceRecord>,
        previous: Option<&'b Generation>,
        folder: &'b Path,
    ) -> Result<Self, EngineError> {
        let created = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |age| age.as_secs());
        let manifest = Manifest {
            format_version: FORMAT_VERSION,
            program: env!("CARGO_PKG_VERSION").into(),
            created,
            sources,
            ..Manifest::default()
        };
        let dictionary = previous.map(|previous| previous.documents.dictionary().to_vec());
        let store = StoreWriter::create(Place::Folder(folder.to_owned()), dictionary)?;
        Ok(Self {
            previous,
            folder,
            store,
            manifest,
            report: BuildReport::default(),
            gone: HashMap::new(),
            ids: HashMap::new(),
        })
    }

    fn build(
        mut self,
        sources: &[Source],
        options: &BuildOptions,
        report: &mut dyn FnMut(BuildEvent),
    ) -> Result<(Manifest, BuildReport), EngineError> {
        let known = self
            .previous
            .map(|previous| known_documents(&previous.folder));
        let known: HashMap<String, (Hash, u32)> = known.transpose()?.unwrap_or_default();
        self.gone = known
            .iter()
            .map(|(name, (hash, _))| (name.clone(), *hash))
            .collect();
        let dictionary = OnceLock::new();
        if let Some(previous) = self.previous {
            let _ = dictionary.set(previous.documents.dictionary().to_vec());
        }
        let shared = Shared {
            read: ReadOptions {
                max_document_bytes: options.source.max_document_bytes,
                ..ReadOptions::default()
            },
            source: options.source.clone(),
            dictionary,
            previous: self.previous.map(|previous| (&previous.documents, known)),
        };
        run(sources, &shared, &mut |step| {
            self.step(step, report)?;
            if shared.dictionary.get().is_none()
                && let Some(dictionary) = self.store.dictionary()
            {
                let _ = shared.dictionary.set(dictionary.to_vec());
            }
            Ok(())
        })?;
        self.seal(report)
    }

    fn step(&mut self, step: Step, report: &mut dyn FnMut(BuildEvent)) -> Result<(), EngineError> {
        match step {
            Step::Progress(done, total) => {
                report(BuildEvent::Progress {
                    stage: "reading".into(),
                    done,
                    total,
                });
                Ok(())
            }
            Step::Skipped { name, reason } => {
                self.report.skipped.push(Skipped { name, reason });
                Ok(())
            }
            Step::Ready(prepared) => {
                match self.gone.remove(&prepared.document.name) {
                    None => self.report.added += 1,
                    Some(before) if before == prepared.hash => self.report.unchanged += 1,
                    Some(_) => self.report.changed += 1,
                }
                for warning in &prepared.document.warnings {
                    *self.report.warnings.entry(warning.kind).or_default() += 1;
                }
                self.manifest.documents += 1;
                self.manifest.bytes += prepared.document.bytes.len() as u64;
                self.add(*prepared)
            }
        }
    }

    /// Adds a document; where an article's id is taken, identical text folds into the article
    /// that is there, other text takes its place.
    fn add(&mut self, prepared: super::pipeline::Prepared) -> Result<(), EngineError> {
        let name = prepared.document.name.clone();
        let mut keep = Vec::with_capacity(prepared.document.articles.len());
        for article in &prepared.document.articles {
            let hash = content_hash(article);
            let id = canonical_id(&article.id);
            match self.ids.get(&id).copied() {
                Some((ordinal, known)) if known == hash => {
                    self.report.folded += 1;
                    self.store.also_in(ordinal, &name);
                    keep.push(false);
                    continue;
                }
                Some((ordinal, _)) => {
                    let dropped = self.store.supersede(ordinal);
                    self.report.conflicts.push(Conflict {
                        id: article.id.clone(),
                        kept: name.clone(),
                        dropped,
                    });
                }
                None => {}
            }
            let kept = keep.iter().filter(|kept| **kept).count() as u32;
            self.ids
                .insert(id, (self.store.next_ordinal() + kept, hash));
            keep.push(true);
        }
        self.store.add(prepared, &keep)
    }

    fn seal(
        mut self,
        report: &mut dyn FnMut(BuildEvent),
    ) -> Result<(Manifest, BuildReport), EngineError> {
        if self.ids.is_empty() {
            return Err(EngineError::NothingToIndex);
        }
        self.report.removed = self.gone.len() as u64;
        let sealed = self.store.finish(&mut |stage, done, total| {
            report(BuildEvent::Progress {
                stage: stage.into(),
                done,
                total: Some(total),
            });
        })?;
        self.report.articles = self.ids.len() as u64;
        self.manifest.articles = self.report.articles;
        self.manifest.dead_references = sealed.dead_references;
        self.manifest.skipped.clone_from(&self.report.skipped);
        self.manifest.conflicts.clone_from(&self.report.conflicts);
        self.manifest.folded = self.report.folded;
        let warnings = self.report.warnings.iter();
        self.manifest.warnings = warnings
            .map(|(kind, &count)| (warning_name(*kind), count))
            .collect();
        drop(sealed);
        self.manifest.record_files(self.folder)?;
        self.report.bytes = self.manifest.files.values().map(|file| file.size).sum();
        Ok((self.manifest, self.report))
    }
}

/// The name of a kind of oddity, as in JSON.
fn warning_name(kind: WarningKind) -> String {
    let value = serde_json::to_value(kind).ok();
    value
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Hash of what an article says, wherever its bytes stand: two files that hold the same text are
/// the same article.
fn content_hash(article: &corpus::Article) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(article.title.as_bytes());
    for section in &article.sections {
        hasher.update(format!("{:?}", section.role).as_bytes());
        for block in &section.blocks {
            hasher.update(format!("{:?}", block.body).as_bytes());
        }
    }
    let mut hash = Hash::default();
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    hash
}

/// The built-in knowledge base, indexed in memory.
pub(crate) fn builtin() -> Result<Generation, EngineError> {
    let mut store = StoreWriter::create(Place::Memory, Some(Vec::new()))?;
    let documents = corpus::builtin::documents();
    let mut manifest = Manifest {
        format_version: FORMAT_VERSION,
        program: env!("CARGO_PKG_VERSION").into(),
        documents: documents.len() as u64,
        ..Manifest::default()
    };
    for document in documents {
        manifest.articles += document.articles.len() as u64;
        store.add_document(document)?;
    }
    let sealed = store.finish(&mut |_, _, _| {})?;
    manifest.dead_references = sealed.dead_references;
    Ok(sealed.into_generation(manifest))
}
