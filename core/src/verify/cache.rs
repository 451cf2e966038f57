//! Tokens that a verifier has already found good, so that the signature need not be checked again.
//!
//! Only what the clock cannot change is kept: that the signature holds and that the claims pass the
//! policy. A token is known by the SHA-256 of its whole text, so two spellings of one token are two
//! tokens. The keys and the policy of a verifier never change, and each verifier has a cache of its
//! own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::Cache;
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use super::verified::VerifiedToken;
pub(crate) use crate::crypto::Fingerprint;
use crate::error::{Error, Result};

/// The most tokens that a cache can be told to keep: their payloads are kept too.
pub(crate) const MAX_TOKENS: u64 = 1_000_000;

/// Every policy may have a `cache`: this build has one.
pub(crate) const fn check(_: Option<u64>) -> Result<()> {
    Ok(())
}

/// What a token may take on average, in bytes; a larger one counts as several.
const TOKEN_BYTES: u64 = 4_096;

/// Room that is made at once; a cache grows into the rest as tokens come.
const FIRST_ROOM: usize = 256;

/// A bounded set of good tokens that threads share. When it is full, ended ones go first, then
/// those used least.
pub(crate) struct VerifiedTokens {
    cache: Cache<Fingerprint, Arc<VerifiedToken>, Bytes>,
    /// How many tokens to take before ended ones are looked for again, so that the search costs
    /// each token the same.
    until_sweep: AtomicU64,
}

/// What a token takes of the cache's bytes: at least the average, which bounds the number too.
#[derive(Clone)]
struct Bytes;

impl Weighter<Fingerprint, Arc<VerifiedToken>> for Bytes {
    fn weight(&self, _: &Fingerprint, token: &Arc<VerifiedToken>) -> u64 {
        let bytes = token
            .payload
            .capacity()
            .saturating_add(token.header.json().len());
        u64::try_from(bytes).unwrap_or(u64::MAX).max(TOKEN_BYTES)
    }
}

impl VerifiedTokens {
    pub(crate) fn new(most: u64) -> Result<Self> {
        let room = usize::try_from(most).unwrap_or(usize::MAX).min(FIRST_ROOM);
        let options = OptionsBuilder::new()
            .estimated_items_capacity(room)
            // The library lets no entry take all of a cache, so that one token needs some slack.
            .weight_capacity(
                most.saturating_mul(TOKEN_BYTES)
                    .saturating_add(TOKEN_BYTES / 2),
            )
            .build()
            .map_err(|_| Error::internal())?;
        let hasher = DefaultHashBuilder::default();
        let cache = Cache::with_options(options, Bytes, hasher, Default::default());
        Ok(Self {
            cache,
            until_sweep: AtomicU64::new(0),
        })
    }

    pub(crate) fn get(&self, token: &Fingerprint) -> Option<Arc<VerifiedToken>> {
        self.cache.get(token)
    }

    pub(crate) fn insert(&self, token: Fingerprint, verified: Arc<VerifiedToken>, now: f64) {
        // Before it is full: the parts of the cache fill unevenly.
        if self.cache.weight() > self.cache.capacity().saturating_mul(3).div_euclid(4) {
            self.sweep(now);
        }
        self.cache.insert(token, verified);
    }

    /// Makes room by forgetting tokens that have ended; at most once for as many tokens as an
    /// eighth of those that the cache holds.
    fn sweep(&self, now: f64) {
        let left = self.until_sweep.load(Ordering::Relaxed);
        if left > 0 {
            self.until_sweep
                .store(left.saturating_sub(1), Ordering::Relaxed);
            return;
        }
        let eighth = u64::try_from(self.cache.len() / 8).unwrap_or(u64::MAX);
        self.until_sweep.store(eighth, Ordering::Relaxed);
        let is_live = |token: &VerifiedToken| token.times.expires_at.is_none_or(|exp| now < exp);
        self.cache.retain(|_, token| is_live(token));
    }

    /// Forgets a token that the clock has refused, which mostly means that it has ended.
    pub(crate) fn remove(&self, token: &Fingerprint) {
        self.cache.remove(token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Header;
    use crate::token::claims::Times;

    fn token() -> Arc<VerifiedToken> {
        sized(2, None)
    }

    fn sized(bytes: usize, expires_at: Option<f64>) -> Arc<VerifiedToken> {
        let header = Header::read(b"eyJhbGciOiJIUzI1NiJ9", crate::json::MAX_DEPTH).unwrap();
        Arc::new(VerifiedToken {
            header: Arc::new(header),
            payload: " ".repeat(bytes),
            times: Times {
                expires_at,
                ..Times::default()
            },
        })
    }

    #[test]
    fn long_tokens_are_bounded_in_bytes() {
        let cache = VerifiedTokens::new(100).unwrap();
        for n in 0..400_u32 {
            cache.insert(Fingerprint::of(&n.to_le_bytes()), sized(190_000, None), 0.0);
            let kept = cache.cache.iter().map(|(_, token)| token.payload.len());
            assert!(kept.sum::<usize>() <= 101 * 4_096);
        }
        assert!(!cache.cache.is_empty());
    }

    #[test]
    fn tokens_that_have_ended_go_first() {
        let cache = VerifiedTokens::new(1000).unwrap();
        let name = |n: u32| Fingerprint::of(&n.to_le_bytes());
        for n in 0..400 {
            cache.insert(name(n), sized(2, Some(1000.0)), 0.0);
        }
        for n in 400..900 {
            cache.insert(name(n), sized(2, Some(10.0)), 0.0);
            // Used most, and ended all the same.
            cache.get(&name(n));
        }
        for n in 900..1200 {
            cache.insert(name(n), sized(2, Some(1000.0)), 20.0);
        }
        let live = (0..400).chain(900..1200);
        let kept = live.filter(|n| cache.get(&name(*n)).is_some()).count();
        // Without regard to their ends it would be some 500.
        assert!(kept >= 660, "{kept} of 700");
    }

    #[test]
    fn keeps_what_it_is_given_and_never_more_than_it_may() {
        for most in [1, 2, 3, 10, 100, 1000] {
            let cache = VerifiedTokens::new(most).unwrap();
            let first = Fingerprint::of(b"first");
            cache.insert(first, token(), 0.0);
            assert!(cache.get(&first).is_some(), "{most}");
            cache.remove(&first);
            assert!(cache.get(&first).is_none());
            for n in 0..5000_u32 {
                cache.insert(Fingerprint::of(&n.to_le_bytes()), token(), 0.0);
                assert!(cache.cache.len() as u64 <= most);
            }
            assert!(!cache.cache.is_empty());
        }
    }
}
