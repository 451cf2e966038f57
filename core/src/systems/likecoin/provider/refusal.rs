//! What a provider refuses, and in which words.

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Another method than the endpoint's.
    Method,
    /// A body that is not a form, or is too large, or parameters that cannot be read.
    Malformed,
    /// No such endpoint: introspection that is not switched on.
    NotServed,
    ClientMissing,
    /// A client that is unknown or off, or a wrong secret.
    Client,
    /// As `Client`, of a client that used HTTP Basic.
    BasicClient,
    GrantTypeMissing,
    GrantType,
    CodeMissing,
    Code,
    RedirectUri,
    Verifier,
    RefreshTokenMissing,
    RefreshToken,
    Scope,
    /// Another client's token, at revocation.
    Token,
    /// The database failed, or no key opens a record.
    Unavailable,
    /// On a page: a client that is unknown or off.
    ClientId,
    ResponseType,
    Denied,
    Ticket,
}

/// How a refusal is said.
pub(super) struct Words {
    pub(super) status: u16,
    pub(super) likecoin: &'static str,
    pub(super) rfc6749: &'static str,
}

impl Refusal {
    pub(super) const fn words(self) -> Words {
        let (status, likecoin, rfc6749) = match self {
            Self::Method => (405, "INVALID_REQUEST", "invalid_request"),
            Self::Malformed => (400, "INVALID_REQUEST", "invalid_request"),
            Self::NotServed => (404, "INVALID_REQUEST", "invalid_request"),
            Self::ClientMissing => (400, "MISSING_CLIENT_INFO", "invalid_client"),
            Self::Client | Self::BasicClient => (400, "INVALID_CLIENT_CRED", "invalid_client"),
            Self::GrantTypeMissing => (400, "INVALID_GRANT_TYPE", "invalid_request"),
            Self::GrantType => (400, "INVALID_GRANT_TYPE", "unsupported_grant_type"),
            Self::CodeMissing => (400, "INVALID_CODE", "invalid_request"),
            Self::Code => (400, "INVALID_CODE", "invalid_grant"),
            Self::RedirectUri => (400, "INVALID_REDIRECT_URI", "invalid_grant"),
            Self::Verifier => (400, "INVALID_CODE_VERIFIER", "invalid_grant"),
            Self::RefreshTokenMissing => (400, "INVALID_REFRESH_TOKEN", "invalid_request"),
            Self::RefreshToken => (400, "INVALID_REFRESH_TOKEN", "invalid_grant"),
            Self::Scope => (400, "INVALID_SCOPE", "invalid_scope"),
            Self::Token => (400, "INVALID_TOKEN", "unauthorized_client"),
            Self::Unavailable => (503, "SERVER_UNAVAILABLE", "temporarily_unavailable"),
            Self::ClientId => (400, "INVALID_CLIENT_ID", "invalid_request"),
            Self::ResponseType => (400, "INVALID_REQUEST", "unsupported_response_type"),
            Self::Denied => (303, "denied", "access_denied"),
            Self::Ticket => (403, "INVALID_TICKET", "invalid_request"),
        };
        Words {
            status,
            likecoin,
            rfc6749,
        }
    }

    /// The status in style `rfc6749`, which says 401 to a client that it does not know.
    pub(super) const fn rfc6749_status(self) -> u16 {
        match self {
            Self::ClientMissing | Self::Client | Self::BasicClient => 401,
            _ => self.words().status,
        }
    }

    /// What a page says under its word.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::ClientId => {
                "The application is not known here, or it has been switched off. Tell the people \
                 who run it."
            }
            Self::RedirectUri => {
                "The application asked to send you back to an address that is not registered for \
                 it. Tell the people who run it."
            }
            Self::Ticket => {
                "This form is too old, or it was made for another login. Go back to the \
                 application and start again."
            }
            Self::Unavailable => "This does not work at the moment. Try again in a minute.",
            _ => "The request cannot be understood. Go back to the application and start again.",
        }
    }
}
