//! Sets of keys.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::error::Failure;
use crate::key::{Key, key_options};

/// An entry of a set that cannot be used, and why.
#[derive(Debug, uniffi::Record)]
pub(crate) struct SkippedKey {
    /// The entry's place in the set, from 0.
    index: u64,
    code: String,
    message: String,
    kid: Option<String>,
}

/// A set of keys.
#[derive(uniffi::Object)]
pub(crate) struct KeySet(pub(crate) jotkit::KeySet);

#[uniffi::export]
impl KeySet {
    /// Reads the JSON text of a JWK Set.
    #[uniffi::constructor]
    fn from_jwks(jwks: String, options: String) -> Result<Arc<Self>, Failure> {
        let jwks = Zeroizing::new(jwks);
        let options = key_options(options)?;
        Ok(Arc::new(Self(jotkit::KeySet::from_jwks(&jwks, &options)?)))
    }

    /// Reads PEMs from the JSON text of an object of key id and PEM, or of an array of PEMs.
    #[uniffi::constructor]
    fn from_pems(pems: String, options: String) -> Result<Arc<Self>, Failure> {
        let pems = Zeroizing::new(pems);
        let options = key_options(options)?;
        Ok(Arc::new(Self(jotkit::KeySet::from_pems(&pems, &options)?)))
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

    /// The first key with this key id.
    fn get(&self, kid: &str) -> Option<Arc<Key>> {
        self.0.get(kid).cloned().map(Key::shared)
    }

    /// The number of usable keys.
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    /// The unusable entries.
    pub(crate) fn skipped(&self) -> Vec<SkippedKey> {
        let skipped = self.0.skipped().iter();
        skipped
            .map(|entry| SkippedKey {
                index: entry.index as u64,
                code: entry.error.code().as_str().to_owned(),
                message: entry.error.to_string(),
                kid: entry.kid.clone(),
            })
            .collect()
    }

    /// A description of keys and unusable entries as JSON text, without secrets.
    fn info(&self) -> String {
        self.0.info()
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
