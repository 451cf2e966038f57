//! From a key's parts to a file's bytes.

use der::asn1::{ObjectIdentifier, OctetStringRef, UintRef};
use der::pem::LineEnding;
use der::{AnyRef, Encode, Tag, TagNumber};
use pkcs8::PrivateKeyInfoRef;
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

use super::{CURVES, EC, ED25519, ML_DSA, RSA, unsuitable};
use crate::crypto;
use crate::crypto::material::Material;
use crate::error::{Code, Error, Result};
use crate::secret::SecretBytes;

/// Writes a private key as PKCS#8 DER, a public one as SubjectPublicKeyInfo DER.
pub(crate) fn write_der(material: &Material) -> Result<SecretBytes> {
    let encoded = if material.is_private() {
        write_pkcs8(material)
    } else {
        write_spki(material)
    };
    encoded
        .map_err(|_| Error::new(Code::Internal))?
        .ok_or(unsuitable(
            "A shared secret has no PEM or DER form; export it as a JWK.",
        ))
}

/// As [`write_der`], in PEM.
pub(crate) fn write_pem(material: &Material) -> Result<Zeroizing<String>> {
    let der = write_der(material)?;
    let label = if material.is_private() {
        "PRIVATE KEY"
    } else {
        "PUBLIC KEY"
    };
    der::pem::encode_string(label, LineEnding::LF, &der)
        .map(Zeroizing::new)
        .map_err(|_| Error::new(Code::Internal))
}

fn identifier(material: &Material) -> Option<(ObjectIdentifier, Option<ObjectIdentifier>)> {
    match material {
        Material::Oct(_) => None,
        Material::Rsa { .. } => Some((RSA, None)),
        Material::Ec { curve, .. } => {
            let named = CURVES.iter().find(|(known, _)| known == curve)?;
            Some((EC, Some(named.1)))
        }
        Material::Ed25519 { .. } => Some((ED25519, None)),
        Material::MlDsa { algorithm, .. } => {
            Some((ML_DSA.iter().find(|(known, _)| known == algorithm)?.1, None))
        }
    }
}

fn algorithm_identifier<'a>(
    oid: ObjectIdentifier,
    parameters: Option<&'a ObjectIdentifier>,
) -> AlgorithmIdentifierRef<'a> {
    let parameters = match parameters {
        Some(curve) => Some(AnyRef::from(curve)),
        // RFC 3279 §2.3.1: RSA carries an explicit NULL.
        None if oid == RSA => Some(AnyRef::NULL),
        None => None,
    };
    AlgorithmIdentifierRef { oid, parameters }
}

fn write_spki(material: &Material) -> der::Result<Option<SecretBytes>> {
    let Some((oid, curve)) = identifier(material) else {
        return Ok(None);
    };
    let key = match material {
        Material::Oct(_) => return Ok(None),
        Material::Rsa { public, .. } => pkcs1::RsaPublicKeyRef {
            modulus: UintRef::new(&public.modulus)?,
            public_exponent: UintRef::new(&public.exponent)?,
        }
        .to_der()?,
        Material::Ec { x, y, .. } => crypto::uncompressed_point(x, y),
        Material::Ed25519 { public, .. } | Material::MlDsa { public, .. } => public.clone(),
    };
    let info = SubjectPublicKeyInfoRef {
        algorithm: algorithm_identifier(oid, curve.as_ref()),
        subject_public_key: der::asn1::BitStringRef::from_bytes(&key)?,
    };
    info.to_der().map(Zeroizing::new).map(Some)
}

fn write_pkcs8(material: &Material) -> der::Result<Option<SecretBytes>> {
    let Some((oid, curve)) = identifier(material) else {
        return Ok(None);
    };
    let key: SecretBytes = Zeroizing::new(match material {
        Material::Rsa {
            public,
            private: Some(private),
            ..
        } => pkcs1::RsaPrivateKeyRef {
            modulus: UintRef::new(&public.modulus)?,
            public_exponent: UintRef::new(&public.exponent)?,
            private_exponent: UintRef::new(&private.d)?,
            prime1: UintRef::new(&private.p)?,
            prime2: UintRef::new(&private.q)?,
            exponent1: UintRef::new(&private.dp)?,
            exponent2: UintRef::new(&private.dq)?,
            coefficient: UintRef::new(&private.qi)?,
            other_prime_infos: None,
        }
        .to_der()?,
        Material::Ec {
            x,
            y,
            private: Some(scalar),
            ..
        } => sec1::EcPrivateKey {
            private_key: scalar,
            parameters: None,
            public_key: Some(&crypto::uncompressed_point(x, y)),
        }
        .to_der()?,
        Material::Ed25519 {
            private: Some(seed),
            ..
        } => OctetStringRef::new(seed)?.to_der()?,
        // RFC 9881 §6: the seed alone, as [0] IMPLICIT OCTET STRING.
        Material::MlDsa {
            seed: Some(seed), ..
        } => {
            let tag = Tag::ContextSpecific {
                constructed: false,
                number: TagNumber(0),
            };
            AnyRef::new(tag, seed)?.to_der()?
        }
        _ => return Ok(None),
    });
    let info = PrivateKeyInfoRef::new(
        algorithm_identifier(oid, curve.as_ref()),
        OctetStringRef::new(&key)?,
    );
    info.to_der().map(Zeroizing::new).map(Some)
}
