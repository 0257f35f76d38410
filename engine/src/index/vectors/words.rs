//! Word vectors that ship with the program.
//!
//! They were fitted once, by `engine/train`, so that the weighted sum of a text's word vectors
//! comes close to what a sentence-embedding model says of the text. The model itself is not
//! needed here. See `engine/docs/word-vectors.md` for the recipe, the figures and the licence.

use super::quantised::{Quantised, Rounded, normalise};
use crate::mapped::Mapped;
use rust_stemmers::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The shipped file: magic, `count`, `dims` (`u32`), `count` weights and `count` scales (`f32`),
/// the rows of signed bytes, then the length of the word list and the words, sorted bytewise and
/// separated by line ends. All numbers little-endian.
static SHIPPED: &[u8] = include_bytes!("../../../data/words.bin");

/// The first bytes of the file.
const MAGIC: &[u8; 8] = b"FLWORDS1";

/// Shipped word vectors.
#[derive(Debug)]
pub struct Words {
    vectors: Quantised,
    weights: Vec<f32>,
    list: &'static str,
    /// Where each word of the list starts.
    starts: Vec<u32>,
}

impl Words {
    /// The vectors that ship with the program, read once.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        // A test reads the shipped file, so that the fallback of no words at all is never met.
        WORDS.get_or_init(|| Self::parse(SHIPPED).unwrap_or_else(Self::none))
    }

    fn none() -> Self {
        Self {
            vectors: Quantised::none(),
            weights: Vec::new(),
            list: "",
            starts: Vec::new(),
        }
    }

    fn parse(file: &'static [u8]) -> Option<Self> {
        let rest = file.strip_prefix(MAGIC)?;
        let number = |at: usize| -> Option<usize> {
            Some(u32::from_le_bytes(rest.get(at..at + 4)?.try_into().ok()?) as usize)
        };
        let (count, dims) = (number(0)?, number(4)?);
        let weights = rest.get(8..8 + count * 4)?;
        let weights = weights
            .as_chunks()
            .0
            .iter()
            .map(|four| f32::from_le_bytes(*four))
            .collect();
        let scales = rest.get(8 + count * 4..8 + count * 8)?;
        let vectors_end = 8 + count * 8 + count * dims;
        let rows = rest.get(8 + count * 8..vectors_end)?;
        let mut bytes = Quantised::header(dims).to_vec();
        for (scale, row) in scales.chunks(4).zip(rows.chunks(dims.max(1))) {
            bytes.extend(scale);
            bytes.extend(row);
        }
        let length = number(vectors_end)?;
        let list =
            std::str::from_utf8(rest.get(vectors_end + 4..vectors_end + 4 + length)?).ok()?;
        let starts = std::iter::once(0)
            .chain(list.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .take(count)
            .collect();
        Some(Self {
            vectors: Quantised::new(Mapped::from_vec(bytes))?,
            weights,
            list,
            starts,
        })
    }

    /// Numbers to a vector.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.vectors.dims()
    }

    /// The row of a word.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<u32> {
        let at = self
            .starts
            .binary_search_by(|&start| self.word_at(start).cmp(word))
            .ok()?;
        u32::try_from(at).ok()
    }

    fn word_at(&self, start: u32) -> &str {
        let rest = self.list.get(start as usize..).unwrap_or_default();
        rest.split_once('\n').map_or(rest, |(word, _)| word)
    }

    /// Adds a word's vector to `sum`, weighted by its shipped weight times `weight`.
    pub fn add_to(&self, row: u32, weight: f32, sum: &mut [f32]) {
        let shipped = self.weights.get(row as usize).copied().unwrap_or_default();
        self.vectors.add_to(row as usize, weight * shipped, sum);
    }

    /// The vector of a text.
    #[must_use]
    pub fn embed(&self, text: &str) -> Rounded {
        let mut sum = vec![0.0; self.dims()];
        for (row, times) in self.bag(text) {
            self.add_to(row, 1.0 + (times as f32).ln(), &mut sum);
        }
        normalise(&mut sum);
        Rounded::new(&sum)
    }

    /// The known words of a text as rows, with how often each stands there.
    fn bag(&self, text: &str) -> Vec<(u32, u32)> {
        let mut rows = Vec::new();
        ROWS.with_borrow_mut(|known| {
            let mut word = String::new();
            for character in text.chars().chain([' ']) {
                match character {
                    'a'..='z' | '0'..='9' => word.push(character),
                    'A'..='Z' => word.push(character.to_ascii_lowercase()),
                    // Apostrophes vanish, so that "can't" is "cant".
                    '\'' | '\u{2018}' | '\u{2019}' => {}
                    _ => {
                        if (1..=MAX_WORD_BYTES).contains(&word.len()) {
                            rows.extend(known.row(self, &word));
                        }
                        word.clear();
                    }
                }
            }
        });
        rows.sort_unstable();
        let mut bag: Vec<(u32, u32)> = Vec::new();
        for row in rows {
            match bag.last_mut() {
                Some((last, times)) if *last == row => *times += 1,
                _ => bag.push((row, 1)),
            }
        }
        bag
    }
}

/// The longest word looked up, in bytes.
const MAX_WORD_BYTES: usize = 24;

/// Words that the vectors were trained without, sorted.
const STOP_WORDS: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been",
    "being", "but", "by", "can", "could", "did", "do", "does", "doing", "for", "from", "had",
    "has", "have", "having", "he", "how", "i", "if", "in", "into", "is", "it", "its", "may", "me",
    "might", "must", "my", "no", "not", "of", "on", "only", "or", "other", "our", "she", "should",
    "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "us", "was", "we", "were", "what", "when", "where", "which", "who",
    "whom", "why", "will", "with", "would", "you", "your",
];

thread_local! {
    static ROWS: RefCell<KnownRows> = RefCell::new(KnownRows::new());
}

/// Remembers the row of each word met, so that stemming and looking up is done once a word.
struct KnownRows {
    stemmer: Stemmer,
    rows: HashMap<String, Option<u32>>,
}

impl KnownRows {
    fn new() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            rows: HashMap::new(),
        }
    }

    fn row(&mut self, words: &Words, word: &str) -> Option<u32> {
        if let Some(&row) = self.rows.get(word) {
            return row;
        }
        // The bound is for hostile input; natural vocabulary stays below it.
        if self.rows.len() > 200_000 {
            self.rows.clear();
        }
        let is_stop_word = STOP_WORDS.binary_search(&word).is_ok();
        let row = if is_stop_word {
            None
        } else {
            words.find(&self.stemmer.stem(word))
        };
        self.rows.insert(word.to_owned(), row);
        row
    }
}
