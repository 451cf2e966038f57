//! What a caller says about a key while importing it.

use crate::error::Result;
use crate::options::options;

options! {
    /// What a caller says about a key while importing it.
    ///
    /// ```
    /// use jotkit::{Algorithm, KeyOptions};
    ///
    /// let options = KeyOptions::new().algorithm(Algorithm::Rs256).kid("2026-01");
    /// assert_eq!(options, KeyOptions::from_json(r#"{"alg": "RS256", "kid": "2026-01"}"#)?);
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    KeyOptions ArgumentInvalid;
    alg: algorithm "Bind the key to this algorithm. Default: the one that the key itself names or dictates.";
    kid: string "The key's id. Default: the one that the key itself carries.";
    allow_short: flag "Accept an HMAC secret shorter than the hash.";
    passphrase: secret "The passphrase of an encrypted PKCS#8 key. Refused where a key is not encrypted.";
}

impl KeyOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_each()
    }
}
