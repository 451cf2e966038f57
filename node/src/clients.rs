//! The verifiers whose keys are client secrets: LiveLike's and LikeCoin's.

use jotkit::clients::VerifyToJson;
use jotkit::{MAX_TOKEN_BYTES, Now, Result};

use crate::call::{Call, Value};
use crate::callback;

/// The verifier of either system.
pub(crate) type ClientVerifier = Box<dyn VerifyToJson>;

/// The content of a good token, as JSON text: handle, token, time, lookup.
pub(crate) fn verify(call: &Call<'_>) -> Result<Value> {
    let verifier: &ClientVerifier = call.handle(0)?;
    let now = Now::from(call.read::<Option<f64>>(2)?);
    let content = callback::answering(call, 3, || {
        call.token(1, MAX_TOKEN_BYTES, |token| {
            verifier.verify_to_json(token, now)
        })
    })?;
    call.string(&content)
}
