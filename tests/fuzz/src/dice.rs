//! A small generator of numbers that look random, so that a mutation is a function of its seed (xorshift64*).

/// The generator.
pub struct Dice(u64);

impl Dice {
    /// A generator for a seed.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self((u64::from(seed) << 20 | 0x9e37_79b9) ^ 0x0123_4567_89ab_cdef)
    }

    /// The next number.
    pub fn roll(&mut self) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as u32
    }

    /// A number from 0 up to, not including, the end; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.roll() as usize % end.max(1)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of a list that is not empty.
    pub fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}
