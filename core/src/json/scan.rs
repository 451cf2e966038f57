//! Finds where plain characters end: at a quote, a backslash or a control character.

use wide::u8x16;

/// How many bytes are looked at together: as many as a word has bits.
const BLOCK: usize = 64;

/// Where the special bytes of one block of a text are, a bit for each, so that finding the end of a short string is a
/// shift and a count. A reader asks for places that mostly lie behind each other.
#[derive(Debug)]
pub(super) struct Marks {
    start: usize,
    bits: u64,
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "places exceed a text's length, which fits in memory, by less than a block"
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

/// The number of leading bytes that are not special, of a text that is looked at but once.
#[inline(always)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the count never exceeds the length of the bytes"
)]
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let length = bytes.len();
    let Some(last) = bytes.last_chunk::<16>() else {
        return plain_prefix_of_short(bytes);
    };
    let (chunks, _) = bytes.as_chunks();
    let mut before = 0;
    for chunk in chunks {
        let marks = special(chunk);
        if marks != 0 {
            return before + marks.trailing_zeros() as usize;
        }
        before += chunk.len();
    }
    // What is left is looked at together with some that were found plain.
    match special(last) {
        0 => length,
        marks => length - last.len() + marks.trailing_zeros() as usize,
    }
}

/// Of fewer than 16 bytes.
#[inline(always)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the count never exceeds the length of the bytes"
)]
fn plain_prefix_of_short(bytes: &[u8]) -> usize {
    let length = bytes.len();
    // Both ends, which may overlap, next to each other.
    let mut ends = [b' '; 16];
    let width = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (halves, _) = ends.as_chunks_mut::<8>();
        halves
            .iter_mut()
            .zip([first, last])
            .for_each(|(half, end)| *half = *end);
        8
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (quarters, _) = ends.as_chunks_mut::<4>();
        quarters
            .iter_mut()
            .zip([first, last])
            .for_each(|(quarter, end)| *quarter = *end);
        4
    } else {
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        return bytes.iter().position(special).unwrap_or(length);
    };
    match special(&ends).trailing_zeros() as usize {
        place if place < width => place,
        place if place < 2 * width => length + place - 2 * width,
        _ => length,
    }
}
