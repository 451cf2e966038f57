//! Reading a token without verifying it.

use crate::compact::{Compact, Limits};
use crate::error::{Code, Error, Result};
use crate::header::Header;
use crate::json;

/// What a token says, unverified: anybody may have written it.
///
/// No function that takes verified claims takes this type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    header: Header,
    payload: String,
}

impl Unverified {
    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The payload's JSON text.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// The header's and the payload's JSON text.
    #[must_use]
    pub fn into_parts(self) -> (Header, String) {
        (self.header, self.payload)
    }
}

/// Reads a token without verifying it, for display and for finding a key; never to decide anything.
///
/// # Errors
/// `token_too_large`, `token_malformed`, `header_malformed` or `payload_malformed`, under the
/// default limits.
pub fn peek(token: impl AsRef<[u8]>) -> Result<Unverified> {
    let limits = Limits::DEFAULT;
    let compact = Compact::split(token.as_ref(), &limits)?;
    let header = Header::read(compact.header, limits.depth)?;
    let malformed = || Error::new(Code::PayloadMalformed);
    let payload = String::from_utf8(compact.payload).map_err(|_| malformed())?;
    json::parse_object_str(&payload, limits.depth).map_err(|_| malformed())?;
    Ok(Unverified { header, payload })
}
