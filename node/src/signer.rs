//! Signing.

use jotkit::{Algorithm, Error, Key, Result, SignCall, Signer, SignerOptions};
use napi::bindgen_prelude::Uint8Array;
use napi_derive::napi;

use crate::args::{self, Text};
use crate::call::{Call, Value};
use crate::callback;
use crate::error::{Answer, guard, guard_object};
use crate::handle::Handle;

/// A signer with a key and options.
#[napi]
pub fn signer_new(key: &Handle<Key>, options_json: Text) -> Answer<Handle<Signer>> {
    guard_object(|| {
        let options = SignerOptions::from_json(&args::read(&options_json)?)?;
        Signer::with_options(Key::clone(key), options)
    })
}

/// A signer whose signatures are made by the function that each call is given, or, if `keyless`, by
/// the caller between two steps.
#[napi]
pub fn signer_elsewhere(
    algorithm: Text,
    options_json: Text,
    keyless: bool,
) -> Answer<Handle<Signer>> {
    guard_object(|| {
        let algorithm = Algorithm::from_name(&args::read(&algorithm)?);
        let algorithm = algorithm.ok_or(Error::argument_invalid(
            "There is no algorithm of that name.",
        ))?;
        let options = SignerOptions::from_json(&args::read(&options_json)?)?;
        match keyless {
            true => Signer::keyless(algorithm, options),
            false => Signer::external(algorithm, options, callback::signature),
        }
    })
}

/// Signs claims in JSON text: handle, claims, header, time, lifetime, function.
pub(crate) fn sign(call: &Call<'_>) -> Result<Value> {
    callback::answering(call, 5, || step(call, Signer::sign_json_with))
}

/// The first of two steps, with the arguments of [`sign`].
pub(crate) fn signing_input(call: &Call<'_>) -> Result<Value> {
    step(call, Signer::signing_input)
}

fn step(
    call: &Call<'_>,
    work: fn(&Signer, &str, &SignCall<'_>) -> Result<String>,
) -> Result<Value> {
    let signer: &Signer = call.handle(0)?;
    let header = args::read_some(call.read::<Option<Text>>(2)?.as_ref())?;
    let header = header.as_ref().map(|header| header.as_str());
    let now: Option<f64> = call.read(3)?;
    let lifetime = call.read::<Option<f64>>(4)?.map(whole);
    let asked = SignCall::new().header(header).lifetime(lifetime).at(now);
    let text = call.text(1, |claims| work(signer, claims, &asked))?;
    call.string(&text)
}

/// A JavaScript number as a whole one. Any other becomes 0, which the core refuses.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a whole number saturates, and the core judges the range"
)]
fn whole(number: f64) -> u64 {
    match number.fract() == 0.0 {
        true => number as u64,
        false => 0,
    }
}

/// The second of two steps: the token of a signing input and its signature.
#[napi]
pub fn signer_assemble(
    signer: &Handle<Signer>,
    signing_input: Text,
    signature: Uint8Array,
) -> Answer<String> {
    guard(|| signer.assemble(&args::read(&signing_input)?, &signature))
}
