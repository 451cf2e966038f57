//! Keys: imported once, bound to one algorithm, then used for every token.

mod der;
mod generate;
mod jwk;
mod options;
mod secret_check;
mod set;
mod usage;

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use self::jwk::Jwk;
pub use self::options::KeyOptions;
pub(crate) use self::set::Entry;
pub use self::set::{KeySet, Skipped};
use self::usage::Usage;
use crate::algorithm::Algorithm;
use crate::crypto::material::Material;
use crate::crypto::{SigningKey, VerifyingKey};
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
    /// A shared secret for HS256, of at least 32 bytes.
    ///
    /// # Errors
    /// `key_weak` for a shorter one, `key_unsuitable` for one that looks like a key of another kind
    /// (PEM, DER, OpenSSH, JWK).
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::from_secret(
            secret.as_ref(),
            &KeyOptions::new().algorithm(Algorithm::Hs256),
        )
    }

    /// A shared secret for HS384, of at least 48 bytes.
    ///
    /// # Errors
    /// As [`Key::hs256`].
    pub fn hs384(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::from_secret(
            secret.as_ref(),
            &KeyOptions::new().algorithm(Algorithm::Hs384),
        )
    }

    /// A shared secret for HS512, of at least 64 bytes.
    ///
    /// # Errors
    /// As [`Key::hs256`].
    pub fn hs512(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::from_secret(
            secret.as_ref(),
            &KeyOptions::new().algorithm(Algorithm::Hs512),
        )
    }

    /// A shared secret for the algorithm that the options name. The bytes are taken as they are:
    /// nothing is decoded.
    ///
    /// # Errors
    /// `argument_invalid` if no algorithm is named, otherwise as [`Key::hs256`].
    pub fn from_secret(secret: &[u8], options: &KeyOptions) -> Result<Self> {
        if options.alg.is_none() {
            return Err(Error::argument_invalid(
                "Name the algorithm of a secret, such as HS256.",
            ));
        }
        let material = Material::Oct(Zeroizing::new(secret.to_vec()));
        Self::import(material, None, None, Usage::default(), options)
    }

    /// A PEM text: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo or an X.509 certificate, of which
    /// only the public key is taken.
    ///
    /// A curve dictates its algorithm; an RSA key needs one named in the options.
    ///
    /// # Errors
    /// `key_invalid`, `key_weak` or `key_unsuitable`.
    pub fn from_pem(pem: &str, options: &KeyOptions) -> Result<Self> {
        let material = der::read_pem(pem)?;
        let algorithm = material.dictated_algorithm();
        Self::import(material, algorithm, None, Usage::default(), options)
    }

    /// DER of any of the forms that [`Key::from_pem`] takes.
    ///
    /// # Errors
    /// As [`Key::from_pem`].
    pub fn from_der(der: &[u8], options: &KeyOptions) -> Result<Self> {
        let material = der::read_der(der)?;
        let algorithm = material.dictated_algorithm();
        Self::import(material, algorithm, None, Usage::default(), options)
    }

    /// The text of a JWK (RFC 7517). Its `kid`, `use` and `key_ops` are kept and obeyed.
    ///
    /// A JWK without `alg` takes the algorithm its curve dictates. An RSA or secret JWK without one
    /// needs the options or the policy's `algorithms` to name it.
    ///
    /// # Errors
    /// `key_invalid`, `key_weak` or `key_unsuitable`.
    pub fn from_jwk(jwk: &str, options: &KeyOptions) -> Result<Self> {
        let Jwk {
            material,
            algorithm,
            kid,
            usage,
        } = Jwk::read(jwk)?;
        Self::import(material, algorithm, kid, usage, options)
    }

    /// An entry of a JWK Set: the options' algorithm is only for one that names none.
    pub(crate) fn from_set_entry(jwk: &str, options: &KeyOptions) -> Result<Self> {
        let Jwk {
            material,
            algorithm,
            kid,
            usage,
        } = Jwk::read(jwk)?;
        let mut options = options.clone();
        options.alg = algorithm.or(options.alg.filter(|named| material.fits(*named)));
        let key = Self::import(material, algorithm, kid, usage, &options)?;
        key.may_verify()?;
        Ok(key)
    }

    /// A PEM of a set of PEMs: the options' algorithm is only for one that names none.
    pub(crate) fn from_pem_entry(
        pem: &str,
        kid: Option<&str>,
        options: &KeyOptions,
    ) -> Result<Self> {
        let mut options = options.clone();
        options.kid = kid.map(str::to_owned);
        let named = options.alg.take();
        match Self::from_pem(pem, &options) {
            Ok(key) if key.algorithm().is_none() => {
                options.alg = named;
                Self::from_pem(pem, &options)
            }
            read => read,
        }
    }

    /// Whether the key is of the type that an algorithm needs.
    pub(crate) fn fits(&self, algorithm: Algorithm) -> bool {
        self.0.material.fits(algorithm)
    }

    /// What two copies of one key share: the hash of its public half, or of a secret itself. It
    /// must not leave the process.
    pub(crate) fn identity(&self) -> String {
        jwk::thumbprint(&self.0.material)
    }

    /// The thumbprint, unless it is that of a shared secret.
    pub(crate) fn public_thumbprint(&self) -> Option<String> {
        match &self.0.material {
            Material::Oct(_) => None,
            material => Some(jwk::thumbprint(material)),
        }
    }

    /// A fresh key: a secret as long as the hash, RSA of 2048 bits, or the algorithm's curve or
    /// parameters.
    ///
    /// # Errors
    /// `internal` if the system gives no random bytes.
    pub fn generate(algorithm: Algorithm) -> Result<Self> {
        let material = generate::generate(algorithm)?;
        Self::build(material, Some(algorithm), None, Usage::default())
    }

    /// A shared secret of any length but zero, which a platform chose and handed out.
    pub(crate) fn from_platform_secret(secret: &[u8]) -> Result<Self> {
        if secret.is_empty() {
            return Err(Error::with_hint(Code::KeyWeak, "The secret is empty."));
        }
        let material = Material::Oct(Zeroizing::new(secret.to_vec()));
        Self::build(material, Some(Algorithm::Hs256), None, Usage::default())
    }

    /// Brings together what a key file says, what the caller says, and the rules for secrets.
    fn import(
        material: Material,
        own: Option<Algorithm>,
        kid: Option<String>,
        usage: Usage,
        options: &KeyOptions,
    ) -> Result<Self> {
        let algorithm = match (own, options.alg) {
            (Some(own), Some(named)) if !own.agrees_with(named) => {
                return Err(unsuitable(
                    "The key is bound to another algorithm than the one named.",
                ));
            }
            (own, named) => named.or(own),
        };
        if algorithm.is_some_and(|algorithm| !material.fits(algorithm)) {
            return Err(unsuitable(
                "The key is of another type than its algorithm needs.",
            ));
        }
        if let Material::Oct(secret) = &material {
            check_secret(secret, algorithm, options.allow_short)?;
        }
        Self::build(material, algorithm, options.kid.clone().or(kid), usage)
    }

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

    /// The SHA-256 thumbprint in base64url (RFC 7638). Of a shared secret it is a hash of the
    /// secret: keep it secret too (RFC 7638 §7).
    #[must_use]
    pub fn thumbprint(&self) -> String {
        jwk::thumbprint(&self.0.material)
    }

    /// A description as JSON text: `alg`, `kty`, `kid` where there is one, `thumbprint`, `private`.
    ///
    /// # Errors
    /// `key_invalid` while the key's algorithm is not known.
    pub fn info(&self) -> Result<String> {
        let mut info = serde_json::json!({
            "alg": self.bound_algorithm()?.name(),
            "kty": self.key_type(),
            "thumbprint": self.thumbprint(),
            "private": self.is_private(),
        });
        if let (Some(kid), Some(members)) = (self.kid(), info.as_object_mut()) {
            members.insert("kid".to_owned(), kid.into());
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

/// RFC 7518 §3.2: a secret is at least as long as the hash.
fn check_secret(secret: &[u8], algorithm: Option<Algorithm>, allow_short: bool) -> Result<()> {
    if secret.is_empty() {
        return Err(Error::with_hint(Code::KeyWeak, "The secret is empty."));
    }
    if secret_check::looks_like_key(secret) {
        return Err(unsuitable(
            "The secret looks like a key file; import it as PEM, DER or JWK.",
        ));
    }
    let needed = algorithm
        .and_then(Algorithm::hmac_bytes)
        .unwrap_or_default();
    if secret.len() < needed && !allow_short {
        return Err(Error::with_hint(
            Code::KeyWeak,
            "An HMAC secret must be as long as the hash; set `allow_short` to use it nevertheless.",
        ));
    }
    Ok(())
}
