//! Reading a token without verifying it.

use super::compact::{Compact, Limits};
use super::header::Header;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object};

/// What a token says, unverified: anyone may have written it.
///
/// Nothing that takes verified claims accepts this type.
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
/// ```
/// let unverified = jotkit::peek("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1MSJ9.AAAA")?;
/// assert_eq!(unverified.payload(), r#"{"sub":"u1"}"#); // anyone may have written it
/// # Ok::<(), jotkit::Error>(())
/// ```
///
/// # Errors
/// `token_too_large`, `token_malformed`, `header_malformed` or `payload_malformed`, under the
/// default limits; [`crate::Policy::peek`] reads under those of a policy.
pub fn peek(token: impl AsRef<[u8]>) -> Result<Unverified> {
    peek_under(token.as_ref(), &Limits::DEFAULT)
}

/// Reads a token under limits of the caller's.
pub(crate) fn peek_under(token: &[u8], limits: &Limits) -> Result<Unverified> {
    read(token, limits, |_| Ok(())).map(|(unverified, ())| unverified)
}

/// Reads a token and hands its payload's members on, so that they are parsed once.
pub(crate) fn peek_with<T>(
    token: &[u8],
    members: impl FnOnce(&Object<'_>) -> Result<T>,
) -> Result<(Unverified, T)> {
    read(token, &Limits::DEFAULT, members)
}

fn read<T>(
    token: &[u8],
    limits: &Limits,
    read: impl FnOnce(&Object<'_>) -> Result<T>,
) -> Result<(Unverified, T)> {
    let compact = Compact::split(token, limits)?;
    let header = compact.read_header(limits.depth)?;
    let malformed = || Error::new(Code::PayloadMalformed);
    let payload = String::from_utf8(compact.payload).map_err(|_| malformed())?;
    let members = json::parse_object_str(&payload, limits.depth).map_err(|_| malformed())?;
    let value = read(&members)?;
    drop(members);
    Ok((Unverified { header, payload }, value))
}
