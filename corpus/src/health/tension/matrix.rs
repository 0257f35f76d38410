//! Tables of yes and no, and the cells that a claim speaks of.

use super::claim::{Claim, words};
use crate::article::Table;
use std::collections::HashSet;

/// A larger table is data, not a matrix of scenarios.
const MOST_CELLS: usize = 600;
/// Share of a caption's words that a sentence must have to name the table.
const NAMED: f64 = 0.6;

/// A row: its label, the words of that, and what its cells say as yes or no.
type Row<'t> = (&'t str, HashSet<String>, Vec<Option<(bool, &'t str)>>);

/// A table of yes and no.
pub(super) struct Matrix<'t> {
    /// What it is called.
    pub(super) caption: &'t str,
    caption_words: HashSet<String>,
    columns: Vec<(&'t str, HashSet<String>)>,
    rows: Vec<Row<'t>>,
}

/// A cell with its place.
pub(super) struct Chosen<'t> {
    /// Label of its row.
    pub(super) row: &'t str,
    /// Label of its column.
    pub(super) column: &'t str,
    /// What it says.
    pub(super) text: &'t str,
    /// As yes or no.
    pub(super) yes: bool,
}

impl<'t> Matrix<'t> {
    /// The table as a matrix, if most of its cells say yes or no.
    pub(super) fn of(table: &'t Table, heading: &'t str) -> Option<Self> {
        let columns: Vec<_> = table
            .header
            .iter()
            .skip(1)
            .map(|cell| (cell.text.as_str(), words(&cell.text)))
            .collect();
        let rows: Vec<_> = table
            .rows
            .iter()
            .filter_map(|row| {
                let (label, cells) = row.cells.split_first()?;
                let cells: Vec<_> = cells.iter().map(|cell| turn(&cell.text)).collect();
                Some((label.text.as_str(), words(&label.text), cells))
            })
            .collect();
        let all = rows.iter().map(|(_, _, cells)| cells.len()).sum::<usize>();
        let told = rows
            .iter()
            .flat_map(|(_, _, cells)| cells)
            .flatten()
            .count();
        let caption = table.caption.as_deref().unwrap_or(heading);
        (told >= 2 && told * 2 > all && all <= MOST_CELLS).then(|| Self {
            caption,
            caption_words: words(caption),
            columns,
            rows,
        })
    }

    /// True if a sentence with these words names this table.
    pub(super) fn is_named_in(&self, context: &HashSet<String>) -> bool {
        let shared = self.caption_words.intersection(context).count();
        !self.caption_words.is_empty() && shared as f64 >= NAMED * self.caption_words.len() as f64
    }

    /// The cells that a claim speaks of; none unless it names both rows and columns.
    pub(super) fn cells(&self, claim: &Claim) -> Vec<Chosen<'t>> {
        let columns = self.columns(claim);
        let mut chosen = Vec::new();
        for row in self.rows(claim) {
            let (label, _, cells) = &self.rows[row];
            for &column in &columns {
                if let Some(&Some((yes, text))) = cells.get(column) {
                    chosen.push(Chosen {
                        row: label,
                        column: self.columns[column].0,
                        text,
                        yes,
                    });
                }
            }
        }
        chosen
    }

    /// Rows all of whose label's words the claim has: with "both" those of the longest label,
    /// with "either" those of the shortest, else the longest.
    fn rows(&self, claim: &Claim) -> Vec<usize> {
        let named = |words: &HashSet<String>| !words.is_empty() && words.is_subset(&claim.words);
        let named: Vec<(usize, usize)> = (0..)
            .zip(&self.rows)
            .filter(|(_, (_, words, _))| named(words))
            .map(|(at, (_, words, _))| (at, words.len()))
            .collect();
        let lengths = named.iter().map(|&(_, length)| length);
        let wanted = if claim.either {
            lengths.min()
        } else {
            lengths.max()
        };
        // "Both" of what no row holds together is no claim about the single ones.
        if claim.both && wanted < Some(2) {
            return Vec::new();
        }
        named
            .into_iter()
            .filter(|&(_, length)| Some(length) == wanted)
            .map(|(at, _)| at)
            .collect()
    }

    /// Columns whose header has all of those words of the claim that tell columns apart.
    fn columns(&self, claim: &Claim) -> Vec<usize> {
        let known: HashSet<&String> = claim
            .words
            .iter()
            .filter(|word| {
                let with = self
                    .columns
                    .iter()
                    .filter(|(_, words)| words.contains(*word));
                let with = with.count();
                with > 0 && with < self.columns.len()
            })
            .collect();
        if known.is_empty() {
            return Vec::new();
        }
        let has_all = |words: &HashSet<String>| known.iter().all(|word| words.contains(*word));
        // "a UPnP device" is no "non-UPnP device"; "a device" may be either.
        let excluded = |words: &HashSet<String>| {
            known.len() > 1 && words.contains("non") && !claim.words.contains("non")
        };
        (0..)
            .zip(&self.columns)
            .filter(|(_, (_, words))| has_all(words) && !excluded(words))
            .map(|(at, _)| at)
            .collect()
    }
}

/// A cell as yes or no, with its text.
fn turn(text: &str) -> Option<(bool, &str)> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "supported" | "works" | "ok" | "✓" | "true" => Some((true, text)),
        "no" | "n" | "not supported" | "unsupported" | "fails" | "✗" | "false" => {
            Some((false, text))
        }
        _ => None,
    }
}
