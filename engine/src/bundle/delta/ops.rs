//! The steps that make new bytes from old ones: take these bytes, copy those.
//!
//! Encoded as LEB128 numbers: bytes to take, the bytes; bytes to copy, and how far the place to
//! copy from lies from where the last copy ended (zigzag). Blocks of the old bytes are found in
//! the new ones by a rolling hash (as in Tridgell, "Efficient Algorithms for Sorting and
//! Synchronization", 1999), but where a change left the rest in place, the place itself is tried
//! first: that finds matches shorter than a block.

use crate::error::EngineError;
use std::collections::HashMap;
use std::io::{BufRead, Read};

/// Bytes of the smallest block that is looked up.
const BLOCK: usize = 32;

/// Blocks kept at most; larger files are looked up by larger blocks.
const BLOCKS: usize = 4 << 20;

/// Bytes that have to agree before a copy in place is worth a step.
const IN_PLACE: usize = 12;

/// Bytes handed on at a time.
const CHUNK: usize = 1 << 18;

/// Factor of the rolling hash; odd, with bits all over.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// The steps from `base` to `new`.
pub(super) fn diff(base: &[u8], new: &[u8]) -> Vec<u8> {
    let block = BLOCK.max(base.len() / BLOCKS);
    let blocks = Blocks::of(base, block);
    let mut steps = Vec::new();
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
        push_take(&mut steps, &new[told..at - back]);
        push(&mut steps, length as u64);
        push(&mut steps, zigzag(from as i64 - ended as i64));
        at = at - back + length;
        (told, ended) = (at, from + length);
    }
    push_take(&mut steps, &new[told..]);
    steps
}

/// Follows `steps` from `base` and gives what comes of them to `sink`, at most `limit` bytes.
/// None if the steps are broken; the error is that of `sink`.
pub(super) fn patch(
    base: &[u8],
    steps: &mut impl BufRead,
    limit: u64,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), EngineError>,
) -> Result<Option<()>, EngineError> {
    let mut left = limit;
    let mut ended = 0u64;
    while let Some(take) = pull(steps) {
        let Some(rest) = left.checked_sub(take) else {
            return Ok(None);
        };
        left = rest;
        if hand_on(steps, take, sink)?.is_none() {
            return Ok(None);
        }
        let Some(length) = pull(steps) else {
            break;
        };
        let copied = pull(steps).and_then(|step| {
            let from = ended.checked_add_signed(unzigzag(step))?;
            let end = from.checked_add(length)?;
            ended = end;
            left = left.checked_sub(length)?;
            base.get(usize::try_from(from).ok()?..usize::try_from(end).ok()?)
        });
        match copied {
            Some(bytes) => sink(bytes)?,
            None => return Ok(None),
        }
    }
    Ok(Some(()))
}

/// Hands on `count` bytes of the steps.
fn hand_on(
    steps: &mut impl BufRead,
    count: u64,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), EngineError>,
) -> Result<Option<()>, EngineError> {
    let mut left = count;
    let mut chunk = vec![0; CHUNK.min(usize::try_from(count).unwrap_or(CHUNK))];
    while left > 0 {
        let room = chunk.len().min(usize::try_from(left).unwrap_or(CHUNK));
        let Some(piece) = chunk.get_mut(..room) else {
            return Ok(None);
        };
        if steps.read_exact(piece).is_err() {
            return Ok(None);
        }
        sink(piece)?;
        left -= room as u64;
    }
    Ok(Some(()))
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

fn push_take(steps: &mut Vec<u8>, bytes: &[u8]) {
    push(steps, bytes.len() as u64);
    steps.extend_from_slice(bytes);
}

fn push(steps: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        steps.push(value as u8 | 0x80);
        value >>= 7;
    }
    steps.push(value as u8);
}

/// The next number; none at the end, or where there is none.
fn pull(steps: &mut impl Read) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let mut byte = [0];
        steps.read_exact(&mut byte).ok()?;
        value |= u64::from(byte[0] & 0x7f).checked_shl(shift)?;
        if byte[0] < 0x80 {
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
        let followed = patch(base, &mut &*steps, limit, &mut |piece| {
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
