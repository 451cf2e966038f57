//! Sets of keys.

use std::sync::Arc;

use jotkit::KeyOptions;
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::key::Key;

/// A set of keys.
#[derive(uniffi::Object)]
pub(crate) struct KeySet(pub(crate) jotkit::KeySet);

#[uniffi::export]
impl KeySet {
    /// Reads the JSON text of a JWK Set.
    #[uniffi::constructor]
    fn from_jwks(jwks: String, options: &str) -> Result<Arc<Self>, Failure> {
        let jwks = Zeroizing::new(jwks);
        let options = KeyOptions::from_json(options)?;
        Ok(Arc::new(Self(jotkit::KeySet::from_jwks(&jwks, &options)?)))
    }

    /// A set of imported keys.
    #[uniffi::constructor]
    fn of(keys: Vec<Arc<Key>>) -> Arc<Self> {
        Arc::new(Self(jotkit::KeySet::new(
            keys.iter().map(|key| key.0.clone()),
        )))
    }

    /// The same set as an object of its own, so that the host can close this one during a call.
    fn share(self: Arc<Self>) -> Arc<Self> {
        self
    }

    /// The usable keys.
    fn keys(&self) -> Vec<Arc<Key>> {
        self.0.keys().cloned().map(Key::shared).collect()
    }

    /// The number of unusable entries.
    fn skipped(&self) -> u32 {
        u32::try_from(self.0.skipped().len()).unwrap_or(u32::MAX)
    }

    /// The public halves as the JSON text of a JWK Set.
    fn to_public_jwks(&self) -> Result<String, Failure> {
        Ok(self.0.to_public_jwks()?)
    }

    /// The core's own description, which shows no secret.
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}
