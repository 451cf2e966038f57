//! Signing a token: claims in, compact form out.

mod call;
mod compact;
mod external;
mod header;
pub(crate) mod jws;
mod options;
mod signer;
pub(crate) mod token_id;

pub use call::SignCall;
pub use options::SignerOptions;
pub use signer::Signer;
