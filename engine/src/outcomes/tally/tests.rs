//! Counting by hand.

use super::*;
use Verdict::{FixedUnclear, FixedUnderstood, NotFixed, Outdated, Unsafe, Wrong};
use proptest::prelude::*;

const NOW: u64 = 400 * 86_400;

fn vote(person: &str, case: &str, verdict: Verdict, days_ago: u64) -> Vote {
    Vote {
        article: "Q1".into(),
        remedy: None,
        case: (!case.is_empty()).then(|| case.to_owned()),
        person: person.into(),
        at: NOW - days_ago * 86_400,
        verdict,
    }
}

fn tally(votes: &[Vote]) -> Tally {
    let rules = Rules {
        strength: 0.5,
        most: 0.6,
        ..Rules::default()
    };
    Tally::of(votes, &rules, NOW)
}

#[test]
fn votes_are_weighed_as_by_hand() {
    // Each: the votes; good, bad, shift. Shift = ln((good + 2) / (bad + 2)) / 2 within 0.6.
    let v = vote;
    let fix = FixedUnderstood;
    let three = |said, age| {
        [("a", "1"), ("b", "2"), ("c", "3")]
            .map(|(who, case)| v(who, case, said, age))
            .to_vec()
    };
    for (name, votes, good, bad, shift) in [
        ("nobody", vec![], 0.0, 0.0, 0.0),
        (
            "three people, three cases",
            three(fix, 0),
            3.0,
            0.0,
            0.458_145,
        ),
        (
            "two people are not enough",
            vec![
                v("a", "1", fix, 0),
                v("b", "2", fix, 0),
                v("b", "3", fix, 0),
            ],
            3.0,
            0.0,
            0.0,
        ),
        (
            "one case seen by three is one observation",
            vec![
                v("a", "1", fix, 0),
                v("b", "1", fix, 0),
                v("c", "1", fix, 0),
            ],
            1.0,
            0.0,
            0.0,
        ),
        (
            "unclear fixes count half: ln(3.5 / 2) / 2",
            three(FixedUnclear, 0),
            1.5,
            0.0,
            0.279_808,
        ),
        (
            "old votes count half: the same",
            three(fix, 180),
            1.5,
            0.0,
            0.279_808,
        ),
        (
            "not fixed goes down: ln(2 / 5) / 2",
            three(NotFixed, 0),
            0.0,
            3.0,
            -0.458_145,
        ),
        (
            "reasons without a case count, too: wrong 1, outdated 1/2",
            vec![
                v("a", "", Wrong, 0),
                v("b", "", Wrong, 0),
                v("c", "", Outdated, 0),
            ],
            0.0,
            2.5,
            -0.405_465,
        ),
        (
            "one person alone, as often as they like, is capped at 2",
            (0..50)
                .map(|n| v("liar", &n.to_string(), NotFixed, 0))
                .collect(),
            0.0,
            2.0,
            0.0,
        ),
        (
            "the last word on a case counts",
            vec![v("a", "1", NotFixed, 5), v("a", "1", fix, 0)],
            1.0,
            0.0,
            0.0,
        ),
    ] {
        check(name, &votes, (good, bad, shift));
    }
}

#[test]
fn two_people_who_call_it_unsafe_take_it_down() {
    let (v, fix) = (vote, FixedUnderstood);
    for (name, votes, good, bad, shift) in [
        (
            "one calls it unsafe",
            vec![v("a", "", Unsafe, 0)],
            0.0,
            0.0,
            0.0,
        ),
        (
            "two call it unsafe: down as far as it goes, whatever helped",
            vec![
                v("a", "", Unsafe, 0),
                v("b", "9", Unsafe, 0),
                v("a", "1", fix, 0),
                v("b", "2", fix, 0),
                v("c", "3", fix, 0),
            ],
            3.0,
            0.0,
            -0.6,
        ),
    ] {
        check(name, &votes, (good, bad, shift));
    }
}

#[track_caller]
fn check(name: &str, votes: &[Vote], (good, bad, shift): (f64, f64, f64)) {
    let found = tally(votes);
    assert!((found.good - good).abs() < 1e-9, "{name}: {found:?}");
    assert!((found.bad - bad).abs() < 1e-9, "{name}: {found:?}");
    assert!((found.shift - shift).abs() < 1e-6, "{name}: {found:?}");
}

#[test]
fn what_is_told_is_counted_plainly() {
    let votes = [
        vote("a", "1", FixedUnderstood, 30),
        vote("a", "2", FixedUnclear, 20),
        vote("b", "3", NotFixed, 10),
        vote("c", "", Outdated, 3),
        vote("c", "", Unsafe, 2),
    ];
    let found = tally(&votes);
    // The last feedback of a person counts; the one before it is taken back.
    assert_eq!((found.helped, found.tried), (2, 3));
    assert_eq!((found.people, found.cases), (3, 3));
    assert_eq!(found.unsafe_people, 1);
    assert_eq!(found.reasons, BTreeMap::new());
    assert_eq!(found.last, NOW - 2 * 86_400);
}

fn votes() -> impl Strategy<Value = Vec<Vote>> {
    let verdicts = prop::sample::select(vec![
        FixedUnderstood,
        FixedUnclear,
        NotFixed,
        Wrong,
        Outdated,
        Unsafe,
    ]);
    let one = ("[a-e]", "[1-6]?", verdicts, 0u64..900);
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let all = all.into_iter();
        all.map(|(person, case, verdict, ago)| Vote {
            at: NOW.saturating_sub(ago * 86_400),
            ..vote(&person, &case, verdict, 0)
        })
        .collect()
    })
}

proptest! {
    #[test]
    fn the_effect_is_bounded(votes in votes()) {
        let found = tally(&votes);
        prop_assert!(found.shift.abs() <= 0.6);
        prop_assert!(found.good >= 0.0 && found.bad >= 0.0);
        prop_assert!(found.helped <= found.tried);
    }

    #[test]
    fn one_person_more_moves_at_most_what_one_person_weighs(
        votes in votes(),
        own in votes(),
    ) {
        // A liar who votes only of fixes and failures moves the sums by the cap at most.
        let rules = Rules::default();
        let own: Vec<Vote> = own
            .into_iter()
            .map(|vote| Vote { person: "liar".into(), case: vote.case.map(|case| format!("own {case}")), ..vote })
            .collect();
        let before = tally(&votes);
        let after = tally(&[votes, own].concat());
        prop_assert!(after.good - before.good <= rules.person + 1e-9);
        prop_assert!(after.bad - before.bad <= rules.person + 1e-9);
    }

    #[test]
    fn the_order_of_votes_of_different_times_does_not_matter(votes in votes()) {
        let mut votes = votes;
        for (at, vote) in (0..).zip(&mut votes) {
            vote.at += at;
        }
        let one = tally(&votes);
        votes.reverse();
        let other = tally(&votes);
        prop_assert!((one.shift - other.shift).abs() < 1e-9);
        prop_assert_eq!(one.helped, other.helped);
    }
}
