//! The registered claims (RFC 7519 §4.1) and their types.

use smallvec::SmallVec;

use crate::clock::MAX_SECONDS;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Text, Value};

/// The registered claims of one payload, type-checked.
#[derive(Debug)]
pub(crate) struct Registered<'a> {
    pub(crate) expires_at: Option<f64>,
    pub(crate) not_before: Option<f64>,
    pub(crate) issued_at: Option<f64>,
    pub(crate) issuer: Option<Text<'a>>,
    pub(crate) audience: Option<Audience<'a>>,
    pub(crate) subject: Option<Text<'a>>,
    pub(crate) token_id: Option<Text<'a>>,
}

/// An `aud` claim: one string, or an array of strings (RFC 7519 §4.1.3).
#[derive(Debug)]
pub(crate) struct Audience<'a>(SmallVec<[Text<'a>; 4]>);

impl<'a> Registered<'a> {
    /// Reads the registered claims; a value of the wrong type is an error, never an absence.
    pub(crate) fn read(payload: &Object<'a>) -> Result<Self> {
        let [
            mut exp,
            mut nbf,
            mut iat,
            mut aud,
            mut iss,
            mut sub,
            mut jti,
        ] = [None; 7];
        for (name, value) in payload.iter() {
            let slot = match &*name.value() {
                "exp" => &mut exp,
                "nbf" => &mut nbf,
                "iat" => &mut iat,
                "aud" => &mut aud,
                "iss" => &mut iss,
                "sub" => &mut sub,
                "jti" => &mut jti,
                _ => continue,
            };
            *slot = Some(value);
        }
        Ok(Self {
            expires_at: numeric_date(exp, "exp")?,
            not_before: numeric_date(nbf, "nbf")?,
            issued_at: numeric_date(iat, "iat")?,
            audience: aud.map(Audience::read).transpose()?,
            issuer: string(iss, "iss")?,
            subject: string(sub, "sub")?,
            token_id: string(jti, "jti")?,
        })
    }
}

impl<'a> Audience<'a> {
    fn read(value: Value<'a>) -> Result<Self> {
        strings(value)
            .map(Self)
            .ok_or(Error::about(Code::ClaimMalformed, "aud"))
    }

    /// Whether the token is meant for one of the expected audiences: one equal entry suffices.
    pub(crate) fn names_one_of(&self, expected: &[String]) -> bool {
        self.0
            .iter()
            .any(|entry| expected.iter().any(|name| entry.is(name)))
    }
}

/// One string, or the strings of an array; `None` for anything else.
pub(crate) fn strings(value: Value<'_>) -> Option<SmallVec<[Text<'_>; 4]>> {
    match value {
        Value::String(one) => Some(smallvec::smallvec![one]),
        Value::Array(array) => json::array_items(array)
            .ok()?
            .into_iter()
            .map(Value::as_string)
            .collect(),
        _ => None,
    }
}

/// A claim that must be a string if it is there.
pub(crate) fn string<'a>(value: Option<Value<'a>>, name: &'static str) -> Result<Option<Text<'a>>> {
    value
        .map(|value| {
            value
                .as_string()
                .ok_or(Error::about(Code::ClaimMalformed, name))
        })
        .transpose()
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
    if number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        let whole: i64 = number.parse().ok()?;
        if whole.unsigned_abs() > 1 << 53 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "the magnitude is at most 2^53")]
        return Some(whole as f64);
    }
    number
        .parse()
        .ok()
        .filter(|seconds: &f64| seconds.abs() <= MAX_SECONDS)
}
