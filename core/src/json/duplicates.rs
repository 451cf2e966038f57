//! Finds duplicate member names in one object.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{NotStrict, Strict, Text};

/// Up to this many names are compared with each other where they must be; above it they are hashed
/// with the standard library's randomly keyed hasher, so that chosen names cannot make it slow.
const COMPARED: u32 = 16;

/// The names seen so far; their texts stay with the reader.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    count: u32,
    /// A 64-bit Bloom filter over each name's first byte, last byte and length: only a hit compares
    /// strings.
    traits: u64,
    many: Option<HashSet<Cow<'a, str>>>,
}

impl<'a> Names<'a> {
    /// Notes a name, and refuses one that is among those already `seen`.
    #[inline]
    pub(super) fn note(
        &mut self,
        name: Text<'a>,
        seen: impl Iterator<Item = Text<'a>>,
    ) -> Strict<()> {
        let bit = trait_of(name);
        let certainly_new = self.traits & bit == 0;
        self.traits |= bit;
        if self.count < COMPARED {
            self.count = self.count.saturating_add(1);
            if certainly_new {
                return Ok(());
            }
        }
        self.compare(name, seen)
    }

    #[inline(never)]
    fn compare(&mut self, name: Text<'a>, mut seen: impl Iterator<Item = Text<'a>>) -> Strict<()> {
        // Once there is an escaped name, every later name comes here: each is decoded once.
        let escaped = self.traits == u64::MAX;
        let new = if self.count < COMPARED && !escaped {
            !seen.any(|other| other.raw == name.raw)
        } else {
            self.count = COMPARED;
            self.many
                .get_or_insert_with(|| seen.map(Text::value).collect())
                .insert(name.value())
        };
        if new { Ok(()) } else { Err(NotStrict) }
    }
}

/// The bit of a name in the filter. The same name can be spelled with escapes and without, so an
/// escaped one has every bit.
#[inline]
fn trait_of(name: Text<'_>) -> u64 {
    if name.escaped {
        return u64::MAX;
    }
    let bytes = name.raw.as_bytes();
    let first = bytes.first().copied().unwrap_or_default();
    let last = bytes.last().copied().unwrap_or_default();
    let mixed = first.rotate_left(3) ^ last.wrapping_add(name.raw.len() as u8);
    1_u64.wrapping_shl(u32::from(mixed))
}
