//! The registered claims (RFC 7519 §4.1) and their types.

use super::date::numeric_date;
use crate::error::{Code, Error, Result};
use crate::json::{Object, Text, Value, strings};

/// The registered claims of one payload, type-checked.
#[derive(Debug)]
pub(crate) struct Registered<'a> {
    pub(crate) times: Times,
    pub(crate) issuer: Option<Text<'a>>,
    pub(crate) audience: Option<Audience<'a>>,
    pub(crate) subject: Option<Text<'a>>,
    pub(crate) token_id: Option<Text<'a>>,
}

/// The claims that the clock judges, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Times {
    pub(crate) expires_at: Option<f64>,
    pub(crate) not_before: Option<f64>,
    pub(crate) issued_at: Option<f64>,
}

/// An `aud` claim: one string, or an array of strings (RFC 7519 §4.1.3).
#[derive(Debug)]
pub(crate) enum Audience<'a> {
    One(Text<'a>),
    /// The array's text, all of whose items are strings.
    Many(&'a str),
}

const fn letters([first, second, third]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, first, second, third])
}

const EXP: u32 = letters(*b"exp");
const NBF: u32 = letters(*b"nbf");
const IAT: u32 = letters(*b"iat");
const AUD: u32 = letters(*b"aud");
const ISS: u32 = letters(*b"iss");
const SUB: u32 = letters(*b"sub");
const JTI: u32 = letters(*b"jti");

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
        for (name, value) in payload.members() {
            let name = name.value();
            // All have three letters, which compare as one number.
            let &[first, second, third] = name.as_bytes() else {
                continue;
            };
            let slot = match letters([first, second, third]) {
                EXP => &mut exp,
                NBF => &mut nbf,
                IAT => &mut iat,
                AUD => &mut aud,
                ISS => &mut iss,
                SUB => &mut sub,
                JTI => &mut jti,
                _ => continue,
            };
            *slot = Some(value);
        }
        Ok(Self {
            times: Times {
                expires_at: numeric_date(exp.copied(), "exp")?,
                not_before: numeric_date(nbf.copied(), "nbf")?,
                issued_at: numeric_date(iat.copied(), "iat")?,
            },
            audience: aud.copied().map(Audience::read).transpose()?,
            issuer: string(iss.copied(), "iss")?,
            subject: string(sub.copied(), "sub")?,
            token_id: string(jti.copied(), "jti")?,
        })
    }
}

impl<'a> Audience<'a> {
    fn read(value: Value<'a>) -> Result<Self> {
        match value {
            Value::String(one) => Ok(Self::One(one)),
            Value::Array(array) if strings(array).all(|entry| entry.is_some()) => {
                Ok(Self::Many(array))
            }
            _ => Err(Error::about(Code::ClaimMalformed, "aud")),
        }
    }

    /// Whether the token is meant for one of the expected audiences: one equal entry suffices.
    pub(crate) fn names_one_of(&self, expected: &[String]) -> bool {
        let names = |entry: Text<'_>| expected.iter().any(|name| entry.is(name));
        match self {
            Self::One(entry) => names(*entry),
            Self::Many(array) => strings(array).flatten().any(names),
        }
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
