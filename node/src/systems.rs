//! The verifiers of LiveLike and LikeCoin, which differ in what they make of a token.

use jotkit::{Result, likecoin, livelike};

use crate::ask;
use crate::call::{Call, Value};
use crate::pack;

/// A verifier that reads a token's content into a type of its own.
pub(crate) trait System: 'static {
    /// The content of a good token as JSON text.
    fn content(&self, token: &[u8], now: Option<f64>) -> Result<String>;
}

macro_rules! system {
    ($verifier:ty) => {
        impl System for $verifier {
            fn content(&self, token: &[u8], now: Option<f64>) -> Result<String> {
                match now {
                    None => self.verify(token)?.to_json(),
                    Some(now) => self.verify_at(token, now)?.to_json(),
                }
            }
        }
    };
}

system!(livelike::Verifier);
system!(likecoin::Verifier);

/// The content of a call's token, for `unpack`: handle, token, time.
pub(crate) fn verify<S: System>(call: &Call<'_>) -> Result<Value> {
    let verifier: &S = call.handle(0)?;
    let now = call.number(2)?;
    let content = call.bytes(1, |token| verifier.content(token, now))?;
    pack::claims(call, &content)
}

/// As [`verify`], while a function answers for the client's secret.
pub(crate) fn verify_asking<S: System>(call: &Call<'_>) -> Result<Value> {
    ask::answering(call, 3, || verify::<S>(call))
}
