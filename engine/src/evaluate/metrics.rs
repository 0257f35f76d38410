//! Metrics of a ranking against the set of relevant ids, each between 0 and 1.
//!
//! Definitions as in trec_eval, gains binary. `ranking` holds no id twice.

use std::collections::HashSet;

/// 1 / rank of the first relevant id among the first `depth`, else 0. Its mean is MRR.
#[must_use]
pub fn reciprocal_rank(ranking: &[String], relevant: &[String], depth: usize) -> f64 {
    first_hit(ranking, relevant, depth).map_or(0.0, |at| 1.0 / (at + 1) as f64)
}

/// 1 if any relevant id stands among the first `depth`, else 0.
#[must_use]
pub fn success(ranking: &[String], relevant: &[String], depth: usize) -> f64 {
    f64::from(u8::from(first_hit(ranking, relevant, depth).is_some()))
}

/// The share of the relevant ids that stand among the first `depth`; 0 if there are none.
#[must_use]
pub fn recall(ranking: &[String], relevant: &[String], depth: usize) -> f64 {
    let wanted = distinct(relevant);
    if wanted.is_empty() {
        return 0.0;
    }
    hits(ranking, &wanted, depth).count() as f64 / wanted.len() as f64
}

/// Normalised discounted cumulative gain over the first `depth`, after Järvelin and Kekäläinen
/// (2002) with a discount of log2(rank + 1); 0 if nothing is relevant.
#[must_use]
pub fn ndcg(ranking: &[String], relevant: &[String], depth: usize) -> f64 {
    let wanted = distinct(relevant);
    let discount = |at: usize| 1.0 / ((at + 2) as f64).log2();
    let best: f64 = (0..wanted.len().min(depth)).map(discount).sum();
    if best == 0.0 {
        return 0.0;
    }
    let gained: f64 = hits(ranking, &wanted, depth).map(discount).sum();
    // The sums run over the same terms in the same order when the ranking is perfect, so this is
    // exactly 1 then; the cap only guards against rounding in between.
    (gained / best).min(1.0)
}

fn distinct(relevant: &[String]) -> HashSet<&str> {
    relevant.iter().map(String::as_str).collect()
}

/// Positions of relevant ids among the first `depth`, from 0.
fn hits<'a>(
    ranking: &'a [String],
    wanted: &'a HashSet<&str>,
    depth: usize,
) -> impl Iterator<Item = usize> + 'a {
    let top = ranking.iter().take(depth).enumerate();
    top.filter(|(_, id)| wanted.contains(id.as_str()))
        .map(|(at, _)| at)
}

fn first_hit(ranking: &[String], relevant: &[String], depth: usize) -> Option<usize> {
    hits(ranking, &distinct(relevant), depth).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(names: &str) -> Vec<String> {
        names.chars().map(String::from).collect()
    }

    #[test]
    fn worked_examples() {
        // ranking, relevant, RR@3, success@1, recall@3, nDCG@3
        let second = 1.0 / 3f64.log2();
        for (ranking, relevant, rr, at_1, rec, gain) in [
            ("abc", "a", 1.0, 1.0, 1.0, 1.0),
            ("abc", "b", 0.5, 0.0, 1.0, second),
            ("abcd", "d", 0.0, 0.0, 0.0, 0.0),
            ("abc", "bx", 0.5, 0.0, 0.5, second / (1.0 + second)),
            ("", "a", 0.0, 0.0, 0.0, 0.0),
            ("abc", "", 0.0, 0.0, 0.0, 0.0),
        ] {
            let (ranking, relevant) = (ids(ranking), ids(relevant));
            assert_eq!(reciprocal_rank(&ranking, &relevant, 3), rr);
            assert_eq!(success(&ranking, &relevant, 1), at_1);
            assert_eq!(recall(&ranking, &relevant, 3), rec);
            assert!((ndcg(&ranking, &relevant, 3) - gain).abs() < 1e-12);
        }
    }

    /// A ranking of distinct ids, relevant ids (some not ranked, some named twice) and a depth.
    fn case() -> impl Strategy<Value = (Vec<String>, Vec<String>, usize)> {
        let ranking = Just(ids("abcdefghijkl")).prop_shuffle();
        let relevant = proptest::collection::vec("[a-p]", 1..8);
        (ranking, relevant, 1usize..15)
    }

    fn all(ranking: &[String], relevant: &[String], depth: usize) -> [f64; 4] {
        [
            reciprocal_rank(ranking, relevant, depth),
            success(ranking, relevant, depth),
            recall(ranking, relevant, depth),
            ndcg(ranking, relevant, depth),
        ]
    }

    proptest! {
        #[test]
        fn each_lies_between_0_and_1((ranking, relevant, depth) in case()) {
            for value in all(&ranking, &relevant, depth) {
                prop_assert!((0.0..=1.0).contains(&value));
            }
        }

        #[test]
        fn a_perfect_ranking_scores_1((ranking, relevant, _) in case()) {
            let mut perfect: Vec<String> = distinct(&relevant).into_iter().map(String::from).collect();
            let rest: Vec<_> = ranking.into_iter().filter(|id| !perfect.contains(id)).collect();
            perfect.extend(rest);
            prop_assert_eq!(all(&perfect, &relevant, perfect.len()), [1.0; 4]);
        }

        #[test]
        fn the_order_of_the_labels_does_not_matter((ranking, relevant, depth) in case()) {
            let reversed: Vec<String> = relevant.iter().rev().cloned().collect();
            prop_assert_eq!(all(&ranking, &relevant, depth), all(&ranking, &reversed, depth));
        }

        #[test]
        fn the_order_of_wrong_answers_does_not_matter((ranking, relevant, depth) in case()) {
            // Sort the wrong answers among themselves, leaving right ones where they stand.
            let wanted = distinct(&relevant);
            let mut wrong: Vec<_> = ranking.iter().filter(|id| !wanted.contains(id.as_str())).collect();
            wrong.sort();
            let mut wrong = wrong.into_iter();
            let sorted: Vec<String> = ranking
                .iter()
                .map(|id| if wanted.contains(id.as_str()) { id.clone() } else { wrong.next().unwrap().clone() })
                .collect();
            prop_assert_eq!(all(&ranking, &relevant, depth), all(&sorted, &relevant, depth));
        }

        #[test]
        fn moving_a_right_answer_up_never_hurts((ranking, relevant, depth) in case()) {
            let wanted = distinct(&relevant);
            let right = |at: usize| wanted.contains(ranking[at].as_str());
            for at in (1..ranking.len()).filter(|&at| right(at) && !right(at - 1)) {
                let mut better = ranking.clone();
                better.swap(at - 1, at);
                let (before, after) = (all(&ranking, &relevant, depth), all(&better, &relevant, depth));
                for (before, after) in before.into_iter().zip(after) {
                    prop_assert!(after >= before - 1e-12);
                }
            }
        }

        #[test]
        fn depth_only_adds_for_rank_and_recall((ranking, relevant, depth) in case()) {
            prop_assert!(recall(&ranking, &relevant, depth + 1) >= recall(&ranking, &relevant, depth));
            prop_assert!(
                reciprocal_rank(&ranking, &relevant, depth + 1) >= reciprocal_rank(&ranking, &relevant, depth)
            );
        }
    }
}
