//! Percentiles of query times.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Query times of one set, in milliseconds, by the nearest-rank method: each figure is a time
/// that was really measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// Half of the queries took at most this long.
    pub p50_ms: f64,
    /// 95 of 100 took at most this long.
    pub p95_ms: f64,
    /// 99 of 100 took at most this long.
    pub p99_ms: f64,
}

impl Latency {
    /// The percentiles of `times`, in any order; zeros if there are none.
    #[must_use]
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            times
                .get(rank - 1)
                .map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        Self {
            p50_ms: at(50),
            p95_ms: at(95),
            p99_ms: at(99),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        for (count, expected) in [
            (0, (0.0, 0.0, 0.0)),
            (1, (1.0, 1.0, 1.0)),
            (2, (1.0, 2.0, 2.0)),
            (100, (50.0, 95.0, 99.0)),
            (1000, (500.0, 950.0, 990.0)),
        ] {
            let times = (1..=count).rev().map(Duration::from_millis).collect();
            let got = Latency::of(times);
            assert_eq!((got.p50_ms, got.p95_ms, got.p99_ms), expected, "{count}");
        }
    }
}
