//! The vectors that follow from the documents alone, made again as a build made them: a pack can
//! leave them out.

use super::analyze::meaning;
use super::meaning::{SHIPPED, shipped_headers, shipped_rows};
use crate::error::EngineError;
use crate::index::articles::Articles;
use crate::index::documents::Documents;
use rayon::prelude::*;

/// The files: title, lead and article, and starts of the last.
pub(crate) const DERIVED: [&str; 5] = [
    SHIPPED[0].0,
    SHIPPED[1].0,
    SHIPPED[2].0,
    SHIPPED[3].0,
    SHIPPED[4].0,
];

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
    for (file, header) in shipped_headers().iter().enumerate() {
        sink(file, header)?;
    }
    let mut ordinal = 0;
    while ordinal < articles.len() as u32 {
        let runs = runs(articles, &mut ordinal)?;
        let rows: Result<Vec<_>, EngineError> = runs
            .par_iter()
            .map(|(document, places)| rows(documents, *document, places))
            .collect();
        for row in rows? {
            for (file, bytes) in row.iter().enumerate() {
                sink(file, bytes)?;
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
fn rows(documents: &Documents, at: u32, places: &[u32]) -> Result<[Vec<u8>; 5], EngineError> {
    let document = documents.read(at)?;
    let mut rows: [Vec<u8>; 5] = Default::default();
    for &place in places {
        let article = crate::engine::article_of(&document, place as usize)?;
        for (out, row) in rows.iter_mut().zip(shipped_rows(&meaning(article))) {
            out.extend(row);
        }
    }
    Ok(rows)
}
