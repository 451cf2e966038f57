//! Verifying, and reading without verifying.

use std::sync::Arc;

use jotkit::{Error, Expectations, Policy};

use crate::callback::{KeyResolver, resolver};
use crate::error::Failure;
use crate::key::Key;
use crate::keyset::KeySet;

/// A verified token. Its strings cross when they are asked for.
#[derive(uniffi::Object)]
pub(crate) struct Verified(pub(crate) jotkit::Verified);

#[uniffi::export]
impl Verified {
    /// The header's JSON text, as the token carries it.
    fn header(&self) -> String {
        self.0.header().json().to_owned()
    }

    /// The payload's JSON text, byte for byte as it was signed.
    fn payload(&self) -> String {
        self.0.payload().to_owned()
    }
}

/// A check that a token fails.
#[derive(Debug, uniffi::Record)]
pub(crate) struct Finding {
    check: String,
    code: String,
    claim: Option<String>,
    message: String,
}

impl From<jotkit::Finding> for Finding {
    fn from(jotkit::Finding { check, error, .. }: jotkit::Finding) -> Self {
        Self {
            check: check.as_str().to_owned(),
            code: error.code().as_str().to_owned(),
            claim: error.claim().map(ToOwned::to_owned),
            message: error.to_string(),
        }
    }
}

/// The expectations of one call; none if the text is absent.
pub(crate) fn expectations(json: Option<&str>) -> Result<Expectations, Error> {
    json.map_or_else(|| Ok(Expectations::new()), Expectations::from_json)
}

/// Verifies tokens under one policy. Immutable and shared between threads.
#[derive(uniffi::Object)]
pub(crate) struct Verifier(pub(crate) jotkit::Verifier);

impl Verifier {
    pub(crate) fn shared(verifier: jotkit::Verifier) -> Arc<Self> {
        Arc::new(Self(verifier))
    }
}

#[uniffi::export]
impl Verifier {
    /// A verifier with one key.
    #[uniffi::constructor]
    fn with_key(key: &Key, policy: &str) -> Result<Arc<Self>, Failure> {
        let policy = Policy::from_json(policy)?;
        Ok(Self::shared(jotkit::Verifier::new(key.0.clone(), policy)?))
    }

    /// A verifier with a set of keys.
    #[uniffi::constructor]
    fn with_key_set(keys: &KeySet, policy: &str) -> Result<Arc<Self>, Failure> {
        let policy = Policy::from_json(policy)?;
        Ok(Self::shared(jotkit::Verifier::new(keys.0.clone(), policy)?))
    }

    /// A verifier that asks the host for the key of each token.
    #[uniffi::constructor]
    fn with_resolver(host: Arc<dyn KeyResolver>, policy: &str) -> Result<Arc<Self>, Failure> {
        let policy = Policy::from_json(policy)?;
        let verifier = jotkit::Verifier::with_resolver(resolver(host), policy)?;
        Ok(Self::shared(verifier))
    }

    /// Verifies a token, at the system's time unless `now` (seconds since 1970) is given, and
    /// against the JSON text of what this call expects of claims.
    fn verify(
        &self,
        token: &str,
        expected: Option<String>,
        now: Option<f64>,
    ) -> Result<Arc<Verified>, Failure> {
        let expected = expectations(expected.as_deref())?;
        let verified = self.0.verify_expecting(token, &expected, now)?;
        Ok(Arc::new(Verified(verified)))
    }

    /// Lists every check that a token fails.
    fn explain(&self, token: &str, now: Option<f64>) -> Result<Vec<Finding>, Failure> {
        let findings = self.0.explain_at(token, now)?;
        Ok(findings.into_iter().map(Finding::from).collect())
    }

    /// The length of the longest token that the policy accepts. A host copies no more than one byte
    /// beyond it; the verdict is the same.
    fn max_token_bytes(&self) -> u64 {
        self.0.max_token_bytes() as u64
    }

    /// The core's own description.
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}

/// The length of the longest token that [`peek`] reads.
#[uniffi::export]
fn default_max_token_bytes() -> u64 {
    jotkit::MAX_TOKEN_BYTES as u64
}

/// The content of a token that was not verified.
#[derive(Debug, uniffi::Record)]
pub(crate) struct Unverified {
    header: String,
    payload: String,
}

/// Reads a token without verifying it, under the limits and the `allow_padding` of a policy's JSON
/// text.
#[uniffi::export]
fn peek(token: &str, policy: &str) -> Result<Unverified, Failure> {
    let (header, payload) = Policy::from_json(policy)?.peek(token)?.into_parts();
    Ok(Unverified {
        header: header.json().to_owned(),
        payload,
    })
}
