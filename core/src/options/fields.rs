//! Taking the members of one JSON object.

use std::borrow::Cow;

use super::{OptionInfo, OptionValue};
use crate::error::{Code, Error, Result};
use crate::json::{self, Value};

/// The members of one options object, taken one by one.
pub(crate) struct Fields<'a> {
    members: Vec<(Cow<'a, str>, Value<'a>)>,
    code: Code,
}

impl<'a> Fields<'a> {
    /// Reads one strict JSON object. Errors have the given code.
    pub(crate) fn read(text: &'a str, code: Code) -> Result<Self> {
        let object = json::parse_object_str(text, json::MAX_DEPTH).map_err(|_| {
            Error::with_hint(code, "Options must be one JSON object with each name once.")
        })?;
        let members = object.members().iter();
        let members = members.map(|(name, value)| (name.value(), *value));
        Ok(Self {
            members: members.collect(),
            code,
        })
    }

    /// Takes an option of a table; its default if it is absent.
    pub(crate) fn take<T: OptionValue>(&mut self, option: &OptionInfo) -> Result<T> {
        match self.remove(option.name) {
            None => Ok(T::default()),
            Some(value) => T::read(value).ok_or_else(|| option.invalid(self.code, T::EXPECTED)),
        }
    }

    /// Takes a member of a request, as it is; `None` if it is absent.
    pub(crate) fn optional<T>(&mut self, name: &str) -> Result<Option<T>>
    where
        Option<T>: OptionValue,
    {
        let Some(value) = self.remove(name) else {
            return Ok(None);
        };
        let expected = <Option<T>>::EXPECTED;
        <Option<T>>::read(value)
            .ok_or_else(|| self.invalid(format!("`{name}` must be {expected}.")))
    }

    /// Takes a member that a request must have.
    pub(crate) fn required<T>(&mut self, name: &str) -> Result<T>
    where
        Option<T>: OptionValue,
    {
        let value = self.optional(name)?;
        value.ok_or_else(|| self.invalid(format!("`{name}` is missing.")))
    }

    /// Refuses what was not taken. `options` are those that exist, for a better sentence.
    pub(crate) fn end(self, options: &[OptionInfo]) -> Result<()> {
        let Some((name, _)) = self.members.first() else {
            return Ok(());
        };
        let called = elsewhere(name).find(|here| options.iter().any(|row| row.name == *here));
        Err(self.invalid(match (is_plain(name), called) {
            (true, Some(here)) => format!("There is no option `{name}`; it is called `{here}`."),
            (true, None) => format!("There is no option `{name}`."),
            (false, _) => "There is no option of that name.".to_owned(),
        }))
    }

    fn remove(&mut self, name: &str) -> Option<Value<'a>> {
        let index = self.members.iter().position(|(member, _)| member == name)?;
        Some(self.members.swap_remove(index).1)
    }

    fn invalid(&self, hint: String) -> Error {
        Error::with_made_hint(self.code, hint)
    }
}

/// Whether an unknown name can be shown: it may be a secret that went to the wrong place.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !name.is_empty() && name.len() <= 32 && name.bytes().all(plain)
}

/// What an option of other libraries is called here.
fn elsewhere(name: &str) -> impl Iterator<Item = &'static str> + use<> {
    let names: &[&'static str] = match name {
        "algorithm" => &["algorithms", "alg"],
        "alg" => &["algorithms"],
        "issuers" | "iss" => &["issuer"],
        "audiences" | "aud" => &["audience"],
        "clockTolerance" | "clock_tolerance" | "leeway_seconds" | "clockSkew" => &["leeway"],
        "maxAge" | "max_token_age" | "maxTokenAge" => &["max_age"],
        "expiresIn" | "expires_in" | "exp" | "ttl" => &["lifetime"],
        "typ" | "type" => &["types", "typ"],
        "keyid" | "keyId" | "key_id" => &["kid"],
        "jwtid" => &["jti"],
        "require" | "requiredClaims" | "required_claims" => &["required"],
        "scope" | "requiredScopes" | "required_scopes" => &["scopes"],
        "sub" => &["subject"],
        "allowShort" => &["allow_short"],
        _ => &[],
    };
    names.iter().copied()
}
