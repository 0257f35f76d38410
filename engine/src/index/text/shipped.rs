//! The vectors that follow from the documents alone, made again as a build made them: a pack can
//! leave them out.

use super::analyze::meaning;
use super::meaning::{FILES, HEAD_DIMS, shipped_rows};
use crate::error::EngineError;
use crate::index::articles::Articles;
use crate::index::documents::Documents;
use crate::index::vectors::quantised::Quantised;
use crate::index::vectors::words::Words;
use rayon::prelude::*;

/// The files: title, lead and article, and the heads of the last.
pub(crate) const DERIVED: [&str; 4] = [FILES[0], FILES[1], FILES[2], FILES[6]];

/// Articles made at a time; bounds the memory.
const BATCH: usize = 4096;

/// Takes the next bytes of the file with this place in [`DERIVED`].
pub(crate) type Sink<'s> = dyn FnMut(usize, &[u8]) -> Result<(), EngineError> + 's;

/// Makes the files of [`DERIVED`], in their order, and gives each piece by piece to `sink`.
///
/// # Errors
/// [`EngineError::Damaged`] if an article or a document cannot be read; what `sink` fails with.
pub(crate) fn derive(
    documents: &Documents,
    articles: &Articles,
    sink: &mut Sink<'_>,
) -> Result<(), EngineError> {
    let dims = Words::shipped().dims();
    for file in 0..3 {
        sink(file, &Quantised::header(dims))?;
    }
    let heads = HEAD_DIMS.min(dims);
    sink(3, &Quantised::header(heads))?;
    let mut ordinal = 0;
    while ordinal < articles.len() as u32 {
        let runs = runs(articles, &mut ordinal)?;
        let rows: Result<Vec<_>, EngineError> = runs
            .par_iter()
            .map(|(document, places)| rows(documents, *document, places))
            .collect();
        let rows: Vec<[Vec<u8>; 3]> = rows?;
        for row in &rows {
            for (file, bytes) in row.iter().enumerate() {
                sink(file, bytes)?;
            }
            for whole in row[2].chunks(Quantised::row_size(dims)) {
                let head = Quantised::row_size(heads).min(whole.len());
                sink(3, whole.get(..head).unwrap_or_default())?;
            }
        }
    }
    Ok(())
}

/// A document and the places in it of articles that follow each other.
type Run = (u32, Vec<u32>);

/// The next articles, by document: a document that gives many articles is unpacked once.
fn runs(articles: &Articles, ordinal: &mut u32) -> Result<Vec<Run>, EngineError> {
    let mut runs: Vec<Run> = Vec::new();
    let end = articles.len() as u32;
    let mut taken = 0;
    while *ordinal < end {
        let entry = articles.get(*ordinal).ok_or_else(|| EngineError::Damaged {
            path: "articles.bin".into(),
            reason: format!("article {ordinal} cannot be read"),
        })?;
        match runs.last_mut() {
            Some((document, places)) if *document == entry.document => places.push(entry.place),
            _ if taken >= BATCH => break,
            _ => runs.push((entry.document, vec![entry.place])),
        }
        taken += 1;
        *ordinal += 1;
    }
    Ok(runs)
}

/// The rows of articles of one document, by file.
fn rows(documents: &Documents, at: u32, places: &[u32]) -> Result<[Vec<u8>; 3], EngineError> {
    let document = documents.get(at)?;
    let mut rows: [Vec<u8>; 3] = Default::default();
    for &place in places {
        let article = crate::engine::article_of(&document, place as usize)?;
        for (out, row) in rows.iter_mut().zip(shipped_rows(&meaning(article))) {
            row.append_to(out);
        }
    }
    Ok(rows)
}
