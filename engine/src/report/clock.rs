//! The desk's own clock: UTC with a fixed offset.

use crate::guide::clock::{date, time};

const DAY: u64 = 86_400;

/// The desk's own clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    offset: i64,
}

impl Clock {
    /// A clock that is `offset` seconds ahead of UTC, a day at most.
    pub(super) fn new(offset: i64) -> Self {
        let day = DAY as i64;
        Self {
            offset: offset.clamp(1 - day, day - 1),
        }
    }

    fn local(self, at: u64) -> u64 {
        at.saturating_add_signed(self.offset)
    }

    /// The day, `YYYY-MM-DD`.
    pub(super) fn day(self, at: u64) -> String {
        date(self.local(at))
    }

    /// The moment at which the day of `at` began.
    pub(super) fn midnight(self, at: u64) -> u64 {
        let local = self.local(at);
        (local - local % DAY).saturating_add_signed(-self.offset)
    }

    /// Day, time and offset: `2026-11-21T09:32+01:00`.
    pub(super) fn stamp(self, at: u64) -> String {
        let local = self.local(at);
        let minutes = self.offset.abs() / 60;
        let sign = if self.offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes / 60, minutes % 60);
        let (day, time) = (date(local), time(local));
        format!("{day}T{time}{sign}{hours:02}:{minutes:02}")
    }
}

/// A length of time as typed: `12h`, `30d`, `8w`; ten years at most.
#[must_use]
pub fn seconds_of(typed: &str) -> Option<u64> {
    let typed = typed.trim();
    let unit = match typed.chars().last()? {
        'h' => 3_600,
        'd' => DAY,
        'w' => 7 * DAY,
        _ => return None,
    };
    let number: u64 = typed.get(..typed.len() - 1)?.parse().ok()?;
    let seconds = number.checked_mul(unit)?;
    (1..=3_660 * DAY).contains(&seconds).then_some(seconds)
}

/// A length of time in words, rounded to what matters: `2 hours`, `20 minutes`, `3 days`.
pub(super) fn span_words(seconds: u64) -> String {
    let counted = |number: u64, one: &str| {
        let s = if number == 1 { "" } else { "s" };
        format!("{number} {one}{s}")
    };
    match seconds {
        0..60 => "less than a minute".into(),
        60..5_400 => counted(seconds.div_ceil(60).min(90), "minute"),
        5_400..129_600 => counted((seconds + 1_800) / 3_600, "hour"),
        _ => counted((seconds + DAY / 2) / DAY, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_the_desk_is() {
        // 2026-11-21 09:32 UTC.
        let at = 1_795_253_552;
        for (offset, stamp, since_midnight) in [
            (0, "2026-11-21T09:32+00:00", 9 * 3600 + 32 * 60 + 32),
            (3_600, "2026-11-21T10:32+01:00", 10 * 3600 + 32 * 60 + 32),
            (-36_000, "2026-11-20T23:32-10:00", 23 * 3600 + 32 * 60 + 32),
            (19_800, "2026-11-21T15:02+05:30", 15 * 3600 + 2 * 60 + 32),
        ] {
            let clock = Clock::new(offset);
            assert_eq!(clock.stamp(at), stamp);
            assert_eq!(at - clock.midnight(at), since_midnight, "{offset}");
        }
        assert!(Clock::new(i64::MAX).stamp(0).starts_with("1970"));
        assert!(Clock::new(i64::MIN).midnight(0) < 2 * DAY);
    }

    #[test]
    fn lengths_are_read_as_typed() {
        for (typed, seconds) in [
            ("12h", Some(43_200)),
            (" 30d ", Some(30 * DAY)),
            ("8w", Some(56 * DAY)),
            ("0d", None),
            ("d", None),
            ("-3d", None),
            ("3", None),
            ("3é", None),
            ("99999999999999999999d", None),
            ("9999w", None),
            ("", None),
        ] {
            assert_eq!(seconds_of(typed), seconds, "{typed:?}");
        }
    }

    #[test]
    fn lengths_are_told_in_words() {
        for (seconds, words) in [
            (5, "less than a minute"),
            (60, "1 minute"),
            (1_200, "20 minutes"),
            (7_200, "2 hours"),
            (86_400, "24 hours"),
            (3 * 86_400, "3 days"),
        ] {
            assert_eq!(span_words(seconds), words);
        }
    }
}
