//! Verifying; the call for each token is a direct one.

use std::sync::Arc;

use jotkit::{Error, Policy};

use crate::direct;
use crate::failure::Failure;
use crate::key::{Key, KeySet};

/// What a resolver may look at to find a key. All of it is unverified.
#[derive(Debug, uniffi::Record)]
pub struct KeyHint {
    /// The algorithm that the header names.
    pub algorithm: String,
    /// The header's `kid`.
    pub kid: Option<String>,
    /// The payload's `iss`.
    pub issuer: Option<String>,
    /// The payload's `azp`.
    pub authorized_party: Option<String>,
}

/// The host's own search for a key.
///
/// It must not fail: the packages keep a host's exception on their side, answer with no key, and throw the
/// exception once the call is back, so that nothing of it has to cross twice.
#[uniffi::export(with_foreign)]
pub trait KeyResolver: Send + Sync {
    /// The key for a token, or none.
    fn resolve(&self, hint: KeyHint) -> Option<Arc<Key>>;
}

/// Verifies tokens under one policy. Immutable and shared between threads.
#[derive(uniffi::Object)]
pub struct Verifier(pub(crate) jotkit::Verifier);

impl Verifier {
    fn shared(verifier: jotkit::Verifier) -> Arc<Self> {
        Arc::new(Self(verifier))
    }
}

#[uniffi::export]
impl Verifier {
    /// A verifier with one key.
    #[uniffi::constructor]
    pub fn with_key(key: &Key, policy: &str) -> Result<Arc<Self>, Failure> {
        let policy = Policy::from_json(policy)?;
        Ok(Self::shared(jotkit::Verifier::new(key.0.clone(), policy)?))
    }

    /// A verifier with a set of keys.
    #[uniffi::constructor]
    pub fn with_key_set(keys: &KeySet, policy: &str) -> Result<Arc<Self>, Failure> {
        let policy = Policy::from_json(policy)?;
        Ok(Self::shared(jotkit::Verifier::new(keys.0.clone(), policy)?))
    }

    /// A verifier that asks the host for the key of each token.
    #[uniffi::constructor]
    pub fn with_resolver(
        resolver: Arc<dyn KeyResolver>,
        policy: &str,
    ) -> Result<Arc<Self>, Failure> {
        let ask = move |hint: &jotkit::KeyHint<'_>| {
            let hint = KeyHint {
                algorithm: hint.algorithm().name().to_owned(),
                kid: hint.kid().map(ToOwned::to_owned),
                issuer: hint.issuer().map(ToOwned::to_owned),
                authorized_party: hint.authorized_party().map(ToOwned::to_owned),
            };
            resolver
                .resolve(hint)
                .map(|key| key.0.clone())
                .ok_or(Error::key_unknown())
        };
        let policy = Policy::from_json(policy)?;
        Ok(Self::shared(jotkit::Verifier::with_resolver(ask, policy)?))
    }

    /// Where the direct calls find this object.
    pub fn address(&self) -> u64 {
        direct::address(self)
    }

    /// The core's own description.
    pub fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}
