//! What the fuzz targets share: made-up keys, mutators that know tokens, JSON and keys, and oracles
//! that judge on their own.

#[path = "../../conformance/duplicates.rs"]
pub mod duplicates;
pub mod imported;
pub mod keys;
pub mod mutate;
mod profiles;
pub mod reference;
pub mod strict;
pub mod subjects;
pub mod token;
pub mod words;

use jotkit::{Code, Error};

/// The time at which tokens are judged, that of the shared vectors.
pub const NOW: f64 = 1_750_000_000.0;

/// Fails unless an error has one of these codes. Its text is made, too: that must not fail.
///
/// # Panics
/// If it has another.
pub fn assert_code(error: &Error, known: &[Code]) {
    let text = format!("{error} {error:?}");
    assert!(known.contains(&error.code()), "an unexpected error: {text}");
}
