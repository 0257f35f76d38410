//! Which articles point at an article, and by which words.
//!
//! `links.bin` holds a list per article: a varint count, then the ordinal of each pointing article
//! (as the difference to the one before), the length of the words, and the words. `links.idx`
//! holds the offsets of the lists (`u32` little-endian, one more than there are articles). The
//! words by which others point at an article say what it is about, often better than its title.

use super::articles::canonical_id;
use super::spool::Place;
use super::varint;
use crate::error::EngineError;
use crate::mapped::Mapped;
use corpus::Article;
use std::collections::{HashMap, HashSet};
use std::path::Path;

const BIN: &str = "links.bin";
const IDX: &str = "links.idx";

/// Bytes of the words of a pointer that are kept.
const LONGEST: usize = 160;

/// A pointer at an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The article that points.
    pub from: u32,
    /// The words by which it points.
    pub words: String,
}

/// The opened lists.
#[derive(Debug)]
pub struct Links {
    lists: Mapped,
    offsets: Mapped,
}

impl Links {
    /// Opens the lists in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if a file is missing.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        Ok(Self {
            lists: Mapped::open(dir, BIN)?,
            offsets: Mapped::open(dir, IDX)?,
        })
    }

    /// The pointers at an article, by the ordinal of who points; damage ends the list.
    #[must_use]
    pub fn at(&self, ordinal: u32) -> Vec<Link> {
        let offset = |at: usize| -> Option<usize> {
            Some(u32::from_le_bytes(self.offsets.get(at..at + 4)?.try_into().ok()?) as usize)
        };
        let at = ordinal as usize * 4;
        let range = offset(at).zip(offset(at + 4));
        let bytes = range.and_then(|(start, end)| self.lists.get(start..end));
        let mut bytes = bytes.unwrap_or_default();
        let mut links = Vec::new();
        let mut from = 0u32;
        for _ in 0..varint::take(&mut bytes).unwrap_or_default() {
            let Some((step, length)) = varint::take(&mut bytes).zip(varint::take(&mut bytes))
            else {
                break;
            };
            let Some((words, rest)) = bytes.split_at_checked(length as usize) else {
                break;
            };
            bytes = rest;
            from = from.wrapping_add(step);
            links.push(Link {
                from,
                words: String::from_utf8_lossy(words).into_owned(),
            });
        }
        links
    }
}

/// Collects pointers. A large archive has millions, so targets are kept once and words in one
/// text.
#[derive(Debug, Default)]
pub(super) struct LinksWriter {
    targets: HashMap<String, u32>,
    words: String,
    found: Vec<Pointer>,
}

#[derive(Debug)]
struct Pointer {
    /// Number of the target.
    target: u32,
    from: u32,
    /// Where its words stand.
    start: usize,
    length: u16,
}

impl LinksWriter {
    /// Adds the pointers of an article; the first words of each target count.
    pub(super) fn add(&mut self, ordinal: u32, article: &Article) {
        let own = canonical_id(&article.id);
        let mut seen = HashSet::new();
        for reference in &article.references {
            let target = canonical_id(&reference.target);
            if target == own || !seen.insert(target.clone()) {
                continue;
            }
            self.push(target, ordinal, reference.words.trim());
        }
    }

    fn push(&mut self, target: String, from: u32, words: &str) {
        let words = &words[..words.floor_char_boundary(LONGEST)];
        let next = self.targets.len() as u32;
        self.found.push(Pointer {
            target: *self.targets.entry(target).or_insert(next),
            from,
            start: self.words.len(),
            length: words.len() as u16,
        });
        self.words.push_str(words);
    }

    /// Writes the lists of `count` articles; `resolve` gives the ordinal of a canonical id.
    pub(super) fn finish(
        self,
        place: &Place,
        count: usize,
        resolve: &dyn Fn(&str) -> Option<u32>,
    ) -> Result<Links, EngineError> {
        let mut ordinals = vec![None; self.targets.len()];
        for (target, &number) in &self.targets {
            ordinals[number as usize] = resolve(target);
        }
        let words = |pointer: &Pointer| {
            &self.words[pointer.start..pointer.start + usize::from(pointer.length)]
        };
        let mut resolved: Vec<(u32, u32, &str)> = self
            .found
            .iter()
            .filter_map(|pointer| {
                let target = ordinals[pointer.target as usize]?;
                Some((target, pointer.from, words(pointer)))
            })
            .collect();
        resolved.sort_unstable();
        let (mut lists, mut offsets) = (place.create(BIN)?, place.create(IDX)?);
        let mut at = 0u32;
        let mut rest = resolved.as_slice();
        for ordinal in 0..count {
            offsets.write(&at.to_le_bytes())?;
            let length = rest.partition_point(|(target, ..)| *target as usize <= ordinal);
            let (own, others) = rest.split_at(length);
            rest = others;
            if own.is_empty() {
                continue;
            }
            let mut list = Vec::new();
            varint::put(&mut list, own.len() as u32);
            let mut before = 0;
            for (_, from, words) in own {
                varint::put(&mut list, from - before);
                varint::put(&mut list, words.len() as u32);
                list.extend_from_slice(words.as_bytes());
                before = *from;
            }
            at += list.len() as u32;
            lists.write(&list)?;
        }
        offsets.write(&at.to_le_bytes())?;
        Ok(Links {
            lists: lists.finish()?,
            offsets: offsets.finish()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_come_back_with_their_words() {
        let mut writer = LinksWriter::default();
        for (from, target, words) in [
            (0, "q2", "Warp Beam"),
            (3, "q2", "é"),
            (3, "q9", "gone"),
            (1, "q0", ""),
        ] {
            writer.push(target.into(), from, words);
        }
        let resolve = |id: &str| id.strip_prefix('q')?.parse().ok().filter(|&at| at < 4);
        let links = writer.finish(&Place::Memory, 4, &resolve).unwrap();
        let told = |ordinal| -> Vec<(u32, String)> {
            links
                .at(ordinal)
                .into_iter()
                .map(|link| (link.from, link.words))
                .collect()
        };
        assert_eq!(told(2), [(0, "Warp Beam".to_owned()), (3, "é".to_owned())]);
        assert_eq!(told(0), [(1, String::new())]);
        assert_eq!(told(1), []);
        assert_eq!(told(77), []);
    }
}
