//! Builds a generation from sources: the one public way in.

use super::articles::canonical_id;
use super::changes::{Changes, Known};
use super::content::content_hash;
use super::fingerprint::fingerprints;
use super::holders::Holders;
use super::model::Kept;
use super::pipeline::{Hash, Prepared, Shared, Step, run};
use super::spool::{Place, io};
use super::store::{StoreWriter, known_documents};
use crate::encoder::{self, Encoder, ModelIdentity};
use crate::error::EngineError;
use crate::generation::Generation;
use crate::generation::life::{self, WriteLock};
use crate::generation::manifest::{
    Conflict, FORMAT_VERSION, Manifest, SkippedRecord, SourceRecord,
};
use corpus::ReadOptions;
use corpus::article::WarningKind;
use corpus::source::{Source, SourceOptions};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Limits and choices of a build.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Limits for reading sources.
    pub source: SourceOptions,
    /// Which embedding model makes vectors of the articles.
    pub model: ModelChoice,
}

/// Which embedding model an index is built with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ModelChoice {
    /// That of the generation before, if it had one.
    #[default]
    Remembered,
    /// None.
    None,
    /// The one in this folder.
    Folder(PathBuf),
}

impl ModelChoice {
    /// Loads the model, for an index in `out`.
    fn load(&self, out: &Path) -> Result<Option<Box<dyn Encoder>>, EngineError> {
        let remembered = || {
            let manifest = life::current(out).and_then(|folder| Manifest::read(&folder));
            Some(manifest.ok()?.model?.folder)
        };
        let folder = match self {
            Self::None => None,
            Self::Folder(folder) => Some(folder.clone()),
            Self::Remembered => remembered(),
        };
        folder.map(|folder| encoder::load(&folder)).transpose()
    }
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
    /// Playbooks among the documents.
    pub playbooks: u64,
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
    // A source that is not there fails before anything is made.
    let sources_now = fingerprints(sources, &options.source)?;
    std::fs::create_dir_all(out).map_err(|source| io(out, source))?;
    let encoder = options.model.load(out)?;
    let identity = encoder.as_ref().map(|encoder| encoder.identity().clone());
    let _lock = WriteLock::take(out)?;
    life::clear(out)?;
    let previous = sound_generation(out);
    if let Some(previous) = &previous
        && previous.manifest.sources == sources_now
        && same_model(previous.manifest.model.as_ref(), identity.as_ref())
        && sources_now
            .iter()
            .all(|source| source.fingerprint.is_some())
    {
        return Ok(unchanged(&previous.manifest, start));
    }
    let folder = life::start(out)?;
    let mut kept = identity
        .as_ref()
        .map(|identity| kept_vectors(out, previous.as_ref(), identity))
        .transpose()?;
    let model = encoder.as_deref().zip(kept.as_mut());
    let built = Builder::new(sources_now, previous.as_ref(), &folder)
        .and_then(|builder| builder.build(sources, options, model, report));
    let (mut manifest, mut done) = match built {
        Ok(built) => built,
        Err(error) => {
            // The error matters more than a folder that could not be cleaned up; the next build
            // removes it.
            let _ = std::fs::remove_dir_all(&folder);
            return Err(error);
        }
    };
    manifest.model = identity;
    life::publish(out, &folder, &manifest)?;
    if let Some(kept) = kept {
        kept.discard();
    }
    done.seconds = start.elapsed().as_secs_f64();
    Ok(done)
}

/// True if both are the same model, wherever it lies.
fn same_model(before: Option<&ModelIdentity>, now: Option<&ModelIdentity>) -> bool {
    before.map(|model| &model.fingerprint) == now.map(|model| &model.fingerprint)
}

/// The vectors that need not be made again.
fn kept_vectors(
    out: &Path,
    previous: Option<&Generation>,
    identity: &ModelIdentity,
) -> Result<Kept, EngineError> {
    let mut kept = Kept::read(out, &identity.fingerprint, identity.dims);
    if let Some(previous) = previous
        && same_model(previous.manifest.model.as_ref(), Some(identity))
    {
        kept.take_generation(&previous.folder)?;
    }
    Ok(kept)
}

/// The current generation, if it can be built upon: every byte of it is as written, and by this
/// very program, as another may read documents in other ways.
fn sound_generation(out: &Path) -> Option<Generation> {
    let generation = Generation::open(out).ok()?;
    let manifest = &generation.manifest;
    let ours =
        manifest.program == env!("CARGO_PKG_VERSION") && manifest.reader == corpus::FINGERPRINT;
    let sound = ours && manifest.check_hashes(&generation.folder).is_ok();
    sound.then_some(generation)
}

fn unchanged(manifest: &Manifest, start: Instant) -> BuildReport {
    let warnings = manifest.warnings.iter();
    BuildReport {
        warnings: warnings
            .filter_map(|(name, &count)| Some((warning_kind(name)?, count)))
            .collect(),
        articles: manifest.articles,
        playbooks: manifest.playbooks,
        unchanged: manifest.documents,
        skipped: manifest.skipped.clone(),
        conflicts: manifest.conflicts.clone(),
        folded: manifest.folded,
        bytes: manifest.files.values().map(|file| file.size).sum(),
        seconds: start.elapsed().as_secs_f64(),
        ..BuildReport::default()
    }
}

/// A build under way.
struct Builder<'b> {
    previous: Option<&'b Generation>,
    folder: &'b Path,
    store: StoreWriter,
    manifest: Manifest,
    report: BuildReport,
    changes: Changes,
    holders: Holders,
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
            reader: corpus::FINGERPRINT.into(),
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
            changes: Changes::default(),
            holders: Holders::default(),
        })
    }

    fn build(
        mut self,
        sources: &[Source],
        options: &BuildOptions,
        model: Option<(&dyn Encoder, &mut Kept)>,
        report: &mut dyn FnMut(BuildEvent),
    ) -> Result<(Manifest, BuildReport), EngineError> {
        if model.is_some() {
            self.store.collect_texts()?;
        }
        let known = self
            .previous
            .map(|previous| known_documents(&previous.folder));
        let known: Known = known.transpose()?.unwrap_or_default();
        self.changes = Changes::since(&known);
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
        self.encode(model, report)?;
        self.seal(report)
    }

    /// Makes the vectors by the embedding model, if there is one.
    fn encode(
        &mut self,
        model: Option<(&dyn Encoder, &mut Kept)>,
        report: &mut dyn FnMut(BuildEvent),
    ) -> Result<(), EngineError> {
        let (Some((encoder, kept)), Some(texts)) = (model, self.store.take_texts()) else {
            return Ok(());
        };
        texts.encode(encoder, kept, &mut |stage, done, total| {
            report(BuildEvent::Progress {
                stage: stage.into(),
                done,
                total: Some(total),
            });
        })
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
            Step::Playbook(found) => {
                self.changes.meet(&found.name, found.hash);
                self.manifest.documents += 1;
                self.manifest.bytes += found.text.len() as u64;
                self.report.playbooks += 1;
                self.store.add_playbook(found);
                Ok(())
            }
            Step::Ready(prepared) => {
                self.changes.meet(&prepared.document.name, prepared.hash);
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
    fn add(&mut self, prepared: Prepared) -> Result<(), EngineError> {
        let name = self.cited_name(&prepared);
        let articles = &prepared.document.articles;
        let ids: Vec<String> = articles
            .iter()
            .map(|article| canonical_id(&article.id))
            .collect();
        let last: HashMap<&str, usize> = ids.iter().map(String::as_str).zip(0..).collect();
        let mut keep = Vec::with_capacity(articles.len());
        for (at, (article, id)) in articles.iter().zip(&ids).enumerate() {
            // An id that one document gives twice is the later one's, as between documents.
            if last.get(id.as_str()).is_some_and(|&last| last != at) {
                self.conflict(&article.id, &name, name.clone());
                keep.push(false);
                continue;
            }
            let hash = content_hash(article);
            keep.push(self.take_place(id, hash, (&article.id, &name)));
        }
        self.store.add(prepared, &keep)
    }

    /// Decides whether an article becomes the next one. False if it folds into the one that holds
    /// its id already. `told` is the id as written and the document's name.
    fn take_place(&mut self, id: &str, hash: Hash, told: (&str, &str)) -> bool {
        match self.holders.find(id) {
            Some((before, known)) if known == hash => {
                self.report.folded += 1;
                self.store.also_in(before, told.1);
                return false;
            }
            Some((before, _)) => {
                self.store.supersede(before);
                let dropped = self.holders.name(before).to_owned();
                self.conflict(told.0, told.1, dropped);
            }
            None => {}
        }
        self.holders.add(id, hash, told.1);
        true
    }

    fn conflict(&mut self, id: &str, kept: &str, dropped: String) {
        self.report.conflicts.push(Conflict {
            id: id.to_owned(),
            kept: kept.to_owned(),
            dropped,
        });
    }

    /// The name that tells a document apart from those of other sources.
    fn cited_name(&self, prepared: &Prepared) -> String {
        let name = &prepared.document.name;
        match self.manifest.sources.get(prepared.source) {
            Some(source) if self.manifest.sources.len() > 1 => name_in_source(&source.name, name),
            _ => name.clone(),
        }
    }

    fn seal(
        mut self,
        report: &mut dyn FnMut(BuildEvent),
    ) -> Result<(Manifest, BuildReport), EngineError> {
        if self.holders.len() == 0 {
            let skipped = self.report.skipped;
            return Err(EngineError::NothingToIndex { skipped });
        }
        let counts = self.changes.counts();
        self.report.added = counts.added;
        self.report.changed = counts.changed;
        self.report.removed = counts.removed;
        self.report.unchanged = counts.unchanged;
        let sealed = self
            .store
            .finish(self.previous, &mut |stage, done, total| {
                report(BuildEvent::Progress {
                    stage: stage.into(),
                    done,
                    total: Some(total),
                });
            })?;
        self.report.articles = self.holders.len() as u64;
        self.manifest.articles = self.report.articles;
        self.manifest.playbooks = self.report.playbooks;
        self.manifest.dead_references = sealed.dead_references;
        self.manifest.learned = sealed.learned;
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

/// The kind of oddity with this name; none if this program does not know it.
fn warning_kind(name: &str) -> Option<WarningKind> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}

/// A document's path with its source before it; a single file is its own source.
fn name_in_source(source: &str, name: &str) -> String {
    let is_file = Path::new(source)
        .file_name()
        .is_some_and(|file| file == name);
    if is_file || source == name {
        source.to_owned()
    } else {
        format!("{}/{name}", source.trim_end_matches('/'))
    }
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
    let sealed = store.finish(None, &mut |_, _, _| {})?;
    manifest.dead_references = sealed.dead_references;
    Ok(sealed.into_generation(manifest))
}
