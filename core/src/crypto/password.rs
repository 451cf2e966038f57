//! Decryption of keys that are protected by a passphrase (PBES2, RFC 8018 §6.2).

use std::num::NonZeroU32;

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::pbkdf2::{
    self, PBKDF2_HMAC_SHA1, PBKDF2_HMAC_SHA256, PBKDF2_HMAC_SHA384, PBKDF2_HMAC_SHA512,
};
use zeroize::Zeroizing;

use crate::secret::SecretBytes;

/// The hash of a key derivation.
#[derive(Clone, Copy)]
pub(crate) enum Prf {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// Derives a key of a length (PBKDF2, RFC 8018 §5.2).
pub(crate) fn pbkdf2(
    prf: Prf,
    iterations: NonZeroU32,
    salt: &[u8],
    passphrase: &[u8],
    length: usize,
) -> SecretBytes {
    let algorithm = match prf {
        Prf::Sha1 => PBKDF2_HMAC_SHA1,
        Prf::Sha256 => PBKDF2_HMAC_SHA256,
        Prf::Sha384 => PBKDF2_HMAC_SHA384,
        Prf::Sha512 => PBKDF2_HMAC_SHA512,
    };
    let mut key = Zeroizing::new(vec![0; length]);
    pbkdf2::derive(algorithm, iterations, salt, passphrase, &mut key);
    key
}

/// Decrypts AES-CBC with the padding of PKCS#7. The length of the key decides between AES-128, 192
/// and 256. `None` if the padding is wrong.
pub(crate) fn decrypt_aes_cbc(key: &[u8], iv: [u8; 16], encrypted: &[u8]) -> Option<SecretBytes> {
    let algorithm = match key.len() {
        16 => &AES_128,
        24 => &AES_192,
        _ => &AES_256,
    };
    let key = UnboundCipherKey::new(algorithm, key).ok()?;
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let context = DecryptionContext::Iv128(FixedLength::from(iv));
    let mut text = Zeroizing::new(encrypted.to_vec());
    let length = key.decrypt(&mut text, context).ok()?.len();
    text.truncate(length);
    Some(text)
}
