//! Days and times of day, in UTC, from seconds since 1970.

/// Year, month and day, after Howard Hinnant, "chrono-compatible low-level date algorithms"
/// (civil_from_days).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The day as `YYYY-MM-DD`.
#[must_use]
pub fn date(seconds: u64) -> String {
    let days = i64::try_from(seconds / 86_400).unwrap_or(0);
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The time of day as `HH:MM`.
#[must_use]
pub fn time(seconds: u64) -> String {
    let minutes = seconds % 86_400 / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times() {
        let cases = [
            (0, "1970-01-01", "00:00"),
            (951_782_399, "2000-02-28", "23:59"),
            (951_782_400, "2000-02-29", "00:00"),
            (1_709_251_199, "2024-02-29", "23:59"),
            (1_795_253_552, "2026-11-21", "09:32"),
            (4_102_444_800, "2100-01-01", "00:00"),
        ];
        for (seconds, day, clock) in cases {
            assert_eq!(
                (date(seconds).as_str(), time(seconds).as_str()),
                (day, clock)
            );
        }
    }
}
