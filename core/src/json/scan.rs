//! Finds where plain characters end: at a quote, a backslash or a control character.

use wide::u8x16;

/// How many bytes are looked at together: as many as a word has bits.
const BLOCK: usize = 64;

/// Where the special bytes of one block are, a bit for each, so that finding the end of a
/// short string is a shift and a count. A reader asks for places that mostly lie behind each other.
#[derive(Debug)]
pub(super) struct Marks {
    start: usize,
    bits: u64,
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "places exceed the text's length, which fits in memory, by less than a block"
)]
impl Marks {
    /// The marks of no block: no place is in one that starts here.
    pub(super) fn none() -> Self {
        Self {
            start: usize::MAX - BLOCK + 1,
            bits: 0,
        }
    }

    /// The place of the first special byte at or behind `at`, or the text's length.
    #[inline(always)]
    pub(super) fn next(&mut self, text: &[u8], at: usize) -> usize {
        let within = at.wrapping_sub(self.start);
        if within < BLOCK {
            let left = self.bits >> within;
            if left != 0 {
                return at + left.trailing_zeros() as usize;
            }
        }
        self.look(text, at)
    }

    /// Looks at further blocks, until one has a mark.
    #[inline(never)]
    fn look(&mut self, text: &[u8], at: usize) -> usize {
        let mut start = at - at % BLOCK;
        if start == self.start {
            start += BLOCK;
        }
        let mut before = at.saturating_sub(start);
        loop {
            let rest = text.get(start..).unwrap_or_default();
            let bits = match rest.first_chunk() {
                Some(block) => marks(block),
                None => {
                    // What the text does not fill is zeros, which are marked: there the text ends.
                    let mut block = [0; BLOCK];
                    for (place, byte) in block.iter_mut().zip(rest) {
                        *place = *byte;
                    }
                    marks(&block)
                }
            };
            let left = bits >> before;
            if left != 0 {
                *self = Self { start, bits };
                return start + before + left.trailing_zeros() as usize;
            }
            start += BLOCK;
            before = 0;
        }
    }
}

fn marks(block: &[u8; BLOCK]) -> u64 {
    let (chunks, _) = block.as_chunks();
    let join = |bits, chunk| bits << 16 | u64::from(special(chunk));
    chunks.iter().rev().fold(0, join)
}

/// A bit for each byte that is special, the lowest for the first.
#[inline(always)]
fn special(chunk: &[u8; 16]) -> u32 {
    let bytes = u8x16::new(*chunk);
    let quotes = bytes.simd_eq(u8x16::splat(b'"'));
    let backslashes = bytes.simd_eq(u8x16::splat(b'\\'));
    let controls = bytes.simd_lt(u8x16::splat(b' '));
    (quotes | backslashes | controls).to_bitmask()
}
