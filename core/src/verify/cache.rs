//! Tokens that a verifier has already found good, so that the signature need not be checked again.
//!
//! Only what the clock cannot change is remembered: that the signature holds and that the claims
//! pass the policy. A token is known by the SHA-256 of its whole text, so two spellings of one
//! token are two tokens. The keys and the policy of a verifier never change, and each verifier has
//! a cache of its own.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use quick_cache::sync::Cache;
use quick_cache::{DefaultHashBuilder, OptionsBuilder, UnitWeighter};

use super::verified::VerifiedToken;
use crate::crypto::sha256;
use crate::error::{Error, Result};

/// The most tokens that a cache can be told to keep: their payloads are kept too.
pub(crate) const MAX_TOKENS: u64 = 1_000_000;

/// Room that is made at once; a cache grows into the rest as tokens come.
const FIRST_ROOM: usize = 256;

/// A bounded set of good tokens that threads share. When it is full, those used least give way.
pub(crate) struct VerifiedTokens(Cache<Fingerprint, Arc<VerifiedToken>>);

/// The SHA-256 of a token's text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub(crate) fn of(token: &[u8]) -> Self {
        Self(sha256(token))
    }
}

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Which shard and slot to look in; equality compares all 32 bytes.
        let start = self.0.first_chunk().copied().unwrap_or_default();
        state.write_u64(u64::from_le_bytes(start));
    }
}

impl VerifiedTokens {
    pub(crate) fn new(most: u64) -> Result<Self> {
        let room = usize::try_from(most).unwrap_or(usize::MAX).min(FIRST_ROOM);
        let options = OptionsBuilder::new()
            .estimated_items_capacity(room)
            .weight_capacity(most)
            .build()
            .map_err(|_| Error::internal())?;
        let hasher = DefaultHashBuilder::default();
        let cache = Cache::with_options(options, UnitWeighter, hasher, Default::default());
        Ok(Self(cache))
    }

    pub(crate) fn get(&self, token: &Fingerprint) -> Option<Arc<VerifiedToken>> {
        self.0.get(token)
    }

    pub(crate) fn insert(&self, token: Fingerprint, verified: Arc<VerifiedToken>) {
        self.0.insert(token, verified);
    }

    /// Forgets a token that the clock has refused, which mostly means that it has ended.
    pub(crate) fn remove(&self, token: &Fingerprint) {
        self.0.remove(token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Header;
    use crate::token::claims::Times;

    fn token() -> Arc<VerifiedToken> {
        let header = Header::read(b"eyJhbGciOiJIUzI1NiJ9", crate::json::MAX_DEPTH).unwrap();
        Arc::new(VerifiedToken {
            header: Arc::new(header),
            payload: "{}".to_owned(),
            times: Times {
                expires_at: None,
                not_before: None,
                issued_at: None,
            },
        })
    }

    #[test]
    fn keeps_what_it_is_given_and_never_more_than_it_may() {
        for most in [1, 2, 3, 10, 100, 1000] {
            let cache = VerifiedTokens::new(most).unwrap();
            let first = Fingerprint::of(b"first");
            cache.insert(first, token());
            assert!(cache.get(&first).is_some(), "{most}");
            cache.remove(&first);
            assert!(cache.get(&first).is_none());
            for n in 0..5000_u32 {
                cache.insert(Fingerprint::of(&n.to_le_bytes()), token());
                assert!(cache.0.len() as u64 <= most);
            }
            assert!(!cache.0.is_empty());
        }
    }

    #[test]
    fn a_token_is_known_by_all_of_its_fingerprint() {
        let cache = VerifiedTokens::new(10).unwrap();
        let one = Fingerprint::of(b"one");
        cache.insert(one, token());
        for place in 0..32 {
            let mut other = one;
            other.0[place] ^= 1;
            assert!(cache.get(&other).is_none(), "byte {place}");
        }
    }
}
