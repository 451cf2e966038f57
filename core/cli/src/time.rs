//! Times: read from arguments, and written in words.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use der::DateTime;

/// A time on the command line: seconds since 1970, or `2026-01-31T23:59:59Z`.
pub(crate) fn parse(text: &str) -> Result<f64, &'static str> {
    let seconds = text.parse::<f64>().ok().filter(|time| time.is_finite());
    let date = || text.parse::<DateTime>().ok();
    seconds
        .or_else(|| date().map(|date| date.unix_duration().as_secs_f64()))
        .ok_or("give seconds since 1970, or a time such as 2026-01-31T23:59:59Z")
}

/// The system's time in seconds since 1970.
pub(crate) fn system() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs_f64()
}

/// A time in words: the date in UTC, and how far it is from `now`.
pub(crate) fn words(seconds: f64, now: f64) -> String {
    let date = Duration::try_from_secs_f64(seconds.floor())
        .ok()
        .and_then(|since| DateTime::from_unix_duration(since).ok())
        .map(|date| date.to_string().replace('T', " ").replace('Z', " UTC"));
    match date {
        Some(date) => format!("{date}, {}", relative(seconds - now)),
        None if seconds < 0.0 => "before 1970".to_owned(),
        None => "after the year 9999".to_owned(),
    }
}

fn relative(seconds: f64) -> String {
    const UNITS: [(f64, f64, &str); 5] = [
        (120.0, 1.0, "second"),
        (7_200.0, 60.0, "minute"),
        (172_800.0, 3_600.0, "hour"),
        (63_115_200.0, 86_400.0, "day"),
        (f64::INFINITY, 31_557_600.0, "year"),
    ];
    let distance = seconds.abs().floor();
    if distance == 0.0 {
        return "now".to_owned();
    }
    let unit = UNITS.iter().find(|(below, _, _)| distance < *below);
    let (_, length, name) = unit.unwrap_or(&UNITS[4]);
    let count = (distance / length).floor();
    let plural = if count == 1.0 { "" } else { "s" };
    if seconds < 0.0 {
        format!("{count} {name}{plural} ago")
    } else {
        format!("in {count} {name}{plural}")
    }
}
