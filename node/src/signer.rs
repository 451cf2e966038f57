//! Signing.

use jotkit::{Key, Result, SignCall, Signer, SignerOptions};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::call::{Call, Value};
use crate::error::{Answer, guard_object};
use crate::handle::Handle;

/// A signer with a key and options.
#[napi]
pub fn signer_new(key: &Handle<Key>, options_json: Text) -> Answer<Handle<Signer>> {
    guard_object(|| {
        let options = SignerOptions::from_json(&args::read(&options_json)?)?;
        Signer::with_options(Key::clone(key), options)
    })
}

/// Signs claims in JSON text: handle, claims, header, time.
pub(crate) fn sign(call: &Call<'_>) -> Result<Value> {
    let signer: &Signer = call.handle(0)?;
    let header = args::read_some(call.read::<Option<Text>>(2)?.as_ref())?;
    let header = header.as_ref().map(|header| header.as_str());
    let now: Option<f64> = call.read(3)?;
    let asked = SignCall::new().header(header).at(now);
    let token = call.text(1, |claims| signer.sign_json_with(claims, &asked))?;
    call.string(&token)
}
