//! Mutators that know what they change. libFuzzer's own mutations do the rest.

pub mod der;
pub mod json;
pub mod token;

use libfuzzer_sys::fuzzer_mutate;

use fastrand::Rng;

/// What a mutator asks of its generator.
pub trait Choose {
    /// A number from 0 up to, not including, the end; 0 if there is none.
    fn below(&mut self, end: usize) -> usize;

    /// True once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of a list that is not empty.
    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

impl Choose for Rng {
    fn below(&mut self, end: usize) -> usize {
        self.usize(..end.max(1))
    }
}

/// Puts a mutated input into libFuzzer's buffer, cut if it has grown too long.
pub fn put(data: &mut [u8], mutated: &[u8], max_size: usize) -> usize {
    let length = mutated.len().min(max_size).min(data.len());
    data[..length].copy_from_slice(&mutated[..length]);
    length
}

/// Mutates bytes as libFuzzer does it, with room for some more.
#[must_use]
pub fn bytes(original: &[u8]) -> Vec<u8> {
    let mut buffer = original.to_vec();
    buffer.resize(original.len() + 64, 0);
    let size = fuzzer_mutate(&mut buffer, original.len(), original.len() + 64);
    buffer.truncate(size);
    buffer
}

/// Changes what stands behind one choosing byte, and now and then that byte.
pub fn behind_a_choice(
    data: &mut [u8],
    size: usize,
    max_size: usize,
    random: &mut Rng,
    change: impl FnOnce(&[u8], &mut Rng) -> Vec<u8>,
) -> usize {
    let mut input = vec![data[..size].first().copied().unwrap_or(b'A')];
    if random.once_in(10) {
        input[0] = b'A' + random.below(24) as u8;
    }
    input.extend(change(data[..size].get(1..).unwrap_or_default(), random));
    put(data, &input, max_size)
}
