//! DER key files: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo and X.509 certificates.

mod encrypted;
mod form;
mod pss;
mod read;
mod write;

use der::asn1::ObjectIdentifier;

pub(crate) use self::form::{Form, is_key_like};
pub(crate) use self::read::{read, read_as, read_pkcs8};
pub(crate) use self::write::{write_der, write_pem};
use crate::algorithm::{Algorithm, Curve};
use crate::error::{Code, Error};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

const CURVES: [(Curve, ObjectIdentifier); 4] = [
    (
        Curve::P256,
        ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
    ),
    (Curve::P384, ObjectIdentifier::new_unwrap("1.3.132.0.34")),
    (Curve::P521, ObjectIdentifier::new_unwrap("1.3.132.0.35")),
    (
        Curve::Secp256k1,
        ObjectIdentifier::new_unwrap("1.3.132.0.10"),
    ),
];

/// RFC 9881 §2.
const ML_DSA: [(Algorithm, ObjectIdentifier); 3] = [
    (
        Algorithm::MlDsa44,
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.17"),
    ),
    (
        Algorithm::MlDsa65,
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.18"),
    ),
    (
        Algorithm::MlDsa87,
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.19"),
    ),
];

fn unsuitable(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyUnsuitable, hint)
}

fn invalid(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyInvalid, hint)
}

fn bad_der(_: der::Error) -> Error {
    invalid("The key's DER is damaged.")
}
