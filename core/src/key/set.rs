//! Key sets: many keys, of which a token's `kid` chooses one.

use std::fmt;

use crate::error::{Code, Error, Result};
use crate::json::{self, Value};
use crate::key::{Key, KeyOptions};

/// A set of keys, such as a JWK Set (RFC 7517 §5).
///
/// ```
/// use jotkit::{Algorithm, Key, KeyOptions, KeySet};
///
/// let keys = KeySet::new([Key::generate(Algorithm::Es256)?.with_kid("a")?]);
/// let published = keys.to_public_jwks()?;
/// assert_eq!(KeySet::from_jwks(&published, &KeyOptions::new())?.len(), 1);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct KeySet {
    keys: Vec<Key>,
    skipped: Vec<Skipped>,
}

/// An entry of a JWK Set that could not be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The entry's place in the set's `keys`, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub error: Error,
}

impl KeySet {
    /// A set of keys that are already there.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = Key>) -> Self {
        Self {
            keys: keys.into_iter().collect(),
            skipped: Vec::new(),
        }
    }

    /// Reads the text of a JWK Set. Entries that cannot be used are skipped and reported by
    /// [`KeySet::skipped`]. The options' algorithm is for entries that name none.
    ///
    /// # Errors
    /// `key_invalid` if the text is not one strict JSON object with an array `keys`;
    /// `argument_invalid` for options that make no sense for a set.
    pub fn from_jwks(jwks: &str, options: &KeyOptions) -> Result<Self> {
        if options.kid.is_some() {
            return Err(Error::argument_invalid("A set's keys carry their own kid."));
        }
        let invalid = || {
            Error::with_hint(
                Code::KeyInvalid,
                "A JWK Set must be one JSON object with an array `keys`.",
            )
        };
        let members = json::parse_object_str(jwks, json::MAX_DEPTH).map_err(|_| invalid())?;
        let Some(Value::Array(entries)) = members.get("keys") else {
            return Err(invalid());
        };
        let mut set = Self::default();
        for (index, entry) in json::items(entries).enumerate() {
            let key = match entry.map_err(|_| invalid())? {
                Value::Object(jwk) => Key::from_set_entry(jwk, options),
                _ => Err(Error::with_hint(
                    Code::KeyInvalid,
                    "An entry of `keys` is not an object.",
                )),
            };
            match key {
                Ok(key) => set.keys.push(key),
                Err(error) => set.skipped.push(Skipped { index, error }),
            }
        }
        Ok(set)
    }

    /// The keys that could be used.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The entries that could not be used.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The public halves as the text of a JWK Set, ready to be published. Shared secrets are left
    /// out.
    ///
    /// # Errors
    /// `key_invalid` if a key's algorithm is not known.
    pub fn to_public_jwks(&self) -> Result<String> {
        let public = self.keys.iter().filter_map(|key| key.public().ok());
        let entries = public.map(|key| key.to_jwk()).collect::<Result<Vec<_>>>()?;
        let entries: Vec<&str> = entries.iter().map(|entry| entry.as_str()).collect();
        Ok(format!("{{\"keys\":[{}]}}", entries.join(",")))
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySet")
            .field("keys", &self.keys)
            .field("skipped", &self.skipped)
            .finish()
    }
}
