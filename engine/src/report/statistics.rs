//! Small counts: how many calls are to be expected, and how surprising a number is.

/// A number of calls in a window, not yet counted: a Poisson rate with a gamma prior, which makes
/// counts negative binomial (Gelman and others, "Bayesian Data Analysis", 3rd edition, 2.6).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expected {
    /// Calls seen in windows like it, those of the prior included.
    shape: f64,
    /// Windows like it, those of the prior included.
    windows: f64,
}

impl Expected {
    /// From a usual number with the weight of `weight` windows, and what was counted in others.
    pub(super) fn new((usual, weight): (f64, f64), counted: &[u64]) -> Self {
        let sum: u64 = counted.iter().sum();
        Self {
            shape: usual * weight + sum as f64,
            windows: weight + counted.len() as f64,
        }
    }

    /// The mean.
    pub(super) fn mean(self) -> f64 {
        self.shape / self.windows
    }

    /// Chance of `calls` or more.
    pub(super) fn chance(self, calls: u64) -> f64 {
        /// Terms after which a sum is given up; what is left is below any bound that matters.
        const TERMS: u64 = 100_000;
        let step = -(self.windows + 1.0).ln();
        let rises = |k: f64| ((k + self.shape) / (k + 1.0)).ln() + step;
        // ln of the chance of exactly k, from k = 0 on.
        let mut log = self.shape * (self.windows / (self.windows + 1.0)).ln();
        let mut below = 0.0;
        for k in 0..calls.min(TERMS) {
            below += log.exp();
            log += rises(k as f64);
        }
        if (calls as f64) <= self.mean() {
            return (1.0 - below).clamp(0.0, 1.0);
        }
        // Above the mean the terms fall; adding them keeps small chances exact.
        let mut above = 0.0;
        for k in calls..calls.saturating_add(TERMS) {
            let term = log.exp();
            above += term;
            if term <= above * 1e-12 {
                break;
            }
            log += rises(k as f64);
        }
        above.clamp(0.0, 1.0)
    }
}

/// The greatest chance that still counts if, of all that do, a share of at most `rate` is to be
/// by accident (Benjamini and Hochberg, "Controlling the false discovery rate", 1995). `tested`
/// is how many things were looked at; those not among `chances` count as nothing found.
pub(super) fn cut(chances: &[f64], tested: usize, rate: f64) -> f64 {
    let mut sorted = chances.to_vec();
    sorted.sort_by(f64::total_cmp);
    let tested = tested.max(sorted.len()) as f64;
    let bound = |at: usize| rate * (at + 1) as f64 / tested;
    let places = sorted.iter().enumerate();
    let mut counted = places.filter(|(at, chance)| **chance <= bound(*at));
    counted.next_back().map_or(-1.0, |(_, chance)| *chance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chances_are_those_worked_out_by_hand() {
        // Shape 2, two windows: P(0) = (2/3)^2 = 4/9, P(1) = 2 * 4/9 / 3 = 8/27, P(2) = 3/2 *
        // 8/27 / 3 = 4/27; so P(3 or more) = 1 - 24/27 = 1/9.
        let two = Expected::new((1.0, 1.0), &[1]);
        assert_eq!((two.shape, two.windows, two.mean()), (2.0, 2.0, 1.0));
        // Shape 1, one window is geometric: P(k or more) = 1 / 2^k.
        let one = Expected::new((1.0, 1.0), &[]);
        for (expected, calls, chance) in [
            (two, 0, 1.0),
            (two, 1, 5.0 / 9.0),
            (two, 2, 7.0 / 27.0),
            (two, 3, 1.0 / 9.0),
            (one, 1, 0.5),
            (one, 10, 1.0 / 1024.0),
            (one, 40, 0.5_f64.powi(40)),
        ] {
            let found = expected.chance(calls);
            assert!(
                (found / chance - 1.0).abs() < 1e-9,
                "{expected:?} {calls}: {found}"
            );
        }
    }

    #[test]
    fn nine_where_one_is_usual_is_no_chance() {
        // One a window over eight windows and a prior of the same.
        let expected = Expected::new((1.0, 2.0), &[1; 8]);
        assert!(expected.chance(9) < 1e-4, "{}", expected.chance(9));
        assert!(expected.chance(2) > 0.2);
    }

    #[test]
    fn the_cut_follows_the_number_of_things_looked_at() {
        // Bounds at 5 %: 0.01, 0.02, 0.03, 0.04, 0.05 of five.
        for (chances, tested, wanted) in [
            (&[0.2, 0.005, 0.019, 0.5, 0.028][..], 5, 0.028),
            (&[0.03][..], 1, 0.03),
            (&[0.03][..], 2, -1.0),
            (&[0.021, 0.021, 0.021][..], 5, 0.021),
            (&[][..], 9, -1.0),
        ] {
            assert_eq!(
                cut(chances, tested, 0.05),
                wanted,
                "{chances:?} of {tested}"
            );
        }
    }

    proptest! {
        #[test]
        fn chances_lie_between_0_and_1_and_fall(
            usual in 0.01f64..50.0,
            weight in 0.1f64..5.0,
            counted in prop::collection::vec(0u64..60, 0..9),
            calls in 0u64..400,
        ) {
            let expected = Expected::new((usual, weight), &counted);
            let (here, next) = (expected.chance(calls), expected.chance(calls + 1));
            prop_assert!((0.0..=1.0).contains(&here), "{here}");
            prop_assert!(next <= here + 1e-9, "{here} {next}");
        }
    }
}
