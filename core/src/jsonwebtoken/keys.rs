//! Keys as jsonwebtoken holds them: bytes at each call, which are parsed once.

use std::sync::LazyLock;

use ::jsonwebtoken::errors::Result as TheirResult;
use ::jsonwebtoken::{AlgorithmFamily, DecodingKey, DecodingKeyKind, EncodingKey};
use quick_cache::sync::Cache;

use crate::algorithm::Algorithm;
use crate::crypto::material::{Material, RsaPublic, RsaPurpose, without_leading_zeros};
use crate::crypto::{Fingerprint, point_coordinates};
use crate::error::{Code, Error, Result};
use crate::key::{Form, Key, KeyOptions};

/// How many parsed keys are kept.
const KEPT: usize = 256;

/// How the bytes of a key are read.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Reading {
    Private,
    Public,
    /// Two RSA integers, one after the other; the number is the length of the first.
    Numbers(usize),
}

type Name = (Fingerprint, Reading, Algorithm);

/// Those used least go first. A key is wiped when the last user drops it.
static KEYS: LazyLock<Cache<Name, Key>> = LazyLock::new(|| Cache::new(KEPT));

fn kept(name: Name, read: impl FnOnce() -> Result<Key>) -> Result<Key> {
    if let Some(key) = KEYS.get(&name) {
        return Ok(key);
    }
    let key = read()?;
    KEYS.insert(name, key.clone());
    Ok(key)
}

/// The key that signs.
pub(super) fn signing(key: &EncodingKey, algorithm: Algorithm) -> Result<Key> {
    let bytes = key.as_bytes();
    let name = (Fingerprint::of(bytes), Reading::Private, algorithm);
    kept(name, || match key.family() {
        AlgorithmFamily::Hmac => secret(bytes, algorithm),
        AlgorithmFamily::Rsa => rsa_private(bytes, algorithm),
        AlgorithmFamily::Ec | AlgorithmFamily::Ed => pkcs8(bytes, algorithm),
    })
}

/// The key that verifies.
pub(super) fn verifying(key: &DecodingKey, algorithm: Algorithm) -> Result<Key> {
    if let DecodingKeyKind::RsaModulusExponent { n, e } = key.kind() {
        let name = Fingerprint::of(&[n.as_slice(), e].concat());
        return kept((name, Reading::Numbers(n.len()), algorithm), || {
            let material = Material::Rsa {
                public: RsaPublic {
                    modulus: without_leading_zeros(n).to_vec(),
                    exponent: without_leading_zeros(e).to_vec(),
                },
                private: None,
                purpose: RsaPurpose::Any,
            };
            Key::from_peer_parts(material, algorithm)
        });
    }
    let bytes = theirs(key.try_get_as_bytes())?;
    let (reading, family) = match key.family() {
        AlgorithmFamily::Hmac => (Reading::Private, AlgorithmFamily::Hmac),
        family => (Reading::Public, family),
    };
    kept(
        (Fingerprint::of(bytes), reading, algorithm),
        || match family {
            AlgorithmFamily::Hmac => secret(bytes, algorithm),
            AlgorithmFamily::Rsa => rsa_public(bytes, algorithm),
            AlgorithmFamily::Ec => point(bytes, algorithm),
            AlgorithmFamily::Ed => edwards_point(bytes, algorithm),
        },
    )
}

fn theirs<T>(result: TheirResult<T>) -> Result<T> {
    result.map_err(|_| Error::with_hint(Code::KeyInvalid, "The key has no bytes."))
}

/// A secret of any length but zero, as jsonwebtoken takes them; none that is a key's text.
fn secret(bytes: &[u8], algorithm: Algorithm) -> Result<Key> {
    let options = KeyOptions::new().algorithm(algorithm).allow_short();
    Key::from_secret(bytes, &options)
}

pub(super) fn rsa_private(der: &[u8], algorithm: Algorithm) -> Result<Key> {
    Key::from_peer_der(&[Form::RsaPrivate], der, algorithm)
}

pub(super) fn pkcs8(der: &[u8], algorithm: Algorithm) -> Result<Key> {
    Key::from_peer_der(&[Form::Pkcs8], der, algorithm)
}

/// An ordinary RSA key: jsonwebtoken takes none that is for RSA-PSS alone.
pub(super) fn rsa_public(der: &[u8], algorithm: Algorithm) -> Result<Key> {
    let key = Key::from_peer_der(&[Form::RsaPublic, Form::Spki], der, algorithm)?;
    match key.material() {
        Material::Rsa { purpose, .. } if *purpose == RsaPurpose::Any => Ok(key),
        _ => Err(Error::new(Code::KeyUnsuitable)),
    }
}

/// The bare point, or its SubjectPublicKeyInfo.
fn point(bytes: &[u8], algorithm: Algorithm) -> Result<Key> {
    let parts = algorithm
        .curve()
        .and_then(|curve| Some((curve, point_coordinates(curve, bytes).ok()?)));
    match parts {
        Some((curve, (x, y))) => {
            let material = Material::Ec {
                curve,
                x,
                y,
                private: None,
            };
            Key::from_peer_parts(material, algorithm)
        }
        None => Key::from_peer_der(&[Form::Spki], bytes, algorithm),
    }
}

/// The same of Ed25519.
fn edwards_point(bytes: &[u8], algorithm: Algorithm) -> Result<Key> {
    if bytes.len() != 32 {
        return Key::from_peer_der(&[Form::Spki], bytes, algorithm);
    }
    let material = Material::Ed25519 {
        public: bytes.to_vec(),
        private: None,
    };
    Key::from_peer_parts(material, algorithm)
}
