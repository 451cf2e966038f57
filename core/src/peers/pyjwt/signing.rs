//! Signing with a header that is already written.

use super::keys::{Key, find};
use super::{Host, Stop, algorithm};
use crate::base64url;
use crate::sign::compact;

/// Signs a payload. Without a `header`, JSON text that names the same algorithm, it is `alg` and
/// `typ`, as PyJWT writes them.
///
/// # Errors
/// `InvalidKeyError` for a secret that PyJWT refuses; [`Stop::Elsewhere`] for algorithms that are
/// not the core's and keys that cannot sign.
pub fn sign(
    name: &str,
    key: Key<'_>,
    header: Option<&str>,
    payload: &[u8],
    enforce_length: bool,
    host: &mut dyn Host,
) -> Result<String, Stop> {
    let algorithm = algorithm(name).ok_or(Stop::Elsewhere)?;
    let key = find(key, algorithm, enforce_length, host)?;
    let (_, signing) = key.signing().map_err(|_| Stop::Elsewhere)?;
    let header = match header {
        Some(header) => base64url::encode(header.as_bytes()),
        None => base64url::encode(format!(r#"{{"alg":"{name}","typ":"JWT"}}"#).as_bytes()),
    };
    let mut token = compact::input(&header, payload, signing.signature_bytes());
    let signature = signing.sign(token.as_bytes());
    let signature = signature.map_err(|_| Stop::Elsewhere)?;
    compact::append(&signature, &mut token);
    Ok(token)
}
