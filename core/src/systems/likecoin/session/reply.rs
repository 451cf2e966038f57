//! Replies of the server: to a call, and to a refresh.

use std::str::FromStr;

use super::detail::detail;
use crate::bearer;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::systems::likecoin::replies::Reaction;
use crate::systems::likecoin::token_response::{
    MAX_BODY_BYTES, TokenResponse, parse_token_response,
};
use zeroize::Zeroizing;

/// Why a request got no reply that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The deadline passed.
    Timeout,
    /// The server could not be reached or could not prove who it is, or the connection broke.
    Network,
    /// The body is longer than [`MAX_BODY_BYTES`].
    TooLarge,
    /// The server sent the client elsewhere, and the transport has no reply to hand in.
    Redirect,
}

impl FromStr for Cause {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Ok(match name {
            "timeout" => Self::Timeout,
            "network" | "tls" => Self::Network,
            "too_large" => Self::TooLarge,
            "redirect" => Self::Redirect,
            _ => {
                return Err(Error::argument_invalid(
                    "A cause is `timeout`, `network`, `tls`, `too_large` or `redirect`.",
                ));
            }
        })
    }
}

impl Cause {
    /// The error of a request that got no reply.
    #[must_use]
    pub fn error(self) -> Error {
        match self {
            Self::Timeout => Error::with_hint(Code::ServerUnavailable, "The deadline passed."),
            Self::Network => {
                Error::with_hint(Code::ServerUnavailable, "The connection failed or broke.")
            }
            Self::TooLarge => Error::with_hint(Code::ResponseInvalid, TOO_LARGE),
            Self::Redirect => Error::with_hint(Code::ResponseInvalid, REDIRECT),
        }
    }
}

const TOO_LARGE: &str = "It is longer than 1 MiB.";
const REDIRECT: &str = "It is a redirect, and requests with tokens follow none.";

/// A reply as it was received.
pub(super) struct Reply<'a> {
    pub(super) status: u16,
    pub(super) encoded: bool,
    pub(super) body: &'a [u8],
}

/// Whether a header says that the body is compressed or otherwise encoded. Such a body is refused:
/// a small one can become large.
fn is_encoding(name: &str, value: &str) -> bool {
    let value = value.trim();
    let plain = value.is_empty() || value.eq_ignore_ascii_case("identity");
    name.eq_ignore_ascii_case("content-encoding") && !plain
}

impl<'a> Reply<'a> {
    pub(super) fn new<N: AsRef<str>, V: AsRef<str>>(
        status: u16,
        headers: &[(N, V)],
        body: &'a [u8],
    ) -> Self {
        let encoded = headers
            .iter()
            .any(|(name, value)| is_encoding(name.as_ref(), value.as_ref()));
        Self {
            status,
            encoded,
            body,
        }
    }

    /// What to do about the reply to a call.
    pub(super) fn reaction(&self) -> Result<Reaction> {
        self.check()?;
        Ok(Reaction::to(self.status, self.body))
    }

    /// The tokens that the reply to a refresh grants, with what it lacks kept from those held.
    pub(super) fn tokens(
        &self,
        client_secret: Option<&str>,
        held: &TokenResponse,
    ) -> Result<TokenResponse> {
        self.accepted(client_secret, held)?;
        self.granted(held)
    }

    /// Whether the server did what it was asked for.
    pub(super) fn accepted(&self, client_secret: Option<&str>, held: &TokenResponse) -> Result<()> {
        self.check()?;
        match self.status {
            200..=299 => Ok(()),
            408 | 429 | 500..=599 => {
                Err(self.refusal(Code::ServerUnavailable, client_secret, held))
            }
            400..=499 => Err(self.refusal(Code::RequestRefused, client_secret, held)),
            300..=399 => Err(self.invalid(REDIRECT)),
            _ => Err(self.invalid("Its status is not final.")),
        }
    }

    fn granted(&self, held: &TokenResponse) -> Result<TokenResponse> {
        let keep = held.refresh_token.as_ref().map(Secret::as_str);
        let new = parse_token_response(self.status, self.body, keep)
            .map_err(|error| error.and_reply(self.status, None))?;
        if bearer::format(new.access_token.as_str())
            .map(Zeroizing::new)
            .is_err()
        {
            return Err(self.invalid("Its access_token fits in no header."));
        }
        let refresh_token = new.refresh_token.as_ref().map(Secret::as_str);
        if refresh_token.is_some_and(|token| token.trim().is_empty()) {
            return Err(self.invalid("Its refresh_token is blank."));
        }
        Ok(completed(new, held))
    }

    fn refusal(&self, code: Code, client_secret: Option<&str>, held: &TokenResponse) -> Error {
        let secrets = [
            client_secret,
            Some(held.access_token.as_str()),
            held.refresh_token.as_ref().map(Secret::as_str),
        ];
        Error::from(code).and_reply(
            self.status,
            detail(self.body, secrets.into_iter().flatten()),
        )
    }

    fn check(&self) -> Result<()> {
        if !(100..=599).contains(&self.status) {
            Err(self.invalid("Its status is not one from 100 to 599."))
        } else if self.body.len() > MAX_BODY_BYTES {
            Err(self.invalid(TOO_LARGE))
        } else if self.encoded {
            Err(self.invalid("It is compressed; ask for `accept-encoding: identity`."))
        } else {
            Ok(())
        }
    }

    fn invalid(&self, hint: &'static str) -> Error {
        Error::with_hint(Code::ResponseInvalid, hint).and_reply(self.status, None)
    }
}

/// New tokens, with what they lack kept from those held.
pub(super) fn completed(new: TokenResponse, held: &TokenResponse) -> TokenResponse {
    TokenResponse {
        refresh_token: new.refresh_token.or_else(|| held.refresh_token.clone()),
        user: new.user.or_else(|| held.user.clone()),
        display_name: new.display_name.or_else(|| held.display_name.clone()),
        avatar: new.avatar.or_else(|| held.avatar.clone()),
        scope: new.scope.or_else(|| held.scope.clone()),
        ..new
    }
}
