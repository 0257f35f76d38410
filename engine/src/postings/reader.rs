//! Reads postings.

use super::failed;
use super::read_only::ReadOnly;
use super::schema::{ORDINAL, register};
use crate::error::EngineError;
use crate::index::text::field::{FIELD_COUNT, Field};
use std::path::Path;
use std::sync::Arc;
use tantivy::directory::MmapDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field as TantivyField, IndexRecordOption};
use tantivy::{Index, InvertedIndexReader, ReloadPolicy, SegmentReader, Term};

/// Opened postings.
pub struct Postings {
    segments: Vec<Segment>,
    articles: usize,
}

/// One part of the index with its fields.
struct Segment {
    fields: Vec<Arc<InvertedIndexReader>>,
    norms: Vec<FieldNormReader>,
    /// Ordinal of its first article; the others follow it without a hole.
    first: u32,
    count: u32,
}

/// The postings of one term in one field of one segment.
pub struct TermPostings<'p> {
    blocks: BlockSegmentPostings,
    segment: &'p Segment,
}

impl std::fmt::Debug for Postings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Postings")
            .field("articles", &self.articles)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TermPostings<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TermPostings")
            .finish_non_exhaustive()
    }
}

impl Postings {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if it cannot be opened.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let damaged = |reason: String| EngineError::Damaged {
            path: dir.to_owned(),
            reason,
        };
        let folder = MmapDirectory::open(dir).map_err(|error| damaged(error.to_string()))?;
        let index = Index::open(ReadOnly(folder)).map_err(|error| damaged(error.to_string()))?;
        register(&index);
        Self::of(&index).map_err(|error| damaged(error.to_string()))
    }

    pub(super) fn of(index: &Index) -> Result<Self, EngineError> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(failed)?;
        let searcher = reader.searcher();
        let mut segments = Vec::new();
        let mut articles = 0;
        for reader in searcher.segment_readers() {
            articles += reader.max_doc() as usize;
            segments.push(Segment::open(reader)?);
        }
        segments.sort_by_key(|segment| segment.first);
        Ok(Self { segments, articles })
    }

    /// How many articles there are.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The postings of `term` in `field`, one entry per segment that has any.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if the index cannot be read.
    pub fn term(&self, field: Field, term: &str) -> Result<Vec<TermPostings<'_>>, EngineError> {
        let mut found = Vec::new();
        let key = Term::from_field_text(TantivyField::from_field_id(field as u32), term);
        for segment in &self.segments {
            let inverted = &segment.fields[field as usize];
            let option = IndexRecordOption::WithFreqs;
            if let Some(blocks) = inverted.read_block_postings(&key, option).map_err(failed)? {
                found.push(TermPostings { blocks, segment });
            }
        }
        Ok(found)
    }

    /// Calls `visit(ordinal, code)` with the length code of every article in `field`.
    pub fn lengths(&self, field: Field, mut visit: impl FnMut(u32, u8)) {
        for segment in &self.segments {
            let norms = &segment.norms[field as usize];
            for document in 0..norms.num_docs() {
                visit(segment.first + document, norms.fieldnorm_id(document));
            }
        }
    }

    /// The length in terms that a code stands for: exact up to 40, then in steps of about 10 %.
    #[must_use]
    pub fn length_of(code: u8) -> u32 {
        FieldNormReader::id_to_fieldnorm(code)
    }
}

impl Segment {
    fn open(reader: &SegmentReader) -> Result<Self, EngineError> {
        let mut fields = Vec::with_capacity(FIELD_COUNT);
        let mut norms = Vec::with_capacity(FIELD_COUNT);
        for field in Field::ALL {
            let field = TantivyField::from_field_id(field as u32);
            fields.push(reader.inverted_index(field).map_err(failed)?);
            norms.push(reader.get_fieldnorms_reader(field).map_err(failed)?);
        }
        let column = reader.fast_fields().u64(ORDINAL).map_err(failed)?;
        let ordinal = |document: u32| column.first(document).unwrap_or_default();
        let first = ordinal(0);
        let count = reader.max_doc();
        if (0..count).any(|document| ordinal(document) != first + u64::from(document)) {
            return Err(failed("the articles of the postings are in no order"));
        }
        Ok(Self {
            fields,
            norms,
            first: u32::try_from(first).map_err(failed)?,
            count,
        })
    }
}

impl TermPostings<'_> {
    /// Calls `visit(ordinal, frequency)` for every article that holds the term.
    pub fn for_each(mut self, mut visit: impl FnMut(u32, u32)) {
        loop {
            let length = self.blocks.block_len();
            if length == 0 {
                return;
            }
            let (documents, frequencies) = (self.blocks.docs(), self.blocks.freqs());
            for (&document, &frequency) in documents[..length].iter().zip(frequencies) {
                visit(self.segment.first + document, frequency);
            }
            self.blocks.advance();
        }
    }

    /// How many articles hold the term.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.doc_freq() as usize
    }

    /// True if none does.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `visit(ordinal, frequency)` for those of `ordinals` that hold the term, skipping what
    /// lies between them. They are ascending.
    pub fn for_each_of(mut self, ordinals: &[u32], mut visit: impl FnMut(u32, u32)) {
        let first = self.segment.first;
        let start = ordinals.partition_point(|&ordinal| ordinal < first);
        for &ordinal in &ordinals[start..] {
            let document = ordinal - first;
            if document >= self.segment.count {
                return;
            }
            let at = self.blocks.seek(document);
            if self.blocks.doc(at) == document {
                visit(ordinal, self.blocks.freq(at));
            }
        }
    }
}
