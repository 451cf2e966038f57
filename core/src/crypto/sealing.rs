//! Sealing text so that only the holder of a key reads it: AES-256-GCM (NIST SP 800-38D) with a
//! random nonce in front.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::secret::SecretBytes;

/// Seals text. What is `about` it is not kept, and has to be given again to open it.
pub(crate) fn seal(key: &[u8; 32], about: &[u8], text: &[u8]) -> Result<Vec<u8>> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| Error::internal())?;
    let mut sealed = text.to_vec();
    let nonce = key
        .seal_in_place_append_tag(Aad::from(about), &mut sealed)
        .map_err(|_| Error::internal())?;
    let mut whole = nonce.as_ref().to_vec();
    whole.append(&mut sealed);
    Ok(whole)
}

/// Opens what [`seal`] made of the same key and the same `about`; `None` for anything else.
pub(crate) fn open(key: &[u8; 32], about: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let mut opened = Zeroizing::new(sealed.to_vec());
    let nonce = Nonce::from(nonce);
    let length = key
        .open_in_place(nonce, Aad::from(about), &mut opened)
        .ok()?
        .len();
    opened.truncate(length);
    Some(opened)
}

#[cfg(test)]
mod tests {
    use super::{open, seal};

    #[test]
    fn opens_with_the_same_key_and_matter_only() {
        let sealed = seal(&[1; 32], b"client", b"text").unwrap();
        assert_eq!(**open(&[1; 32], b"client", &sealed).unwrap(), *b"text");
        assert!(open(&[2; 32], b"client", &sealed).is_none());
        assert!(open(&[1; 32], b"other", &sealed).is_none());
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(
                open(&[1; 32], b"client", &changed).is_none(),
                "byte {place}"
            );
            assert!(open(&[1; 32], b"client", &sealed[..place]).is_none());
        }
        assert_ne!(sealed, seal(&[1; 32], b"client", b"text").unwrap());
    }
}
