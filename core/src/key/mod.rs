//! Keys: imported once, bound to one algorithm, then used for every token.

mod bare;
mod der;
mod generate;
mod import;
mod jwk;
mod openssh;
mod options;
mod passphrase;
mod pem;
mod secret_check;
mod set;
mod usage;

#[cfg(feature = "jsonwebtoken")]
pub(crate) use self::der::Form;
#[cfg(feature = "peers")]
pub(crate) use self::der::is_key_like;

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

pub use self::options::KeyOptions;
pub(crate) use self::set::{Entries, Entry};
pub use self::set::{KeySet, Skipped};
use self::usage::Usage;
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::crypto::material::Material;
use crate::crypto::{SigningKey, VerifyingKey, sha256};
use crate::error::{Code, Error, Result};

/// A key, bound to its algorithm when it is imported; a token's header never chooses.
///
/// Cloning is cheap and shares the key. Printing it shows no secret. It has no serde
/// implementation: leaving the process takes a call of [`Key::to_jwk`] or [`Key::to_pem`].
///
/// ```
/// use jotkit::{Algorithm, Key};
///
/// let key = Key::generate(Algorithm::Es256)?.with_kid("2026-01")?;
/// let public = key.public()?.to_jwk()?; // what others may see
/// assert!(public.contains(r#""kid":"2026-01""#));
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Clone)]
pub struct Key(Arc<Inner>);

struct Inner {
    material: Material,
    algorithm: Option<Algorithm>,
    kid: Option<String>,
    usage: Usage,
    verifying: Option<VerifyingKey>,
    signing: Option<Arc<SigningKey>>,
}

impl Key {
    /// Whether the key is of the type that an algorithm needs.
    pub(crate) fn fits(&self, algorithm: Algorithm) -> bool {
        self.0.material.fits(algorithm)
    }

    /// The key's parts.
    #[cfg(feature = "jsonwebtoken")]
    pub(crate) fn material(&self) -> &Material {
        &self.0.material
    }

    /// What two copies of one key share: the hash of its public half, or of a secret itself. It
    /// must not leave the process.
    pub(crate) fn identity(&self) -> String {
        match &self.0.material {
            Material::Oct(secret) => base64url::encode(&sha256(secret)),
            material => jwk::thumbprint(material).unwrap_or_default(),
        }
    }

    /// Never a part of another function, whose own stack holds what it has read.
    #[inline(never)]
    fn build(
        material: Material,
        algorithm: Option<Algorithm>,
        kid: Option<String>,
        usage: Usage,
    ) -> Result<Self> {
        let (verifying, signing) = match algorithm.or(material.any_algorithm()) {
            None => (None, None),
            // An unbound key is parsed too, so that a damaged one is refused at import.
            Some(parsed) => {
                let verifying = VerifyingKey::new(&material, parsed)?;
                let signing = SigningKey::new(&material, parsed)?.map(Arc::new);
                match algorithm {
                    Some(_) => (Some(verifying), signing),
                    None => (None, None),
                }
            }
        };
        Ok(Self(Arc::new(Inner {
            material,
            algorithm,
            kid,
            usage,
            verifying,
            signing,
        })))
    }

    /// The algorithm; `None` for an RSA or secret JWK that names none, until a policy does.
    #[must_use]
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.0.algorithm
    }

    /// The key id, where there is one.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.0.kid.as_deref()
    }

    /// The `kty` of the key as a JWK.
    #[must_use]
    pub fn key_type(&self) -> &'static str {
        self.0.material.key_type().as_str()
    }

    /// Whether the key can sign: it is a private key or a shared secret.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.0.material.is_private()
    }

    /// The same key under another key id.
    ///
    /// # Errors
    /// `internal` only.
    pub fn with_kid(&self, kid: impl Into<String>) -> Result<Self> {
        let Inner {
            material,
            algorithm,
            usage,
            ..
        } = &*self.0;
        Self::build(
            material.clone(),
            *algorithm,
            Some(kid.into()),
            usage.clone(),
        )
    }

    /// The public half.
    ///
    /// # Errors
    /// `key_unsuitable` for a shared secret, which has none.
    pub fn public(&self) -> Result<Self> {
        let Inner {
            material,
            algorithm,
            kid,
            usage,
            ..
        } = &*self.0;
        let public = material
            .public()
            .ok_or(unsuitable("A shared secret has no public half."))?;
        Self::build(public, *algorithm, kid.clone(), usage.of_public_half())
    }

    /// The key as a JWK, private members included where there are any; wiped when dropped.
    ///
    /// # Errors
    /// `key_invalid` while the key's algorithm is not known.
    pub fn to_jwk(&self) -> Result<Zeroizing<String>> {
        let algorithm = self.bound_algorithm()?;
        Ok(jwk::write(
            &self.0.material,
            Some(algorithm),
            self.kid(),
            &self.0.usage,
        ))
    }

    /// The key as PEM: PKCS#8 if it is private, SubjectPublicKeyInfo otherwise; wiped when dropped.
    ///
    /// An RSA-PSS key is written as an ordinary RSA key, without its restriction.
    ///
    /// # Errors
    /// `key_unsuitable` for a shared secret, which has no PEM form.
    pub fn to_pem(&self) -> Result<Zeroizing<String>> {
        self.bound_algorithm()?;
        der::write_pem(&self.0.material)
    }

    /// The key as DER, of the form that [`Key::to_pem`] writes.
    ///
    /// # Errors
    /// As [`Key::to_pem`].
    pub fn to_der(&self) -> Result<Zeroizing<Vec<u8>>> {
        self.bound_algorithm()?;
        der::write_der(&self.0.material)
    }

    /// The SHA-256 thumbprint in base64url (RFC 7638). `None` for a shared secret: a hash of it
    /// would help to guess it (RFC 7638 §7).
    #[must_use]
    pub fn thumbprint(&self) -> Option<String> {
        jwk::thumbprint(&self.0.material)
    }

    /// A description as JSON text: `alg`, `kty`, `kid` where there is one, `thumbprint` unless it
    /// is a shared secret, `private`.
    ///
    /// # Errors
    /// `key_invalid` while the key's algorithm is not known.
    pub fn info(&self) -> Result<String> {
        let mut info = serde_json::json!({
            "alg": self.bound_algorithm()?.name(),
            "kty": self.key_type(),
            "private": self.is_private(),
        });
        let more = [
            ("kid", self.kid().map(str::to_owned)),
            ("thumbprint", self.thumbprint()),
        ];
        for (name, value) in more {
            if let (Some(value), Some(members)) = (value, info.as_object_mut()) {
                members.insert(name.to_owned(), value.into());
            }
        }
        Ok(info.to_string())
    }

    fn bound_algorithm(&self) -> Result<Algorithm> {
        self.0.algorithm.ok_or(Error::with_hint(
            Code::KeyInvalid,
            "The key names no algorithm; name one with it, or in the policy's `algorithms`.",
        ))
    }

    /// The same unbound key, bound to an algorithm that a policy names.
    pub(crate) fn bound_to(&self, algorithm: Algorithm) -> Result<Self> {
        let Inner {
            material,
            kid,
            usage,
            ..
        } = &*self.0;
        let options = KeyOptions::new().algorithm(algorithm);
        Self::import(material.clone(), None, kid.clone(), usage.clone(), &options)
    }

    pub(crate) fn may_verify(&self) -> Result<()> {
        self.0.usage.may_verify()
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0
            .verifying
            .as_ref()
            .is_some_and(|key| key.verifies(message, signature))
    }

    /// The algorithm and the parsed private half.
    pub(crate) fn signing(&self) -> Result<(Algorithm, Arc<SigningKey>)> {
        let algorithm = self.bound_algorithm()?;
        self.0.usage.may_sign()?;
        let key = self
            .0
            .signing
            .clone()
            .ok_or(unsuitable("A public key cannot sign."))?;
        Ok((algorithm, key))
    }
}

/// Another handle to the same key.
impl From<&Self> for Key {
    fn from(key: &Self) -> Self {
        key.clone()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("alg", &self.0.algorithm.map(Algorithm::name))
            .field("kid", &self.0.kid)
            .field("private", &self.is_private())
            .finish_non_exhaustive()
    }
}

fn unsuitable(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyUnsuitable, hint)
}
