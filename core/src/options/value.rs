//! The values that options can have, and how JSON gives them.

use std::collections::BTreeMap;

use serde::ser::{self, Serialize, Serializer};

use super::choice::Choice;
use crate::algorithm::Algorithm;
use crate::crypto;
use crate::error::{Code, Error, Result};
use crate::json::{self, Decimal, Value};
use crate::secret::Secret;

/// The greatest whole number that every host language holds exactly.
pub(crate) const MAX_WHOLE: u64 = 1 << 53;

/// The greatest number that a claim can be expected to have: a double that is one more may have
/// been rounded to it.
const MAX_EXPECTED: u64 = MAX_WHOLE - 1;

/// The value of one option; its default is that of an option that is not given.
pub(crate) trait OptionValue: Default {
    /// What the option expects, as the end of a sentence.
    const EXPECTED: &'static str;

    /// The value that JSON gives, `None` if it has another type.
    fn read(value: Value<'_>) -> Option<Self>;

    /// Whether a value of the right type is in range and not empty.
    fn is_allowed(&self, _range: Option<(u64, u64)>) -> bool {
        true
    }
}

impl OptionValue for bool {
    const EXPECTED: &'static str = "`true`, or `false` or left out";

    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
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
}

/// A string that is wiped when dropped and never printed. Its `==` takes constant time.
#[derive(Debug, Clone)]
pub(crate) struct Hidden(Secret);

impl Hidden {
    pub(crate) fn new(text: String) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl PartialEq for Hidden {
    fn eq(&self, other: &Self) -> bool {
        crypto::equal(self.as_str().as_bytes(), other.as_str().as_bytes())
    }
}

/// A secret does not leave by the way of all options.
impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(ser::Error::custom("a passphrase is not written"))
    }
}

impl OptionValue for Option<Hidden> {
    const EXPECTED: &'static str = "a string that is not empty";

    fn read(value: Value<'_>) -> Option<Self> {
        string(value).map(|text| Some(Hidden::new(text)))
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_ref().is_none_or(|text| !text.as_str().is_empty())
    }
}

/// Secrets in an order, at least one.
#[cfg(feature = "provider")]
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct HiddenList(Vec<Hidden>);

#[cfg(feature = "provider")]
impl HiddenList {
    pub(crate) fn as_slice(&self) -> &[Hidden] {
        &self.0
    }

    pub(crate) fn push(&mut self, secret: String) {
        self.0.push(Hidden::new(secret));
    }
}

/// As [`Hidden`].
#[cfg(feature = "provider")]
impl Serialize for HiddenList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "provider")]
impl OptionValue for Option<HiddenList> {
    const EXPECTED: &'static str = "a string or a non-empty list of strings, none of them empty";

    fn read(value: Value<'_>) -> Option<Self> {
        let one = string(value).map(|one| vec![one]);
        let secrets = one.or_else(|| list(value, string))?;
        let hidden = secrets.into_iter().map(Hidden::new);
        Some(Some(HiddenList(hidden.collect())))
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_ref().is_none_or(|HiddenList(secrets)| {
            !secrets.is_empty() && secrets.iter().all(|secret| !secret.as_str().is_empty())
        })
    }
}

impl OptionValue for Option<BTreeMap<String, String>> {
    const EXPECTED: &'static str = "an object of strings that are not empty";

    fn read(value: Value<'_>) -> Option<Self> {
        members(value, string).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_ref()
            .is_none_or(|texts| texts.values().all(|text| !text.is_empty()))
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
}

impl OptionValue for Option<BTreeMap<String, Secret>> {
    const EXPECTED: &'static str = "an object of strings";

    fn read(value: Value<'_>) -> Option<Self> {
        members(value, |value| string(value).map(Secret::from)).map(Some)
    }
}

impl OptionValue for Option<Algorithm> {
    const EXPECTED: &'static str = "the name of an algorithm, such as \"ES256\"";

    fn read(value: Value<'_>) -> Option<Self> {
        algorithm(value).map(Some)
    }
}

impl<T: Choice> OptionValue for Option<T> {
    const EXPECTED: &'static str = "one of its names";

    fn read(value: Value<'_>) -> Option<Self> {
        let name = value.as_string()?;
        T::from_name(&name.value()).map(Some)
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

impl Serialize for OneOrMany {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(one) => one.serialize(serializer),
            Self::Many(many) => many.serialize(serializer),
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
///
/// ```
/// use jotkit::{Expectations, Policy};
///
/// let policy = Policy::new().expected("tenant", "t1").expected("email_verified", true);
/// let login = Expectations::new().claim("nonce", "n-0S6_WzA2Mj").claim("level", 3);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Expected {
    /// Exactly this string.
    Text(String),
    /// Exactly this truth value.
    Bool(bool),
    /// A number of exactly this value: `1` and `1.0` are equal.
    Number(Number),
}

/// A number that a claim must have, of a magnitude below 2^53: from there on not every host
/// language tells whole numbers apart, and one policy would be two.
///
/// ```
/// use jotkit::{Expected, Number, Policy};
///
/// let ratio = Expected::Number(Number::from_json("0.5")?);
/// let policy = Policy::new().expected("ratio", ratio);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(pub(crate) Decimal);

impl Number {
    /// Reads a number as JSON writes it (RFC 8259 §6), such as `18446744073709551617`.
    ///
    /// # Errors
    /// `policy_invalid` for any other text.
    pub fn from_json(text: &str) -> Result<Self> {
        let is_number = serde_json::from_str::<f64>(text).is_ok() && text.trim() == text;
        let number = Self::read(text).filter(|_| is_number);
        number.ok_or(Error::with_hint(
            Code::PolicyInvalid,
            "An expected number must be one JSON number below 2^53; expect longer ones as \
             strings.",
        ))
    }

    /// Reads text that is known to be a JSON number.
    fn read(text: &str) -> Option<Self> {
        Decimal::read(text)
            .map(Self)
            .filter(|number| number.0.is_within(MAX_EXPECTED))
    }
}

impl Serialize for Expected {
    /// As JSON. A number that neither 64 bits nor a double hold exactly is an error.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Bool(value) => value.serialize(serializer),
            Self::Number(Number(decimal)) => {
                let text = decimal.to_string();
                let is_exact = |written: String| Decimal::read(&written).as_ref() == Some(decimal);
                if let Some(whole) = decimal.whole() {
                    return whole.serialize(serializer);
                }
                match text.parse::<f64>() {
                    Ok(double) if is_exact(double.to_string()) => double.serialize(serializer),
                    _ => Err(ser::Error::custom("an expected number has too many digits")),
                }
            }
        }
    }
}

impl Expected {
    /// The value that JSON gives, `None` if it has another type or is out of range.
    pub(crate) fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.value().into_owned())),
            Value::Bool(value) => Some(Self::Bool(value)),
            Value::Number(text) => Number::read(text).map(Self::Number),
            _ => None,
        }
    }

    /// Whether it is in range; a number from a builder has not been checked yet.
    pub(crate) fn is_allowed(&self) -> bool {
        match self {
            Self::Number(number) => number.0.is_within(MAX_EXPECTED),
            Self::Text(_) | Self::Bool(_) => true,
        }
    }
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
    /// A number from 2^53 on is refused when a verifier is made of the policy.
    fn from(number: i64) -> Self {
        // Every whole number has a decimal form.
        let decimal = Decimal::read(&number.to_string()).unwrap_or_default();
        Self::Number(Number(decimal))
    }
}

impl OptionValue for Option<BTreeMap<String, Expected>> {
    const EXPECTED: &'static str =
        "a non-empty object with a string, a number below 2^53 or a boolean for each claim";

    fn read(value: Value<'_>) -> Option<Self> {
        members(value, Expected::read).map(Some)
    }

    fn is_allowed(&self, _: Option<(u64, u64)>) -> bool {
        self.as_ref()
            .is_none_or(|values| !values.is_empty() && values.values().all(Expected::is_allowed))
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
