//! The three segments of a compact token (RFC 7515 §7.1).

use memchr::{memchr, memrchr};
use smallvec::SmallVec;

use crate::base64url;
use crate::error::{Code, Error, Result};
use crate::json;

/// The longest token that is read unless a policy says otherwise, in bytes.
pub const MAX_TOKEN_BYTES: usize = 262_144;

/// What bounds a token before a byte of it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) token_bytes: usize,
    pub(crate) header_bytes: usize,
    pub(crate) depth: usize,
}

impl Limits {
    pub(crate) const DEFAULT: Self = Self {
        token_bytes: MAX_TOKEN_BYTES,
        header_bytes: 8_192,
        depth: json::MAX_DEPTH,
    };

    /// Refuses an over-long token before anything is done with its bytes.
    pub(crate) fn admit(&self, token: &[u8]) -> Result<()> {
        if token.len() > self.token_bytes {
            return Err(Error::new(Code::TokenTooLarge));
        }
        Ok(())
    }
}

/// A token cut into its segments, with payload and signature decoded.
#[derive(Debug)]
pub(crate) struct Compact<'a> {
    /// The header as received; reading it finds out whether it is canonical base64url.
    pub(crate) header: &'a [u8],
    /// What the signature is made over: header, dot and payload as received.
    pub(crate) signing_input: &'a [u8],
    /// The decoded payload, not yet looked at.
    pub(crate) payload: Vec<u8>,
    /// The decoded signature; the short ones stay on the stack.
    pub(crate) signature: SmallVec<[u8; 64]>,
}

impl<'a> Compact<'a> {
    /// Cuts a token, sizes first: nothing of an over-long token is decoded.
    pub(crate) fn split(token: &'a [u8], limits: &Limits) -> Result<Self> {
        limits.admit(token)?;
        let malformed = Error::new(Code::TokenMalformed);
        let (Some(first), Some(last)) = (memchr(b'.', token), memrchr(b'.', token)) else {
            return Err(malformed);
        };
        if first > limits.header_bytes {
            return Err(Error::new(Code::TokenTooLarge));
        }
        let (signing_input, after) = token.split_at_checked(last).unwrap_or_default();
        let signature = after.get(1..).unwrap_or_default();
        let (Some(header), Some(payload)) = (
            token.get(..first),
            signing_input.get(first.saturating_add(1)..),
        ) else {
            return Err(malformed);
        };
        // A further dot would be in the payload, where the alphabet does not allow it.
        let payload = base64url::decode(payload).map_err(|_| malformed.clone())?;
        let signature = base64url::decode_short(signature).map_err(|_| malformed)?;
        Ok(Self {
            header,
            signing_input,
            payload,
            signature,
        })
    }
}
