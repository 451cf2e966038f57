//! What one call expects of a token beyond the policy.

use std::collections::BTreeMap;

use crate::error::{Code, Result};
use crate::options::{Expected, Fields};

/// Values that claims must have in one call, such as the `nonce` of one login (OpenID Connect Core
/// §3.1.3.7). They are judged after the policy's own `expected`.
///
/// ```
/// let nonce = jotkit::Expectations::new().claim("nonce", "n-0S6_WzA2Mj");
/// assert_eq!(nonce, jotkit::Expectations::from_json(r#"{"nonce": "n-0S6_WzA2Mj"}"#)?);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expectations(pub(super) BTreeMap<String, Expected>);

impl Expectations {
    /// No expectations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a claim to have this value.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Expected>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// Reads them from JSON text: one object of claim name and value.
    ///
    /// # Errors
    /// `argument_invalid` unless it is a non-empty object with a string, a number or a boolean for
    /// each claim: an expectation that came back empty must not pass.
    pub fn from_json(json: &str) -> Result<Self> {
        Fields::whole(json, Code::ArgumentInvalid).map(Self)
    }
}
