//! Keys.

use std::sync::Arc;

use jotkit::{Error, KeyOptions};
use zeroize::Zeroizing;

use crate::error::{Failure, algorithm};

/// A key, bound to its algorithm when it is imported.
#[derive(uniffi::Object)]
pub(crate) struct Key(pub(crate) jotkit::Key);

impl Key {
    pub(crate) fn shared(key: jotkit::Key) -> Arc<Self> {
        Arc::new(Self(key))
    }
}

/// The options of a key, whose text may hold a passphrase and is wiped.
pub(crate) fn key_options(json: String) -> Result<KeyOptions, Error> {
    KeyOptions::from_json(&Zeroizing::new(json))
}

#[uniffi::export]
impl Key {
    /// A shared secret, whose algorithm the options name.
    #[uniffi::constructor]
    fn from_secret(secret: &[u8], options: String) -> Result<Arc<Self>, Failure> {
        let options = key_options(options)?;
        Ok(Self::shared(jotkit::Key::from_secret(secret, &options)?))
    }

    /// A key in PEM.
    #[uniffi::constructor]
    fn from_pem(pem: String, options: String) -> Result<Arc<Self>, Failure> {
        let (pem, options) = (Zeroizing::new(pem), key_options(options)?);
        Ok(Self::shared(jotkit::Key::from_pem(&pem, &options)?))
    }

    /// The bytes of a DER file.
    #[uniffi::constructor]
    fn from_der(der: &[u8], options: String) -> Result<Arc<Self>, Failure> {
        let options = key_options(options)?;
        Ok(Self::shared(jotkit::Key::from_der(der, &options)?))
    }

    /// The JSON text of a JWK.
    #[uniffi::constructor]
    fn from_jwk(jwk: String, options: String) -> Result<Arc<Self>, Failure> {
        let (jwk, options) = (Zeroizing::new(jwk), key_options(options)?);
        Ok(Self::shared(jotkit::Key::from_jwk(&jwk, &options)?))
    }

    /// A point of a curve, whose algorithm the options name.
    #[uniffi::constructor]
    fn from_ec_point(point: &[u8], options: String) -> Result<Arc<Self>, Failure> {
        let options = key_options(options)?;
        Ok(Self::shared(jotkit::Key::from_ec_point(point, &options)?))
    }

    /// A private scalar of a curve, whose algorithm the options name.
    #[uniffi::constructor]
    fn from_ec_scalar(scalar: &[u8], options: String) -> Result<Arc<Self>, Failure> {
        let options = key_options(options)?;
        Ok(Self::shared(jotkit::Key::from_ec_scalar(scalar, &options)?))
    }

    /// The bytes of an Ed25519 public key.
    #[uniffi::constructor]
    fn from_ed25519_public(bytes: &[u8], options: String) -> Result<Arc<Self>, Failure> {
        let options = key_options(options)?;
        let key = jotkit::Key::from_ed25519_public(bytes, &options)?;
        Ok(Self::shared(key))
    }

    /// The bytes of an Ed25519 private key.
    #[uniffi::constructor]
    fn from_ed25519_private(bytes: &[u8], options: String) -> Result<Arc<Self>, Failure> {
        let options = key_options(options)?;
        let key = jotkit::Key::from_ed25519_private(bytes, &options)?;
        Ok(Self::shared(key))
    }

    /// A new random key for an algorithm.
    #[uniffi::constructor]
    fn generate(algorithm_name: &str) -> Result<Arc<Self>, Failure> {
        let key = jotkit::Key::generate(algorithm(algorithm_name)?)?;
        Ok(Self::shared(key))
    }

    /// The algorithm's name, if it is known yet.
    fn algorithm(&self) -> Option<String> {
        self.0
            .algorithm()
            .map(|algorithm| algorithm.name().to_owned())
    }

    /// The key id, if there is one.
    fn kid(&self) -> Option<String> {
        self.0.kid().map(ToOwned::to_owned)
    }

    /// The `kty` of the key as a JWK.
    fn key_type(&self) -> String {
        self.0.key_type().to_owned()
    }

    /// Whether the key can sign.
    fn is_private(&self) -> bool {
        self.0.is_private()
    }

    /// The same key as an object of its own, so that the host can close this one during a call.
    fn share(self: Arc<Self>) -> Arc<Self> {
        self
    }

    /// The same key with another key id.
    fn with_kid(&self, kid: String) -> Result<Arc<Self>, Failure> {
        Ok(Self::shared(self.0.with_kid(kid)?))
    }

    /// The public half.
    fn public_half(&self) -> Result<Arc<Self>, Failure> {
        Ok(Self::shared(self.0.public()?))
    }

    /// The key as a JWK, private members included.
    fn to_jwk(&self) -> Result<String, Failure> {
        Ok(self.0.to_jwk()?.to_string())
    }

    /// The key as PEM.
    fn to_pem(&self) -> Result<String, Failure> {
        Ok(self.0.to_pem()?.to_string())
    }

    /// The key as DER.
    fn to_der(&self) -> Result<Vec<u8>, Failure> {
        Ok(self.0.to_der()?.to_vec())
    }

    /// The SHA-256 thumbprint in base64url, but of no shared secret.
    fn thumbprint(&self) -> Option<String> {
        self.0.thumbprint()
    }

    /// The key's public description as JSON text.
    fn info(&self) -> Result<String, Failure> {
        Ok(self.0.info()?)
    }

    /// The core's own description, which shows no secret.
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}
