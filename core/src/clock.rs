//! The time by which tokens are judged.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};

/// The greatest magnitude of a NumericDate or of `now`: up to here every whole second is exact in a
/// double.
pub(crate) const MAX_SECONDS: f64 = 9_007_199_254_740_992.0;

/// The system's clock, in seconds since 1970-01-01T00:00:00Z, with a fraction.
pub(crate) fn system_now() -> f64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs_f64(),
        Err(before) => -before.duration().as_secs_f64(),
    }
}

/// The caller's `now` where there is one, checked; otherwise the system's clock.
pub(crate) fn now_or_system(now: Option<f64>) -> Result<f64> {
    match now {
        None => Ok(system_now()),
        Some(now) if now.is_finite() && now.abs() <= MAX_SECONDS => Ok(now),
        Some(_) => Err(Error::with_hint(
            Code::ArgumentInvalid,
            "Give `now` in seconds since 1970, as a finite number.",
        )),
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
