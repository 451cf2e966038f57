//! What a verifier demands of a token: one declarative struct, the same in every language.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::algorithm::Algorithm;
use crate::cache::MOST_TOKENS;
use crate::compact::Limits;
use crate::error::{Code, Error, Result};
use crate::options;

/// The most leeway that can be given, in seconds: one day.
pub(crate) const MAX_LEEWAY: u64 = 86_400;

/// What a verifier demands of a token.
///
/// An absent field has the strict default. No value switches a check off by being empty: unknown
/// fields, `null` and empty lists are errors. As JSON text, every language reads it with
/// [`Policy::from_json`].
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    #[serde(deserialize_with = "options::non_empty")]
    pub(crate) algorithms: Option<Vec<Algorithm>>,
    #[serde(deserialize_with = "options::one_or_many")]
    pub(crate) issuer: Option<Vec<String>>,
    #[serde(deserialize_with = "options::one_or_many")]
    pub(crate) audience: Option<Vec<String>>,
    #[serde(deserialize_with = "options::only_true")]
    pub(crate) any_audience: bool,
    #[serde(deserialize_with = "options::present")]
    pub(crate) subject: Option<String>,
    #[serde(deserialize_with = "options::non_empty")]
    pub(crate) types: Option<Vec<String>>,
    pub(crate) required: Vec<String>,
    pub(crate) expected: BTreeMap<String, Expected>,
    #[serde(deserialize_with = "options::only_true")]
    pub(crate) expiry_optional: bool,
    #[serde(deserialize_with = "options::whole_number")]
    pub(crate) leeway: Option<u64>,
    #[serde(deserialize_with = "options::whole_number")]
    pub(crate) max_age: Option<u64>,
    #[serde(deserialize_with = "options::whole_number")]
    pub(crate) max_token_bytes: Option<u64>,
    #[serde(deserialize_with = "options::whole_number")]
    pub(crate) max_header_bytes: Option<u64>,
    #[serde(deserialize_with = "options::whole_number")]
    pub(crate) max_depth: Option<u64>,
    #[serde(deserialize_with = "options::whole_number")]
    pub(crate) cache: Option<u64>,
}

/// The value a claim must have: a string, a number or a boolean.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a string, a number or a boolean for each claim")]
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

impl Policy {
    /// The names of all fields, in the order of the documentation.
    pub const FIELDS: &'static [&'static str] = &[
        "algorithms",
        "issuer",
        "audience",
        "any_audience",
        "subject",
        "types",
        "required",
        "expected",
        "expiry_optional",
        "leeway",
        "max_age",
        "max_token_bytes",
        "max_header_bytes",
        "max_depth",
        "cache",
    ];

    /// The strict defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a policy from JSON text: one object, whose fields are named as the methods here.
    ///
    /// # Errors
    /// `policy_invalid` for an unknown field, a `null`, an empty list or a value out of range.
    pub fn from_json(json: &str) -> Result<Self> {
        let policy: Self = options::parse(json, Code::PolicyInvalid)?;
        policy.check()?;
        Ok(policy)
    }

    /// Admits only these algorithms. Without this, what the key allows. It also names the algorithm
    /// of an RSA or secret JWK that has none.
    #[must_use]
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = Some(algorithms.into_iter().collect());
        self
    }

    /// Demands this issuer, byte for byte.
    #[must_use]
    pub fn issuer(self, issuer: impl Into<String>) -> Self {
        self.issuers([issuer.into()])
    }

    /// Demands one of these issuers, byte for byte.
    #[must_use]
    pub fn issuers<T: Into<String>>(mut self, issuers: impl IntoIterator<Item = T>) -> Self {
        self.issuer = Some(issuers.into_iter().map(Into::into).collect());
        self
    }

    /// Demands that the token is meant for this audience. Without this, a token that names an
    /// audience is refused (RFC 7519 §4.1.3).
    #[must_use]
    pub fn audience(self, audience: impl Into<String>) -> Self {
        self.audiences([audience.into()])
    }

    /// Demands that the token is meant for one of these audiences.
    #[must_use]
    pub fn audiences<T: Into<String>>(mut self, audiences: impl IntoIterator<Item = T>) -> Self {
        self.audience = Some(audiences.into_iter().map(Into::into).collect());
        self
    }

    /// Takes tokens for any audience. A token meant for another service then passes here too.
    #[must_use]
    pub fn any_audience(mut self) -> Self {
        self.any_audience = true;
        self
    }

    /// Demands this subject, byte for byte.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Demands one of these `typ` values; an absent one is then refused. Without this an absent
    /// one, `JWT` and `at+jwt` pass. Case and a leading `application/` make no difference.
    #[must_use]
    pub fn types<T: Into<String>>(mut self, types: impl IntoIterator<Item = T>) -> Self {
        self.types = Some(types.into_iter().map(Into::into).collect());
        self
    }

    /// Demands that these claims are there.
    #[must_use]
    pub fn required<T: Into<String>>(mut self, claims: impl IntoIterator<Item = T>) -> Self {
        self.required = claims.into_iter().map(Into::into).collect();
        self
    }

    /// Demands that a claim has this value.
    #[must_use]
    pub fn expected(mut self, claim: impl Into<String>, value: impl Into<Expected>) -> Self {
        self.expected.insert(claim.into(), value.into());
        self
    }

    /// Takes tokens that never expire.
    #[must_use]
    pub fn expiry_optional(mut self) -> Self {
        self.expiry_optional = true;
        self
    }

    /// Allows for clocks that differ by this many seconds, at most 86 400. The default is 0.
    #[must_use]
    pub fn leeway(mut self, seconds: u64) -> Self {
        self.leeway = Some(seconds);
        self
    }

    /// Refuses tokens issued more than this many seconds ago; `iat` is then required.
    #[must_use]
    pub fn max_age(mut self, seconds: u64) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// Refuses longer tokens. The default is 262 144 bytes.
    #[must_use]
    pub fn max_token_bytes(mut self, bytes: u64) -> Self {
        self.max_token_bytes = Some(bytes);
        self
    }

    /// Refuses tokens with a longer header segment, as received. The default is 8 192 bytes.
    #[must_use]
    pub fn max_header_bytes(mut self, bytes: u64) -> Self {
        self.max_header_bytes = Some(bytes);
        self
    }

    /// Refuses JSON nested deeper; the outermost object counts as 1. The default is 64.
    #[must_use]
    pub fn max_depth(mut self, depth: u64) -> Self {
        self.max_depth = Some(depth);
        self
    }

    /// Keeps this many good tokens, at most 1 000 000, so that a token seen again costs a hash instead of
    /// a signature. The clock's rules are judged each time. Off by default; a payload that is kept
    /// takes memory, up to `max_token_bytes` each. Verifiers with a resolver have none.
    #[must_use]
    pub fn cache(mut self, tokens: u64) -> Self {
        self.cache = Some(tokens);
        self
    }

    /// The rules that go beyond one field's type. Whoever builds a verifier runs them.
    pub(crate) fn check(&self) -> Result<()> {
        let invalid = |hint| Err(Error::with_hint(Code::PolicyInvalid, hint));
        let empty = |list: &Option<Vec<String>>| list.as_ref().is_some_and(Vec::is_empty);
        let no_algorithm = self.algorithms.as_ref().is_some_and(Vec::is_empty);
        if no_algorithm || empty(&self.issuer) || empty(&self.audience) || empty(&self.types) {
            return invalid("A list that is given must not be empty.");
        }
        if self.audience.is_some() && self.any_audience {
            return invalid("Give either `audience` or `any_audience`.");
        }
        if self.leeway.is_some_and(|seconds| seconds > MAX_LEEWAY) {
            return invalid("The field `leeway` is at most 86400 seconds.");
        }
        if [self.max_token_bytes, self.max_header_bytes, self.max_depth].contains(&Some(0)) {
            return invalid("A limit must be above 0.");
        }
        if self
            .cache
            .is_some_and(|tokens| !(1..=MOST_TOKENS).contains(&tokens))
        {
            return invalid("The field `cache` is a number of tokens from 1 to 1000000.");
        }
        Ok(())
    }

    pub(crate) fn limits(&self) -> Limits {
        // A limit beyond the address space limits nothing.
        let or = |limit: Option<u64>, default| {
            limit.map_or(default, |limit| {
                usize::try_from(limit).unwrap_or(usize::MAX)
            })
        };
        Limits {
            token_bytes: or(self.max_token_bytes, Limits::DEFAULT.token_bytes),
            header_bytes: or(self.max_header_bytes, Limits::DEFAULT.header_bytes),
            depth: or(self.max_depth, Limits::DEFAULT.depth),
        }
    }

    /// Whether a token's algorithm is one that the policy names.
    pub(crate) fn admits(&self, algorithm: Algorithm) -> bool {
        let names = |list: &Vec<Algorithm>| list.iter().any(|named| named.agrees_with(algorithm));
        self.algorithms.as_ref().is_none_or(names)
    }
}

impl Expected {
    /// Whether a claim's JSON value is this one.
    pub(crate) fn equals(&self, value: crate::json::Value<'_>) -> bool {
        use crate::json::Value;
        match (self, value) {
            (Self::Text(expected), Value::String(text)) => text.is(expected),
            (Self::Bool(expected), Value::Bool(value)) => value == *expected,
            (Self::Number(expected), Value::Number(number)) => equal_numbers(expected, number),
            _ => false,
        }
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
