//! Strings from JavaScript.

use jotkit::{Error, Result};
use napi::bindgen_prelude::Utf16String;
use zeroize::Zeroizing;

/// A JavaScript string. It may hold lone surrogates, which are never replaced: two different
/// secrets or names could become equal.
pub(crate) type Text = Utf16String;

/// The string as UTF-8, wiped when dropped since it may be a secret.
pub(crate) fn read(text: &Text) -> Result<Zeroizing<String>> {
    String::from_utf16(text).map(Zeroizing::new).map_err(|_| {
        Error::argument_invalid("Strings must be valid Unicode, without lone surrogates.")
    })
}

/// Reads an optional string.
pub(crate) fn read_some(text: Option<&Text>) -> Result<Option<Zeroizing<String>>> {
    text.map(read).transpose()
}

/// Reads alternating names and secrets.
pub(crate) fn pairs(texts: &[Text]) -> Result<Vec<(String, Zeroizing<String>)>> {
    let (pairs, _) = texts.as_chunks();
    let pair = |[name, secret]: &[Text; 2]| Ok((read(name)?.to_string(), read(secret)?));
    pairs.iter().map(pair).collect()
}
