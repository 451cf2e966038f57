//! Keys as PyJWT's callers hand them over: text at each call, which is parsed once.

use std::sync::LazyLock;

use quick_cache::sync::Cache;

use super::secret::{check_secret, length_warning};
use super::{Host, Stop, refused};
use crate::algorithm::{Algorithm, KeyType};
use crate::crypto::Fingerprint;

/// How many parsed keys are kept.
const KEPT: usize = 256;

/// A key as it is given.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    /// A secret, or the text of a key file that [`remember`] has seen.
    Text(&'a [u8]),
    /// A parsed key. It counts for its own algorithm alone.
    Parsed(&'a crate::Key),
    /// Something that the host has to parse.
    Foreign,
}

/// A key's text and its algorithm.
type Name = (Fingerprint, Algorithm);

/// Parsed keys, of which those used least go first. A key is wiped when the last user drops it.
static KEYS: LazyLock<Cache<Name, crate::Key>> = LazyLock::new(|| Cache::new(KEPT));

fn name(text: &[u8], algorithm: Algorithm) -> Name {
    (Fingerprint::of(text), algorithm)
}

/// Keeps the key that was read from text. The host has parsed it as PyJWT does, so that text means
/// to both what it means to PyJWT.
pub fn remember(text: &[u8], key: &crate::Key) {
    if let Some(algorithm) = key.algorithm() {
        KEYS.insert(name(text, algorithm), key.clone());
    }
}

/// The key for an algorithm.
pub(super) fn find(
    key: Key<'_>,
    algorithm: Algorithm,
    enforce_length: bool,
    host: &mut dyn Host,
) -> Result<crate::Key, Stop> {
    match key {
        Key::Text(secret) if algorithm.key_type() == KeyType::Oct => {
            let name = name(secret, algorithm);
            let key = match KEYS.get(&name) {
                Some(key) => key,
                None => {
                    check_secret(secret)?;
                    let key = crate::Key::from_peer_secret(secret, algorithm);
                    let key = key.map_err(|_| Stop::Elsewhere)?;
                    KEYS.insert(name, key.clone());
                    key
                }
            };
            match length_warning(secret, algorithm) {
                Some(sentence) if enforce_length => Err(refused("InvalidKeyError", sentence)),
                Some(sentence) => host.warn(&sentence).map(|()| key),
                None => Ok(key),
            }
        }
        Key::Text(text) => KEYS
            .get(&name(text, algorithm))
            .ok_or(Stop::NeedsKey(algorithm)),
        // A secret must come as text, for its length to be judged.
        Key::Parsed(key) if key.algorithm() == Some(algorithm) && key.key_type() != "oct" => {
            Ok(key.clone())
        }
        Key::Parsed(_) | Key::Foreign => Err(Stop::NeedsKey(algorithm)),
    }
}
