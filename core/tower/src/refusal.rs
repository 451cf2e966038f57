//! The answer to a request that is refused.

use std::time::{SystemTime, UNIX_EPOCH};

use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, StatusCode};
use jotkit::Error;

/// The status and the headers of an answer without a body.
pub(crate) fn answer(
    error: &Error,
    realm: Option<&str>,
    scopes: &[String],
) -> (StatusCode, HeaderMap) {
    let scopes = (!scopes.is_empty()).then_some(scopes);
    let mut headers = HeaderMap::new();
    // Realm and scopes were checked when the layer was made.
    let Ok(challenge) = error.challenge(realm, scopes) else {
        return (StatusCode::INTERNAL_SERVER_ERROR, headers);
    };
    let value = challenge.www_authenticate.map(HeaderValue::try_from);
    if let Some(Ok(value)) = value {
        headers.insert(WWW_AUTHENTICATE, value);
    }
    if let Some(seconds) = error.retry_at().and_then(seconds_until) {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    let status = StatusCode::from_u16(challenge.status);
    (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), headers)
}

/// Whole seconds until a time in milliseconds since 1970, at least one.
fn seconds_until(time: i64) -> Option<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let left = u128::try_from(time).ok()?.saturating_sub(now.as_millis());
    u64::try_from(left.div_ceil(1_000).max(1)).ok()
}
