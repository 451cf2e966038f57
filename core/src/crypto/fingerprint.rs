//! What is looked up by a hash of its bytes, which are not kept.

use std::hash::{Hash, Hasher};

use super::sha256;

/// The SHA-256 of a token or of a key's text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }
}

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Which shard and slot to look in; equality compares all 32 bytes.
        let start = self.0.first_chunk().copied().unwrap_or_default();
        state.write_u64(u64::from_le_bytes(start));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Fingerprint;

    #[test]
    fn bytes_are_known_by_all_of_their_fingerprint() {
        let one = Fingerprint::of(b"one");
        let known = HashSet::from([one]);
        assert!(known.contains(&Fingerprint::of(b"one")));
        for place in 0..32 {
            let mut other = one;
            other.0[place] ^= 1;
            assert!(!known.contains(&other), "byte {place}");
        }
    }
}
