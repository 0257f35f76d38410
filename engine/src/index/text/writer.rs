//! Writes the text index: postings as articles come, then vocabulary and forward index with the
//! terms in their final order.

use super::analyze::AnalyzedArticle;
use super::field::{FIELD_COUNT, Field};
use super::forward::Forward;
use super::forward::{FORWARD_BIN, FORWARD_IDX, ForwardRecord};
use super::meaning::{self, MeaningIndex};
use super::reader::{POSTINGS, TextIndex};
use super::vocabulary::{TERMS_BIN, TERMS_FST, TermStatistics, Vocabulary, put_statistics};
use crate::error::EngineError;
use crate::index::vectors::quantised::Quantised;
use crate::index::vectors::words::Words;
use crate::mapped::Mapped;
use crate::postings::PostingsWriter;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Records in order of arrival, before terms have their final numbers. Deleted at the end.
const SPOOL: &str = "forward.spool";

/// Writes the text index of a generation.
#[derive(Debug)]
pub struct TextIndexWriter {
    dir: Option<PathBuf>,
    postings: PostingsWriter,
    terms: HashMap<String, u32>,
    statistics: Vec<TermStatistics>,
    spool: Spool,
    /// Vector files by shipped words, written as articles come.
    vectors: [Spool; 3],
    articles: u64,
}

/// Where records wait: a file, so that memory does not grow with the corpus, or a buffer.
#[derive(Debug)]
enum Spool {
    File(BufWriter<File>),
    Buffer(Vec<u8>),
}

impl TextIndexWriter {
    /// Starts writing into `dir`, which exists.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] or [`EngineError::Io`].
    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        let postings = dir.join(POSTINGS);
        std::fs::create_dir_all(&postings).map_err(|source| io(&postings, source))?;
        let mut vectors = [MEMORY, MEMORY, MEMORY];
        for (spool, name) in vectors.iter_mut().zip(meaning::FILES) {
            *spool = Spool::create(&dir.join(name))?;
        }
        Self::new(
            Some(dir),
            PostingsWriter::create(&postings)?,
            Spool::create(&dir.join(SPOOL))?,
            vectors,
        )
    }

    /// Starts an index in memory.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`].
    pub fn in_memory() -> Result<Self, EngineError> {
        Self::new(
            None,
            PostingsWriter::in_memory()?,
            MEMORY,
            [MEMORY, MEMORY, MEMORY],
        )
    }

    fn new(
        dir: Option<&Path>,
        postings: PostingsWriter,
        spool: Spool,
        mut vectors: [Spool; 3],
    ) -> Result<Self, EngineError> {
        let header = Quantised::header(Words::shipped().dims());
        for spool in &mut vectors {
            spool
                .write(&header)
                .map_err(|source| io(dir.unwrap_or(Path::new("")), source))?;
        }
        Ok(Self {
            dir: dir.map(Path::to_owned),
            postings,
            terms: HashMap::new(),
            statistics: Vec::new(),
            spool,
            vectors,
            articles: 0,
        })
    }

    /// Adds the article with the next ordinal.
    ///
    /// # Errors
    /// As [`TextIndexWriter::create`].
    pub fn add(&mut self, article: AnalyzedArticle) -> Result<(), EngineError> {
        self.postings.add(&article)?;
        let mut record = ForwardRecord {
            title: article.title,
            lead: article.lead,
            ..Default::default()
        };
        for (term, counts) in article.terms {
            let next = self.statistics.len() as u32;
            let id = *self.terms.entry(term).or_insert(next);
            if id == next {
                self.statistics.push(TermStatistics::default());
            }
            let statistics = &mut self.statistics[id as usize];
            statistics.documents += 1;
            statistics.in_product += u32::from(counts[Field::Product as usize] > 0);
            for field in (0..FIELD_COUNT).filter(|&field| counts[field] > 0) {
                statistics.fields |= 1 << field;
            }
            record.terms.push(id);
            record.counts.push(counts);
        }
        for (spool, row) in self
            .vectors
            .iter_mut()
            .zip(meaning::shipped_rows(&article.meaning))
        {
            let mut bytes = Vec::with_capacity(row.bytes.len() + 4);
            row.append_to(&mut bytes);
            let written = spool.write(&bytes);
            written.map_err(|source| io(self.dir.as_deref().unwrap_or(Path::new("")), source))?;
        }
        self.articles += 1;
        self.spool
            .write(&encode_spooled(&record))
            .map_err(|source| self.spool_error(source))
    }

    fn spool_error(&self, source: std::io::Error) -> EngineError {
        io(&self.dir.clone().unwrap_or_default().join(SPOOL), source)
    }

    /// Writes everything, learns what is learned from the corpus, and syncs. `report` is told
    /// (stage, done, total) now and then.
    ///
    /// # Errors
    /// As [`TextIndexWriter::create`].
    pub fn finish(mut self, report: &mut dyn FnMut(&str, u64, u64)) -> Result<(), EngineError> {
        let Some(dir) = self.dir.clone() else {
            return Ok(());
        };
        let (fst, statistics, renumbered) = self.number_terms()?;
        write(&dir, TERMS_FST, &fst)?;
        write(&dir, TERMS_BIN, &statistics)?;
        let (bin, idx) = (dir.join(FORWARD_BIN), dir.join(FORWARD_IDX));
        let create = |path: &Path| File::create(path).map_err(|source| io(path, source));
        let (mut records, mut offsets) = (create(&bin)?, create(&idx)?);
        self.write_forward(&renumbered, &mut records, &mut offsets, report)?;
        for (file, path) in [(records, &bin), (offsets, &idx)] {
            file.sync_all().map_err(|source| io(path, source))?;
        }
        let spool = dir.join(SPOOL);
        std::fs::remove_file(&spool).map_err(|source| io(&spool, source))?;
        report("writing postings", 0, self.articles);
        self.postings.finish()?;
        report("learning from the corpus", 0, self.articles);
        let learned = meaning::learn(&Vocabulary::open(&dir)?, &Forward::open(&dir)?);
        for (name, bytes) in meaning::FILES.iter().skip(3).zip(&learned) {
            write(&dir, name, bytes)?;
        }
        for (name, spool) in meaning::FILES.iter().zip(&mut self.vectors) {
            spool.sync().map_err(|source| io(&dir.join(name), source))?;
        }
        Ok(())
    }

    /// Finishes an index in memory.
    ///
    /// # Errors
    /// As [`TextIndexWriter::create`].
    pub fn finish_in_memory(mut self) -> Result<TextIndex, EngineError> {
        let (fst, statistics, renumbered) = self.number_terms()?;
        let (mut records, mut offsets) = (Vec::new(), Vec::new());
        self.write_forward(&renumbered, &mut records, &mut offsets, &mut |_, _, _| {})?;
        let damaged = |error: fst::Error| EngineError::Retrieve(error.to_string());
        let vocabulary = Vocabulary::new(Mapped::from_vec(fst), Mapped::from_vec(statistics))
            .map_err(damaged)?;
        let forward = Forward::new(Mapped::from_vec(records), Mapped::from_vec(offsets));
        let [title, lead, article] = self.vectors.map(Spool::into_bytes);
        let [corpus, terms, numbers] = meaning::learn(&vocabulary, &forward);
        let meaning = MeaningIndex::of([title, lead, article, corpus, terms, numbers]);
        let broken = || EngineError::Retrieve("vectors of a wrong size".into());
        let meaning = meaning.ok_or_else(broken)?;
        let postings = self.postings.finish()?;
        let postings =
            postings.ok_or_else(|| EngineError::Retrieve("no index in memory".into()))?;
        Ok(TextIndex::of(vocabulary, forward, postings, meaning))
    }

    /// Sorts the terms; gives the two vocabulary files and the final number of each term.
    fn number_terms(&mut self) -> Result<(Vec<u8>, Vec<u8>, Vec<u32>), EngineError> {
        let failed = |error: fst::Error| EngineError::Retrieve(error.to_string());
        let mut sorted: Vec<(String, u32)> = std::mem::take(&mut self.terms).into_iter().collect();
        sorted.sort_unstable();
        let mut builder = fst::MapBuilder::memory();
        let mut statistics = Vec::new();
        let mut renumbered = vec![0; sorted.len()];
        for (id, (term, old)) in (0..).zip(&sorted) {
            builder.insert(term, u64::from(id)).map_err(failed)?;
            put_statistics(&mut statistics, self.statistics[*old as usize]);
            renumbered[*old as usize] = id;
        }
        Ok((
            builder.into_inner().map_err(failed)?,
            statistics,
            renumbered,
        ))
    }

    /// Rewrites the spooled records with final term numbers.
    fn write_forward(
        &mut self,
        renumbered: &[u32],
        records: &mut impl Write,
        offsets: &mut impl Write,
        report: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<(), EngineError> {
        let dir = self.dir.clone().unwrap_or_default();
        let failed = |source| io(&dir.join(FORWARD_BIN), source);
        let (mut records, mut offsets) = (BufWriter::new(records), BufWriter::new(offsets));
        let mut spool = self.spool.reader().map_err(failed)?;
        let mut bytes = Vec::new();
        let mut at = 0u64;
        offsets.write_all(&at.to_le_bytes()).map_err(failed)?;
        for done in 0..self.articles {
            let spooled = decode_spooled(&mut spool).map_err(failed)?;
            bytes.clear();
            renumber(spooled, renumbered).encode(&mut bytes);
            records.write_all(&bytes).map_err(failed)?;
            at += bytes.len() as u64;
            offsets.write_all(&at.to_le_bytes()).map_err(failed)?;
            if done % 4096 == 0 {
                report("ordering terms", done, self.articles);
            }
        }
        records
            .flush()
            .and_then(|()| offsets.flush())
            .map_err(failed)
    }
}

/// A spool in memory.
const MEMORY: Spool = Spool::Buffer(Vec::new());

impl Spool {
    fn create(path: &Path) -> Result<Self, EngineError> {
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(path);
        let file = file.map_err(|source| io(path, source))?;
        Ok(Self::File(BufWriter::with_capacity(1 << 20, file)))
    }

    fn sync(&mut self) -> std::io::Result<()> {
        match self {
            Self::File(file) => {
                file.flush()?;
                file.get_mut().sync_all()
            }
            Self::Buffer(_) => Ok(()),
        }
    }

    /// What was written to a spool in memory.
    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::File(_) => Vec::new(),
            Self::Buffer(bytes) => bytes,
        }
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            Self::File(file) => file.write_all(bytes),
            Self::Buffer(buffer) => buffer.write_all(bytes),
        }
    }

    fn reader(&mut self) -> std::io::Result<Box<dyn Read + '_>> {
        match self {
            Self::File(file) => {
                file.flush()?;
                let file = file.get_mut();
                file.rewind()?;
                Ok(Box::new(BufReader::with_capacity(1 << 20, file)))
            }
            Self::Buffer(buffer) => Ok(Box::new(buffer.as_slice())),
        }
    }
}

/// A spooled record: lengths, then plain little-endian numbers; speed matters here, not size.
fn encode_spooled(record: &ForwardRecord) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(12 + record.terms.len() * (4 + FIELD_COUNT));
    for length in [record.terms.len(), record.title.len(), record.lead.len()] {
        bytes.extend((length as u32).to_le_bytes());
    }
    let numbers = record.terms.iter().chain(&record.title).chain(&record.lead);
    bytes.extend(numbers.flat_map(|number| number.to_le_bytes()));
    bytes.extend(record.counts.iter().flatten());
    bytes
}

fn decode_spooled(spool: &mut impl Read) -> std::io::Result<ForwardRecord> {
    let mut lengths = [0; 12];
    spool.read_exact(&mut lengths)?;
    let numbers = |bytes: &[u8]| -> Vec<u32> {
        bytes
            .as_chunks()
            .0
            .iter()
            .map(|four| u32::from_le_bytes(*four))
            .collect()
    };
    let lengths = numbers(&lengths);
    let mut take = |length: u32| -> std::io::Result<Vec<u32>> {
        let mut bytes = vec![0; length as usize * 4];
        spool.read_exact(&mut bytes)?;
        Ok(numbers(&bytes))
    };
    let (terms, title, lead) = (take(lengths[0])?, take(lengths[1])?, take(lengths[2])?);
    let mut bytes = vec![0; terms.len() * FIELD_COUNT];
    spool.read_exact(&mut bytes)?;
    let counts = bytes.as_chunks().0.to_vec();
    Ok(ForwardRecord {
        terms,
        counts,
        title,
        lead,
    })
}

/// Gives terms their final numbers and order; sequences follow their terms.
fn renumber(record: ForwardRecord, renumbered: &[u32]) -> ForwardRecord {
    let mut order: Vec<(u32, usize)> = record
        .terms
        .iter()
        .enumerate()
        .map(|(at, &term)| (renumbered[term as usize], at))
        .collect();
    order.sort_unstable();
    let mut place = vec![0u32; order.len()];
    for (to, &(_, from)) in (0..).zip(&order) {
        place[from] = to;
    }
    let follow = |sequence: &[u32]| sequence.iter().map(|&at| place[at as usize]).collect();
    ForwardRecord {
        terms: order.iter().map(|&(term, _)| term).collect(),
        counts: order.iter().map(|&(_, from)| record.counts[from]).collect(),
        title: follow(&record.title),
        lead: follow(&record.lead),
    }
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), EngineError> {
    let path = dir.join(name);
    let written = File::create(&path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|source| io(&path, source))
}

fn io(path: &Path, source: std::io::Error) -> EngineError {
    EngineError::Io {
        path: path.to_owned(),
        source,
    }
}
