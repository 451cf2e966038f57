//! Random bytes from the operating system, by way of the crypto library's generator.

use crate::error::{Error, Result};

/// Fills a buffer with bytes nobody can predict.
///
/// # Errors
/// `internal` when the system has no randomness to give. The buffer is then not to be used.
pub(crate) fn random(buffer: &mut [u8]) -> Result<()> {
    aws_lc_rs::rand::fill(buffer).map_err(|_| Error::internal())
}

#[cfg(test)]
mod tests {
    use super::random;

    #[test]
    fn fills_the_whole_buffer_differently_each_time() {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..64 {
            let mut buffer = [0; 32];
            random(&mut buffer).unwrap();
            assert!(
                buffer.iter().rev().take(16).any(|byte| *byte != 0),
                "the end is filled too"
            );
            assert!(seen.insert(buffer));
        }
    }

    #[test]
    fn an_empty_buffer_is_fine() {
        random(&mut []).unwrap();
    }
}
