//! The forms of DER key files, told apart by their outermost elements.

use der::asn1::ObjectIdentifier;
use der::{AnyRef, Decode, Reader, SliceReader, Tag, Tagged};

/// More elements than any form has on one level.
const MOST: usize = 16;

/// What a DER file holds, whatever its label says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Pkcs8,
    EncryptedPkcs8,
    RsaPrivate,
    Sec1,
    Spki,
    RsaPublic,
    Certificate,
}

impl Form {
    pub(crate) fn of(der: &[u8]) -> Option<Self> {
        use Tag::{BitString, Integer, OctetString, Sequence};
        let tags: Vec<Tag> = elements(der)?.iter().map(Tagged::tag).collect();
        Some(match tags.as_slice() {
            [Integer, Sequence, OctetString, ..] => Self::Pkcs8,
            [Sequence, OctetString] => Self::EncryptedPkcs8,
            [Sequence, BitString] => Self::Spki,
            [Sequence, Sequence, BitString] => Self::Certificate,
            [Integer, OctetString, ..] => Self::Sec1,
            [Integer, Integer] => Self::RsaPublic,
            [Integer, Integer, Integer, ..] => Self::RsaPrivate,
            _ => return None,
        })
    }

    pub(crate) fn is_private(self) -> bool {
        matches!(
            self,
            Self::Pkcs8 | Self::EncryptedPkcs8 | Self::RsaPrivate | Self::Sec1
        )
    }
}

/// Whether bytes are one SEQUENCE of several elements, the first an INTEGER or a SEQUENCE, as every
/// form of a key is. White space and NULs may follow.
pub(crate) fn is_key_like(bytes: &[u8]) -> bool {
    let Some(elements) = first_element(bytes).and_then(elements) else {
        return false;
    };
    let first = elements.first().map(Tagged::tag);
    elements.len() > 1 && matches!(first, Some(Tag::Integer | Tag::Sequence))
}

/// The element that bytes begin with, if nothing but white space and NULs follows.
fn first_element(bytes: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(bytes).ok()?;
    AnyRef::decode(&mut reader).ok()?;
    let end = usize::try_from(reader.position()).ok()?;
    let (element, rest) = bytes.split_at_checked(end)?;
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    rest.iter().all(is_blank).then_some(element)
}

/// The SubjectPublicKeyInfo of a certificate (RFC 5280 §4.1).
pub(super) fn certificate_key(der: &[u8]) -> Option<AnyRef<'_>> {
    let certificate = elements(der)?;
    let fields = parts(certificate.first()?.value())?;
    // The version is explicitly tagged and may be left out.
    let version = matches!(fields.first()?.tag(), Tag::ContextSpecific { .. });
    let mut fields = fields.into_iter().skip(usize::from(version));
    let serial_number = fields.next()?;
    // Then the signature's algorithm, issuer, validity and subject.
    let key = fields.nth(4)?;
    (serial_number.tag() == Tag::Integer && key.tag() == Tag::Sequence).then_some(key)
}

/// The elements of one SEQUENCE that is all there is.
pub(super) fn elements(der: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let outer = AnyRef::from_der(der).ok()?;
    (outer.tag() == Tag::Sequence).then(|| parts(outer.value()))?
}

/// Elements one after another.
pub(super) fn parts(content: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let mut reader = SliceReader::new(content).ok()?;
    let mut parts = Vec::new();
    while !reader.is_finished() {
        if parts.len() == MOST {
            return None;
        }
        parts.push(AnyRef::decode(&mut reader).ok()?);
    }
    Some(parts)
}

/// The algorithm of an AlgorithmIdentifier, and its parameters.
pub(super) fn identifier(element: AnyRef<'_>) -> Option<(ObjectIdentifier, Option<AnyRef<'_>>)> {
    let parts = (element.tag() == Tag::Sequence).then(|| parts(element.value()))??;
    match parts.as_slice() {
        [oid] => Some((oid.decode_as().ok()?, None)),
        [oid, parameters] => Some((oid.decode_as().ok()?, Some(*parameters))),
        _ => None,
    }
}
