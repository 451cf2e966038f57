//! From a file's bytes to a key's parts.

use der::asn1::{ObjectIdentifier, OctetStringRef, UintRef};
use der::{AnyRef, Decode, Encode, Tag, Tagged};
use pkcs8::PrivateKeyInfoRef;
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use x509_cert::Certificate;
use zeroize::Zeroizing;

use super::{CURVES, EC, ED25519, ML_DSA, RSA, unsuitable};
use crate::algorithm::{Algorithm, Curve};
use crate::crypto;
use crate::crypto::material::{Material, RsaPrivate, RsaPublic, without_leading_zeros};
use crate::error::{Code, Error, Result};
use crate::secret::SecretBytes;

fn invalid(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyInvalid, hint)
}

fn bad_der(_: der::Error) -> Error {
    invalid("The key's DER is damaged.")
}

/// Reads a string that holds one PEM block (RFC 7468).
pub(crate) fn read_pem(pem: &str) -> Result<Material> {
    let block = without_parameters(pem).trim_ascii();
    let (label, der) = der::pem::decode_vec(block.as_bytes()).map_err(|_| {
        if pem.contains("Proc-Type: 4,ENCRYPTED") {
            invalid("The PEM is encrypted; decrypt it first.")
        } else {
            invalid("The text is not one PEM block.")
        }
    })?;
    let der = Zeroizing::new(der);
    match label {
        "PRIVATE KEY" => pkcs8(&der),
        "PUBLIC KEY" => spki(&der),
        "CERTIFICATE" => certificate(&der),
        "RSA PRIVATE KEY" => rsa_private(&der),
        "RSA PUBLIC KEY" => rsa_public(&der),
        "EC PRIVATE KEY" => sec1_private(&der, None),
        "ENCRYPTED PRIVATE KEY" => Err(invalid("The PEM is encrypted; decrypt it first.")),
        "OPENSSH PRIVATE KEY" => Err(invalid(
            "OpenSSH keys are not read; convert the key to PKCS#8 PEM.",
        )),
        _ => Err(invalid("The PEM's label names no key or certificate.")),
    }
}

/// OpenSSL writes a SEC1 key's curve in a block of its own before the key, which names it too.
fn without_parameters(pem: &str) -> &str {
    const END: &str = "-----END EC PARAMETERS-----";
    match pem
        .trim_ascii()
        .strip_prefix("-----BEGIN EC PARAMETERS-----")
    {
        Some(block) => block.split_once(END).map_or(pem, |(_, rest)| rest),
        None => pem,
    }
}

/// Reads DER of any of the five forms; their first members tell them apart.
pub(crate) fn read_der(der: &[u8]) -> Result<Material> {
    let readers = [
        pkcs8,
        spki,
        certificate,
        rsa_private,
        rsa_public,
        |der: &[u8]| sec1_private(der, None),
    ];
    // A form that fits but holds an unusable key says more than those that do not fit.
    let mut best = invalid("The DER is not a key or certificate of a supported kind.");
    for read in readers {
        match read(der) {
            Ok(material) => return Ok(material),
            Err(error) if error.code() != Code::KeyInvalid => best = error,
            Err(_) => {}
        }
    }
    Err(best)
}

fn certificate(der: &[u8]) -> Result<Material> {
    let certificate = Certificate::from_der(der).map_err(bad_der)?;
    let key = certificate.tbs_certificate().subject_public_key_info();
    spki(&key.to_der().map_err(bad_der)?)
}

fn spki(der: &[u8]) -> Result<Material> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(bad_der)?;
    let key = info
        .subject_public_key
        .as_bytes()
        .ok_or(invalid("The public key is not a whole number of bytes."))?;
    match KeyKind::of(&info.algorithm)? {
        KeyKind::Rsa => rsa_public(key),
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

fn pkcs8(der: &[u8]) -> Result<Material> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(bad_der)?;
    let key = info.private_key.as_bytes();
    match KeyKind::of(&info.algorithm)? {
        KeyKind::Rsa => rsa_private(key),
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

fn rsa_public(der: &[u8]) -> Result<Material> {
    let key = pkcs1::RsaPublicKeyRef::from_der(der).map_err(bad_der)?;
    Ok(Material::Rsa {
        public: RsaPublic {
            modulus: key.modulus.as_bytes().to_vec(),
            exponent: key.public_exponent.as_bytes().to_vec(),
        },
        private: None,
    })
}

fn rsa_private(der: &[u8]) -> Result<Material> {
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
    let scalar = without_leading_zeros(key.private_key);
    let padding = curve
        .field_bytes()
        .checked_sub(scalar.len())
        .ok_or(invalid("The private key is longer than its curve allows."))?;
    let mut private: SecretBytes = Zeroizing::new(vec![0; padding]);
    private.extend_from_slice(scalar);
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
    Rsa,
    Ec(Curve),
    Ed25519,
    MlDsa(Algorithm),
}

impl KeyKind {
    fn of(identifier: &AlgorithmIdentifierRef<'_>) -> Result<Self> {
        match identifier.oid {
            RSA => Ok(Self::Rsa),
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
