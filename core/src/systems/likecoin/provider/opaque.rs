//! Codes and refresh tokens: 32 bytes as 43 characters of base64url (protocol row B6.1). The
//! database has their hashes only; with 128 random bits or more, a plain hash is enough.

use zeroize::Zeroizing;

use super::secrets::Secrets;
use crate::base64url;
use crate::crypto;
use crate::error::Result;

/// A code or a refresh token.
pub(super) struct Opaque(Zeroizing<[u8; 32]>);

impl Opaque {
    /// A fresh one, all of it random.
    pub(super) fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        crypto::random(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// Reads one that a client sent; `None` unless it is the one way to write 32 bytes.
    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = base64url::decode_secret(text.as_bytes()).ok()?;
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    pub(super) fn text(&self) -> String {
        base64url::encode(&*self.0)
    }

    /// What the database knows it by.
    pub(super) fn hash(&self) -> String {
        hash(&*self.0)
    }

    /// The name of all that comes of a code.
    pub(super) fn family_of_code(&self) -> Family {
        let message = Zeroizing::new([b"jotkit family".as_slice(), &*self.0].concat());
        Family(half(&crypto::sha256(&message)))
    }

    /// The family of a refresh token.
    pub(super) fn family(&self) -> Family {
        Family(half(&self.0))
    }

    /// The refresh tokens that may have replaced this one, by this salt: one for each key.
    pub(super) fn successors(&self, secrets: &Secrets, salt: &str) -> impl Iterator<Item = Self> {
        let family = self.family();
        let halves: Vec<_> = secrets.successors(&self.0, salt).collect();
        halves.into_iter().map(move |secret| family.token(secret))
    }
}

/// A family: a redemption and all refresh tokens that come of it.
#[derive(Clone, Copy)]
pub(super) struct Family([u8; 16]);

impl Family {
    /// Its first refresh token.
    pub(super) fn first_token(self) -> Result<Opaque> {
        let mut secret = [0; 16];
        crypto::random(&mut secret)?;
        Ok(self.token(secret))
    }

    pub(super) fn hash(self) -> String {
        hash(&self.0)
    }

    fn token(self, secret: [u8; 16]) -> Opaque {
        let mut bytes = Zeroizing::new([0; 32]);
        let (front, back) = bytes.split_at_mut(16);
        front.copy_from_slice(&self.0);
        back.copy_from_slice(&secret);
        Opaque(bytes)
    }
}

/// 96 random bits for a salt.
pub(super) fn salt() -> Result<String> {
    let mut bytes = [0; 12];
    crypto::random(&mut bytes)?;
    Ok(base64url::encode(&bytes))
}

fn hash(bytes: &[u8]) -> String {
    base64url::encode(&crypto::sha256(bytes))
}

fn half(bytes: &[u8; 32]) -> [u8; 16] {
    bytes.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Opaque;

    #[test]
    fn is_43_characters_and_written_in_one_way() {
        let token = Opaque::random().unwrap();
        let text = token.text();
        assert_eq!(text.len(), 43);
        assert_eq!(Opaque::read(&text).unwrap().hash(), token.hash());
        // The last character has two spare bits.
        let spare = format!("{}B", "A".repeat(42));
        assert!(Opaque::read(&"A".repeat(43)).is_some());
        for bad in [
            "",
            &spare,
            &text.replacen(|_| true, "", 1),
            &format!("{text}="),
            &format!("{text}AAAA"),
        ] {
            assert!(Opaque::read(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_code_names_the_family_of_its_tokens() {
        let code = Opaque::random().unwrap();
        let token = code.family_of_code().first_token().unwrap();
        assert_eq!(token.family().hash(), code.family_of_code().hash());
        let other = code.family_of_code().first_token().unwrap();
        assert_ne!(token.hash(), other.hash());
        assert_ne!(code.family().hash(), code.family_of_code().hash());
    }
}
