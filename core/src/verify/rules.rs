//! The claim rules: a pure function of the claims, the policy and the time.
//!
//! The order is fixed and the first failure wins, so every language reports the same one.

use super::policy::Policy;
use crate::error::{Code, Error, Result};
use crate::json::{Object, Value};
use crate::options::Expected;
use crate::token::claims::{Registered, Times};
use crate::token::header::{Header, media_type};

/// The types that pass when the policy names none (RFC 7519 §5.1, RFC 9068 §2.1).
const DEFAULT_TYPES: [&str; 2] = ["JWT", "at+jwt"];

/// Judges a payload whose signature has held and whose claims have the right types.
pub(crate) fn validate(
    header: &Header,
    payload: &Object<'_>,
    claims: &Registered<'_>,
    policy: &Policy,
    now: f64,
) -> Result<()> {
    time(&claims.times, policy, now)?;
    typ(header.typ(), policy)?;
    audience(claims, policy)?;
    issuer(claims, policy)?;
    subject(claims, policy)?;
    required(payload, policy)?;
    expected(payload, policy)
}

/// The rules that depend on the clock: `nbf`, `exp`, then `iat` with `max_age`.
pub(crate) fn time(times: &Times, policy: &Policy, now: f64) -> Result<()> {
    let leeway = seconds(policy.leeway.unwrap_or_default());
    // RFC 7519 §4.1.5.
    if times
        .not_before
        .is_some_and(|not_before| not_before > now + leeway)
    {
        return Err(Error::about(Code::TokenNotYetValid, "nbf"));
    }
    // RFC 7519 §4.1.4: the token is not accepted on or after this time.
    match times.expires_at {
        Some(expires_at) if now >= expires_at + leeway => {
            return Err(Error::about(Code::TokenExpired, "exp"));
        }
        None if !policy.expiry_optional => return Err(Error::about(Code::ClaimMissing, "exp")),
        _ => {}
    }
    let Some(max_age) = policy.max_age.map(seconds) else {
        return Ok(());
    };
    let issued_at = times
        .issued_at
        .ok_or(Error::about(Code::ClaimMissing, "iat"))?;
    if issued_at > now + leeway {
        return Err(Error::about(Code::IssuedInFuture, "iat"));
    }
    if now > issued_at + max_age + leeway {
        return Err(Error::about(Code::TokenTooOld, "iat"));
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "policies hold whole numbers up to 2^53"
)]
fn seconds(whole: u64) -> f64 {
    whole as f64
}

fn typ(typ: Option<&str>, policy: &Policy) -> Result<()> {
    let accepted = match (typ, &policy.types) {
        (None, named) => named.is_none(),
        (Some(typ), None) => DEFAULT_TYPES.iter().any(|known| same_type(typ, known)),
        (Some(typ), Some(named)) => named.iter().any(|name| same_type(typ, name)),
    };
    if accepted {
        Ok(())
    } else {
        Err(Error::new(Code::TypeRefused))
    }
}

fn same_type(typ: &str, other: &str) -> bool {
    media_type(typ).eq_ignore_ascii_case(media_type(other))
}

/// RFC 7519 §4.1.3: who is not named by a token's audience must refuse it.
fn audience(claims: &Registered<'_>, policy: &Policy) -> Result<()> {
    let accepted = match (&claims.audience, &policy.audience) {
        (Some(audience), Some(expected)) => audience.names_one_of(expected.as_slice()),
        (Some(_), None) => policy.any_audience,
        (None, expected) => expected.is_none(),
    };
    if accepted {
        Ok(())
    } else {
        Err(Error::about(Code::AudienceRefused, "aud"))
    }
}

/// RFC 7519 §4.1.1.
fn issuer(claims: &Registered<'_>, policy: &Policy) -> Result<()> {
    let Some(expected) = &policy.issuer else {
        return Ok(());
    };
    match claims.issuer {
        Some(issuer) if expected.as_slice().iter().any(|name| issuer.is(name)) => Ok(()),
        _ => Err(Error::about(Code::IssuerRefused, "iss")),
    }
}

/// RFC 7519 §4.1.2.
fn subject(claims: &Registered<'_>, policy: &Policy) -> Result<()> {
    let Some(expected) = &policy.subject else {
        return Ok(());
    };
    match claims.subject {
        Some(subject) if subject.is(expected) => Ok(()),
        _ => Err(Error::about(Code::SubjectRefused, "sub")),
    }
}

fn required(payload: &Object<'_>, policy: &Policy) -> Result<()> {
    match policy
        .required
        .iter()
        .flatten()
        .find(|name| payload.get(name).is_none())
    {
        Some(missing) => Err(Error::about_named(Code::ClaimMissing, missing)),
        None => Ok(()),
    }
}

fn expected(payload: &Object<'_>, policy: &Policy) -> Result<()> {
    for (name, expected) in policy.expected.iter().flatten() {
        match payload.get(name) {
            None => return Err(Error::about_named(Code::ClaimMissing, name)),
            Some(value) if !equals(expected, value) => {
                return Err(Error::about_named(Code::ClaimRefused, name));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Whether a claim has the expected value.
fn equals(expected: &Expected, value: Value<'_>) -> bool {
    match (expected, value) {
        (Expected::Text(expected), Value::String(text)) => text.is(expected),
        (Expected::Bool(expected), Value::Bool(value)) => value == *expected,
        (Expected::Number(expected), Value::Number(number)) => equal_numbers(expected, number),
        _ => false,
    }
}

/// Compares numbers by value: as whole numbers where both are, as doubles otherwise.
fn equal_numbers(expected: &serde_json::Number, number: &str) -> bool {
    let expected = expected.to_string();
    match (expected.parse::<i128>(), number.parse::<i128>()) {
        (Ok(expected), Ok(number)) => expected == number,
        _ => match (expected.parse::<f64>(), number.parse::<f64>()) {
            (Ok(expected), Ok(number)) => expected == number,
            _ => false,
        },
    }
}
