//! Texts on their way in and out.

use jotkit::{Error, Result};
use napi::bindgen_prelude::Utf16String;
use zeroize::Zeroizing;

/// A text from JavaScript, which may hold lone surrogates. They stand for no character, so two different
/// secrets or names could become the same text if they were replaced.
pub(crate) type JsText = Utf16String;

/// Reads a text, which may be a secret.
pub(crate) fn read(text: &JsText) -> Result<Zeroizing<String>> {
    String::from_utf16(text)
        .map(Zeroizing::new)
        .map_err(|_| Error::argument_invalid("A text is Unicode, without lone surrogates."))
}

/// Reads a text that may be absent.
pub(crate) fn read_some(text: Option<&JsText>) -> Result<Option<Zeroizing<String>>> {
    text.map(read).transpose()
}

/// Reads a list of alternating names and secrets.
pub(crate) fn pairs(texts: &[JsText]) -> Result<Vec<(String, Zeroizing<String>)>> {
    let (pairs, _) = texts.as_chunks();
    let pair = |[name, secret]: &[JsText; 2]| Ok((read(name)?.to_string(), read(secret)?));
    pairs.iter().map(pair).collect()
}
