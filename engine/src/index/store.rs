//! Writes all files of a generation side by side: documents, article table, identifiers, text.

use super::articles::{ArticleEntry, Articles, ArticlesWriter};
use super::changes::Known;
use super::documents::{self, Documents, DocumentsWriter, FrameMaker};
use super::identifiers::{Identifiers, IdentifiersWriter};
use super::issues::{IssuesWriter, KnownIssues};
use super::model::TextSpool;
use super::pipeline::{Hash, Packed, Prepared};
use super::playbooks;
use super::spool::{Place, io};
use super::text::{TextIndex, TextIndexWriter, analyze, article_text};
use super::varint;
use crate::error::EngineError;
use crate::generation::Generation;
use crate::generation::manifest::{Learned, Manifest};
use corpus::Document;
use std::path::{Path, PathBuf};

/// Names and hashes of the documents, for the next build.
const HASHES: &str = "documents.hash";

/// Records from which the dictionary is learned: this many, or this many bytes.
const SAMPLES: (usize, usize) = (1500, 24 << 20);

/// Writes the files of a generation.
pub(super) struct StoreWriter {
    place: Place,
    documents: DocumentsWriter,
    articles: ArticlesWriter,
    identifiers: IdentifiersWriter,
    issues: IssuesWriter,
    text: TextIndexWriter,
    /// Texts for an embedding model, if there is one.
    model: Option<TextSpool>,
    hashes: HashesWriter,
    /// Playbooks: name, Markdown, and in the same order their hashes.
    playbooks: (Vec<(String, String)>, Vec<Hash>),
    dictionary: Option<Vec<u8>>,
    maker: Option<FrameMaker>,
    /// Records that wait for the dictionary.
    waiting: Vec<Vec<u8>>,
}

/// The files of a generation, written and opened.
pub(super) struct Sealed {
    documents: Documents,
    articles: Articles,
    identifiers: Identifiers,
    issues: KnownIssues,
    text: TextIndex,
    playbooks: Vec<(String, String)>,
    /// References to articles that are not here.
    pub(super) dead_references: u64,
    /// What the learned vectors were learned from.
    pub(super) learned: Learned,
}

impl Sealed {
    /// As a generation.
    pub(super) fn into_generation(self, manifest: Manifest) -> Generation {
        let Self {
            documents,
            articles,
            identifiers,
            issues,
            text,
            playbooks,
            ..
        } = self;
        Generation {
            folder: PathBuf::new(),
            origin: None,
            manifest,
            documents,
            articles,
            identifiers,
            issues,
            text,
            model: None,
            playbooks,
        }
    }
}

impl StoreWriter {
    /// Starts a generation at `place`; without a dictionary one is learned from the first records.
    pub(super) fn create(place: Place, dictionary: Option<Vec<u8>>) -> Result<Self, EngineError> {
        let text = match &place {
            Place::Folder(folder) => TextIndexWriter::create(folder)?,
            Place::Memory => TextIndexWriter::in_memory()?,
        };
        Ok(Self {
            documents: DocumentsWriter::create(&place)?,
            articles: ArticlesWriter::create(&place)?,
            identifiers: IdentifiersWriter::default(),
            issues: IssuesWriter::default(),
            text,
            model: None,
            hashes: HashesWriter::default(),
            playbooks: Default::default(),
            dictionary,
            maker: None,
            waiting: Vec::new(),
            place,
        })
    }

    /// The dictionary, once there is one.
    pub(super) fn dictionary(&self) -> Option<&[u8]> {
        self.dictionary.as_deref()
    }

    /// Collects texts for an embedding model, from the first article on.
    pub(super) fn collect_texts(&mut self) -> Result<(), EngineError> {
        self.model = Some(TextSpool::create(&self.place)?);
        Ok(())
    }

    /// The texts collected so far.
    pub(super) fn take_texts(&mut self) -> Option<TextSpool> {
        self.model.take()
    }

    /// Notes that another document holds the same article.
    pub(super) fn also_in(&mut self, ordinal: u32, name: &str) {
        self.articles.also_in(ordinal, name);
    }

    /// Adds a playbook.
    pub(super) fn add_playbook(&mut self, found: playbooks::Found) {
        self.playbooks.0.push((found.name, found.text));
        self.playbooks.1.push(found.hash);
    }

    /// Takes an article out of answers.
    pub(super) fn supersede(&mut self, ordinal: u32) {
        self.articles.supersede(ordinal);
    }

    /// Adds a document without history.
    pub(super) fn add_document(&mut self, document: Document) -> Result<(), EngineError> {
        let analyzed = document
            .articles
            .iter()
            .map(|article| analyze(&document, article))
            .collect();
        let packed = Packed::Record(documents::record(&document)?);
        let keep = vec![true; document.articles.len()];
        let hash = Hash::default();
        self.add(
            Prepared {
                document,
                source: 0,
                hash,
                analyzed,
                packed,
            },
            &keep,
        )
    }

    /// Adds a document and those of its articles that `keep` says.
    pub(super) fn add(&mut self, prepared: Prepared, keep: &[bool]) -> Result<(), EngineError> {
        let Prepared {
            document,
            hash,
            analyzed,
            packed,
            ..
        } = prepared;
        let number = self.hashes.count;
        let articles = document.articles.iter().zip(analyzed).zip(keep);
        for (place, ((article, analyzed), &kept)) in (0..).zip(articles) {
            if !kept {
                continue;
            }
            self.identifiers
                .add(self.articles.next_ordinal(), &article.facts);
            self.issues.add(article);
            let entry = ArticleEntry::of(article, &document.name, number, place);
            self.articles.add(&entry, article)?;
            self.text.add(analyzed)?;
            if let Some(model) = &mut self.model {
                model.add(&article_text(article))?;
            }
        }
        self.hashes.add(&document.name, hash)?;
        self.add_packed(packed)
    }

    fn add_packed(&mut self, packed: Packed) -> Result<(), EngineError> {
        match packed {
            Packed::Frame(frame) if self.waiting.is_empty() => self.documents.add(&frame),
            Packed::Frame(frame) => {
                // Frames are only made once there is a dictionary, and by then nothing waits.
                self.flush()?;
                self.documents.add(&frame)
            }
            Packed::Record(record) => {
                self.waiting.push(record);
                let bytes: usize = self.waiting.iter().map(Vec::len).sum();
                let enough = self.waiting.len() >= SAMPLES.0 || bytes >= SAMPLES.1;
                if enough || self.dictionary.is_some() {
                    self.flush()
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Packs what waits, learning the dictionary from it if there is none.
    fn flush(&mut self) -> Result<(), EngineError> {
        let waiting = std::mem::take(&mut self.waiting);
        let dictionary = self
            .dictionary
            .get_or_insert_with(|| documents::train(&waiting));
        let failed = |source| io(Path::new("documents.bin"), source);
        if self.maker.is_none() {
            self.maker = Some(FrameMaker::new(dictionary).map_err(failed)?);
        }
        let Some(maker) = &mut self.maker else {
            return Ok(());
        };
        for record in waiting {
            self.documents.add(&maker.frame(&record).map_err(failed)?)?;
        }
        Ok(())
    }

    /// Finishes all files and opens them; `previous` may have learned what need not be learned
    /// again.
    pub(super) fn finish(
        mut self,
        previous: Option<&Generation>,
        report: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<Sealed, EngineError> {
        self.flush()?;
        let dictionary = self.dictionary.unwrap_or_default();
        let documents = self.documents.finish(&self.place, &dictionary)?;
        let (playbooks, playbook_hashes) = self.playbooks;
        playbooks::write(&self.place, &playbooks)?;
        // Behind the documents, whose places are their numbers.
        for ((name, _), hash) in playbooks.iter().zip(playbook_hashes) {
            self.hashes.add(name, hash)?;
        }
        self.hashes.finish(&self.place)?;
        report("writing identifiers", 0, 1);
        let identifiers = self.identifiers.finish(&self.place)?;
        let (articles, dead_references) = self.articles.finish(&self.place)?;
        let before = previous.map(|previous| (previous, &articles));
        let (text, learned) = self.text.finish(before, report)?;
        report("grouping known issues", 0, 1);
        let issues = self.issues.finish(&self.place, &text, &articles)?;
        Ok(Sealed {
            documents,
            articles,
            identifiers,
            issues,
            text,
            playbooks,
            dead_references,
            learned,
        })
    }
}

/// Names and hashes of documents as they will be stored, which is a third of what they take as
/// values.
#[derive(Debug, Default)]
struct HashesWriter {
    count: u32,
    records: Vec<u8>,
}

impl HashesWriter {
    fn add(&mut self, name: &str, hash: Hash) -> Result<(), EngineError> {
        let record = postcard::to_stdvec(&(name, hash));
        let record = record.map_err(|error| EngineError::Retrieve(error.to_string()))?;
        self.records.extend_from_slice(&record);
        self.count += 1;
        Ok(())
    }

    /// Writes the list: how many there are, then the records.
    fn finish(self, place: &Place) -> Result<(), EngineError> {
        let mut file = place.create(HASHES)?;
        let mut count = Vec::new();
        varint::put(&mut count, self.count);
        file.write(&count)?;
        file.write(&self.records)?;
        file.finish().map(|_| ())
    }
}

/// Name and hash of the documents of a stored generation in the order of their numbers, then of
/// its playbooks.
pub(crate) fn document_hashes(folder: &Path) -> Result<Vec<(String, Hash)>, EngineError> {
    let path = folder.join(HASHES);
    let bytes = std::fs::read(&path).map_err(|source| io(&path, source))?;
    postcard::from_bytes(&bytes).map_err(|error| EngineError::Damaged {
        path,
        reason: error.to_string(),
    })
}

/// The documents of a stored generation by name, with hash and number.
pub(super) fn known_documents(folder: &Path) -> Result<Known, EngineError> {
    let mut known = Known::new();
    for (number, (name, hash)) in (0..).zip(document_hashes(folder)?) {
        known.entry(name).or_default().push((hash, number));
    }
    Ok(known)
}
