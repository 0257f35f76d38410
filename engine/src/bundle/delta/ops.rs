//! The steps that make new bytes from old ones: take these bytes, copy those.
//!
//! Blocks of the old bytes are found in the new ones by a rolling hash (as in Tridgell, "Efficient
//! Algorithms for Sorting and Synchronization", 1999), but where a change left the rest in place,
//! the place itself is tried first: that finds matches shorter than a block.
//!
//! Four columns, each behind its length, as like stands by like and compresses well: how many
//! bytes to take, how many then to copy, how far the place to copy from lies from where the last
//! copy ended (zigzag), and the bytes to take. All numbers are LEB128. A few bytes between two
//! copies are told as what is to be added to the old bytes in their place (as in Percival, "Naive
//! Differences of Executable Code", 2003): where numbers moved by one, that is one all over.

use crate::error::EngineError;
use std::collections::HashMap;
use std::ops::Range;

/// Bytes of the smallest block that is looked up.
const BLOCK: usize = 32;

/// Blocks kept at most; larger files are looked up by larger blocks.
const BLOCKS: usize = 4 << 20;

/// Bytes that have to agree before a copy in place is worth a step.
const IN_PLACE: usize = 6;

/// Most bytes that are told as a difference to those in their place; longer ones are new text.
const FEW: usize = 8;

/// Factor of the rolling hash; odd, with bits all over.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// The columns while they are written.
#[derive(Default)]
struct Columns([Vec<u8>; 4]);

impl Columns {
    /// Takes `new` where `base` has other bytes from `ended` on, then copies `length` bytes from
    /// `from`.
    fn step(&mut self, new: &[u8], (base, ended): (&[u8], usize), copy: (usize, usize)) {
        let [takes, lengths, moves, bytes] = &mut self.0;
        push(takes, new.len() as u64);
        let in_place = base.get(ended..).unwrap_or_default();
        bytes.extend(told(new.len(), new, in_place, u8::wrapping_sub));
        let (from, length) = copy;
        push(lengths, length as u64);
        push(moves, zigzag(from as i64 - ended as i64));
    }

    fn finish(self) -> Vec<u8> {
        let mut out = Vec::new();
        for column in &self.0 {
            push(&mut out, column.len() as u64);
        }
        for column in self.0 {
            out.extend(column);
        }
        out
    }
}

/// Bytes as told, or those meant: few are combined with the bytes in their place.
fn told(count: usize, bytes: &[u8], in_place: &[u8], combine: impl Fn(u8, u8) -> u8) -> Vec<u8> {
    if count > FEW {
        return bytes.to_vec();
    }
    let others = in_place.iter().copied().chain(std::iter::repeat(0));
    let pairs = bytes.iter().zip(others);
    pairs.map(|(&byte, other)| combine(byte, other)).collect()
}

/// The steps from `base` to `new`.
pub(super) fn diff(base: &[u8], new: &[u8]) -> Vec<u8> {
    let block = BLOCK.max(base.len() / BLOCKS);
    let blocks = Blocks::of(base, block);
    let mut columns = Columns::default();
    // Where the bytes not yet told begin, and where in the base the last copy ended.
    let (mut told, mut ended) = (0, 0);
    let mut at = 0;
    let mut window = Window::new(block);
    while at < new.len() {
        let in_place = ended + (at - told);
        let same = agree(base.get(in_place..).unwrap_or_default(), &new[at..]);
        let found = if same >= IN_PLACE {
            Some((in_place, 0, same))
        } else {
            window.at(new, at).and_then(|hash| {
                let from = blocks.find(hash)?;
                let same = agree(&base[from..], &new[at..]);
                (same >= block).then(|| {
                    let back = agree_back(&base[..from], &new[told..at]);
                    (from - back, back, same + back)
                })
            })
        };
        let Some((from, back, length)) = found else {
            at += 1;
            continue;
        };
        columns.step(&new[told..at - back], (base, ended), (from, length));
        at = at - back + length;
        (told, ended) = (at, from + length);
    }
    columns.step(&new[told..], (base, ended), (ended, 0));
    columns.finish()
}

/// Follows `steps` from `base` and gives what comes of them to `sink`, at most `limit` bytes.
/// None if the steps are broken; the error is that of `sink`.
pub(super) fn patch(
    base: &[u8],
    steps: &[u8],
    limit: u64,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), EngineError>,
) -> Result<Option<()>, EngineError> {
    let Some([mut takes, mut lengths, mut moves, mut bytes]) = columns(steps) else {
        return Ok(None);
    };
    let (mut left, mut ended) = (limit, 0usize);
    while !takes.is_empty() {
        let Some((taken, from)) = next_step(
            (&mut takes, &mut lengths, &mut moves, &mut bytes),
            (base, ended),
            &mut left,
        ) else {
            return Ok(None);
        };
        let Some(copied) = base.get(from.clone()) else {
            return Ok(None);
        };
        sink(&taken)?;
        sink(copied)?;
        ended = from.end;
    }
    Ok(Some(()))
}

type ColumnsLeft<'c, 's> = (
    &'c mut &'s [u8],
    &'c mut &'s [u8],
    &'c mut &'s [u8],
    &'c mut &'s [u8],
);

/// The bytes that the next step takes, and where it copies from.
fn next_step(
    (takes, lengths, moves, bytes): ColumnsLeft<'_, '_>,
    (base, ended): (&[u8], usize),
    left: &mut u64,
) -> Option<(Vec<u8>, Range<usize>)> {
    let (take, length) = (pull(takes)?, pull(lengths)?);
    let step = unzigzag(pull(moves)?);
    *left = left.checked_sub(take)?.checked_sub(length)?;
    let take = usize::try_from(take).ok()?;
    let (taken, rest) = bytes.split_at_checked(take)?;
    *bytes = rest;
    let in_place = base.get(ended..).unwrap_or_default();
    let taken = told(take, taken, in_place, u8::wrapping_add);
    let from = ended.checked_add_signed(isize::try_from(step).ok()?)?;
    let end = from.checked_add(usize::try_from(length).ok()?)?;
    Some((taken, from..end))
}

/// The four columns; none if they do not fill the bytes.
fn columns(mut steps: &[u8]) -> Option<[&[u8]; 4]> {
    let mut sizes = [0usize; 4];
    for size in &mut sizes {
        *size = usize::try_from(pull(&mut steps)?).ok()?;
    }
    let mut columns: [&[u8]; 4] = [&[]; 4];
    for (column, size) in columns.iter_mut().zip(sizes) {
        let (taken, rest) = steps.split_at_checked(size)?;
        *column = taken;
        steps = rest;
    }
    steps.is_empty().then_some(columns)
}

/// The blocks of the old bytes by their hash; of equal ones the first.
struct Blocks {
    places: HashMap<u64, u32, foldhash::fast::FixedState>,
    block: usize,
}

impl Blocks {
    fn of(base: &[u8], block: usize) -> Self {
        let count = base.len() / block;
        let mut places = HashMap::with_capacity_and_hasher(count, Default::default());
        for (number, bytes) in (0..).zip(base.chunks_exact(block)) {
            places.entry(hash(bytes)).or_insert(number);
        }
        Self { places, block }
    }

    fn find(&self, hash: u64) -> Option<usize> {
        Some(*self.places.get(&hash)? as usize * self.block)
    }
}

fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0u64, |hash, &byte| {
        hash.wrapping_mul(FACTOR).wrapping_add(u64::from(byte) + 1)
    })
}

/// The hash of the block at a place, rolled on from the place before.
struct Window {
    block: usize,
    /// What the byte that leaves counts for.
    leaves: u64,
    last: Option<(usize, u64)>,
}

impl Window {
    fn new(block: usize) -> Self {
        let leaves = (0..block).fold(1u64, |product, _| product.wrapping_mul(FACTOR));
        Self {
            block,
            leaves,
            last: None,
        }
    }

    fn at(&mut self, bytes: &[u8], at: usize) -> Option<u64> {
        let here = bytes.get(at..at + self.block)?;
        let rolled = match self.last {
            Some((before, hash)) if before + 1 == at => {
                let left = u64::from(bytes[before]) + 1;
                let entered = u64::from(here[self.block - 1]) + 1;
                hash.wrapping_mul(FACTOR)
                    .wrapping_add(entered)
                    .wrapping_sub(left.wrapping_mul(self.leaves))
            }
            _ => hash(here),
        };
        self.last = Some((at, rolled));
        Some(rolled)
    }
}

/// How many bytes agree from the start.
fn agree(one: &[u8], other: &[u8]) -> usize {
    let words = one.chunks_exact(8).zip(other.chunks_exact(8));
    let mut same = words.take_while(|(one, other)| one == other).count() * 8;
    let rest = one.iter().skip(same).zip(other.iter().skip(same));
    same += rest.take_while(|(one, other)| one == other).count();
    same
}

/// How many bytes agree from the end.
fn agree_back(one: &[u8], other: &[u8]) -> usize {
    let pairs = one.iter().rev().zip(other.iter().rev());
    pairs.take_while(|(one, other)| one == other).count()
}

fn push(steps: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        steps.push(value as u8 | 0x80);
        value >>= 7;
    }
    steps.push(value as u8);
}

/// The next number; none at the end, or where there is none.
fn pull(from: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn follow(base: &[u8], steps: &[u8], limit: u64) -> Option<Vec<u8>> {
        let mut made = Vec::new();
        let followed = patch(base, steps, limit, &mut |piece| {
            made.extend_from_slice(piece);
            Ok(())
        });
        followed.unwrap().map(|()| made)
    }

    fn noise(count: usize, seed: u64) -> Vec<u8> {
        let mut state = seed | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn a_small_change_takes_few_steps() {
        let base = noise(100_000, 7);
        let mut replaced = base.clone();
        replaced[5_000] ^= 1;
        let mut inserted = base.clone();
        inserted.splice(70_000..70_000, *b"something new");
        let mut removed = base.clone();
        removed.drain(10..2_000);
        let mut moved = base.clone();
        moved.rotate_left(30_001);
        for new in [&base, &replaced, &inserted, &removed, &moved] {
            let steps = diff(&base, new);
            assert!(steps.len() < 60, "{}", steps.len());
            assert_eq!(follow(&base, &steps, new.len() as u64).as_ref(), Some(new));
        }
        let other = noise(100_000, 8);
        assert!(diff(&base, &other).len() < other.len() + 16);
    }

    #[test]
    fn numbers_that_moved_by_one_are_told_as_ones() {
        let base: Vec<u8> = noise(40_000, 5);
        let mut new = base.clone();
        new.iter_mut()
            .step_by(20)
            .for_each(|byte| *byte = byte.wrapping_add(1));
        let steps = diff(&base, &new);
        assert_eq!(follow(&base, &steps, new.len() as u64), Some(new));
        let packed = zstd::bulk::compress(&steps, 19).unwrap();
        assert!(packed.len() < 100, "{}", packed.len());
    }

    #[test]
    fn nothing_longer_than_announced_is_made() {
        let steps = diff(b"", &[7; 100]);
        assert_eq!(follow(b"", &steps, 99), None);
        let base = [7; 100];
        assert_eq!(follow(&base, &diff(&base, &base), 99), None);
    }

    proptest! {
        #[test]
        fn steps_lead_from_any_bytes_to_any_others(
            base in proptest::collection::vec(0u8..4, 0..400),
            new in proptest::collection::vec(0u8..4, 0..400),
        ) {
            let steps = diff(&base, &new);
            prop_assert_eq!(follow(&base, &steps, new.len() as u64), Some(new));
        }

        #[test]
        fn broken_steps_never_panic(steps: Vec<u8>, base: Vec<u8>) {
            let _ = follow(&base, &steps, 1 << 16);
        }
    }
}
