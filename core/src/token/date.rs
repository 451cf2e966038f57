//! NumericDate (RFC 7519 §2): the current time, and dates read from and written to JSON.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::json::Value;

/// The greatest magnitude of a NumericDate or of `now`: up to here every whole second is exact in a
/// double.
pub(crate) const MAX_SECONDS: f64 = 9_007_199_254_740_992.0;

/// A registered time above this is refused when signing: it must be in milliseconds, since in
/// seconds it would be the year 5138.
pub(crate) const MAX_SIGNED_SECONDS: f64 = 1e11;

/// The time at which a token is judged or signed: the system's clock, or a given time.
///
/// ```
/// use jotkit::Now;
/// use std::time::{Duration, SystemTime};
///
/// assert_eq!(Now::from(2.5), Now::from(SystemTime::UNIX_EPOCH + Duration::from_millis(2500)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Now(Option<f64>);

impl From<f64> for Now {
    /// Seconds since 1970-01-01T00:00:00Z, a fraction allowed.
    fn from(seconds: f64) -> Self {
        Self(Some(seconds))
    }
}

impl From<Option<f64>> for Now {
    /// As from seconds; `None` is the system's clock.
    fn from(seconds: Option<f64>) -> Self {
        Self(seconds)
    }
}

impl From<SystemTime> for Now {
    fn from(time: SystemTime) -> Self {
        Self(Some(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_secs_f64(),
            Err(before) => -before.duration().as_secs_f64(),
        }))
    }
}

impl Now {
    /// Seconds since 1970.
    pub(crate) fn seconds(self) -> Result<f64> {
        let Self(Some(now)) = self else {
            return Self::from(SystemTime::now()).seconds();
        };
        if now.is_finite() && now.abs() <= MAX_SECONDS {
            Ok(now)
        } else {
            Err(Error::argument_invalid(
                "Give `now` in seconds since 1970, as a finite number of at most 2^53.",
            ))
        }
    }

    /// Checks a given time and leaves the system's clock alone.
    pub(crate) fn check(self) -> Result<()> {
        match self.0 {
            None => Ok(()),
            Some(_) => self.seconds().map(drop),
        }
    }
}

/// A NumericDate as a time of the system; `None` if it is beyond those that the system has.
pub(crate) fn system_time(date: f64) -> Option<SystemTime> {
    let distance = Duration::try_from_secs_f64(date.abs()).ok()?;
    if date < 0.0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    }
}

/// A NumericDate as JSON: without a fraction where there is none.
pub(crate) fn json_seconds(date: f64) -> Json {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "dates are at most 2^53 in magnitude"
    )]
    if date.fract() == 0.0 {
        Json::from(date as i64)
    } else {
        Json::from(date)
    }
}

/// For serde: a NumericDate of a public struct.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(crate) fn serialize<S: Serializer>(date: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    json_seconds(*date).serialize(serializer)
}

/// For serde: a NumericDate that may be absent.
#[expect(clippy::ref_option, reason = "serde's signature")]
pub(crate) fn serialize_some<S: Serializer>(
    date: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    date.map(json_seconds).serialize(serializer)
}

/// A claim that must be a NumericDate if it is there: a JSON number of seconds since 1970, a
/// fraction allowed, of a magnitude that a double holds exactly (RFC 7519 §2).
pub(crate) fn numeric_date(value: Option<Value<'_>>, name: &'static str) -> Result<Option<f64>> {
    let Some(value) = value else { return Ok(None) };
    let seconds = match value {
        Value::Number(number) => seconds(number),
        _ => None,
    };
    seconds
        .map(Some)
        .ok_or(Error::about(Code::ClaimMalformed, name))
}

fn seconds(number: &str) -> Option<f64> {
    // Whole numbers are compared as such: as a double, 2^53 + 1 would round down to the limit.
    if let Some(whole) = whole(number) {
        #[expect(clippy::cast_precision_loss, reason = "the magnitude is at most 2^53")]
        return Some(whole as f64);
    }
    let fraction = number
        .bytes()
        .any(|byte| !byte.is_ascii_digit() && byte != b'-');
    number
        .parse()
        .ok()
        .filter(|seconds: &f64| fraction && seconds.abs() <= MAX_SECONDS)
}

/// A number without fraction and exponent, of a magnitude of at most 2^53.
fn whole(number: &str) -> Option<i64> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    // JSON has no leading zeros, and 2^53 has 16 digits.
    if digits.len() > 16 {
        return None;
    }
    let magnitude = digits.bytes().try_fold(0_i64, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        let value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
        (digit < 10).then_some(value)
    })?;
    let within = magnitude <= 1 << 53;
    let negative = digits.len() < number.len();
    within.then_some(if negative {
        magnitude.wrapping_neg()
    } else {
        magnitude
    })
}
