//! From pairs that are alike to groups in which every two are alike.
//!
//! Complete linkage: chains of likeness (A is like B, B like C) join unlike ends, and a group is
//! shown as one problem, so two groups only join if all their members are alike.

use super::MOST_MEMBERS;
use rayon::prelude::*;
use std::collections::HashMap;

/// Groups of two or more, members ascending, groups by their first member. `alike` gives how alike
/// two articles are, none if they are not.
pub(super) fn groups(
    pairs: &[(u32, u32)],
    alike: &(dyn Fn(u32, u32) -> Option<f32> + Sync),
) -> Vec<Vec<u32>> {
    let mut scored: Vec<(f32, u32, u32)> = pairs
        .par_iter()
        .filter_map(|&(one, other)| Some((alike(one, other)?, one, other)))
        .collect();
    scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut group_of: HashMap<u32, usize> = HashMap::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for (_, one, other) in scored {
        let mut number = |ordinal: u32, groups: &mut Vec<Vec<u32>>| {
            *group_of.entry(ordinal).or_insert_with(|| {
                groups.push(vec![ordinal]);
                groups.len() - 1
            })
        };
        let (first, second) = (number(one, &mut groups), number(other, &mut groups));
        let size = groups[first].len() + groups[second].len();
        if first == second || size > MOST_MEMBERS {
            continue;
        }
        let all_alike = groups[first].iter().all(|&one| {
            let others = groups[second].iter();
            others.copied().all(|other| alike(one, other).is_some())
        });
        if all_alike {
            let moved = std::mem::take(&mut groups[second]);
            for &ordinal in &moved {
                group_of.insert(ordinal, first);
            }
            groups[first].extend(moved);
        }
    }
    groups.retain(|group| group.len() > 1);
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_do_not_join_unlike_ends() {
        // Alike if they differ by at most 2, the nearer the more.
        let alike = |one: u32, other: u32| {
            let gap = one.abs_diff(other);
            (gap <= 2).then(|| 1.0 - gap as f32 / 10.0)
        };
        let pairs = [(1, 2), (2, 3), (3, 4), (4, 5), (1, 3), (20, 21), (30, 40)];
        let groups = groups(&pairs, &alike);
        for group in &groups {
            for one in group {
                assert!(
                    group.iter().all(|other| alike(*one, *other).is_some()),
                    "{groups:?}"
                );
            }
        }
        assert!(groups.contains(&vec![20, 21]));
        assert_eq!(groups.iter().flatten().filter(|&&one| one >= 30).count(), 0);
    }
}
