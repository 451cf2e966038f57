//! Spans of time as jsonwebtoken writes them: seconds as a number, or text such as `"1h"`.

use super::values::{number, string};
use crate::json::Value;

const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// The units of npm's `ms`, and how many milliseconds each has.
const UNITS: [(&[&str], f64); 7] = [
    (
        &["", "ms", "msec", "msecs", "millisecond", "milliseconds"],
        1.0,
    ),
    (&["s", "sec", "secs", "second", "seconds"], SECOND),
    (&["m", "min", "mins", "minute", "minutes"], MINUTE),
    (&["h", "hr", "hrs", "hour", "hours"], HOUR),
    (&["d", "day", "days"], DAY),
    (&["w", "week", "weeks"], 7.0 * DAY),
    (&["y", "yr", "yrs", "year", "years"], 365.25 * DAY),
];

/// The longest text that is read.
const LONGEST: usize = 100;

/// The end of a span that begins at a time, in seconds; `None` for any other value.
pub(super) fn end(span: Value<'_>, start: f64) -> Option<f64> {
    match string(span) {
        Some(text) => milliseconds(&text).map(|span| (start + span / SECOND).floor()),
        None => number(span).map(|seconds| start + seconds),
    }
}

/// A number, a fraction allowed, with a unit after any number of spaces.
pub(super) fn milliseconds(text: &str) -> Option<f64> {
    if text.len() > LONGEST {
        return None;
    }
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.');
    let unit_at = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let (amount, unit) = text.split_at_checked(unit_at)?;
    // Rust also reads a number that ends in a point.
    let amount = Some(amount).filter(|amount| amount.ends_with(|c: char| c.is_ascii_digit()))?;
    let amount: f64 = amount.parse().ok()?;
    let unit = unit.trim_start_matches(' ').to_ascii_lowercase();
    let mut units = UNITS.iter();
    let (_, milliseconds) = units.find(|(names, _)| names.contains(&unit.as_str()))?;
    Some(amount * milliseconds)
}
