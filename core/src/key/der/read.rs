//! From a file's bytes to a key's parts.

use der::asn1::{ObjectIdentifier, OctetStringRef, UintRef};
use der::{AnyRef, Decode, Encode, Tag, Tagged};
use pkcs8::PrivateKeyInfoRef;
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

use super::encrypted::decrypt;
use super::{CURVES, EC, ED25519, Form, ML_DSA, RSA, RSA_PSS};
use super::{bad_der, form, invalid, pss, unsuitable};
use crate::algorithm::{Algorithm, Curve};
use crate::crypto;
use crate::crypto::material::{Material, RsaPrivate, RsaPublic, RsaPurpose};
use crate::error::Result;
use crate::key::passphrase::Passphrase;
use crate::secret::SecretBytes;

/// Reads DER of any form; its outermost elements tell which one it is.
pub(crate) fn read(der: &[u8], passphrase: &Passphrase<'_>) -> Result<Material> {
    let form = Form::of(der).ok_or_else(|| {
        let is_pem = memchr::memmem::find(der, b"-----BEGIN ").is_some();
        invalid(if is_pem {
            "The bytes are PEM, not DER; import them as PEM."
        } else {
            "The DER is not a key or certificate of a supported kind."
        })
    })?;
    read_as(form, der, passphrase)
}

/// Reads DER of a form that is known.
pub(crate) fn read_as(form: Form, der: &[u8], passphrase: &Passphrase<'_>) -> Result<Material> {
    match form {
        Form::Pkcs8 => read_pkcs8(der),
        Form::EncryptedPkcs8 => read_pkcs8(&decrypt(der, passphrase)?),
        Form::RsaPrivate => rsa_private(der, RsaPurpose::Any),
        Form::Sec1 => sec1_private(der, None),
        Form::Spki => spki(der),
        Form::RsaPublic => rsa_public(der, RsaPurpose::Any),
        Form::Certificate => certificate(der),
    }
}

/// The key of a certificate. Nothing else in it matters: not its serial number, times, extensions
/// or signature.
#[cfg(feature = "x509")]
fn certificate(der: &[u8]) -> Result<Material> {
    let key = form::certificate_key(der).ok_or(invalid("The certificate is damaged."))?;
    spki(&key.to_der().map_err(bad_der)?)
}

/// Every build tells a certificate from damaged DER.
#[cfg(not(feature = "x509"))]
fn certificate(_: &[u8]) -> Result<Material> {
    Err(unsuitable(
        "This program was built without jotkit's Cargo feature `x509`; turn it on to read \
         certificates, or import the public key.",
    ))
}

fn spki(der: &[u8]) -> Result<Material> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(bad_der)?;
    let key = info
        .subject_public_key
        .as_bytes()
        .ok_or(invalid("The public key is not a whole number of bytes."))?;
    match KeyKind::of(&info.algorithm)? {
        KeyKind::Rsa(purpose) => rsa_public(key, purpose),
        KeyKind::Ec(curve) => {
            let (x, y) = crypto::point_coordinates(curve, key)?;
            Ok(Material::Ec {
                curve,
                x,
                y,
                private: None,
            })
        }
        KeyKind::Ed25519 => Ok(Material::Ed25519 {
            public: key.to_vec(),
            private: None,
        }),
        KeyKind::MlDsa(algorithm) => Ok(Material::MlDsa {
            algorithm,
            public: key.to_vec(),
            seed: None,
        }),
    }
}

/// Reads PKCS#8 that is not encrypted.
pub(crate) fn read_pkcs8(der: &[u8]) -> Result<Material> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(bad_der)?;
    let key = info.private_key.as_bytes();
    match KeyKind::of(&info.algorithm)? {
        KeyKind::Rsa(purpose) => rsa_private(key, purpose),
        KeyKind::Ec(curve) => sec1_private(key, Some(curve)),
        KeyKind::Ed25519 => {
            let seed = <&OctetStringRef>::from_der(key)
                .map_err(bad_der)?
                .as_bytes();
            let seed: SecretBytes = Zeroizing::new(seed.to_vec());
            let public = match info.public_key.and_then(|bits| bits.as_bytes()) {
                Some(public) => public.to_vec(),
                None => crypto::ed25519_public(&seed)?,
            };
            Ok(Material::Ed25519 {
                public,
                private: Some(seed),
            })
        }
        KeyKind::MlDsa(algorithm) => {
            let seed = ml_dsa_seed(key)?;
            let public = crypto::ml_dsa_public(algorithm, &seed)?;
            Ok(Material::MlDsa {
                algorithm,
                public,
                seed: Some(seed),
            })
        }
    }
}

/// The seed of an ML-DSA private key: alone, or with the expanded key (RFC 9881 §6).
fn ml_dsa_seed(der: &[u8]) -> Result<SecretBytes> {
    let choice = AnyRef::from_der(der).map_err(bad_der)?;
    let seed = match choice.tag() {
        Tag::Sequence => {
            let mut reader = der::SliceReader::new(choice.value()).map_err(bad_der)?;
            let seed = <&OctetStringRef>::decode(&mut reader).map_err(bad_der)?;
            seed.as_bytes()
        }
        Tag::ContextSpecific { .. } => choice.value(),
        _ => {
            return Err(unsuitable(
                "An ML-DSA private key must carry its 32-byte seed.",
            ));
        }
    };
    Ok(Zeroizing::new(seed.to_vec()))
}

fn rsa_public(der: &[u8], purpose: RsaPurpose) -> Result<Material> {
    let key = pkcs1::RsaPublicKeyRef::from_der(der).map_err(bad_der)?;
    Ok(Material::Rsa {
        public: RsaPublic {
            modulus: key.modulus.as_bytes().to_vec(),
            exponent: key.public_exponent.as_bytes().to_vec(),
        },
        private: None,
        purpose,
    })
}

fn rsa_private(der: &[u8], purpose: RsaPurpose) -> Result<Material> {
    let key = pkcs1::RsaPrivateKeyRef::from_der(der).map_err(bad_der)?;
    let secret = |integer: UintRef<'_>| Zeroizing::new(integer.as_bytes().to_vec());
    Ok(Material::Rsa {
        public: RsaPublic {
            modulus: key.modulus.as_bytes().to_vec(),
            exponent: key.public_exponent.as_bytes().to_vec(),
        },
        private: Some(RsaPrivate {
            d: secret(key.private_exponent),
            p: secret(key.prime1),
            q: secret(key.prime2),
            dp: secret(key.exponent1),
            dq: secret(key.exponent2),
            qi: secret(key.coefficient),
        }),
        purpose,
    })
}

/// An `ECPrivateKey` (RFC 5915), whose curve stands inside it or in the PKCS#8 around it.
fn sec1_private(der: &[u8], outer: Option<Curve>) -> Result<Material> {
    let key = sec1::EcPrivateKey::from_der(der).map_err(bad_der)?;
    let inner = match key
        .parameters
        .and_then(|parameters| parameters.named_curve())
    {
        Some(oid) => Some(curve(oid)?),
        None => None,
    };
    let curve = match (outer, inner) {
        (Some(outer), Some(inner)) if outer != inner => {
            return Err(invalid("The key names two different curves."));
        }
        (outer, inner) => outer
            .or(inner)
            .ok_or(invalid("The key does not name its curve."))?,
    };
    let private = crypto::padded_scalar(curve, key.private_key)?;
    let (x, y) = match key.public_key {
        Some(point) => crypto::point_coordinates(curve, point)?,
        None => crypto::ec_public(curve, &private)?,
    };
    Ok(Material::Ec {
        curve,
        x,
        y,
        private: Some(private),
    })
}

fn curve(oid: ObjectIdentifier) -> Result<Curve> {
    CURVES
        .iter()
        .find(|(_, known)| *known == oid)
        .map(|(curve, _)| *curve)
        .ok_or(unsuitable(
            "The curve is none of P-256, P-384, P-521 and secp256k1.",
        ))
}

/// What an AlgorithmIdentifier says a key is for.
enum KeyKind {
    Rsa(RsaPurpose),
    Ec(Curve),
    Ed25519,
    MlDsa(Algorithm),
}

impl KeyKind {
    fn of(identifier: &AlgorithmIdentifierRef<'_>) -> Result<Self> {
        match identifier.oid {
            RSA => match identifier.parameters {
                // RFC 3279 §2.3.1 wants NULL; some writers leave it out.
                Some(parameters) if !parameters.is_null() => {
                    Err(invalid("The key's parameters are not those of an RSA key."))
                }
                _ => Ok(Self::Rsa(RsaPurpose::Any)),
            },
            RSA_PSS => pss::purpose(identifier.parameters).map(Self::Rsa),
            EC => {
                let oid = identifier
                    .parameters_oid()
                    .map_err(|_| unsuitable("The curve must be given by its name."))?;
                curve(oid).map(Self::Ec)
            }
            ED25519 => Ok(Self::Ed25519),
            oid => ML_DSA
                .iter()
                .find(|(_, known)| *known == oid)
                .map(|(algorithm, _)| Self::MlDsa(*algorithm))
                .ok_or(unsuitable("The key is not of a type that signs tokens.")),
        }
    }
}
