//! Pairs of articles worth comparing, without comparing all with all.
//!
//! Articles whose leads share many words meet in a bucket of one of several tables of MinHash
//! values (Broder, "On the resemblance and containment of documents", 1997); articles with the same
//! title words meet by those; and an article meets those that it refers to.

use super::likeness::Profile;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Tables of two MinHash values each: leads that share 4 words of 10 meet with a chance of .9.
const TABLES: usize = 14;

/// In a bucket, an article is compared with as many as this after it: what is in large buckets is
/// boilerplate, and the members of a known issue have near ordinals or meet in other tables.
const NEIGHBOURS: usize = 10;

/// Pairs (lower, higher), sorted, each once. `is_worth` is asked of every pair that meets.
pub(super) fn pairs(
    profiles: &[Profile],
    references: &[(u32, u32)],
    is_worth: &dyn Fn(u32, u32) -> bool,
) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = references
        .iter()
        .filter(|(one, other)| one != other && is_worth(*one, *other))
        .map(|&(one, other)| (one.min(other), one.max(other)))
        .collect();
    let by_title = |profile: &Profile| (profile.title.len() >= 2).then(|| hash(&profile.title));
    bucket(profiles, (&by_title, is_worth), &mut pairs);
    for table in 0..TABLES {
        let key = |profile: &Profile| {
            let first = smallest(&profile.rare, table as u64 * 2)?;
            let second = smallest(&profile.rare, table as u64 * 2 + 1)?;
            Some(hash(&(first, second)))
        };
        bucket(profiles, (&key, is_worth), &mut pairs);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What puts an article into a bucket, and whether two that meet there are worth comparing.
type Meeting<'m> = (
    &'m dyn Fn(&Profile) -> Option<u64>,
    &'m dyn Fn(u32, u32) -> bool,
);

/// Pairs up articles with the same key.
fn bucket(profiles: &[Profile], (key, is_worth): Meeting<'_>, pairs: &mut Vec<(u32, u32)>) {
    let mut keys: Vec<(u64, u32)> = (0..)
        .zip(profiles)
        .filter_map(|(ordinal, profile)| Some((key(profile)?, ordinal)))
        .collect();
    keys.sort_unstable();
    for members in keys.chunk_by(|one, other| one.0 == other.0) {
        for (at, &(_, one)) in members.iter().enumerate() {
            let others = members[at + 1..].iter().take(NEIGHBOURS);
            let others = others.map(|&(_, other)| other);
            pairs.extend(
                others
                    .filter(|&other| is_worth(one, other))
                    .map(|other| (one, other)),
            );
        }
    }
}

/// The MinHash value of a set under one of many hash functions; none for a set too small to tell.
fn smallest(terms: &[u32], function: u64) -> Option<u64> {
    if terms.len() < 4 {
        return None;
    }
    terms
        .iter()
        .map(|&term| mix(u64::from(term), function))
        .min()
}

/// SplitMix64 (Steele, Lea and Flood, 2014) of a term under a numbered function.
fn mix(term: u64, function: u64) -> u64 {
    let mut mixed = term ^ (function + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn hash(value: &impl Hash) -> u64 {
    // `DefaultHasher::new` has fixed keys, so that a build gives the same bytes each time.
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_meet_and_strangers_do_not() {
        let profile = |rare: std::ops::Range<u32>| {
            let mut profile = Profile::default();
            profile.rare = rare.collect();
            profile
        };
        let mut profiles: Vec<Profile> =
            (0..50).map(|at| profile(at * 100..at * 100 + 30)).collect();
        profiles.push(profile(1705..1735));
        let found = pairs(&profiles, &[(3, 1)], &|_, _| true);
        assert_eq!(found, [(1, 3), (17, 50)]);
        assert_eq!(pairs(&profiles, &[(3, 1)], &|_, _| false), []);
    }
}
