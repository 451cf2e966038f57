//! The parameters of RSA-PSS keys (RFC 4055 §3.1).

use der::asn1::ObjectIdentifier;
use der::{AnyRef, Tag, Tagged};

use super::form::{identifier, parts};
use super::unsuitable;
use crate::algorithm::Algorithm;
use crate::crypto::material::RsaPurpose;
use crate::error::Result;

const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");

/// Each hash with its algorithm and its length, which is the length of the salt in a JWS.
const HASHES: [(ObjectIdentifier, Algorithm, u64); 3] = [
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"),
        Algorithm::Ps256,
        32,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"),
        Algorithm::Ps384,
        48,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"),
        Algorithm::Ps512,
        64,
    ),
];

/// What parameters leave a key for. Without parameters, the key is for any hash.
pub(super) fn purpose(parameters: Option<AnyRef<'_>>) -> Result<RsaPurpose> {
    let Some(parameters) = parameters else {
        return Ok(RsaPurpose::Pss);
    };
    only(&parameters).map(RsaPurpose::Only).ok_or(unsuitable(
        "The RSA-PSS key's parameters allow none of PS256, PS384 and PS512: they need one hash \
             for both uses and a salt no longer than it.",
    ))
}

fn only(parameters: &AnyRef<'_>) -> Option<Algorithm> {
    let (mut hash, mut mask, mut salt, mut trailer) = (None, None, 20, 1);
    let mut last = None;
    let fields = (parameters.tag() == Tag::Sequence).then(|| parts(parameters.value()))??;
    for field in fields {
        let Tag::ContextSpecific {
            constructed: true,
            number,
        } = field.tag()
        else {
            return None;
        };
        let number = number.value();
        if last.is_some_and(|last| last >= number) {
            return None;
        }
        last = Some(number);
        let [value] = parts(field.value())?.try_into().ok()?;
        match number {
            0 => hash = Some(hash_of(value)?),
            1 => mask = Some(mask_hash(value)?),
            2 => salt = whole_number(value)?,
            3 => trailer = whole_number(value)?,
            _ => return None,
        }
    }
    // The default hash is SHA-1, which no algorithm here uses.
    let (_, algorithm, length) = HASHES.iter().find(|(oid, ..)| Some(*oid) == hash)?;
    // RFC 4055 §3.3: the salt of a signature is at least as long as its key says.
    (mask == hash && salt <= *length && trailer == 1).then_some(*algorithm)
}

fn hash_of(element: AnyRef<'_>) -> Option<ObjectIdentifier> {
    let (oid, parameters) = identifier(element)?;
    // Absent and NULL are both right (RFC 4055 §2.1).
    let none = parameters.is_none_or(|parameters| parameters.is_null());
    none.then_some(oid)
}

fn mask_hash(element: AnyRef<'_>) -> Option<ObjectIdentifier> {
    let (oid, parameters) = identifier(element)?;
    hash_of(parameters.filter(|_| oid == MGF1)?)
}

fn whole_number(element: AnyRef<'_>) -> Option<u64> {
    element.decode_as().ok()
}
