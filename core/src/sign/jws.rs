//! Signing any bytes (RFC 7515).

use std::sync::Arc;

use super::compact;
use super::header::Template;
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::crypto::SigningKey;
use crate::error::Result;
use crate::key::Key;

/// Signs any bytes: the compact form with the payload in it (RFC 7515 §7.1).
///
/// The header is `alg`, then `typ` if it is given, `kid` (the given one, else the key's), and the
/// other members of `header`, a JSON object, in their order.
///
/// # Errors
/// `argument_invalid` for header members that are not one strict object, have the wrong type,
/// contradict the key or cannot be set; otherwise as [`crate::Signer::new`].
pub fn sign(key: &Key, payload: impl AsRef<[u8]>, header: Option<&str>) -> Result<String> {
    Jws::new(key, header)?.sign(payload.as_ref(), false)
}

/// Signs any bytes and leaves them out of the token (RFC 7515 appendix F). The verifier has to be
/// given the same bytes.
///
/// ```
/// use jotkit::{Key, Policy, jws};
///
/// let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
/// let signature = jws::sign_detached(&key, b"any bytes", None)?;
/// let verifier = jws::Verifier::new(key, Policy::new())?;
/// verifier.verify_detached(&signature, b"any bytes")?;
/// # Ok::<(), jotkit::Error>(())
/// ```
///
/// # Errors
/// As [`sign`].
pub fn sign_detached(key: &Key, payload: impl AsRef<[u8]>, header: Option<&str>) -> Result<String> {
    Jws::new(key, header)?.sign(payload.as_ref(), true)
}

struct Jws {
    signing: Arc<SigningKey>,
    header: String,
}

impl Jws {
    fn new(key: &Key, header: Option<&str>) -> Result<Self> {
        let (algorithm, signing): (Algorithm, _) = key.signing()?;
        let template = Template {
            algorithm,
            typ: None,
            kid: key.kid(),
            key: Some(key),
        };
        let header = base64url::encode(template.json(header)?.as_bytes());
        Ok(Self { signing, header })
    }

    fn sign(&self, payload: &[u8], detached: bool) -> Result<String> {
        let mut token = compact::input(&self.header, payload, self.signing.signature_bytes());
        let signature = self.signing.sign(token.as_bytes())?;
        if detached {
            token.truncate(self.header.len().saturating_add(1)); // the header and its dot
        }
        compact::append(&signature, &mut token);
        Ok(token)
    }
}
