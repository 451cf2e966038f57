//! The registered claims (RFC 7519 §4.1) and their types.

use std::collections::HashSet;

use super::date::numeric_date;
use crate::error::{Code, Error, Result};
use crate::json::{Object, Text, Value, strings};

/// The registered claims of one payload, type-checked.
#[derive(Debug, Default)]
pub(crate) struct Registered<'a> {
    pub(crate) times: Times,
    pub(crate) issuer: Option<Text<'a>>,
    pub(crate) audience: Option<Audience<'a>>,
    pub(crate) subject: Option<Text<'a>>,
    pub(crate) token_id: Option<Text<'a>>,
}

/// The claims that the clock judges, in seconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Times {
    pub(crate) expires_at: Option<f64>,
    pub(crate) not_before: Option<f64>,
    pub(crate) issued_at: Option<f64>,
    /// `auth_time`, of ID tokens only (OpenID Connect Core 1.0 §2).
    pub(crate) authenticated_at: Option<f64>,
}

/// An `aud` claim: one string, or an array of strings (RFC 7519 §4.1.3).
#[derive(Debug)]
pub(crate) enum Audience<'a> {
    One(Text<'a>),
    /// The array's text, all of whose items are strings.
    Many(&'a str),
}

/// More names than this are looked up in a set: a token chooses how often.
const FEW: usize = 8;

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

/// Which of `sub` and `jti` may have any type. One that is not a string then counts as absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Untyped {
    pub(crate) subject: bool,
    pub(crate) token_id: bool,
}

impl<'a> Registered<'a> {
    /// Reads the registered claims; a value of the wrong type is an error, never an absence.
    pub(crate) fn read(payload: &Object<'a>) -> Result<Self> {
        Self::read_with(payload, Untyped::default(), Err)
    }

    /// As [`Registered::read`]. What `wrong` lets pass, in the fixed order of the claims, is left
    /// out.
    pub(crate) fn read_with(
        payload: &Object<'a>,
        untyped: Untyped,
        mut wrong: impl FnMut(Error) -> Result<()>,
    ) -> Result<Self> {
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
        let mut date = |value: Option<&Value<'a>>, name| {
            numeric_date(value.copied(), name).or_else(|error| wrong(error).map(|()| None))
        };
        let times = Times {
            expires_at: date(exp, "exp")?,
            not_before: date(nbf, "nbf")?,
            issued_at: date(iat, "iat")?,
            authenticated_at: None,
        };
        let audience = aud.copied().map(Audience::read).transpose();
        let audience = audience.or_else(|error| wrong(error).map(|()| None))?;
        let mut text = |value: Option<&Value<'a>>, name, untyped| match string(value.copied(), name)
        {
            Err(_) if untyped => Ok(None),
            read => read.or_else(|error| wrong(error).map(|()| None)),
        };
        Ok(Self {
            times,
            audience,
            issuer: text(iss, "iss", false)?,
            subject: text(sub, "sub", untyped.subject)?,
            token_id: text(jti, "jti", untyped.token_id)?,
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
        let is_expected = |entry: Text<'_>| expected.iter().any(|name| entry.is(name));
        match self {
            Self::One(entry) => is_expected(*entry),
            Self::Many(array) if expected.len() <= FEW => strings(array).flatten().any(is_expected),
            Self::Many(array) => {
                let expected: HashSet<&str> = expected.iter().map(String::as_str).collect();
                let mut entries = strings(array).flatten();
                entries.any(|entry| expected.contains(&*entry.value()))
            }
        }
    }
}

impl Audience<'_> {
    /// Whether every entry is one of these.
    pub(crate) fn names_only<'e>(&self, known: impl Iterator<Item = &'e String>) -> bool {
        let known: HashSet<&str> = known.map(String::as_str).collect();
        match self {
            Self::One(entry) => known.contains(&*entry.value()),
            Self::Many(array) => strings(array)
                .flatten()
                .all(|entry| known.contains(&*entry.value())),
        }
    }

    /// Whether there is more than one entry.
    pub(crate) fn is_several(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::Many(array) => strings(array).nth(1).is_some(),
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
