//! Days for people.

use std::time::{Duration, UNIX_EPOCH};

/// The last second of the year 9999, the last that can be written.
const LAST: u64 = 253_402_300_799;

/// A day, such as `28 Feb 2026`, of seconds since 1970 (UTC).
pub(super) fn day(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or(0).min(LAST);
    let time = UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let text = httpdate::fmt_http_date(time.unwrap_or(UNIX_EPOCH));
    // `Sat, 28 Feb 2026 00:00:00 GMT` (RFC 9110 §5.6.7).
    text.get(5..16).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, day) in [
            (0, "01 Jan 1970"),
            (951_782_400, "29 Feb 2000"),
            (1_800_000_000, "15 Jan 2027"),
            (-5, "01 Jan 1970"),
            (i64::MAX, "31 Dec 9999"),
        ] {
            assert_eq!(super::day(seconds), day);
        }
    }
}
