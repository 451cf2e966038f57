//! The three segments of a compact token (RFC 7515 §7.1).

use memchr::{memchr, memrchr};
use smallvec::SmallVec;

use crate::base64url;
use crate::error::{Code, Error, Result};
use crate::json;
use crate::token::Header;

/// The longest token that is read unless a policy says otherwise, in bytes.
pub const MAX_TOKEN_BYTES: usize = 262_144;

/// What bounds a token before a byte of it is decoded, and which spelling its segments may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) token_bytes: usize,
    pub(crate) header_bytes: usize,
    pub(crate) depth: usize,
    /// Segments may end in `=`, as those of AWS load balancers do.
    pub(crate) padding: bool,
}

impl Limits {
    pub(crate) const DEFAULT: Self = Self {
        token_bytes: MAX_TOKEN_BYTES,
        header_bytes: 8_192,
        depth: json::MAX_DEPTH,
        padding: false,
    };

    /// No limit, for text that this library wrote itself.
    pub(crate) fn unbounded() -> Self {
        Self {
            token_bytes: usize::MAX,
            header_bytes: usize::MAX,
            ..Self::DEFAULT
        }
    }

    /// Refuses an over-long token before anything is done with its bytes.
    pub(crate) fn admit(&self, token: &[u8]) -> Result<()> {
        if token.len() > self.token_bytes {
            return Err(Error::new(Code::TokenTooLarge));
        }
        Ok(())
    }

    /// A segment without the padding that it may have; any other `=` is left for the decoder to
    /// refuse.
    fn unpadded<'a>(&self, segment: &'a [u8]) -> &'a [u8] {
        if !self.padding || !segment.len().is_multiple_of(4) {
            return segment;
        }
        let one = segment.strip_suffix(b"=");
        one.and_then(|rest| rest.strip_suffix(b"="))
            .or(one)
            .unwrap_or(segment)
    }
}

/// A token cut into its segments, with payload and signature decoded.
#[derive(Debug)]
pub(crate) struct Compact<'a> {
    /// All of it, to tell what it is if it is not a token.
    whole: &'a [u8],
    padding: bool,
    /// The header without padding; reading it finds out whether it is canonical base64url.
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
        let malformed = || malformed(token, limits.padding);
        let (Some(first), Some(last)) = (memchr(b'.', token), memrchr(b'.', token)) else {
            return Err(malformed());
        };
        if first > limits.header_bytes {
            return Err(Error::new(Code::TokenTooLarge));
        }
        let (signing_input, after) = token.split_at_checked(last).unwrap_or_default();
        let signature = limits.unpadded(after.get(1..).unwrap_or_default());
        let (Some(header), Some(payload)) = (
            token.get(..first),
            signing_input.get(first.saturating_add(1)..),
        ) else {
            return Err(malformed());
        };
        // A further dot would be in the payload, where the alphabet does not allow it.
        let payload = base64url::decode(limits.unpadded(payload)).map_err(|_| malformed())?;
        let signature = base64url::decode_short(signature).map_err(|_| malformed())?;
        Ok(Self {
            whole: token,
            padding: limits.padding,
            header: limits.unpadded(header),
            signing_input,
            payload,
            signature,
        })
    }
}

impl Compact<'_> {
    /// Decodes and type-checks the header.
    pub(crate) fn read_header(&self, max_depth: usize) -> Result<Header> {
        Header::read(self.header, max_depth).map_err(|error| match error.code() {
            Code::TokenMalformed => malformed(self.whole, self.padding),
            _ => error,
        })
    }
}

/// Tells apart what people hand over in place of a token.
fn malformed(token: &[u8], padding: bool) -> Error {
    let first = token.first().copied().unwrap_or_default();
    let last = token.last().copied().unwrap_or_default();
    let dots = memchr::memchr_iter(b'.', token).count();
    let bearer = token
        .first_chunk::<7>()
        .is_some_and(|start| start.eq_ignore_ascii_case(b"bearer "));
    let hint = if token.is_empty() {
        "The token is empty."
    } else if bearer {
        "It begins with `Bearer`; take the token out of the header with `bearer.parse`."
    } else if matches!(first, b'"' | b'\'') || matches!(last, b'"' | b'\'') {
        "It is in quotes; remove them."
    } else if first.is_ascii_whitespace() || last.is_ascii_whitespace() {
        "It begins or ends with white space, such as the line end of a file; remove it."
    } else if dots == 4 {
        "It has five segments, as an encrypted token (JWE) has; ask the issuer for a signed one \
         (Auth0: request an audience)."
    } else if dots != 2 {
        "It is not a JWT: only its issuer can read an opaque token, so ask there (introspection)."
    } else if !padding && memchr(b'=', token).is_some() {
        "A segment is padded with `=`; where the issuer is an AWS load balancer, set \
         `allow_padding`."
    } else {
        return Error::new(Code::TokenMalformed);
    };
    Error::with_hint(Code::TokenMalformed, hint)
}
