//! What a provider tells about its work, for logs and for counting.

use serde::Serialize;

/// Something that happened. It carries no code, token, secret or key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub name: EventName,
    /// When, in seconds since 1970.
    pub time: i64,
    /// The client's id, if the request named a client that is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The user's id, if one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Why a request was refused: LikeCoin's word, such as `INVALID_CODE`, in either style.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventName {
    /// A user allowed scopes that were not allowed before.
    ConsentGiven,
    /// A user declined.
    ConsentDeclined,
    /// A user withdrew what was allowed.
    ConsentWithdrawn,
    /// A code went to a client's redirect URI.
    CodeIssued,
    /// A code was exchanged for tokens.
    CodeRedeemed,
    /// A redeemed code was presented again.
    CodeReplayed,
    /// A refresh token gave an access token.
    TokenRefreshed,
    /// A refresh token that was replaced was presented again.
    TokenReused,
    /// The tokens of a client and user ended.
    TokensEnded,
    /// A client could not authenticate. Many of one address are an attack.
    ClientRefused,
    /// A request was refused for another reason.
    RequestRefused,
    /// The database did not do its work.
    StoreFailed,
}

impl EventName {
    /// The event's name in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConsentGiven => "consent_given",
            Self::ConsentDeclined => "consent_declined",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::CodeIssued => "code_issued",
            Self::CodeRedeemed => "code_redeemed",
            Self::CodeReplayed => "code_replayed",
            Self::TokenRefreshed => "token_refreshed",
            Self::TokenReused => "token_reused",
            Self::TokensEnded => "tokens_ended",
            Self::ClientRefused => "client_refused",
            Self::RequestRefused => "request_refused",
            Self::StoreFailed => "store_failed",
        }
    }
}
