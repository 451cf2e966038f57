//! How LikeCoin's API says no, from both ends.
//!
//! It knows three refusals, each a status and a word of plain text: 401 `LOGIN_NEEDED` for a token
//! that is absent or bad in any way, 401 `TOKEN_EXPIRED` for a good one whose time is over, and
//! 403 `INSUFFICIENT_PERMISSION` for a good one that lacks a scope.

use crate::error::{Code, Error, Kind};

const LOGIN_NEEDED: &str = "LOGIN_NEEDED";
const TOKEN_EXPIRED: &str = "TOKEN_EXPIRED";
const INSUFFICIENT_PERMISSION: &str = "INSUFFICIENT_PERMISSION";

/// What an API answers to a request whose token it refuses.
///
/// ```
/// use jotkit::{Code, likecoin::replies::Refusal};
///
/// let refusal = Refusal::of_code(Code::TokenExpired).unwrap();
/// assert_eq!((refusal.status, refusal.body), (401, "TOKEN_EXPIRED"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The whole body, as `text/plain`.
    pub body: &'static str,
}

impl Refusal {
    /// What to answer when reading the `Authorization` header or verifying the token failed.
    ///
    /// `None` if the failure is not the token's: a key that cannot be used, a policy that is not
    /// valid. Logging in again would not help: answer with status 500.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        Self::of_code(error.code())
    }

    /// The same for a code alone, which is what a binding may be left with.
    #[must_use]
    pub fn of_code(code: Code) -> Option<Self> {
        let (status, body) = match (code, code.kind()) {
            (Code::TokenExpired, _) => (401, TOKEN_EXPIRED),
            (Code::ScopeRefused, _) => (403, INSUFFICIENT_PERMISSION),
            (Code::KeyUnknown | Code::KeyAmbiguous | Code::ClientUnknown, _)
            | (_, Kind::Malformed | Kind::Refused) => (401, LOGIN_NEEDED),
            (_, Kind::Key | Kind::Usage | Kind::Flow | Kind::Internal) => return None,
        };
        Some(Self { status, body })
    }
}

/// What an OAuth client does about an API's reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reaction {
    /// The call succeeded.
    Done,
    /// Get a new access token with the refresh token, and send the request again, once.
    RefreshAndRetry,
    /// Send the user through the consent page again.
    Reauthorize,
    /// The call failed for a reason that has nothing to do with the token.
    Failed,
}

impl Reaction {
    /// The reaction's name in every language, such as `reauthorize`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::RefreshAndRetry => "refresh_and_retry",
            Self::Reauthorize => "reauthorize",
            Self::Failed => "failed",
        }
    }

    /// What to do about a reply to a request that was sent for the first time.
    ///
    /// A 403 never leads to a refresh: the new token would have the same scopes.
    #[must_use]
    pub fn to(status: u16, body: impl AsRef<[u8]>) -> Self {
        let word = body.as_ref().trim_ascii();
        let is = |name: &str| word == name.as_bytes();
        match status {
            200..=299 => Self::Done,
            401 if is(TOKEN_EXPIRED) || is(LOGIN_NEEDED) => Self::RefreshAndRetry,
            403 if is(INSUFFICIENT_PERMISSION) => Self::Reauthorize,
            _ => Self::Failed,
        }
    }

    /// What to do about the reply to a request that was sent again after a refresh.
    ///
    /// A token that is refused as soon as it was issued will not get better by another refresh, so
    /// this never says [`RefreshAndRetry`](Self::RefreshAndRetry).
    #[must_use]
    pub fn after_refresh(status: u16, body: impl AsRef<[u8]>) -> Self {
        match Self::to(status, body) {
            Self::RefreshAndRetry => Self::Reauthorize,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reaction, Refusal};
    use crate::error::{Code, Error, Kind};

    fn answer(code: Code) -> Option<(u16, &'static str)> {
        Refusal::of(&Error::new(code)).map(|refusal| (refusal.status, refusal.body))
    }

    #[test]
    fn each_failure_of_a_token_has_its_answer() {
        for code in Code::ALL.iter().copied() {
            let expected = match code {
                Code::TokenExpired => Some((401, "TOKEN_EXPIRED")),
                Code::ScopeRefused => Some((403, "INSUFFICIENT_PERMISSION")),
                _ if matches!(code.kind(), Kind::Malformed | Kind::Refused) => {
                    Some((401, "LOGIN_NEEDED"))
                }
                Code::ClientUnknown | Code::KeyUnknown | Code::KeyAmbiguous => {
                    Some((401, "LOGIN_NEEDED"))
                }
                _ => None,
            };
            assert_eq!(answer(code), expected, "{code}");
        }
    }

    #[test]
    fn a_server_s_own_fault_is_not_blamed_on_the_user() {
        for code in [
            Code::KeyWeak,
            Code::KeyInvalid,
            Code::KeysUnavailable,
            Code::PolicyInvalid,
            Code::ArgumentInvalid,
            Code::Internal,
        ] {
            assert_eq!(answer(code), None, "{code}");
        }
    }

    #[test]
    fn a_request_without_a_bearer_token_needs_a_login() {
        let error = crate::bearer::parse("Basic a.b.c").unwrap_err();
        assert_eq!(Refusal::of(&error).unwrap().body, "LOGIN_NEEDED");
    }

    #[test]
    fn a_client_refreshes_on_two_words_only() {
        for (status, body, reaction) in [
            (200, "", Reaction::Done),
            (204, "TOKEN_EXPIRED", Reaction::Done),
            (401, "TOKEN_EXPIRED", Reaction::RefreshAndRetry),
            (401, "LOGIN_NEEDED\n", Reaction::RefreshAndRetry),
            (401, "INSUFFICIENT_PERMISSION", Reaction::Failed),
            (401, "token_expired", Reaction::Failed),
            (401, "", Reaction::Failed),
            (403, "INSUFFICIENT_PERMISSION", Reaction::Reauthorize),
            (403, "TOKEN_EXPIRED", Reaction::Failed),
            (403, "LOGIN_NEEDED", Reaction::Failed),
            (403, "", Reaction::Failed),
            (302, "LOGIN_NEEDED", Reaction::Failed),
            (400, "TOKEN_EXPIRED", Reaction::Failed),
            (500, "TOKEN_EXPIRED", Reaction::Failed),
            (0, "", Reaction::Failed),
        ] {
            assert_eq!(Reaction::to(status, body), reaction, "{status} {body}");
        }
    }

    #[test]
    fn a_client_refreshes_once() {
        for body in ["TOKEN_EXPIRED", "LOGIN_NEEDED"] {
            assert_eq!(Reaction::after_refresh(401, body), Reaction::Reauthorize);
        }
        assert_eq!(Reaction::after_refresh(200, "{}"), Reaction::Done);
        assert_eq!(Reaction::after_refresh(500, ""), Reaction::Failed);
    }

    #[test]
    fn both_ends_speak_of_the_same_words() {
        let reaction = |code| {
            let refusal = Refusal::of(&Error::new(code)).unwrap();
            Reaction::to(refusal.status, refusal.body)
        };
        assert_eq!(reaction(Code::TokenExpired), Reaction::RefreshAndRetry);
        assert_eq!(reaction(Code::SignatureInvalid), Reaction::RefreshAndRetry);
        assert_eq!(reaction(Code::ScopeRefused), Reaction::Reauthorize);
    }
}
