//! Structured options: JSON text in, checked values out.
//!
//! Every language hands its options over as one JSON object, so what counts as a mistake is decided
//! here, once: an unknown name, `null`, a value of the wrong type, an empty string or list, a
//! number out of range, a name written twice. A setting that came back empty must never switch a
//! check off. An error names the option and what it expects, never its value, which may be a
//! secret.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::json::{self, Value};
use crate::secret::Secret;

/// The greatest whole number that every host language holds exactly.
pub(crate) const MAX_WHOLE: u64 = 1 << 53;

/// Describes one option, for documentation and for the types that hosts declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionInfo {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its type: `algorithm`, `algorithms`, `string`, `strings`, `string_or_strings`, `values`,
    /// `flag` or `whole_number`.
    pub kind: &'static str,
    /// One sentence that says what it does.
    pub about: &'static str,
    /// The least and the greatest number, of a `whole_number`.
    pub range: Option<(u64, u64)>,
    /// The unit of a `whole_number`, if it has one.
    pub unit: Option<&'static str>,
}

impl OptionInfo {
    fn invalid(&self, code: Code, expected: &str) -> Error {
        let hint = match self.range {
            Some((least, most)) => format!(
                "`{}` must be a whole number from {least} to {most}.",
                self.name
            ),
            None => format!("`{}` must be {expected}.", self.name),
        };
        Error::with_made_hint(code, hint)
    }

    /// Checks a value against the option's own rules, wherever it came from.
    pub(crate) fn check<T: OptionValue>(&self, value: &T, code: Code) -> Result<()> {
        if value.is_allowed(self.range) {
            Ok(())
        } else {
            Err(self.invalid(code, T::EXPECTED))
        }
    }
}

/// The value of one option; its default is that of an option that is not given.
pub(crate) trait OptionValue: Default {
    /// What the option expects, as the end of a sentence.
    const EXPECTED: &'static str;

    /// The value that JSON gives, `None` if it has another type.
    fn read(value: Value<'_>) -> Option<Self>;

    /// Whether a value of the right type is in range and not empty.
    fn is_allowed(&self, range: Option<(u64, u64)>) -> bool;
}

impl OptionValue for bool {
    const EXPECTED: &'static str = "`true`, or `false` or left out";

    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        true
    }
}

impl OptionValue for Option<u64> {
    const EXPECTED: &'static str = "a whole number";

    /// Accepts `60` and `60.0`: not every host language tells the two apart.
    fn read(value: Value<'_>) -> Option<Self> {
        let Value::Number(text) = value else {
            return None;
        };
        if let Ok(whole) = text.parse() {
            return Some(Some(whole)).filter(|_| whole <= MAX_WHOLE);
        }
        let number: f64 = text.parse().ok()?;
        #[expect(clippy::cast_precision_loss, reason = "a power of two is exact")]
        let in_range = (0.0..=MAX_WHOLE as f64).contains(&number);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and within range"
        )]
        (in_range && number.fract() == 0.0).then_some(Some(number as u64))
    }

    fn is_allowed(&self, range: Option<(u64, u64)>) -> bool {
        let (least, most) = range.unwrap_or((0, MAX_WHOLE));
        self.is_none_or(|number| (least..=most).contains(&number))
    }
}

impl OptionValue for Option<String> {
    const EXPECTED: &'static str = "a string that is not empty";

    fn read(value: Value<'_>) -> Option<Self> {
        string(value).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_deref() != Some("")
    }
}

impl OptionValue for Option<Secret> {
    const EXPECTED: &'static str = "a string";

    fn read(value: Value<'_>) -> Option<Self> {
        string(value).map(|text| Some(Secret::from(text)))
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        true
    }
}

impl OptionValue for Option<f64> {
    const EXPECTED: &'static str = "a number";

    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Number(text) => text.parse().ok().map(Some),
            _ => None,
        }
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        true
    }
}

impl OptionValue for Option<BTreeMap<String, Secret>> {
    const EXPECTED: &'static str = "an object of strings";

    fn read(value: Value<'_>) -> Option<Self> {
        members(value, |value| string(value).map(Secret::from)).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        true
    }
}

impl OptionValue for Option<Algorithm> {
    const EXPECTED: &'static str = "the name of an algorithm, such as \"ES256\"";

    fn read(value: Value<'_>) -> Option<Self> {
        algorithm(value).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        true
    }
}

impl OptionValue for Option<Vec<Algorithm>> {
    const EXPECTED: &'static str = "a non-empty list of algorithm names";

    fn read(value: Value<'_>) -> Option<Self> {
        list(value, algorithm).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_ref().is_none_or(|names| !names.is_empty())
    }
}

impl OptionValue for Option<Vec<String>> {
    const EXPECTED: &'static str = "a non-empty list of strings that are not empty";

    fn read(value: Value<'_>) -> Option<Self> {
        list(value, string).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_deref().is_none_or(are_names)
    }
}

/// One string, or a list of strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl OptionValue for Option<OneOrMany> {
    const EXPECTED: &'static str = "a string or a non-empty list of strings, none of them empty";

    fn read(value: Value<'_>) -> Option<Self> {
        let one = string(value).map(OneOrMany::One);
        one.or_else(|| list(value, string).map(OneOrMany::Many))
            .map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_ref()
            .is_none_or(|names| are_names(names.as_slice()))
    }
}

/// The value that a claim must have: a string, a number or a boolean.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Expected {
    /// Exactly this string.
    Text(String),
    /// Exactly this truth value.
    Bool(bool),
    /// A number of this value: `1` and `1.0` are equal.
    Number(serde_json::Number),
}

impl From<&str> for Expected {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Expected {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Expected {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Expected {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl OptionValue for Option<BTreeMap<String, Expected>> {
    const EXPECTED: &'static str =
        "a non-empty object with a string, a number or a boolean for each claim";

    fn read(value: Value<'_>) -> Option<Self> {
        let expected = |value: Value<'_>| match value {
            Value::String(text) => Some(Expected::Text(text.value().into_owned())),
            Value::Bool(value) => Some(Expected::Bool(value)),
            Value::Number(text) => serde_json::from_str(text).ok().map(Expected::Number),
            _ => None,
        };
        members(value, expected).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_ref().is_none_or(|values| !values.is_empty())
    }
}

fn string(value: Value<'_>) -> Option<String> {
    value.as_string().map(|text| text.value().into_owned())
}

fn algorithm(value: Value<'_>) -> Option<Algorithm> {
    value
        .as_string()
        .and_then(|name| Algorithm::from_name(&name.value()))
}

fn list<T>(value: Value<'_>, item: impl Fn(Value<'_>) -> Option<T>) -> Option<Vec<T>> {
    match value {
        Value::Array(array) => json::items(array)
            .map(|value| value.ok().and_then(&item))
            .collect(),
        _ => None,
    }
}

/// The members of an object, by name.
fn members<T>(
    value: Value<'_>,
    member: impl Fn(Value<'_>) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let Value::Object(text) = value else {
        return None;
    };
    let object = json::parse_object_str(text, json::MAX_DEPTH).ok()?;
    let named = |(name, value): &(json::Text<'_>, Value<'_>)| {
        Some((name.value().into_owned(), member(*value)?))
    };
    object.members().iter().map(named).collect()
}

fn are_names(names: &[String]) -> bool {
    !names.is_empty() && names.iter().all(|name| !name.is_empty())
}

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
        "sub" => &["subject"],
        "clockTolerance" | "clock_tolerance" | "leeway_seconds" | "clockSkew" => &["leeway"],
        "maxAge" | "max_token_age" | "maxTokenAge" => &["max_age"],
        "expiresIn" | "expires_in" | "exp" | "ttl" => &["lifetime"],
        "typ" | "type" => &["types", "typ"],
        "keyid" | "keyId" | "key_id" => &["kid"],
        "jwtid" => &["jti"],
        "require" | "requiredClaims" | "required_claims" => &["required"],
        "allowShort" => &["allow_short"],
        _ => &[],
    };
    names.iter().copied()
}

/// Declares a struct of options: its reader, builder, range checks and documentation in one table.
macro_rules! options {
    (
        $(#[$meta:meta])*
        $name:ident $code:ident;
        $($field:ident: $kind:ident $(($($detail:tt)*))? $about:literal;)+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            $(pub(crate) $field: $crate::options::kind!(type $kind),)+
        }

        impl $name {
            /// Every option, in the order of the documentation.
            pub const OPTIONS: &'static [$crate::OptionInfo] = &[
                $($crate::OptionInfo {
                    name: stringify!($field),
                    kind: stringify!($kind),
                    about: $about,
                    range: $crate::options::kind!(range $kind $($($detail)*)?),
                    unit: $crate::options::kind!(unit $kind $($($detail)*)?),
                },)+
            ];

            /// No options: the strict defaults.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// Reads the options from JSON text: one object whose members are named as the options.
            ///
            /// # Errors
            #[doc = concat!("`", stringify!($code), "`: ")]
            /// an unknown name, `null`, a value of the wrong type, empty or out of range.
            pub fn from_json(json: &str) -> $crate::Result<Self> {
                let mut fields = $crate::options::Fields::read(json, $crate::Code::$code)?;
                let mut rows = Self::OPTIONS.iter();
                let mut next = || rows.next().ok_or($crate::Error::internal());
                let options = Self { $($field: fields.take(next()?)?,)+ };
                fields.end(Self::OPTIONS)?;
                options.check()?;
                Ok(options)
            }

            /// Checks each option by itself; values from a builder have not been checked yet.
            pub(crate) fn check_each(&self) -> $crate::Result<()> {
                let mut rows = Self::OPTIONS.iter();
                $(if let Some(row) = rows.next() {
                    row.check(&self.$field, $crate::Code::$code)?;
                })+
                Ok(())
            }

            $($crate::options::builder!($kind $field $about $($($detail)*)?);)+
        }
    };
}

/// The parts of an option that depend on its kind.
macro_rules! kind {
    (type algorithm) => { Option<$crate::Algorithm> };
    (type algorithms) => { Option<Vec<$crate::Algorithm>> };
    (type string) => { Option<String> };
    (type strings) => { Option<Vec<String>> };
    (type string_or_strings) => { Option<$crate::options::OneOrMany> };
    (type values) => { Option<std::collections::BTreeMap<String, $crate::Expected>> };
    (type flag) => { bool };
    (type whole_number) => { Option<u64> };
    (range whole_number $least:literal, $most:expr $(, $unit:literal)?) => { Some(($least, $most)) };
    (range $kind:ident $($other:tt)*) => { None };
    (unit whole_number $least:literal, $most:expr, $unit:literal) => { Some($unit) };
    (unit $kind:ident $($other:tt)*) => { None };
}

/// The builder methods of one option.
macro_rules! builder {
    (algorithm $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn algorithm(mut self, algorithm: $crate::Algorithm) -> Self {
            self.$field = Some(algorithm);
            self
        }
    };
    (algorithms $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, names: impl IntoIterator<Item = $crate::Algorithm>) -> Self {
            self.$field = Some(names.into_iter().collect());
            self
        }
    };
    (string $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, value: impl Into<String>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    (strings $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
            self.$field = Some(values.into_iter().map(Into::into).collect());
            self
        }
    };
    (string_or_strings $field:ident $about:literal $many:ident) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, value: impl Into<String>) -> Self {
            self.$field = Some($crate::options::OneOrMany::One(value.into()));
            self
        }

        #[doc = concat!("As `", stringify!($field), "`, with several values. ", $about)]
        #[must_use]
        pub fn $many<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
            let values = values.into_iter().map(Into::into).collect();
            self.$field = Some($crate::options::OneOrMany::Many(values));
            self
        }
    };
    (values $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(
            mut self,
            claim: impl Into<String>,
            value: impl Into<$crate::Expected>,
        ) -> Self {
            let values = self.$field.get_or_insert_default();
            values.insert(claim.into(), value.into());
            self
        }
    };
    (flag $field:ident $about:literal) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self) -> Self {
            self.$field = true;
            self
        }
    };
    (whole_number $field:ident $about:literal $($range:tt)*) => {
        #[doc = $about]
        #[must_use]
        pub fn $field(mut self, number: u64) -> Self {
            self.$field = Some(number);
            self
        }
    };
}

pub(crate) use {builder, kind, options};

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
