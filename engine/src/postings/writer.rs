//! Writes postings.

use super::failed;
use super::schema::{TERMS, register, schema, terms_tokenizer};
use crate::error::EngineError;
use crate::index::text::AnalyzedArticle;
use crate::index::text::field::{FIELD_COUNT, Field};
use std::path::Path;
use tantivy::directory::RamDirectory;
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::Field as TantivyField;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexWriter, SingleSegmentIndexWriter, TantivyDocument};

/// Memory for one segment. A corpus of some hundred thousand articles fits into one segment, and
/// one segment is fastest to search; beyond that more segments are written.
const SEGMENT_BYTES: usize = 600 << 20;

/// Memory set aside for an index in memory.
const MEMORY_INDEX_BYTES: usize = 32 << 20;

/// Takes the term frequencies of articles in the order of their ordinals.
pub struct PostingsWriter {
    sink: Sink,
    ordinal: u64,
    texts: [String; FIELD_COUNT],
}

enum Sink {
    Disk(Box<IndexWriter>),
    Memory(Box<SingleSegmentIndexWriter>),
}

impl std::fmt::Debug for PostingsWriter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PostingsWriter")
            .field("ordinal", &self.ordinal)
            .finish_non_exhaustive()
    }
}

impl PostingsWriter {
    /// Starts an index in the empty folder `dir`.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if the folder cannot be written.
    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        let index = Index::create_in_dir(dir, schema()).map_err(failed)?;
        register(&index);
        let writer = index
            .writer_with_num_threads(1, SEGMENT_BYTES)
            .map_err(failed)?;
        // Merging would renumber segments while ordinals are still being added.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self::with(Sink::Disk(Box::new(writer))))
    }

    /// Starts an index in memory.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if memory cannot be set aside.
    pub fn in_memory() -> Result<Self, EngineError> {
        let tokenizers = TokenizerManager::default();
        tokenizers.register(TERMS, terms_tokenizer());
        let writer = Index::builder()
            .schema(schema())
            .tokenizers(tokenizers)
            .single_segment_index_writer(RamDirectory::create(), MEMORY_INDEX_BYTES)
            .map_err(failed)?;
        Ok(Self::with(Sink::Memory(Box::new(writer))))
    }

    fn with(sink: Sink) -> Self {
        Self {
            sink,
            ordinal: 0,
            texts: Default::default(),
        }
    }

    /// Adds the article with the next ordinal.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if writing failed.
    pub fn add(&mut self, article: &AnalyzedArticle) -> Result<(), EngineError> {
        self.texts.iter_mut().for_each(String::clear);
        for (term, counts) in &article.terms {
            for (text, &count) in self.texts.iter_mut().zip(counts) {
                for _ in 0..count {
                    text.push_str(term);
                    text.push(' ');
                }
            }
        }
        let mut document = TantivyDocument::new();
        for (field, text) in Field::ALL.iter().zip(&self.texts) {
            if !text.is_empty() {
                document.add_text(TantivyField::from_field_id(*field as u32), text);
            }
        }
        document.add_u64(
            TantivyField::from_field_id(FIELD_COUNT as u32),
            self.ordinal,
        );
        self.ordinal += 1;
        match &mut self.sink {
            Sink::Disk(writer) => writer.add_document(document).map(|_| ()).map_err(failed),
            Sink::Memory(writer) => writer.add_document(document).map_err(failed),
        }
    }

    /// Commits what was added; the index in memory is given back, the one on disk is closed.
    ///
    /// # Errors
    /// [`EngineError::Retrieve`] if writing failed.
    pub fn finish(self) -> Result<Option<super::Postings>, EngineError> {
        match self.sink {
            Sink::Disk(mut writer) => {
                writer.commit().map_err(failed)?;
                writer.wait_merging_threads().map_err(failed)?;
                Ok(None)
            }
            Sink::Memory(writer) => {
                let index = writer.finalize().map_err(failed)?;
                super::Postings::of(&index).map(Some)
            }
        }
    }
}
