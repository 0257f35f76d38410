//! How a file is looked at before it is compared: an article that grows by a byte moves all
//! offsets behind it, and a word that nobody used before moves the numbers of all words behind
//! it. Looked at as distances, or with the words of the old state numbered as in the new one,
//! only the change itself is left.

use super::super::format::View;
use crate::index::text::renumber::{FORWARD, renumbered};
use std::borrow::Cow;
use std::path::Path;

/// The views that are tried for a file.
pub(super) fn candidates(name: &str) -> &'static [View] {
    match name {
        "documents.idx" | "forward.idx" => &[View::Steps64],
        "articles.idx" | "links.idx" | "corpus-terms.bin" => &[View::Steps32],
        "issues.bin" => &[View::Plain, View::Steps32],
        FORWARD => &[View::Plain, View::Renumbered],
        _ => &[View::Plain],
    }
}

/// True if what a patch makes in this view is the file itself.
pub(super) fn is_plain(view: View) -> bool {
    matches!(view, View::Plain | View::Renumbered)
}

/// Both files in a view; `folders` are those of old and new state. None if the view does not fit.
pub(super) fn both<'b>(
    view: View,
    (old, new): (&'b [u8], &'b [u8]),
    folders: (&Path, &Path),
) -> Option<(Cow<'b, [u8]>, Cow<'b, [u8]>)> {
    let viewed = match view {
        View::Plain | View::Renumbered => Cow::Borrowed(new),
        View::Steps32 => Cow::Owned(steps::<4>(new)),
        View::Steps64 => Cow::Owned(steps::<8>(new)),
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
        View::Renumbered => renumbered(folders.0, folders.1).ok().map(Cow::Owned),
    }
}

/// The file that a view is of.
pub(super) fn restore(view: View, viewed: &[u8]) -> Cow<'_, [u8]> {
    match view {
        View::Plain | View::Renumbered => Cow::Borrowed(viewed),
        View::Steps32 => Cow::Owned(sums::<4>(viewed)),
        View::Steps64 => Cow::Owned(sums::<8>(viewed)),
    }
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

    proptest! {
        #[test]
        fn every_view_leads_back(bytes: Vec<u8>) {
            prop_assert_eq!(sums::<4>(&steps::<4>(&bytes)), bytes.clone());
            prop_assert_eq!(sums::<8>(&steps::<8>(&bytes)), bytes);
        }
    }
}
