//! Sealing text so that only the holder of a key reads it: ChaCha20-Poly1305 (RFC 8439) with a
//! random nonce in front. AES-GCM, which nothing else here needs, would make a library for x86-64
//! 0.7 MB larger.

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::random;
use crate::error::{Error, Result};
use crate::secret::SecretBytes;

/// Seals text. What is `about` it is not kept, and has to be given again to open it.
pub(crate) fn seal(key: &[u8; 32], about: &[u8], text: &[u8]) -> Result<Vec<u8>> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).map_err(|_| Error::internal())?;
    let mut nonce = [0; NONCE_LEN];
    random(&mut nonce)?;
    let mut sealed = text.to_vec();
    LessSafeKey::new(key)
        .seal_in_place_append_tag(Nonce::from(&nonce), Aad::from(about), &mut sealed)
        .map_err(|_| Error::internal())?;
    Ok([&nonce, &*sealed].concat())
}

/// Opens what [`seal`] made of the same key and the same `about`; `None` for anything else.
pub(crate) fn open(key: &[u8; 32], about: &[u8], sealed: &[u8]) -> Option<SecretBytes> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).ok()?;
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let mut opened = Zeroizing::new(sealed.to_vec());
    let length = LessSafeKey::new(key)
        .open_in_place(Nonce::from(nonce), Aad::from(about), &mut opened)
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
