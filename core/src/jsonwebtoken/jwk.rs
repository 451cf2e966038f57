//! JWKs of either crate.

use ::jsonwebtoken::Algorithm;
use ::jsonwebtoken::jwk::Jwk;
use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyOptions};

/// Room for the text of the longest key, so that no part of a secret stays in a shorter buffer.
const LONGEST: usize = 16_384;

impl TryFrom<&Jwk> for Key {
    type Error = Error;

    /// As [`Key::from_jwk`] reads it. An RSA or secret JWK without `alg` takes its algorithm from
    /// the policy.
    ///
    /// # Errors
    /// As [`Key::from_jwk`].
    fn try_from(jwk: &Jwk) -> Result<Self> {
        let mut text = Zeroizing::new(Vec::with_capacity(LONGEST));
        let unreadable =
            || Error::with_hint(Code::KeyInvalid, "The JWK cannot be written as JSON.");
        serde_json::to_writer(&mut *text, jwk).map_err(|_| unreadable())?;
        let text = str::from_utf8(&text).map_err(|_| unreadable())?;
        Self::from_jwk(text, &KeyOptions::new())
    }
}

impl TryFrom<&Key> for Jwk {
    type Error = Error;

    /// The public half: jsonwebtoken's JWKs hold nothing private.
    ///
    /// # Errors
    /// `key_unsuitable` for a shared secret, which has no public half; `key_invalid` while the
    /// key's algorithm is not known; `argument_invalid` for an algorithm that jsonwebtoken does not
    /// know.
    fn try_from(key: &Key) -> Result<Self> {
        let text = key.public()?.to_jwk()?;
        if let Some(algorithm) = key.algorithm() {
            Algorithm::try_from(algorithm)?;
        }
        serde_json::from_str(&text).map_err(|_| Error::internal())
    }
}
