//! Writes the text index: postings as articles come, then vocabulary and forward index with the
//! terms in their final order.

use super::analyze::AnalyzedArticle;
use super::field::{FIELD_COUNT, Field};
use super::forward::{FORWARD_BIN, FORWARD_IDX, Forward, ForwardRecord};
use super::learned::{CarriedOver, carry_over};
use super::meaning::{self, MeaningIndex};
use super::reader::{POSTINGS, TextIndex};
use super::vocabulary::{TERMS_BIN, TERMS_FST, TermStatistics, Vocabulary, put_statistics};
use crate::error::EngineError;
use crate::generation::Generation;
use crate::generation::manifest::Learned;
use crate::index::articles::Articles;
use crate::index::spool::{Place, Spool, io};
use crate::postings::{Postings, PostingsWriter};
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// Records in order of arrival, before terms have their final numbers. Deleted at the end.
const SPOOL: &str = "forward.spool";

/// Writes the text index of a generation.
#[derive(Debug)]
pub struct TextIndexWriter {
    place: Place,
    postings: PostingsWriter,
    terms: HashMap<String, u32>,
    statistics: Vec<TermStatistics>,
    records: Spool,
    /// Vector files by shipped words, written as articles come.
    vectors: [Spool; 5],
    articles: u64,
}

impl TextIndexWriter {
    /// Starts writing into the folder `dir`, which exists.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] or [`EngineError::Io`].
    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        let postings = dir.join(POSTINGS);
        std::fs::create_dir_all(&postings).map_err(|source| io(&postings, source))?;
        Self::new(
            Place::Folder(dir.to_owned()),
            PostingsWriter::create(&postings)?,
        )
    }

    /// Starts an index in memory.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`].
    pub fn in_memory() -> Result<Self, EngineError> {
        Self::new(Place::Memory, PostingsWriter::in_memory()?)
    }

    fn new(place: Place, postings: PostingsWriter) -> Result<Self, EngineError> {
        let vectors = meaning::SHIPPED.map(|(name, _)| place.create(name));
        let [title, lead, article, heads, tips] = vectors;
        let mut vectors = [title?, lead?, article?, heads?, tips?];
        for (spool, header) in vectors.iter_mut().zip(meaning::shipped_headers()) {
            spool.write(&header)?;
        }
        Ok(Self {
            postings,
            terms: HashMap::new(),
            statistics: Vec::new(),
            records: place.create(SPOOL)?,
            vectors,
            articles: 0,
            place,
        })
    }

    /// Adds the article with the next ordinal.
    ///
    /// # Errors
    /// As [`TextIndexWriter::create`].
    pub fn add(&mut self, article: AnalyzedArticle) -> Result<(), EngineError> {
        self.postings.add(&article)?;
        let rows = meaning::shipped_rows(&article.meaning);
        for (spool, row) in self.vectors.iter_mut().zip(rows) {
            spool.write(&row)?;
        }
        let mut record = ForwardRecord {
            title: article.title,
            lead: article.lead,
            ..ForwardRecord::default()
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
        self.articles += 1;
        self.records.write(&encode_spooled(&record))
    }

    /// Writes everything, learns what is learned from the corpus, and syncs. What the generation
    /// before learned is carried over if little changed since; its articles and the new ones are
    /// given in `before`. `report` is told (stage, done, total) now and then.
    ///
    /// # Errors
    /// As [`TextIndexWriter::create`].
    pub fn finish(
        mut self,
        before: Option<(&Generation, &Articles)>,
        report: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<(TextIndex, Learned), EngineError> {
        let (vocabulary, renumbered) = self.number_terms()?;
        let forward = self.write_forward(&renumbered, report)?;
        self.records.discard()?;
        report("writing postings", 0, self.articles);
        let postings = match (self.postings.finish()?, &self.place) {
            (Some(postings), _) => postings,
            (None, Place::Folder(folder)) => Postings::open(&folder.join(POSTINGS))?,
            (None, Place::Memory) => {
                return Err(EngineError::Retrieve("no index in memory".into()));
            }
        };
        report("learning from the corpus", 0, self.articles);
        let mut corpus = self.place.create(meaning::FILES[3])?;
        let carried = before.map(|(previous, articles)| {
            carry_over(previous, articles, (&vocabulary, &forward), &mut corpus)
        });
        let CarriedOver { contents, learned } = match carried.transpose()?.flatten() {
            Some(carried) => carried,
            None => CarriedOver {
                contents: meaning::learn(&vocabulary, &forward, &mut corpus)?,
                learned: Learned::default(),
            },
        };
        let [terms, numbers] = contents;
        let [title, lead, article, heads, tips] = self.vectors;
        let broken = || EngineError::Retrieve("vectors of a wrong size".into());
        let contents = [
            title.finish()?,
            lead.finish()?,
            article.finish()?,
            corpus.finish()?,
            self.place.write(meaning::FILES[4], &terms)?,
            self.place.write(meaning::FILES[5], &numbers)?,
            heads.finish()?,
            tips.finish()?,
        ];
        let meaning = MeaningIndex::of(contents).ok_or_else(broken)?;
        let text = TextIndex::of(vocabulary, forward, postings, meaning);
        Ok((text, learned))
    }

    /// Sorts the terms and writes the vocabulary; gives the final number of each term.
    fn number_terms(&mut self) -> Result<(Vocabulary, Vec<u32>), EngineError> {
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
        let fst = self
            .place
            .write(TERMS_FST, &builder.into_inner().map_err(failed)?)?;
        let statistics = self.place.write(TERMS_BIN, &statistics)?;
        Ok((
            Vocabulary::new(fst, statistics).map_err(failed)?,
            renumbered,
        ))
    }

    /// Rewrites the spooled records with final term numbers.
    fn write_forward(
        &mut self,
        renumbered: &[u32],
        report: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<Forward, EngineError> {
        let mut records = self.place.create(FORWARD_BIN)?;
        let mut offsets = self.place.create(FORWARD_IDX)?;
        let mut spooled = self.records.reader()?;
        let mut bytes = Vec::new();
        let mut at = 0u64;
        offsets.write(&at.to_le_bytes())?;
        for done in 0..self.articles {
            let record =
                decode_spooled(&mut spooled).map_err(|source| io(Path::new(SPOOL), source))?;
            bytes.clear();
            renumber(record, renumbered).encode(&mut bytes);
            records.write(&bytes)?;
            at += bytes.len() as u64;
            offsets.write(&at.to_le_bytes())?;
            if done % 4096 == 0 {
                report("ordering terms", done, self.articles);
            }
        }
        Ok(Forward::new(records.finish()?, offsets.finish()?))
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
