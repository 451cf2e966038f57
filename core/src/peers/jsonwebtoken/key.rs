//! Keys as Node's `crypto` has read them, and the ones that are kept.

use std::sync::{Arc, LazyLock, OnceLock};

use quick_cache::sync::Cache;
use zeroize::Zeroizing;

use super::values::{MAX_DEPTH, number, string};
use super::{Stop, plain};
use crate::algorithm::Algorithm;
use crate::crypto::Fingerprint;
use crate::error::{Error, Result};
use crate::json;
use crate::key::{Key, KeyOptions};

/// How many keys are kept.
const KEPT: usize = 256;

/// The algorithms of jsonwebtoken, without `none`.
pub(super) const ALGORITHMS: [Algorithm; 12] = [
    Algorithm::Hs256,
    Algorithm::Hs384,
    Algorithm::Hs512,
    Algorithm::Rs256,
    Algorithm::Rs384,
    Algorithm::Rs512,
    Algorithm::Ps256,
    Algorithm::Ps384,
    Algorithm::Ps512,
    Algorithm::Es256,
    Algorithm::Es384,
    Algorithm::Es512,
];

/// What a key is for: the same text is read in another way to sign than to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Signing.
    Sign,
    /// Verifying.
    Verify,
}

/// A key that the host has read. Cloning shares it.
#[derive(Clone)]
pub struct HostKey(Arc<Inner>);

struct Inner {
    facts: Facts,
    /// Of a shared secret.
    secret: Option<Zeroizing<Vec<u8>>>,
    /// Of a key pair; `None` for a kind that this crate does not hold.
    pair: Option<Key>,
    /// The key for each of the algorithms, made when it is first used.
    bound: [OnceLock<Option<Key>>; ALGORITHMS.len()],
}

impl std::fmt::Debug for HostKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HostKey").finish_non_exhaustive()
    }
}

/// What Node says about a key.
#[derive(Default)]
pub(super) struct Facts {
    /// `secret`, `public` or `private`.
    pub(super) kind: String,
    /// Such as `rsa`, `rsa-pss`, `ec`, `ed25519`; a secret has none.
    family: Option<String>,
    curve: Option<String>,
    bits: Option<f64>,
    hash: Option<String>,
    mask_hash: Option<String>,
    salt: Option<f64>,
}

impl HostKey {
    /// A key of the facts that Node's `KeyObject` states, as JSON text (`type`,
    /// `asymmetricKeyType` and the members of `asymmetricKeyDetails`), and of its material: the
    /// bytes of a secret, DER, or the text of a JWK.
    ///
    /// # Errors
    /// `argument_invalid` for facts that are not a JSON object.
    pub fn new(facts: &str, material: &[u8]) -> Result<Self> {
        let wrong = || Error::argument_invalid("The facts about a key must be one JSON object.");
        let members = json::parse_object_str(facts, MAX_DEPTH).map_err(|_| wrong())?;
        let text = |name| members.get(name).and_then(string);
        let amount = |name| members.get(name).and_then(number);
        let facts = Facts {
            kind: text("type").ok_or_else(wrong)?,
            family: text("asymmetricKeyType"),
            curve: text("namedCurve"),
            bits: amount("modulusLength"),
            hash: text("hashAlgorithm"),
            mask_hash: text("mgf1HashAlgorithm"),
            salt: amount("saltLength"),
        };
        let is_secret = facts.kind == "secret";
        let pair = match (is_secret, material.first()) {
            (true, _) | (_, None) => None,
            (false, Some(b'{')) => str::from_utf8(material)
                .ok()
                .and_then(|jwk| Key::from_jwk(jwk, &KeyOptions::new()).ok()),
            (false, Some(_)) => Key::from_der(material, &KeyOptions::new()).ok(),
        };
        Ok(Self(Arc::new(Inner {
            facts,
            secret: is_secret.then(|| Zeroizing::new(material.to_vec())),
            pair,
            bound: Default::default(),
        })))
    }

    pub(super) fn facts(&self) -> &Facts {
        &self.0.facts
    }

    /// The key for an algorithm; `None` if this crate does not hold it.
    pub(super) fn bound(&self, algorithm: Algorithm) -> Option<&Key> {
        let mut places = ALGORITHMS.iter().zip(&self.0.bound);
        let (_, place) = places.find(|(one, _)| **one == algorithm)?;
        place.get_or_init(|| self.bind(algorithm)).as_ref()
    }

    fn bind(&self, algorithm: Algorithm) -> Option<Key> {
        if let Some(secret) = &self.0.secret {
            let options = KeyOptions::new().algorithm(algorithm).allow_short();
            return Key::from_secret(secret, &options).ok();
        }
        let pair = self.0.pair.as_ref()?;
        match pair.algorithm() {
            Some(own) => (own == algorithm).then(|| pair.clone()),
            None => pair.bound_to(algorithm).ok(),
        }
    }
}

impl Facts {
    pub(super) fn is_secret(&self) -> bool {
        self.kind == "secret"
    }

    /// The algorithms that are accepted where none are named.
    pub(super) fn default_algorithms(&self) -> &'static [Algorithm] {
        let [hmac @ .., _, _, _, _, _, _, _, _, _] = &ALGORITHMS;
        let [_, _, _, rsa @ .., _, _, _] = &ALGORITHMS;
        let [_, _, _, _, _, _, _, _, _, ec @ ..] = &ALGORITHMS;
        match self.family.as_deref() {
            _ if self.is_secret() => hmac,
            Some("ec") => ec,
            _ => rsa,
        }
    }

    /// Whether an RSA key is shorter than 2048 bits.
    pub(super) fn is_short(&self) -> bool {
        self.bits.is_some_and(|bits| bits < 2048.0)
    }

    /// Whether a key pair is of the kind that an algorithm needs.
    pub(super) fn check(&self, algorithm: &str) -> std::result::Result<(), Stop> {
        let Some(family) = self.family.as_deref().filter(|_| !algorithm.is_empty()) else {
            return Ok(());
        };
        let allowed: &[&str] = match family {
            "ec" => &["ES256", "ES384", "ES512"],
            "rsa" => &["RS256", "PS256", "RS384", "PS384", "RS512", "PS512"],
            "rsa-pss" => &["PS256", "PS384", "PS512"],
            _ => return Err(plain(format!("Unknown key type \"{family}\"."))),
        };
        if !allowed.contains(&algorithm) {
            return Err(plain(format!(
                "\"alg\" parameter for \"{family}\" key type must be one of: {}.",
                allowed.join(", ")
            )));
        }
        match family {
            "ec" => self.check_curve(algorithm),
            "rsa-pss" => self.check_pss(algorithm),
            _ => Ok(()),
        }
    }

    fn check_curve(&self, algorithm: &str) -> std::result::Result<(), Stop> {
        let needed = match algorithm {
            "ES256" => "prime256v1",
            "ES384" => "secp384r1",
            _ => "secp521r1",
        };
        match self.curve.as_deref() {
            Some(curve) if curve == needed => Ok(()),
            _ => Err(plain(format!(
                "\"alg\" parameter \"{algorithm}\" requires curve \"{needed}\"."
            ))),
        }
    }

    fn check_pss(&self, algorithm: &str) -> std::result::Result<(), Stop> {
        let (name, bytes) = match algorithm {
            "PS256" => ("sha256", 32.0),
            "PS384" => ("sha384", 48.0),
            _ => ("sha512", 64.0),
        };
        if self.hash.as_deref() != Some(name) || self.mask_hash != self.hash {
            return Err(plain(format!(
                "Invalid key for this operation, its RSA-PSS parameters do not meet the \
                 requirements of \"alg\" {algorithm}."
            )));
        }
        if self.salt.is_some_and(|salt| salt > bytes) {
            return Err(plain(format!(
                "Invalid key for this operation, its RSA-PSS parameter saltLength does not meet \
                 the requirements of \"alg\" {algorithm}."
            )));
        }
        Ok(())
    }
}

/// What a key was given as, what it is for, and whether that was the description of a key.
type Name = (Fingerprint, Purpose, bool);

/// Those used least go first. A key is wiped when the last user drops it.
static KEYS: LazyLock<Cache<Name, HostKey>> = LazyLock::new(|| Cache::new(KEPT));

/// The key that was read from the same text or bytes before. `described` tells the text of a key
/// apart from the description of one, such as a PEM with its passphrase.
#[must_use]
pub fn kept(purpose: Purpose, given: &[u8], described: bool) -> Option<HostKey> {
    KEYS.get(&(Fingerprint::of(given), purpose, described))
}

/// Makes a key as [`HostKey::new`] does and keeps it under what it was given as.
///
/// # Errors
/// As [`HostKey::new`].
pub fn key(
    purpose: Purpose,
    given: &[u8],
    described: bool,
    facts: &str,
    material: &[u8],
) -> Result<HostKey> {
    let key = HostKey::new(facts, material)?;
    KEYS.insert((Fingerprint::of(given), purpose, described), key.clone());
    Ok(key)
}
