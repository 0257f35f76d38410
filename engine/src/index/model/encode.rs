//! Encodes the articles of a build.

use super::kept::{HASHES, Kept, Pair, TextHash};
use super::vectors::{ARTICLES, TITLES};
use crate::encoder::Encoder;
use crate::error::EngineError;
use crate::index::spool::{Place, Spool, io};
use crate::index::text::ArticleText;
use crate::index::vectors::quantised::{Quantised, Rounded};
use std::io::Read;
use std::path::Path;

/// File of texts that wait to be encoded. Deleted at the end.
const SPOOL: &str = "model-texts.spool";

/// Articles that are read and written together; within them, texts of one length are encoded
/// together.
const CHUNK: usize = 512;

/// Articles whose vectors are made, and kept on disk, at a time.
const STEP: usize = 32;

/// Texts of articles, in order of ordinals, that are encoded once all are there.
#[derive(Debug)]
pub(crate) struct TextSpool {
    place: Place,
    spool: Spool,
    articles: u64,
}

/// One article that waits.
struct Waiting {
    hash: TextHash,
    title: String,
    whole: String,
}

impl TextSpool {
    /// Starts collecting.
    pub(crate) fn create(place: &Place) -> Result<Self, EngineError> {
        Ok(Self {
            place: place.clone(),
            spool: place.create(SPOOL)?,
            articles: 0,
        })
    }

    /// Adds the texts of the article with the next ordinal.
    pub(crate) fn add(&mut self, text: &ArticleText<'_>) -> Result<(), EngineError> {
        for part in [text.title, &text.whole] {
            self.spool.write(&(part.len() as u32).to_le_bytes())?;
            self.spool.write(part.as_bytes())?;
        }
        self.articles += 1;
        Ok(())
    }

    /// Encodes everything that is not in `kept` and writes the files. `report` is told (stage,
    /// done, total) as it goes on: this is by far the longest stage.
    pub(crate) fn encode(
        mut self,
        encoder: &dyn Encoder,
        kept: &mut Kept,
        report: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<(), EngineError> {
        let header = Quantised::header(encoder.identity().dims);
        let mut titles = self.place.create(TITLES)?;
        let mut articles = self.place.create(ARTICLES)?;
        let mut hashes = self.place.create(HASHES)?;
        titles.write(&header)?;
        articles.write(&header)?;
        let total = self.articles;
        let mut texts = self.spool.reader()?;
        let mut done = 0;
        while done < total {
            let count = (total - done).min(CHUNK as u64);
            let chunk: std::io::Result<Vec<Waiting>> =
                (0..count).map(|_| read_waiting(&mut texts)).collect();
            let chunk = chunk.map_err(|source| io(Path::new(SPOOL), source))?;
            fill(&chunk, encoder, kept, &mut |more| {
                report("encoding", done + more, total);
            })?;
            for waiting in &chunk {
                let missing = || EngineError::Retrieve("an article was not encoded".into());
                let pair = kept.get(&waiting.hash).ok_or_else(missing)?;
                let mut row = Vec::new();
                pair.title.append_to(&mut row);
                titles.write(&row)?;
                row.clear();
                pair.article.append_to(&mut row);
                articles.write(&row)?;
                hashes.write(&waiting.hash)?;
            }
            done += count;
            report("encoding", done, total);
        }
        drop(texts);
        titles.finish()?;
        articles.finish()?;
        hashes.finish()?;
        self.spool.discard()
    }
}

/// Makes the vectors of those that are not kept yet.
fn fill(
    chunk: &[Waiting],
    encoder: &dyn Encoder,
    kept: &mut Kept,
    progress: &mut dyn FnMut(u64),
) -> Result<(), EngineError> {
    let mut waiting: Vec<&Waiting> = chunk
        .iter()
        .filter(|waiting| kept.get(&waiting.hash).is_none())
        .collect();
    waiting.sort_by_key(|waiting| waiting.whole.len());
    let ready = (chunk.len() - waiting.len()) as u64;
    for (step, now) in (0..).zip(waiting.chunks(STEP)) {
        let titles = now.iter().map(|waiting| waiting.title.as_str());
        let wholes = now.iter().map(|waiting| waiting.whole.as_str());
        let vectors = encoder.encode(&titles.chain(wholes).collect::<Vec<_>>())?;
        let halves = vectors.split_at_checked(now.len());
        let (titles, wholes) = halves.unwrap_or_default();
        let pairs = titles.iter().zip(wholes).map(|(title, whole)| Pair {
            title: Rounded::new(title),
            article: Rounded::new(whole),
        });
        let hashes = now.iter().map(|waiting| waiting.hash);
        kept.keep(hashes.zip(pairs).collect())?;
        progress(ready + (step * STEP + now.len()) as u64);
    }
    Ok(())
}

fn read_waiting(texts: &mut impl Read) -> std::io::Result<Waiting> {
    let mut part = || -> std::io::Result<String> {
        let mut length = [0; 4];
        texts.read_exact(&mut length)?;
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        texts.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(std::io::Error::other)
    };
    let (title, whole) = (part()?, part()?);
    let mut hasher = blake3::Hasher::new();
    hasher.update(title.as_bytes());
    hasher.update(&[0]);
    hasher.update(whole.as_bytes());
    let mut hash = [0; 16];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(Waiting { hash, title, whole })
}

#[cfg(test)]
mod tests {
    use super::super::ModelVectors;
    use super::*;
    use crate::encoder::ModelIdentity;
    use crate::index::vectors::quantised::normalise;
    use std::cell::Cell;

    /// Counts texts; a vector says how many letters `a` and `b` the text has.
    #[derive(Debug)]
    struct Letters(ModelIdentity, std::sync::Mutex<Cell<usize>>);

    impl Encoder for Letters {
        fn identity(&self) -> &ModelIdentity {
            &self.0
        }

        fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EngineError> {
            let calls = self.1.lock().unwrap();
            calls.set(calls.get() + texts.len());
            let count = |text: &str, letter| text.matches(letter).count() as f32 + 0.01;
            let vectors = texts.iter().map(|text| {
                let mut vector = vec![count(text, 'a'), count(text, 'b')];
                normalise(&mut vector);
                vector
            });
            Ok(vectors.collect())
        }
    }

    fn letters() -> Letters {
        let identity = ModelIdentity {
            folder: "letters".into(),
            fingerprint: "abc".into(),
            dims: 2,
        };
        Letters(identity, std::sync::Mutex::new(Cell::new(0)))
    }

    fn build(folder: &Path, texts: &[&str], kept: &mut Kept) -> usize {
        let mut spool = TextSpool::create(&Place::Folder(folder.to_owned())).unwrap();
        for text in texts {
            let whole = format!("{text} bbbbbbbb");
            let text = ArticleText { title: text, whole };
            spool.add(&text).unwrap();
        }
        let encoder = letters();
        spool.encode(&encoder, kept, &mut |_, _, _| {}).unwrap();
        encoder.1.into_inner().unwrap().get()
    }

    #[test]
    fn rows_stand_by_ordinal_and_unchanged_texts_are_not_encoded_again() {
        let out = tempfile::tempdir().unwrap();
        let (first, second) = (out.path().join("gen-1"), out.path().join("gen-2"));
        std::fs::create_dir_all(&first).unwrap();
        std::fs::create_dir_all(&second).unwrap();
        let mut kept = Kept::read(out.path(), "abc", 2);
        assert_eq!(build(&first, &["aaaa", "b", "bb aa"], &mut kept), 6);
        kept.discard();
        let vectors = ModelVectors::open(&first).unwrap();
        let query = Rounded::new(&[0.0, 1.0]);
        assert_eq!(vectors.nearest(&query, 1)[0].0, 1);
        // "aaaa" is the title, "aaaa bbbbbbbb" the article.
        let close = vectors.closeness(&[0], &query)[0];
        assert!(close.title < 0.1 && close.article > 0.8, "{close:?}");
        let mut kept = Kept::read(out.path(), "abc", 2);
        kept.take_generation(&first).unwrap();
        assert_eq!(build(&second, &["b", "aaaa", "new"], &mut kept), 2);
        let vectors = ModelVectors::open(&second).unwrap();
        assert_eq!(vectors.nearest(&query, 1)[0].0, 0);
        assert!(vectors.nearest(&Rounded::new(&[1.0]), 1).is_empty());
    }
}
