//! Word vectors that ship with the program.
//!
//! They were fitted once, by `engine/train`, so that the weighted sum of a text's word vectors
//! comes close to what a sentence-embedding model says of the text. The model itself is not
//! needed here. See `engine/docs/word-vectors.md` for the recipe, the figures and the licence.

use super::quantised::{Rounded, arch, normalise};
use crate::mapped::prefetch;
use crate::understand::humps;
use foldhash::fast::RandomState;
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
    dims: usize,
    /// Of each word, four bytes each.
    weights: &'static [u8],
    scales: &'static [u8],
    /// Of each word, `dims` bytes each. They stay where they lie in the program, so that only
    /// those of words that are met take memory.
    rows: &'static [u8],
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
            dims: 0,
            weights: &[],
            scales: &[],
            rows: &[],
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
        let scales = rest.get(8 + count * 4..8 + count * 8)?;
        let vectors_end = 8 + count * 8 + count * dims;
        let rows = rest.get(8 + count * 8..vectors_end)?;
        let length = number(vectors_end)?;
        let list =
            std::str::from_utf8(rest.get(vectors_end + 4..vectors_end + 4 + length)?).ok()?;
        let starts = std::iter::once(0)
            .chain(list.match_indices('\n').map(|(at, _)| at as u32 + 1))
            .take(count)
            .collect();
        Some(Self {
            dims,
            weights,
            scales,
            rows,
            list,
            starts,
        })
    }

    /// Numbers to a vector.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.dims
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

    /// True if the shipped vectors know a word, in any inflection and however it is written.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        KNOWN.with_borrow_mut(|known| known.knows(self, word))
    }

    /// Adds a word's vector to `sum`, weighted by its shipped weight times `weight`.
    #[inline(always)]
    pub fn add_to(&self, row: u32, weight: f32, sum: &mut [f32]) {
        self.add_unweighted(row, weight * float_at(self.weights, row), sum);
    }

    #[inline(always)]
    fn add_unweighted(&self, row: u32, weight: f32, sum: &mut [f32]) {
        let weight = weight * float_at(self.scales, row);
        for (sum, &number) in sum.iter_mut().zip(self.numbers(row)) {
            *sum += weight * f32::from(number as i8);
        }
    }

    #[inline(always)]
    fn numbers(&self, row: u32) -> &[u8] {
        let start = row as usize * self.dims;
        self.rows.get(start..start + self.dims).unwrap_or_default()
    }

    /// The vector of the word in a row, of unit length.
    #[must_use]
    pub fn vector(&self, row: u32) -> Rounded {
        let mut vector = vec![0.0; self.dims()];
        self.add_unweighted(row, 1.0, &mut vector);
        normalise(&mut vector);
        Rounded::new(&vector)
    }

    /// The vector of a text.
    #[must_use]
    pub fn embed(&self, text: &str) -> Rounded {
        self.embed_all([&self.read(text)])
    }

    /// The vector of texts that follow one another.
    #[must_use]
    pub fn embed_all<'r>(&self, texts: impl IntoIterator<Item = &'r Reading>) -> Rounded {
        let mut rows: Vec<u32> = Vec::new();
        let mut before = None;
        for text in texts {
            let Some((first, last)) = &text.ends else {
                continue;
            };
            rows.extend(before.and_then(|before| self.pair(before, first)));
            rows.extend(&text.rows);
            before = Some(last);
        }
        rows.sort_unstable();
        let mut sum = vec![0.0; self.dims()];
        arch().dispatch(Add {
            words: self,
            rows: &rows,
            sum: &mut sum,
        });
        normalise(&mut sum);
        Rounded::new(&sum)
    }

    /// The row of two stems that stand side by side.
    fn pair(&self, before: &str, stem: &str) -> Option<u32> {
        KNOWN.with_borrow_mut(|known| {
            let number = |stem| known.numbers.get(stem).copied();
            match number(before).zip(number(stem)) {
                Some((before, stem)) => known.pair(self, before, stem),
                // Forgotten since it was read.
                None => self.find(&format!("{before} {stem}")),
            }
        })
    }

    /// Looks the words and word pairs of a text up.
    #[must_use]
    pub fn read(&self, text: &str) -> Reading {
        let mut reading = Reading::default();
        KNOWN.with_borrow_mut(|known| {
            let mut ends: Option<(u32, u32)> = None;
            let mut word = String::new();
            for character in text.chars().chain([' ']) {
                match character {
                    'a'..='z' | '0'..='9' | 'A'..='Z' => word.push(character),
                    // Apostrophes vanish, so that "can't" is "cant".
                    '\'' | '\u{2018}' | '\u{2019}' | '\u{91}' | '\u{92}' => {}
                    _ => {
                        let parts = humps::parts(&word).filter(|_| !known.knows(self, &word));
                        for word in parts.unwrap_or_else(|| vec![&word]) {
                            known.add(self, word, &mut ends, &mut reading.rows);
                        }
                        word.clear();
                    }
                }
            }
            let stem = |number: u32| Some(known.rows.get(number as usize)?.0.clone());
            reading.ends = ends.and_then(|(first, last)| stem(first).zip(stem(last)));
        });
        reading
    }
}

/// The known words and word pairs of a text as rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    rows: Vec<u32>,
    /// The stems of its first and last word, which make pairs with what stands around the text.
    ends: Option<(String, String)>,
}

/// Work for [`Words::embed_all`]: adds up the vectors of rows, which ascend. No closure: the compiler
/// need not inline those into code for the processor at hand.
struct Add<'v> {
    words: &'v Words,
    rows: &'v [u32],
    sum: &'v mut [f32],
}

impl pulp::NullaryFnOnce for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        prefetch(self.rows.iter().map(|&row| self.words.numbers(row)));
        for same in self.rows.chunk_by(|one, other| one == other) {
            if let Some(&row) = same.first() {
                let weight = 1.0 + (same.len() as f32).ln();
                self.words.add_to(row, weight, self.sum);
            }
        }
    }
}

/// The number of a row in a list of little-endian floats; nothing for a row that does not exist.
fn float_at(list: &[u8], row: u32) -> f32 {
    let bytes = list.as_chunks().0.get(row as usize);
    bytes.copied().map_or(0.0, f32::from_le_bytes)
}

/// The longest word looked up, in bytes.
const MAX_WORD_BYTES: usize = 24;

/// Words left out. All others, "not" and "how" among them, carried meaning in training.
const DROPPED: &[&str] = &["a", "an", "the"];

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::new(Known::new());
}

/// Most words or pairs remembered; the bound is for hostile input.
const MAX_KNOWN: usize = 400_000;

/// Remembers the stems, rows and pairs met, so that each is worked out once.
struct Known {
    stemmer: Stemmer,
    stems: HashMap<String, u32, RandomState>,
    /// Stem and row of each stem number.
    rows: Vec<(String, Option<u32>)>,
    numbers: HashMap<String, u32, RandomState>,
    pairs: HashMap<(u32, u32), Option<u32>, RandomState>,
}

impl Known {
    fn new() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            stems: HashMap::default(),
            rows: Vec::new(),
            numbers: HashMap::default(),
            pairs: HashMap::default(),
        }
    }

    fn knows(&mut self, words: &Words, word: &str) -> bool {
        let stem = self.stem(words, &word.to_ascii_lowercase());
        self.row(stem).is_some()
    }

    /// Adds the rows of a word, and of the pair that it makes with the one before it. `ends` are the
    /// stems of the first and of the last word so far.
    fn add(
        &mut self,
        words: &Words,
        word: &str,
        ends: &mut Option<(u32, u32)>,
        rows: &mut Vec<u32>,
    ) {
        let word = word.to_ascii_lowercase();
        if !(1..=MAX_WORD_BYTES).contains(&word.len()) || DROPPED.contains(&word.as_str()) {
            return;
        }
        let stem = self.stem(words, &word);
        rows.extend(self.row(stem));
        rows.extend(ends.and_then(|(_, before)| self.pair(words, before, stem)));
        *ends = Some((ends.map_or(stem, |(first, _)| first), stem));
    }

    /// The number of a word's stem.
    fn stem(&mut self, words: &Words, word: &str) -> u32 {
        if let Some(&number) = self.stems.get(word) {
            return number;
        }
        if self.stems.len() > MAX_KNOWN {
            *self = Self::new();
        }
        let stem = self.stemmer.stem(word).into_owned();
        let next = self.rows.len() as u32;
        let number = *self.numbers.entry(stem.clone()).or_insert(next);
        if number == next {
            let row = words.find(&stem);
            self.rows.push((stem, row));
        }
        self.stems.insert(word.to_owned(), number);
        number
    }

    fn row(&self, stem: u32) -> Option<u32> {
        self.rows.get(stem as usize)?.1
    }

    fn pair(&mut self, words: &Words, before: u32, stem: u32) -> Option<u32> {
        if let Some(&row) = self.pairs.get(&(before, stem)) {
            return row;
        }
        if self.pairs.len() > MAX_KNOWN {
            self.pairs.clear();
        }
        let (first, second) = (
            self.rows.get(before as usize)?,
            self.rows.get(stem as usize)?,
        );
        let row = words.find(&format!("{} {}", first.0, second.0));
        self.pairs.insert((before, stem), row);
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First numbers of vectors as the training script makes them, see `engine/docs`.
    #[test]
    fn the_shipped_file_gives_the_vectors_it_was_made_with() {
        let words = Words::shipped();
        assert!(words.dims() > 100);
        for (text, expected) in [
            ("printer", [-0.1938, 0.1416, 0.0224, -0.0559]),
            ("Printer's", [-0.1938, 0.1416, 0.0224, -0.0559]),
            ("how to print", [-0.0599, 0.2316, 0.0970, -0.0536]),
            (
                "can't get to the internet",
                [-0.2437, -0.2911, -0.0526, 0.0576],
            ),
            ("TCP/IP", [-0.0461, -0.3079, -0.1090, -0.1919]),
            (
                "print print print spooler",
                [-0.1464, 0.1845, 0.0542, -0.1624],
            ),
        ] {
            let vector = words.embed(text);
            for (byte, expected) in vector.bytes.iter().zip(expected) {
                let value = f32::from(*byte) * vector.scale;
                assert!(
                    (value - expected).abs() < 0.006,
                    "{text}: {value} for {expected}"
                );
            }
        }
        // Two of these words make a known pair across what has no words.
        let parts = ["can't open msn", "the -", "internet", "explorer"];
        let pair = words.find("msn internet").unwrap();
        assert!(
            parts
                .iter()
                .all(|part| !words.read(part).rows.contains(&pair))
        );
        let readings = parts.map(|part| words.read(part));
        assert_eq!(words.embed_all(&readings), words.embed(&parts.join(" ")));
        assert_eq!(words.embed("zzqqxyz the an").scale, 0.0);
        assert_eq!(words.embed("NodeClockSkew"), words.embed("node clock skew"));
        assert_eq!(words.embed("PowerPoint"), words.embed("powerpoint"));
    }
}
