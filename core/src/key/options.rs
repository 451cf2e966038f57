//! What a caller says about a key while importing it.

use serde::Deserialize;

use crate::algorithm::Algorithm;
use crate::error::{Code, Result};
use crate::options;

/// What a caller says about a key while importing it.
///
/// As JSON: `alg` (a name), `kid` (a string), `allow_short` (`true`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyOptions {
    #[serde(default, rename = "alg", deserialize_with = "options::present")]
    pub(super) algorithm: Option<Algorithm>,
    #[serde(default, deserialize_with = "options::present")]
    pub(crate) kid: Option<String>,
    #[serde(default, deserialize_with = "options::only_true")]
    pub(super) allow_short: bool,
}

impl KeyOptions {
    /// The names of all members, in the order of the documentation.
    pub const FIELDS: &'static [&'static str] = &["alg", "kid", "allow_short"];

    /// Says nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the options from JSON text.
    ///
    /// # Errors
    /// `argument_invalid` for an unknown member or a value that is not one, `null` included.
    pub fn from_json(json: &str) -> Result<Self> {
        options::parse(json, Code::ArgumentInvalid)
    }

    /// Binds the key to an algorithm.
    #[must_use]
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// Gives the key an id.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    /// Takes an HMAC secret that is shorter than the hash. RFC 7518 §3.2 forbids such secrets because
    /// they can be guessed from one token; only for talking to a system that chose one.
    #[must_use]
    pub fn allow_short(mut self) -> Self {
        self.allow_short = true;
        self
    }
}
