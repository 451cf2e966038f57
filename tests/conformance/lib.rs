//! What all languages are tested with: the shared vectors, the subjects that answer them, and the
//! comparison of answers.
//!
//! A *subject* is a small program in one language that answers requests, one JSON object a line,
//! through that language's public API. `subject` is the one in Rust; `process` talks to any of
//! them.

pub mod callgrind;
pub mod compare;
pub mod contract;
pub mod duplicates;
pub mod hostile;
pub mod process;
pub mod subject;
pub mod vectors;

/// The page's snippets are tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/rust.md")]
pub struct RustPage;
