//! The article table: what must be known of an article without opening its document.
//!
//! `articles.bin` holds postcard records, `articles.idx` their offsets (`u32` little-endian, one
//! more than there are articles), `standing.bin` five bytes an article for ranking (kind and
//! state, number of in-links as `u32`, little-endian), `ids.fst` every notation-free id with its ordinal. Beside
//! them stand [`Links`] (who points where, by which words) and [`Definitions`] (terms explained).

use super::definitions::{Definitions, DefinitionsWriter};
use super::dictionary;
use super::links::{Links, LinksWriter};
use super::spool::{Place, Spool, io};
use crate::error::EngineError;
use crate::mapped::Mapped;
use crate::rank::Standing;
use corpus::Article;
use corpus::article::{ArticleKind, Audience, State};
use fst::Map;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

const BIN: &str = "articles.bin";
const IDX: &str = "articles.idx";
const STANDING: &str = "standing.bin";

/// Bits of the first byte of a standing: the kind, the state (0 is validated, as it was in indexes
/// written before there were states), and at the top whether the article is superseded.
const KIND: u8 = 0x1f;
const STATE: u8 = 0x60;
const STATE_SHIFT: u32 = 5;
const IDS: &str = "ids.fst";

/// What is known of an article without opening its document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Number of its document in the store.
    pub document: u32,
    /// Its place in the document.
    pub place: u32,
    /// Name of its document.
    pub name: String,
    /// Names of other documents that hold the same text.
    pub also_in: Vec<String>,
    /// Kind of article.
    pub kind: Option<ArticleKind>,
    /// Products with versions, as printed.
    pub products: Vec<String>,
    /// Operating systems, platforms and tags.
    pub platforms: Vec<String>,
    /// Who may see it.
    pub audience: Audience,
    /// The lowest tier that may carry it out.
    pub tier: Option<u8>,
    /// Where it stands in its life.
    pub state: State,
    /// The chapter it is a part of.
    pub part_of: Option<String>,
    /// True if another document has since given the article; it is kept for its place only.
    pub superseded: bool,
}

impl ArticleEntry {
    /// The entry of an article.
    #[must_use]
    pub fn of(article: &Article, name: &str, document: u32, place: u32) -> Self {
        let products = article.meta.products.iter();
        let products = products.map(|product| match product.versions.as_slice() {
            [] => product.name.clone(),
            versions => format!("{} {}", product.name, versions.join(", ")),
        });
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            document,
            place,
            name: name.to_owned(),
            also_in: Vec::new(),
            kind: article.meta.kind,
            products: products.collect(),
            platforms: article
                .meta
                .platforms
                .iter()
                .chain(&article.meta.tags)
                .cloned()
                .collect(),
            audience: article.meta.audience,
            tier: article.meta.tier,
            state: article.meta.state,
            part_of: article.part_of.clone(),
            superseded: false,
        }
    }
}

/// The one form of an id that all its notations share: `KB 301529`, `q301529` and `301529` are
/// `q301529`; other ids are taken in lower case.
#[must_use]
pub fn canonical_id(id: &str) -> String {
    let lower: String = id
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let lower = lower.to_lowercase();
    let digits = lower
        .strip_prefix("kb")
        .or_else(|| lower.strip_prefix('q'))
        .unwrap_or(&lower);
    let digits = digits.trim_start_matches('#');
    if !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("q{digits}");
    }
    lower
}

/// The opened table.
#[derive(Debug)]
pub struct Articles {
    records: Mapped,
    offsets: Mapped,
    standing: Mapped,
    ids: Map<Mapped>,
    /// Who points at an article, by which words.
    pub links: Links,
    /// Terms that articles explain.
    pub definitions: Definitions,
}

impl Articles {
    /// Opens the table in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Damaged`] if a file is missing or broken.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let open = |name| Mapped::open(dir, name);
        let ids = dictionary::open(dir, IDS)?;
        Ok(Self {
            records: open(BIN)?,
            offsets: open(IDX)?,
            standing: open(STANDING)?,
            ids,
            links: Links::open(dir)?,
            definitions: Definitions::open(dir)?,
        })
    }

    /// How many articles there are, superseded ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.offsets.len() / 4).saturating_sub(1)
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry of an article; none if there is no such ordinal or its record is damaged.
    #[must_use]
    pub fn get(&self, ordinal: u32) -> Option<ArticleEntry> {
        let at = ordinal as usize * 4;
        let offset = |at: usize| -> Option<usize> {
            Some(u32::from_le_bytes(self.offsets.get(at..at + 4)?.try_into().ok()?) as usize)
        };
        postcard::from_bytes(self.records.get(offset(at)?..offset(at + 4)?)?).ok()
    }

    /// The ordinal of an id in any notation.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        u32::try_from(self.ids.get(canonical_id(id))?).ok()
    }

    /// Canonical ids that start with `prefix` or come right after it, for suggestions.
    #[must_use]
    pub fn near(&self, id: &str, limit: usize) -> Vec<u32> {
        use fst::{IntoStreamer, Streamer};
        let mut stream = self.ids.range().ge(canonical_id(id)).into_stream();
        let mut found = Vec::new();
        while let Some((_, ordinal)) = stream.next() {
            found.extend(u32::try_from(ordinal));
            if found.len() >= limit {
                break;
            }
        }
        found
    }

    /// What ranking must know of an article.
    #[must_use]
    pub fn standing(&self, ordinal: u32) -> Standing {
        let at = ordinal as usize * 5;
        match self.standing.get(at..at + 5) {
            Some(&[kind, a, b, c, d]) => Standing {
                kind: kind & KIND,
                in_links: u32::from_le_bytes([a, b, c, d]),
            },
            _ => Standing::default(),
        }
    }

    /// Where an article stands in its life.
    #[must_use]
    pub fn state(&self, ordinal: u32) -> State {
        let first = self.standing.get(ordinal as usize * 5).copied();
        match (first.unwrap_or_default() & STATE) >> STATE_SHIFT {
            1 => State::WorkInProgress,
            2 => State::NotValidated,
            3 => State::Archived,
            _ => State::Validated,
        }
    }

    /// True if another document has since given the article.
    #[must_use]
    pub fn is_superseded(&self, ordinal: u32) -> bool {
        self.standing
            .get(ordinal as usize * 5)
            .is_some_and(|kind| kind & 0x80 != 0)
    }
}

/// Entries in order of arrival, before it is known what points at them. Deleted at the end.
const SPOOL: &str = "articles.spool";

/// What becomes known of an article after it was added.
#[derive(Debug)]
enum Change {
    /// Another document holds the same text.
    AlsoIn(String),
    /// Another document gives the article.
    Superseded,
}

/// Collects the table.
#[derive(Debug)]
pub(super) struct ArticlesWriter {
    entries: Spool,
    /// Bytes of each entry.
    lengths: Vec<u32>,
    /// Few articles change.
    changes: BTreeMap<u32, Vec<Change>>,
    aliases: Vec<(String, u32)>,
    links: BTreeMap<String, u32>,
    pointers: LinksWriter,
    definitions: DefinitionsWriter,
}

impl ArticlesWriter {
    /// Starts a table.
    pub(super) fn create(place: &Place) -> Result<Self, EngineError> {
        Ok(Self {
            entries: place.create(SPOOL)?,
            lengths: Vec::new(),
            changes: BTreeMap::new(),
            aliases: Vec::new(),
            links: BTreeMap::new(),
            pointers: LinksWriter::default(),
            definitions: DefinitionsWriter::default(),
        })
    }

    /// The ordinal that the next article gets.
    pub(super) fn next_ordinal(&self) -> u32 {
        self.lengths.len() as u32
    }

    /// Adds an article with its aliases and references.
    pub(super) fn add(
        &mut self,
        entry: &ArticleEntry,
        article: &Article,
    ) -> Result<(), EngineError> {
        let ordinal = self.next_ordinal();
        self.pointers.add(ordinal, article);
        self.definitions.add(ordinal, article);
        let aliases = article.meta.aliases.iter();
        self.aliases
            .extend(aliases.map(|alias| (canonical_id(alias), ordinal)));
        let own = canonical_id(&article.id);
        let mut targets: Vec<String> = article
            .references
            .iter()
            .map(|reference| canonical_id(&reference.target))
            .collect();
        targets.sort_unstable();
        targets.dedup();
        for target in targets.into_iter().filter(|target| *target != own) {
            *self.links.entry(target).or_default() += 1;
        }
        let record = encoded(entry)?;
        self.lengths.push(record.len() as u32);
        self.entries.write(&record)
    }

    /// Notes that another document, `name`, holds the same text.
    pub(super) fn also_in(&mut self, ordinal: u32, name: &str) {
        self.change(ordinal, Change::AlsoIn(name.to_owned()));
    }

    /// Notes that another document has since given the article.
    pub(super) fn supersede(&mut self, ordinal: u32) {
        self.change(ordinal, Change::Superseded);
    }

    fn change(&mut self, ordinal: u32, change: Change) {
        self.changes.entry(ordinal).or_default().push(change);
    }

    /// Writes the table and opens it. Gives how many ids are pointed at that are not here.
    pub(super) fn finish(mut self, place: &Place) -> Result<(Articles, u64), EngineError> {
        let failed = |error: &dyn std::fmt::Display| EngineError::Retrieve(error.to_string());
        let (mut records, mut offsets) = (place.create(BIN)?, place.create(IDX)?);
        let mut standing = place.create(STANDING)?;
        let mut ids: BTreeMap<String, u32> = BTreeMap::new();
        let mut at = 0u32;
        offsets.write(&at.to_le_bytes())?;
        let mut entries = self.entries.reader()?;
        for (ordinal, length) in (0..).zip(&self.lengths) {
            let mut record = vec![0; *length as usize];
            let read = entries.read_exact(&mut record);
            read.map_err(|source| io(Path::new(SPOOL), source))?;
            let mut entry = decoded(&record)?;
            if let Some(changes) = self.changes.remove(&ordinal) {
                changes
                    .into_iter()
                    .for_each(|change| change.apply(&mut entry));
                record = encoded(&entry)?;
            }
            at += record.len() as u32;
            records.write(&record)?;
            offsets.write(&at.to_le_bytes())?;
            let id = canonical_id(&entry.id);
            let in_links = self.links.get(&id).copied().unwrap_or_default();
            write_standing(&mut standing, &entry, in_links)?;
            if !entry.superseded {
                ids.insert(id, ordinal);
            }
        }
        drop(entries);
        self.entries.discard()?;
        for (alias, ordinal) in self.aliases {
            ids.entry(alias).or_insert(ordinal);
        }
        let dead = self
            .links
            .keys()
            .filter(|target| !ids.contains_key(*target))
            .count() as u64;
        let resolve = |id: &str| ids.get(id).copied();
        let links = self.pointers.finish(place, self.lengths.len(), &resolve)?;
        let definitions = self.definitions.finish(place)?;
        let ids = Map::from_iter(ids.iter().map(|(id, &ordinal)| (id, u64::from(ordinal))));
        let ids = ids.map_err(|error| failed(&error))?.into_fst().into_inner();
        let ids = Map::new(place.write(IDS, &ids)?).map_err(|error| failed(&error))?;
        let (records, offsets) = (records.finish()?, offsets.finish()?);
        Ok((
            Articles {
                records,
                offsets,
                standing: standing.finish()?,
                ids,
                links,
                definitions,
            },
            dead,
        ))
    }
}

impl Change {
    fn apply(self, entry: &mut ArticleEntry) {
        match self {
            Self::AlsoIn(name) => entry.also_in.push(name),
            Self::Superseded => entry.superseded = true,
        }
    }
}

fn encoded(entry: &ArticleEntry) -> Result<Vec<u8>, EngineError> {
    postcard::to_stdvec(entry).map_err(|error| EngineError::Retrieve(error.to_string()))
}

fn decoded(record: &[u8]) -> Result<ArticleEntry, EngineError> {
    postcard::from_bytes(record).map_err(|error| EngineError::Retrieve(error.to_string()))
}

fn write_standing(
    standing: &mut Spool,
    entry: &ArticleEntry,
    in_links: u32,
) -> Result<(), EngineError> {
    let kind = match entry.kind {
        None => 0,
        Some(ArticleKind::Problem) => 1,
        Some(ArticleKind::Bug) => 2,
        Some(ArticleKind::HowTo) => 3,
        Some(ArticleKind::Information) => 4,
        Some(ArticleKind::Download) => 5,
        Some(_) => 6,
    };
    let superseded = if entry.superseded { 0x80 } else { 0 };
    let state = match entry.state {
        State::WorkInProgress => 1,
        State::NotValidated => 2,
        State::Archived => 3,
        _ => 0,
    };
    standing.write(&[kind | state << STATE_SHIFT | superseded])?;
    standing.write(&in_links.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_canonical_id_is_its_own_canonical_id(id: String) {
            let canonical = canonical_id(&id);
            prop_assert_eq!(canonical_id(&canonical), canonical);
        }
    }

    #[test]
    fn notations_of_an_id_are_one() {
        for id in [
            "Q301529",
            "KB301529",
            "kb 301529",
            "301529",
            " q301529 ",
            "KB#301529",
        ] {
            assert_eq!(canonical_id(id), "q301529", "{id:?}");
        }
        assert_eq!(
            canonical_id("IPsec-Troubleshooting#Netsh"),
            "ipsec-troubleshooting#netsh"
        );
        assert_eq!(canonical_id("q"), "q");
    }
}
