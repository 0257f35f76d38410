//! How votes are weighed.

use super::Verdict;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// How votes are weighed. The defaults were chosen by the simulation in
/// [`crate::evaluate::simulate_feedback`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Days after which a vote weighs half.
    pub half_life: f64,
    /// People who have to say the same before it moves anything.
    pub people: usize,
    /// Cases on which they have to have seen it.
    pub cases: usize,
    /// People who have to call something unsafe before it goes down.
    pub unsafe_people: usize,
    /// What all votes of one person on one thing weigh at most.
    pub person: f64,
    /// Votes for and against that are taken as given before anyone voted: the more, the slower
    /// the first votes move something (a symmetric beta prior).
    pub prior: f64,
    /// How much of the log-odds becomes a shift of the ranking score.
    pub strength: f64,
    /// The greatest shift either way, in units of the ranking score.
    pub most: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            half_life: 180.0,
            people: 3,
            cases: 3,
            unsafe_people: 2,
            person: 2.0,
            prior: 2.0,
            strength: 0.5,
            most: 0.6,
        }
    }
}

impl Rules {
    /// What is left of a vote at `now`; one from the future counts as one from now, so that a
    /// clock that was wrong neither adds to a vote nor loses it.
    #[must_use]
    pub fn faded(&self, at: u64, now: u64) -> f64 {
        let days = now.saturating_sub(at) as f64 / DAY;
        0.5_f64.powf(days / self.half_life.max(f64::MIN_POSITIVE))
    }

    /// What a verdict weighs when it is new: for the article above zero, against it below.
    #[must_use]
    pub fn weight(verdict: Verdict) -> f64 {
        match verdict {
            Verdict::FixedUnderstood => 1.0,
            Verdict::FixedUnclear => 0.5,
            Verdict::NotFixed | Verdict::Wrong => -1.0,
            Verdict::Outdated => -0.5,
            Verdict::Unclear => -0.25,
            // Counted apart: it takes several people, and then it is decided.
            Verdict::Unsafe => 0.0,
        }
    }

    /// The shift of the score for votes of these weights: the log-odds of helping under a beta
    /// prior, scaled and capped.
    #[must_use]
    pub fn shift(&self, good: f64, bad: f64) -> f64 {
        let odds = ((good + self.prior) / (bad + self.prior)).ln();
        (odds * self.strength).clamp(-self.most, self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_fade_by_half_and_never_grow() {
        let rules = Rules::default();
        let day = DAY as u64;
        for (at, now, left) in [
            (0, 0, 1.0),
            (0, 180 * day, 0.5),
            (0, 360 * day, 0.25),
            (500 * day, 0, 1.0),
        ] {
            assert!((rules.faded(at, now) - left).abs() < 1e-12, "{at} {now}");
        }
        assert!(rules.faded(0, u64::MAX) >= 0.0);
    }

    #[test]
    fn shifts_are_scaled_log_odds_within_the_cap() {
        let rules = Rules {
            prior: 2.0,
            strength: 0.5,
            most: 0.6,
            ..Rules::default()
        };
        // (3 + 2) / (0 + 2) = 2.5, ln = 0.916; (6 + 2) / (2 + 2) = 2, ln = 0.693; 98 is beyond it.
        for (good, bad, shift) in [
            (0.0, 0.0, 0.0),
            (3.0, 0.0, 0.458_145),
            (6.0, 2.0, 0.346_574),
            (0.0, 2.0, -0.346_574),
            (98.0, 0.0, 0.6),
            (0.0, 98.0, -0.6),
        ] {
            assert!(
                (rules.shift(good, bad) - shift).abs() < 1e-6,
                "{good} {bad}"
            );
        }
    }
}
