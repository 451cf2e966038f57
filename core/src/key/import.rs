//! The ways a key comes in, and what is checked then.

use zeroize::Zeroizing;

use super::jwk::Jwk;
use super::passphrase::Passphrase;
use super::usage::Usage;
use super::{Key, KeyOptions, der, generate, pem, secret_check, unsuitable};
use crate::algorithm::Algorithm;
use crate::crypto::material::{Material, RsaPurpose};
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::secret::clear_stack;

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
        Passphrase::of(options)?.check_used()?;
        if options.alg.is_none() {
            return Err(Error::argument_invalid(
                "Name the algorithm of a secret, such as HS256.",
            ));
        }
        let material = Material::Oct(Zeroizing::new(secret.to_vec()));
        Self::import(material, None, None, Usage::default(), options)
    }

    /// The text of a key file: PEM, or one line of OpenSSH's `.pub` files.
    ///
    /// PEM may have any layout that RFC 7468's lax grammar allows, with text around it. It holds
    /// PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo, OpenSSH's private form, or X.509 certificates,
    /// of which the first one's public key is taken. What a block holds counts, not what its label
    /// calls it. A private key may come together with its public key or its certificates.
    ///
    /// A curve dictates its algorithm; an RSA key needs one named in the options. An RSA-PSS key is
    /// for PS256, PS384 and PS512 alone, or for the one that its parameters name. PKCS#8 that is
    /// encrypted by PBES2 (PBKDF2 of at most 10 million iterations, AES-CBC) needs the options'
    /// `passphrase`.
    ///
    /// # Errors
    /// `key_invalid`, `key_weak` or `key_unsuitable`; `argument_invalid` for a passphrase that is
    /// empty or that the key does not need.
    pub fn from_pem(pem: &str, options: &KeyOptions) -> Result<Self> {
        Self::from_file(options, |passphrase| pem::read(pem, passphrase))
    }

    /// DER of PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo or an X.509 certificate.
    ///
    /// # Errors
    /// As [`Key::from_pem`].
    pub fn from_der(der: &[u8], options: &KeyOptions) -> Result<Self> {
        Self::from_file(options, |passphrase| der::read(der, passphrase))
    }

    fn from_file(
        options: &KeyOptions,
        read: impl FnOnce(&Passphrase<'_>) -> Result<Material>,
    ) -> Result<Self> {
        let passphrase = Passphrase::of(options)?;
        let material = read(&passphrase)?;
        passphrase.check_used()?;
        let algorithm = material.dictated_algorithm();
        Self::import(material, algorithm, None, Usage::default(), options)
    }

    /// The text of a JWK (RFC 7517). Its `kid`, `use` and `key_ops` are kept and obeyed.
    ///
    /// A private JWK may lack its public half, and an RSA one its primes: they are computed. A JWK
    /// without `alg` takes the algorithm its curve dictates. An RSA or secret JWK without one
    /// needs the options or the policy's `algorithms` to name it.
    ///
    /// # Errors
    /// `key_invalid`, `key_weak` or `key_unsuitable`.
    pub fn from_jwk(jwk: &str, options: &KeyOptions) -> Result<Self> {
        Passphrase::of(options)?.check_used()?;
        let Jwk {
            material,
            algorithm,
            kid,
            usage,
        } = Jwk::read(jwk)?;
        Self::import(material, algorithm, kid, usage, options)
    }

    /// An entry of a JWK Set: the options' algorithm is only for one that names none.
    #[inline(never)]
    pub(super) fn from_set_entry(members: &Object<'_>, options: &KeyOptions) -> Result<Self> {
        let Jwk {
            material,
            algorithm,
            kid,
            usage,
        } = Jwk::from_members(members)?;
        let mut options = options.clone();
        options.alg = algorithm.or(options.alg.filter(|named| material.fits(*named)));
        let key = Self::import(material, algorithm, kid, usage, &options)?;
        key.may_verify()?;
        Ok(key)
    }

    /// A PEM of a set of PEMs: the options' algorithm is only for one that names none.
    pub(super) fn from_pem_entry(
        pem: &str,
        kid: Option<&str>,
        options: &KeyOptions,
    ) -> Result<Self> {
        let material = pem::read(pem, &Passphrase::of(options)?)?;
        let algorithm = material.dictated_algorithm();
        let mut options = options.clone();
        options.alg = algorithm.or(options.alg);
        let kid = kid.map(str::to_owned);
        Self::import(material, algorithm, kid, Usage::default(), &options)
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

    /// A shared secret that a peer's rules have admitted: of any length but zero, for any HMAC.
    #[cfg(feature = "peers")]
    pub(crate) fn from_peer_secret(secret: &[u8], algorithm: Algorithm) -> Result<Self> {
        let material = Material::Oct(Zeroizing::new(secret.to_vec()));
        Self::build(material, Some(algorithm), None, Usage::default())
    }

    /// DER of one of these forms, for a peer that takes no other.
    #[cfg(feature = "jsonwebtoken")]
    pub(crate) fn from_peer_der(
        forms: &[der::Form],
        der: &[u8],
        algorithm: Algorithm,
    ) -> Result<Self> {
        if !der::Form::of(der).is_some_and(|form| forms.contains(&form)) {
            return Err(Error::with_hint(
                Code::KeyInvalid,
                "The bytes are not DER of a form that is taken for such a key.",
            ));
        }
        Self::from_der(der, &KeyOptions::new().algorithm(algorithm))
    }

    /// The parts of a public key, as a peer's own types hold them.
    #[cfg(feature = "jsonwebtoken")]
    pub(crate) fn from_peer_parts(material: Material, algorithm: Algorithm) -> Result<Self> {
        let options = KeyOptions::new().algorithm(algorithm);
        Self::import(material, None, None, Usage::default(), &options)
    }

    /// Brings together what a key file says, what the caller says, and the rules for secrets.
    pub(super) fn import(
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
            return Err(unsuitable(match &material {
                Material::Rsa { purpose, .. } if *purpose != RsaPurpose::Any => {
                    "An RSA-PSS key is for PS256, PS384 or PS512, as its parameters say."
                }
                _ => "The key is of another type than its algorithm needs.",
            }));
        }
        if let Material::Oct(secret) = &material {
            check_secret(secret, algorithm, options.allow_short)?;
        }
        let kid = options.kid.clone().or(kid);
        // Reading the file and checking the secret have left parts of it there.
        clear_stack();
        Self::build(material, algorithm, kid, usage)
    }
}

/// RFC 7518 §3.2: a secret is at least as long as the hash.
fn check_secret(secret: &[u8], algorithm: Option<Algorithm>, allow_short: bool) -> Result<()> {
    if secret.is_empty() {
        return Err(Error::with_hint(Code::KeyWeak, "The secret is empty."));
    }
    if secret_check::looks_like_key(secret) {
        return Err(unsuitable(
            "The secret is the text or bytes of a key of another kind; import it as PEM, DER or JWK.",
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
