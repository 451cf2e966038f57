//! What can verify a token.

use std::future::{Future, ready};
use std::pin::Pin;

use jotkit::{Expectations, Result, Verified};

/// The verdict to come.
pub type Verifying<'v> = Pin<Box<dyn Future<Output = Result<Verified>> + Send + 'v>>;

/// Verifies tokens: `jotkit::Verifier`, `jotkit::AsyncVerifier`, or a type of yours around one.
pub trait Verify: Send + Sync + 'static {
    /// Verifies a token at the system's time, with what this route expects.
    fn verify<'v>(&'v self, token: &'v str, expectations: &'v Expectations) -> Verifying<'v>;
}

impl Verify for jotkit::Verifier {
    fn verify<'v>(&'v self, token: &'v str, expectations: &'v Expectations) -> Verifying<'v> {
        Box::pin(ready(self.verify_expecting(token, expectations, None)))
    }
}

#[cfg(feature = "reqwest")]
impl Verify for jotkit::AsyncVerifier {
    fn verify<'v>(&'v self, token: &'v str, expectations: &'v Expectations) -> Verifying<'v> {
        Box::pin(self.verify_expecting(token, expectations, None))
    }
}
