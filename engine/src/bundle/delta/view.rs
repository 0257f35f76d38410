//! How a file is looked at before it is compared: an article that grows by a byte moves all
//! offsets behind it, and a word that nobody used before moves the numbers of all words behind
//! it. Looked at as distances, or with the words of the old state numbered as in the new one,
//! only the change itself is left.

use super::super::format::View;
use crate::index::text::renumber::{FORWARD, TERMS, renumbered};
use crate::index::varint::{put, take};
use fst::{Map, MapBuilder, Streamer};
use std::borrow::Cow;
use std::path::Path;

/// The views that are tried for a file.
pub(super) fn candidates(name: &str) -> &'static [View] {
    match name {
        "documents.idx" | "forward.idx" => &[View::Steps64],
        "articles.idx" | "links.idx" | "corpus-terms.bin" => &[View::Steps32],
        "issues.bin" => &[View::Plain, View::Steps32],
        FORWARD => &[View::Plain, View::Renumbered],
        TERMS => &[View::Plain, View::Terms],
        _ => &[View::Plain],
    }
}

/// True if what a patch makes in this view is the file itself.
pub(super) fn is_plain(view: View) -> bool {
    matches!(view, View::Plain | View::Renumbered)
}

/// The old and the new file in a view.
type Both<'b> = (Cow<'b, [u8]>, Cow<'b, [u8]>);

/// Both files in a view; `folders` are those of old and new state. None if the view does not fit.
pub(super) fn both<'b>(
    view: View,
    (old, new): (&'b [u8], &'b [u8]),
    folders: (&Path, &Path),
) -> Option<Both<'b>> {
    let viewed = match view {
        View::Plain | View::Renumbered => Cow::Borrowed(new),
        View::Steps32 => Cow::Owned(steps::<4>(new)),
        View::Steps64 => Cow::Owned(steps::<8>(new)),
        View::Terms => {
            let terms = terms(new)?;
            // A dictionary of another making has to be packed as it is.
            let same = restore(view, &terms).is_some_and(|made| *made == *new);
            Cow::Owned(same.then_some(terms)?)
        }
    };
    Some((base(view, old, folders)?, viewed))
}

/// The old file in a view.
pub(super) fn base<'b>(
    view: View,
    old: &'b [u8],
    folders: (&Path, &Path),
) -> Option<Cow<'b, [u8]>> {
    match view {
        View::Plain => Some(Cow::Borrowed(old)),
        View::Steps32 => Some(Cow::Owned(steps::<4>(old))),
        View::Steps64 => Some(Cow::Owned(steps::<8>(old))),
        View::Terms => terms(old).map(Cow::Owned),
        View::Renumbered => renumbered(folders.0, folders.1).ok().map(Cow::Owned),
    }
}

/// Bytes that a view of a file of `size` bytes may have: a list of terms is longer than the
/// dictionary made of it.
pub(super) fn room(view: View, size: u64) -> u64 {
    match view {
        View::Terms => size.saturating_mul(64),
        View::Plain | View::Steps32 | View::Steps64 | View::Renumbered => size,
    }
}

/// The file that a view is of; none if there is no such file.
pub(super) fn restore(view: View, viewed: &[u8]) -> Option<Cow<'_, [u8]>> {
    Some(match view {
        View::Terms => Cow::Owned(dictionary(viewed)?),
        View::Plain | View::Renumbered => Cow::Borrowed(viewed),
        View::Steps32 => Cow::Owned(sums::<4>(viewed)),
        View::Steps64 => Cow::Owned(sums::<8>(viewed)),
    })
}

/// The terms of a dictionary in their order, each behind its length; none if their numbers are
/// not their places.
fn terms(bytes: &[u8]) -> Option<Vec<u8>> {
    let map = Map::new(bytes).ok()?;
    let mut stream = map.stream();
    let mut terms = Vec::new();
    let mut place = 0;
    while let Some((term, number)) = stream.next() {
        (number == place).then_some(())?;
        place += 1;
        put(&mut terms, u32::try_from(term.len()).ok()?);
        terms.extend_from_slice(term);
    }
    Some(terms)
}

/// The dictionary of terms, each numbered by its place.
fn dictionary(mut terms: &[u8]) -> Option<Vec<u8>> {
    let mut builder = MapBuilder::memory();
    let mut place = 0;
    while !terms.is_empty() {
        let length = take(&mut terms)? as usize;
        let (term, rest) = terms.split_at_checked(length)?;
        builder.insert(term, place).ok()?;
        place += 1;
        terms = rest;
    }
    builder.into_inner().ok()
}

/// Little-endian numbers of `N` bytes as distances; bytes left over stay as they are.
fn steps<const N: usize>(bytes: &[u8]) -> Vec<u8> {
    let (numbers, rest) = bytes.as_chunks::<N>();
    let mut before = 0u64;
    let mut out = Vec::with_capacity(bytes.len());
    for number in numbers {
        let value = read(number);
        out.extend_from_slice(low::<N>(&value.wrapping_sub(before).to_le_bytes()));
        before = value;
    }
    out.extend_from_slice(rest);
    out
}

fn sums<const N: usize>(bytes: &[u8]) -> Vec<u8> {
    let (numbers, rest) = bytes.as_chunks::<N>();
    let mut sum = 0u64;
    let mut out = Vec::with_capacity(bytes.len());
    for number in numbers {
        sum = sum.wrapping_add(read(number));
        out.extend_from_slice(low::<N>(&sum.to_le_bytes()));
    }
    out.extend_from_slice(rest);
    out
}

fn read(number: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes
        .iter_mut()
        .zip(number)
        .for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(bytes)
}

fn low<const N: usize>(bytes: &[u8; 8]) -> &[u8] {
    bytes.get(..N).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_shift_of_all_offsets_is_one_distance() {
        let offsets = |moved: u64| -> Vec<u8> {
            let places = (0..100u64).map(|at| at * 50 + if at > 40 { moved } else { 0 });
            places.flat_map(u64::to_le_bytes).collect()
        };
        let (one, other) = (steps::<8>(&offsets(0)), steps::<8>(&offsets(7)));
        let differ = one.iter().zip(&other).filter(|(one, other)| one != other);
        assert_eq!(differ.count(), 1);
    }

    #[test]
    fn a_dictionary_is_its_terms() {
        let made = Map::from_iter([("beam", 0), ("loom", 1), ("oil", 2)]).unwrap();
        let bytes = made.into_fst().into_inner();
        let listed = terms(&bytes).unwrap();
        assert_eq!(listed, b"\x04beam\x04loom\x03oil");
        assert_eq!(dictionary(&listed), Some(bytes));
        let other = Map::from_iter([("beam", 7), ("loom", 8)]).unwrap();
        assert_eq!(terms(&other.into_fst().into_inner()), None);
        for broken in [
            b"\x09beam".as_slice(),
            b"\x01b\x01a",
            b"\xff\xff\xff\xff\xff",
        ] {
            assert_eq!(dictionary(broken), None);
        }
    }

    proptest! {
        #[test]
        fn every_view_leads_back(bytes: Vec<u8>) {
            prop_assert_eq!(sums::<4>(&steps::<4>(&bytes)), bytes.clone());
            prop_assert_eq!(sums::<8>(&steps::<8>(&bytes)), bytes);
        }
    }
}
