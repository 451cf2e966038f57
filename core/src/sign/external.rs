//! Signatures that are made outside: by a key that cannot leave its device or service.

use der::asn1::UintRef;
use der::{Decode, Reader, SliceReader};

use crate::algorithm::Algorithm;
use crate::error::{Error, Result};

/// The signature's bytes in the format of RFC 7518 §3: what the device returned, where ECDSA may
/// also be DER (an `ECDSA-Sig-Value`, RFC 3279 §2.2.3).
///
/// # Errors
/// `argument_invalid` for a length that no signature of the algorithm has.
pub(super) fn signature(algorithm: Algorithm, bytes: &[u8]) -> Result<Vec<u8>> {
    if bytes_of(algorithm).contains(&bytes.len()) {
        return Ok(bytes.to_vec());
    }
    algorithm
        .curve()
        .and_then(|curve| from_der(bytes, curve.field_bytes()))
        .ok_or(Error::argument_invalid(
            "The signature has a length that the algorithm's signatures do not have; give it as \
             raw bytes, or an ECDSA signature as DER.",
        ))
}

/// The lengths that a signature can have.
fn bytes_of(algorithm: Algorithm) -> std::ops::RangeInclusive<usize> {
    let exactly = |bytes| bytes..=bytes;
    match algorithm {
        Algorithm::Hs256 => exactly(32),
        Algorithm::Hs384 => exactly(48),
        Algorithm::Hs512 => exactly(64),
        Algorithm::EdDsa | Algorithm::Ed25519 => exactly(64),
        Algorithm::MlDsa44 => exactly(2_420),
        Algorithm::MlDsa65 => exactly(3_309),
        Algorithm::MlDsa87 => exactly(4_627),
        _ => match algorithm.curve() {
            Some(curve) => exactly(curve.field_bytes().saturating_mul(2)),
            // RSA, of 2048 to 8192 bits.
            None => 256..=1_024,
        },
    }
}

/// r and s, each as long as a coordinate (RFC 7518 §3.4).
fn from_der(der: &[u8], coordinate: usize) -> Option<Vec<u8>> {
    let mut reader = SliceReader::new(der).ok()?;
    let (r, s) = reader
        .sequence(|fields| {
            Ok::<_, der::Error>((UintRef::decode(fields)?, UintRef::decode(fields)?))
        })
        .ok()?;
    reader.finish().ok()?;
    let mut signature = Vec::new();
    for integer in [r.as_bytes(), s.as_bytes()] {
        let padding = coordinate.checked_sub(integer.len())?;
        signature.resize(signature.len().saturating_add(padding), 0);
        signature.extend_from_slice(integer);
    }
    Some(signature)
}
