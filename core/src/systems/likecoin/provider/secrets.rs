//! What a provider's own key is used for. Each use has a key of its own, derived from it by name.

use zeroize::Zeroizing;

use crate::base64url;
use crate::crypto;
use crate::error::{Code, Error, Result};
use crate::options::Hidden;
use crate::secret::SecretBytes;

/// The least length of a provider's key, in bytes.
const KEY_BYTES: usize = 32;

/// The keys of a provider. The first writes, all of them read.
pub(super) struct Secrets(Vec<Derived>);

type Derivation = Zeroizing<[u8; 32]>;

/// What is derived from one key.
struct Derived {
    secrets: Derivation,
    sealing: Derivation,
    successors: Derivation,
    tickets: Derivation,
}

impl Derived {
    fn of(key: &[u8]) -> Self {
        let named = |name: &str| Zeroizing::new(crypto::hmac_sha256(key, name.as_bytes()));
        Self {
            secrets: named("secrets"),
            sealing: named("sealing"),
            successors: named("successors"),
            tickets: named("tickets"),
        }
    }
}

impl Secrets {
    /// # Errors
    /// `key_weak` for a key of fewer than 32 bytes.
    pub(super) fn new(keys: &[Hidden]) -> Result<Self> {
        let derive = |key: &Hidden| {
            let key = key.as_str().as_bytes();
            if key.len() < KEY_BYTES {
                return Err(Error::with_hint(
                    Code::KeyWeak,
                    "A provider's key must have 32 bytes or more, such as those of `openssl rand \
                     -base64 32`.",
                ));
            }
            Ok(Derived::of(key))
        };
        keys.iter().map(derive).collect::<Result<_>>().map(Self)
    }

    fn first(&self) -> Result<&Derived> {
        self.0.first().ok_or(Error::internal())
    }

    /// What authenticates a client, instead of its secret.
    pub(super) fn authenticator(&self, client: &str, secret: &str) -> Result<String> {
        Ok(base64url::encode(&authenticator(
            self.first()?,
            client,
            secret,
        )))
    }

    /// Whether a secret is the one that an authenticator was made of.
    pub(super) fn authenticates(&self, client: &str, secret: &str, kept: &str) -> bool {
        let kept = base64url::decode(kept.as_bytes()).unwrap_or_default();
        // All keys are tried, so that time does not tell which of them fits.
        self.0.iter().fold(false, |found, derived| {
            found | crypto::equal(&authenticator(derived, client, secret), &kept)
        })
    }

    /// Seals a client's signing key for the database.
    pub(super) fn seal(&self, client: &str, text: &[u8]) -> Result<String> {
        let sealed = crypto::seal(&self.first()?.sealing, client.as_bytes(), text)?;
        Ok(base64url::encode(&sealed))
    }

    /// Opens what [`seal`](Self::seal) made; `None` if no key does.
    pub(super) fn open(&self, client: &str, sealed: &str) -> Option<SecretBytes> {
        let sealed = base64url::decode(sealed.as_bytes()).ok()?;
        let open = |derived: &Derived| crypto::open(&derived.sealing, client.as_bytes(), &sealed);
        self.0.iter().find_map(open)
    }

    /// The secret half of the refresh token that replaces another. Each key has its own answer,
    /// the first key's first.
    pub(super) fn successors<'s>(
        &'s self,
        token: &'s [u8; 32],
        salt: &'s str,
    ) -> impl Iterator<Item = [u8; 16]> + 's {
        self.0.iter().map(move |derived| {
            let message = Zeroizing::new([token, salt.as_bytes()].concat());
            let digest = Zeroizing::new(crypto::hmac_sha256(&*derived.successors, &message));
            digest.first_chunk().copied().unwrap_or_default()
        })
    }

    /// The mark of a ticket over some text, by each key; the first key's first.
    pub(super) fn marks(&self, text: &[u8]) -> impl Iterator<Item = [u8; 32]> {
        self.0
            .iter()
            .map(|derived| crypto::hmac_sha256(&*derived.tickets, text))
    }
}

fn authenticator(derived: &Derived, client: &str, secret: &str) -> [u8; 32] {
    let message = Zeroizing::new([client, "\0", secret].concat());
    crypto::hmac_sha256(&*derived.secrets, message.as_bytes())
}
