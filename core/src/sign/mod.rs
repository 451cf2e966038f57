//! Signing a token: claims in, compact form out.

mod options;
mod signer;
pub(crate) mod token_id;

pub use options::SignerOptions;
pub use signer::Signer;
