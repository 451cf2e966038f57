//! Keys of the package `cryptography`, which is not imported before one of them is given.

use jotkit::KeyOptions;
use pyo3::prelude::*;

use crate::args::only_bytes;
use crate::error::Failure;

/// Whether an object is of that package and can be written as a key or certificate.
pub(crate) fn is_one(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let module = value.get_type().module()?;
    let theirs = module
        .to_str()
        .is_ok_and(|name| name.starts_with("cryptography."));
    Ok(theirs && (value.hasattr("private_bytes")? || value.hasattr("public_bytes")?))
}

/// Imports such an object from the DER that it writes. The text of a private key is let go at once;
/// Python has no way to wipe `bytes`.
pub(crate) fn key(value: &Bound<'_, PyAny>, options: &KeyOptions) -> Result<jotkit::Key, Failure> {
    let forms = value
        .py()
        .import("cryptography.hazmat.primitives.serialization")?;
    let encoding = forms.getattr("Encoding")?.getattr("DER")?;
    let der = if value.hasattr("private_bytes")? {
        let format = forms.getattr("PrivateFormat")?.getattr("PKCS8")?;
        let open = forms.getattr("NoEncryption")?.call0()?;
        value.call_method1("private_bytes", (encoding, format, open))?
    } else if value.hasattr("public_key")? {
        // A certificate.
        value.call_method1("public_bytes", (encoding,))?
    } else {
        let format = forms.getattr("PublicFormat")?;
        let format = format.getattr("SubjectPublicKeyInfo")?;
        value.call_method1("public_bytes", (encoding, format))?
    };
    Ok(jotkit::Key::from_der(
        only_bytes(&der, "the DER of a key")?,
        options,
    )?)
}
