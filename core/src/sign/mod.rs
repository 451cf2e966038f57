//! Signing a token: claims in, compact form out.

mod call;
pub(crate) mod compact;
mod external;
mod header;
pub(crate) mod jws;
mod kept;
mod options;
mod recipe;
mod signer;
pub(crate) mod token_id;

pub use call::SignCall;
pub use options::SignerOptions;
pub use recipe::Recipe;
pub use signer::Signer;
