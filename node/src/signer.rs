//! Signing.

use jotkit::{Key, Signer, SignerOptions};
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::failure::{Answer, guard, guard_object};
use crate::text::{self, JsText};

/// A signer with a key and options.
#[napi]
pub fn signer_new(key: &External<Key>, options_json: JsText) -> Answer<External<Signer>> {
    guard_object(|| {
        let options = SignerOptions::from_json(&text::read(&options_json)?)?;
        Signer::with_options(Key::clone(key), options)
    })
}

/// Signs claims given as JSON text.
#[napi]
pub fn signer_sign(
    signer: &External<Signer>,
    claims_json: JsText,
    header_json: Option<JsText>,
    now: Option<f64>,
) -> Answer<String> {
    guard(|| {
        let header = text::read_some(header_json.as_ref())?;
        let header = header.as_ref().map(|header| header.as_str());
        signer.sign_json_with(&text::read(&claims_json)?, header, now)
    })
}
