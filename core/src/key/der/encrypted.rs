//! Encrypted PKCS#8 (RFC 5958 §3) by PBES2 (RFC 8018 §6.2): PBKDF2 and AES-CBC.

use std::num::NonZeroU32;

use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{AnyRef, Decode, Tag, Tagged};
use pkcs8::PrivateKeyInfoRef;

use super::form::{elements, identifier, parts};
use super::invalid;
use crate::crypto::{self, Prf};
use crate::error::Result;
use crate::key::passphrase::Passphrase;
use crate::secret::SecretBytes;

/// The most iterations that are made: some seconds of work, and next to none while fuzzing.
const MAX_ITERATIONS: u32 = if cfg!(fuzzing) { 5_000 } else { 10_000_000 };

/// The longest salt.
const MAX_SALT: usize = 1024;

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
const HMACS: [(ObjectIdentifier, Prf); 4] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.7"),
        Prf::Sha1,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.9"),
        Prf::Sha256,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.10"),
        Prf::Sha384,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.11"),
        Prf::Sha512,
    ),
];
/// AES-CBC, with the length of the key.
const CIPHERS: [(ObjectIdentifier, usize); 3] = [
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2"), 16),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22"), 24),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42"), 32),
];

struct Scheme<'a> {
    prf: Prf,
    salt: &'a [u8],
    iterations: NonZeroU32,
    key_bytes: usize,
    iv: [u8; 16],
}

/// The PKCS#8 DER inside.
pub(super) fn decrypt(der: &[u8], passphrase: &Passphrase<'_>) -> Result<SecretBytes> {
    let passphrase = passphrase.required()?;
    let damaged = || invalid("The encrypted key's DER is damaged.");
    let file = elements(der).ok_or_else(damaged)?;
    let [scheme, content] = file.as_slice() else {
        return Err(damaged());
    };
    let content: &OctetStringRef = content.decode_as().map_err(|_| damaged())?;
    let scheme = Scheme::read(*scheme).ok_or(invalid(
        "The key is encrypted in another way than PBES2 with PBKDF2 and AES-CBC, or with too many \
         iterations; convert it with `openssl pkcs8 -topk8 -v2 aes256`.",
    ))?;
    let key = crypto::pbkdf2(
        scheme.prf,
        scheme.iterations,
        scheme.salt,
        passphrase.as_bytes(),
        scheme.key_bytes,
    );
    crypto::decrypt_aes_cbc(&key, scheme.iv, content.as_bytes())
        // A wrong passphrase leaves a good padding once in 256 times.
        .filter(|text| PrivateKeyInfoRef::from_der(text).is_ok())
        .ok_or(invalid(
            "The passphrase is not that of the key, or the key is damaged.",
        ))
}

impl<'a> Scheme<'a> {
    fn read(scheme: AnyRef<'a>) -> Option<Self> {
        let parameters = parameters_of(&PBES2, scheme)?;
        let [derivation, cipher] = parts(parameters.value())?.try_into().ok()?;
        let (cipher, iv) = identifier(cipher)?;
        let (_, key_bytes) = *CIPHERS.iter().find(|(oid, _)| *oid == cipher)?;
        let iv: &OctetStringRef = iv?.decode_as().ok()?;

        let derivation = parameters_of(&PBKDF2, derivation)?;
        let mut fields = parts(derivation.value())?.into_iter().peekable();
        let salt: &OctetStringRef = fields.next()?.decode_as().ok()?;
        let iterations: u32 = fields.next()?.decode_as().ok()?;
        if let Some(length) = fields.next_if(|field| field.tag() == Tag::Integer) {
            let length: u32 = length.decode_as().ok()?;
            (usize::try_from(length).ok()? == key_bytes).then_some(())?;
        }
        let prf = match fields.next() {
            None => Prf::Sha1,
            Some(hmac) => {
                let (hmac, parameters) = identifier(hmac)?;
                parameters
                    .is_none_or(|parameters| parameters.is_null())
                    .then_some(())?;
                HMACS.iter().find(|(oid, _)| *oid == hmac)?.1
            }
        };
        let fits = fields.next().is_none()
            && iterations <= MAX_ITERATIONS
            && salt.as_bytes().len() <= MAX_SALT;
        fits.then_some(Self {
            prf,
            salt: salt.as_bytes(),
            iterations: NonZeroU32::new(iterations)?,
            key_bytes,
            iv: iv.as_bytes().try_into().ok()?,
        })
    }
}

/// The parameters of an AlgorithmIdentifier of this algorithm.
fn parameters_of<'a>(algorithm: &ObjectIdentifier, element: AnyRef<'a>) -> Option<AnyRef<'a>> {
    let (oid, parameters) = identifier(element)?;
    parameters.filter(|parameters| oid == *algorithm && parameters.tag() == Tag::Sequence)
}
