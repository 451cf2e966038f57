//! Signing.

use jotkit::{Key, Result, Signer, SignerOptions};
use napi_derive::napi;

use crate::call::{Call, Value};
use crate::failure::{Answer, guard_object};
use crate::handle::Handle;
use crate::text::{self, JsText};

/// A signer with a key and options.
#[napi]
pub fn signer_new(key: &Handle<Key>, options_json: JsText) -> Answer<Handle<Signer>> {
    guard_object(|| {
        let options = SignerOptions::from_json(&text::read(&options_json)?)?;
        Signer::with_options(Key::clone(key), options)
    })
}

/// Signs claims given as JSON text: handle, claims, header, time.
pub(crate) fn sign(call: &Call<'_>) -> Result<Value> {
    let signer: &Signer = call.handle(0)?;
    let claims = call.text(1)?;
    let header = call.text_or_none(2)?;
    let header = header.as_ref().map(|header| header.as_str());
    call.string(&signer.sign_json_with(&claims, header, call.number(3)?)?)
}
