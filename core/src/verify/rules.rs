//! The claim rules: a pure function of the claims, the policy and the time.
//!
//! The order is fixed and the first failure wins, so every language reports the same one.

use super::policy::Policy;
use super::profile::{self, Profile};
use crate::error::{Code, Error, Result};
use crate::json::{Decimal, Object, Value};
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
    if let Some(profile) = policy.profile {
        first(profile::faults(profile, payload, claims, policy))?;
    }
    // Most policies have neither, and a token is verified in some microseconds.
    if policy.required.is_some() {
        first(required(payload, policy))?;
    }
    if let Some(values) = &policy.expected {
        first(expected(payload, values.iter()))?;
    }
    Ok(())
}

/// The rules that depend on the clock: `nbf`, `exp`, then `iat` with `max_age`.
pub(crate) fn time(times: &Times, policy: &Policy, now: f64) -> Result<()> {
    not_before(times, policy, now)?;
    expiry(times, policy, now)?;
    age(times, policy, now)
}

/// RFC 7519 §4.1.5.
pub(crate) fn not_before(times: &Times, policy: &Policy, now: f64) -> Result<()> {
    match times.not_before {
        Some(not_before) if not_before > now + leeway(policy) => {
            Err(Error::about(Code::TokenNotYetValid, "nbf"))
        }
        _ => Ok(()),
    }
}

/// RFC 7519 §4.1.4: the token is not accepted on or after this time.
pub(crate) fn expiry(times: &Times, policy: &Policy, now: f64) -> Result<()> {
    match times.expires_at {
        Some(expires_at) if now >= expires_at + leeway(policy) => {
            Err(Error::about(Code::TokenExpired, "exp"))
        }
        None if !policy.expiry_optional => Err(Error::about(Code::ClaimMissing, "exp")),
        _ => Ok(()),
    }
}

/// Only `max_age` gives `iat` a meaning. Of an ID token it limits the time since the user has
/// logged in (OpenID Connect Core 1.0 §3.1.3.7, number 13).
pub(crate) fn age(times: &Times, policy: &Policy, now: f64) -> Result<()> {
    let Some(max_age) = policy.max_age.map(seconds) else {
        return Ok(());
    };
    let claim = age_claim(policy);
    let time = match policy.profile {
        Some(Profile::IdToken) => times.authenticated_at,
        _ => times.issued_at,
    };
    let time = time.ok_or(Error::about(Code::ClaimMissing, claim))?;
    if time > now + leeway(policy) {
        return Err(Error::about(Code::IssuedInFuture, claim));
    }
    if now > time + max_age + leeway(policy) {
        return Err(Error::about(Code::TokenTooOld, claim));
    }
    Ok(())
}

/// The claim that `max_age` is judged by.
pub(crate) fn age_claim(policy: &Policy) -> &'static str {
    match policy.profile {
        Some(Profile::IdToken) => "auth_time",
        _ => "iat",
    }
}

fn leeway(policy: &Policy) -> f64 {
    seconds(policy.leeway.unwrap_or_default())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "policies hold whole numbers up to 2^53"
)]
fn seconds(whole: u64) -> f64 {
    whole as f64
}

pub(crate) fn typ(typ: Option<&str>, policy: &Policy) -> Result<()> {
    let demands = policy.profile.map(Profile::demands);
    let accepted = match (typ, &policy.types, demands) {
        (None, Some(_), _) => false,
        (None, None, demands) => demands.is_none_or(|demands| demands.typ_optional),
        (Some(typ), Some(named), _) => named.iter().any(|name| same_type(typ, name)),
        (Some(typ), None, Some(demands)) => demands.types().any(|known| same_type(typ, known)),
        (Some(typ), None, None) => DEFAULT_TYPES.iter().any(|known| same_type(typ, known)),
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
pub(crate) fn audience(claims: &Registered<'_>, policy: &Policy) -> Result<()> {
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
pub(crate) fn issuer(claims: &Registered<'_>, policy: &Policy) -> Result<()> {
    let Some(expected) = &policy.issuer else {
        return Ok(());
    };
    match claims.issuer {
        Some(issuer) if expected.as_slice().iter().any(|name| issuer.is(name)) => Ok(()),
        _ => Err(Error::about(Code::IssuerRefused, "iss")),
    }
}

/// RFC 7519 §4.1.2.
pub(crate) fn subject(claims: &Registered<'_>, policy: &Policy) -> Result<()> {
    let Some(expected) = &policy.subject else {
        return Ok(());
    };
    match claims.subject {
        Some(subject) if subject.is(expected) => Ok(()),
        _ => Err(Error::about(Code::SubjectRefused, "sub")),
    }
}

/// Each required claim that is missing, in the policy's order.
pub(crate) fn required<'a>(
    payload: &'a Object<'_>,
    policy: &'a Policy,
) -> impl Iterator<Item = Error> + 'a {
    let names = policy.required.iter().flatten();
    let payload = payload.lookup(names.clone().count());
    names
        .filter(move |name| payload.get(name).is_none())
        .map(|name| Error::about_named(Code::ClaimMissing, name))
}

/// Each claim that is missing or does not have the expected value, in the order given.
pub(crate) fn expected<'a>(
    payload: &'a Object<'_>,
    values: impl Iterator<Item = (&'a String, &'a Expected)> + Clone + 'a,
) -> impl Iterator<Item = Error> + 'a {
    let payload = payload.lookup(values.clone().count());
    values.filter_map(move |(name, expected)| match payload.get(name) {
        None => Some(Error::about_named(Code::ClaimMissing, name)),
        Some(value) if equals(expected, value) => None,
        Some(_) => Some(Error::about_named(Code::ClaimRefused, name)),
    })
}

pub(crate) fn first(mut errors: impl Iterator<Item = Error>) -> Result<()> {
    errors.next().map_or(Ok(()), Err)
}

/// Whether a claim has the expected value.
fn equals(expected: &Expected, value: Value<'_>) -> bool {
    match (expected, value) {
        (Expected::Text(expected), Value::String(text)) => text.is(expected),
        (Expected::Bool(expected), Value::Bool(value)) => value == *expected,
        (Expected::Number(expected), Value::Number(number)) => {
            Decimal::read(number).as_ref() == Some(&expected.0)
        }
        _ => false,
    }
}
