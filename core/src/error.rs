//! One error type: a stable code, its kind, and the claim it is about.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// What went wrong, in one of the five ways a caller reacts differently to (and `Internal`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The token's bytes are not a well-formed token.
    Malformed,
    /// The token is well formed and must not be trusted.
    Refused,
    /// A key or a client's secret could not be found or used.
    Key,
    /// The caller asked for something that makes no sense.
    Usage,
    /// A step of an OAuth flow failed.
    Flow,
    /// A bug in jotkit itself.
    Internal,
}

impl Kind {
    /// The kind's name in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Refused => "refused",
            Self::Key => "key",
            Self::Usage => "usage",
            Self::Flow => "flow",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Writes the table of codes once: variant, string, number in C, kind, sentence.
macro_rules! codes {
    ($($variant:ident $text:literal $number:literal $kind:ident $sentence:literal;)+) => {
        /// The stable name of a failure: the same string in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $sentence] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code's string, such as `token_expired`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The code's number in C. Numbers are never reused; 0 is success.
            #[must_use]
            pub const fn number(self) -> i32 {
                match self { $(Self::$variant => $number,)+ }
            }

            /// The code with this number in C.
            #[must_use]
            pub const fn from_number(number: i32) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }

            /// The kind this code belongs to.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)+ }
            }

            /// The fixed sentence that explains the code.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)+ }
            }
        }
    };
}

codes! {
    TokenMalformed "token_malformed" 1 Malformed "The token is not three base64url segments separated by dots.";
    TokenTooLarge "token_too_large" 2 Malformed "The token or its header is longer than the policy's limit.";
    HeaderMalformed "header_malformed" 3 Malformed "The token's header is not one strict JSON object with members of the right types.";
    PayloadMalformed "payload_malformed" 4 Malformed "The token's payload is not one strict JSON object.";
    ClaimMalformed "claim_malformed" 5 Malformed "A claim has a value of the wrong type or out of its range.";
    AuthorizationMissing "authorization_missing" 6 Malformed "The request has no `Authorization` header; send the token as `Bearer`, a space and the token.";
    AuthorizationMalformed "authorization_malformed" 7 Malformed "The `Authorization` header must be `Bearer`, a space and the token.";

    AlgorithmRefused "algorithm_refused" 20 Refused "The token's algorithm is not one that the key and the policy allow.";
    HeaderUnsupported "header_unsupported" 21 Refused "The token's header demands an extension that is not supported.";
    SignatureInvalid "signature_invalid" 22 Refused "The token's signature does not match its content and the key.";
    TokenExpired "token_expired" 23 Refused "The token has expired; get a new one.";
    TokenNotYetValid "token_not_yet_valid" 24 Refused "The token is not valid yet; check both clocks.";
    TokenTooOld "token_too_old" 25 Refused "The token was issued longer ago than the policy's max_age.";
    IssuedInFuture "issued_in_future" 26 Refused "The token claims to be issued in the future; check both clocks.";
    TypeRefused "type_refused" 27 Refused "The token's typ is not one that the policy accepts.";
    AudienceRefused "audience_refused" 28 Refused "The token is not meant for this audience; name the expected one as the policy's audience.";
    IssuerRefused "issuer_refused" 29 Refused "The token was not issued by an expected issuer.";
    SubjectRefused "subject_refused" 30 Refused "The token is not about the expected subject.";
    ClaimMissing "claim_missing" 31 Refused "A required claim is missing.";
    ClaimRefused "claim_refused" 32 Refused "A claim does not have the expected value.";
    ScopeRefused "scope_refused" 33 Refused "The token's scopes do not cover what is demanded.";
    TokenRevoked "token_revoked" 34 Refused "The token has been revoked by its issuer; the user has to log in again.";

    KeyUnknown "key_unknown" 40 Key "No key of the set is the one that the token names.";
    KeyAmbiguous "key_ambiguous" 41 Key "More than one key of the set fits the token.";
    KeyInvalid "key_invalid" 42 Key "The key could not be read.";
    KeyWeak "key_weak" 43 Key "The key is too weak for its algorithm.";
    KeyUnsuitable "key_unsuitable" 44 Key "The key's type, `use` or `key_ops` does not allow this operation.";
    ClientUnknown "client_unknown" 45 Key "The token's client id is not among the configured clients.";
    KeysUnavailable "keys_unavailable" 46 Key "The keys could not be fetched; try again later.";

    PolicyInvalid "policy_invalid" 60 Usage "The policy is not valid.";
    ClaimsInvalid "claims_invalid" 61 Usage "The claims are not one strict JSON object with registered claims of the right types.";
    ArgumentInvalid "argument_invalid" 62 Usage "An argument is not valid.";

    StateMismatch "state_mismatch" 80 Flow "The callback's state is not the one that was sent; start the login again.";
    CallbackInvalid "callback_invalid" 81 Flow "The callback URL is not a valid answer of the authorization page.";
    AccessDenied "access_denied" 82 Flow "The user declined to give access.";
    AuthorizationFailed "authorization_failed" 83 Flow "The server refused the authorization request.";
    ResponseInvalid "response_invalid" 84 Flow "The server's response could not be understood.";
    RequestRefused "request_refused" 85 Flow "The server refused the request.";
    ServerUnavailable "server_unavailable" 86 Flow "The server did not answer, or could not answer now; try again later with the same tokens.";

    Internal "internal" 100 Internal "Something went wrong inside jotkit; please report it.";
}

impl FromStr for Code {
    type Err = Error;

    /// Reads a code's string, byte for byte.
    fn from_str(text: &str) -> Result<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|code| code.as_str() == text)
            .ok_or(Error::argument_invalid("There is no code of that name."))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Every failure of jotkit.
///
/// It carries a [`Code`], the name of the claim or header member it is about where there is one,
/// and a message made of fixed sentences. It never carries a byte of a token, a key or a secret, so
/// it is safe to log.
///
/// ```
/// use jotkit::{Code, Kind};
///
/// let error = jotkit::peek("not a token").unwrap_err();
/// assert_eq!((error.code(), error.kind()), (Code::TokenMalformed, Kind::Malformed));
/// assert_eq!(error.code().as_str(), "token_malformed");
/// assert!(error.hint().unwrap().contains("not a JWT"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    code: Code,
    claim: Option<Cow<'static, str>>,
    hint: Option<Cow<'static, str>>,
    reply: Option<Box<Reply>>,
}

/// What an error carries about a server. Few errors have it, so it is boxed.
#[derive(Clone, Default, PartialEq, Eq)]
struct Reply {
    status: Option<u16>,
    detail: Option<String>,
    retry_at: Option<i64>,
}

/// The result of everything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) const fn new(code: Code) -> Self {
        Self {
            code,
            claim: None,
            hint: None,
            reply: None,
        }
    }

    /// The same code with the sentence that says what to do about this particular case.
    pub(crate) const fn with_hint(code: Code, hint: &'static str) -> Self {
        Self {
            code,
            claim: None,
            hint: Some(Cow::Borrowed(hint)),
            reply: None,
        }
    }

    /// For hints that name a part of the *caller's configuration*; never of a token or key.
    pub(crate) fn with_made_hint(code: Code, hint: String) -> Self {
        Self {
            code,
            claim: None,
            hint: Some(Cow::Owned(hint)),
            reply: None,
        }
    }

    pub(crate) const fn about(code: Code, claim: &'static str) -> Self {
        Self {
            code,
            claim: Some(Cow::Borrowed(claim)),
            hint: None,
            reply: None,
        }
    }

    /// The error of verified claims that a type or a schema of the host's does not fit. The claim
    /// is the place that is wrong, in names of the type and not of the token.
    #[must_use]
    pub fn claims_of_other_shape(claim: Option<&str>) -> Self {
        let error = Self {
            claim: claim.map(|claim| Cow::Owned(claim.to_owned())),
            ..Self::new(Code::ClaimMalformed)
        };
        error.and_hint("The claims do not have the shape of the type.")
    }

    /// The error of a claim that a host asked for by its name and that is not there.
    #[must_use]
    pub fn no_such_claim(claim: &str) -> Self {
        Self::about_named(Code::ClaimMissing, claim)
    }

    /// For claim names that the *caller's policy* gave.
    pub(crate) fn about_named(code: Code, claim: &str) -> Self {
        Self {
            code,
            claim: Some(Cow::Owned(claim.to_owned())),
            hint: None,
            reply: None,
        }
    }

    pub(crate) fn and_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the status and the detail of the server's reply. A status outside 100 to 599 is left
    /// out.
    pub(crate) fn and_reply(mut self, status: u16, detail: Option<String>) -> Self {
        let status = (100..=599).contains(&status).then_some(status);
        if status.is_some() || detail.is_some() {
            self.reply = Some(Box::new(Reply {
                status,
                detail,
                retry_at: None,
            }));
        }
        self
    }

    /// Adds when there can be another request, in milliseconds since 1970.
    pub(crate) fn and_retry_at(mut self, time: i64) -> Self {
        self.reply.get_or_insert_default().retry_at = Some(time);
        self
    }

    /// The sentence on what to do about this particular case, where there is one. It is the last of
    /// the message, too.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// What a key lookup answers when it has no key for a token's `kid` ([`Code::KeyUnknown`]).
    #[must_use]
    pub const fn key_unknown() -> Self {
        Self::new(Code::KeyUnknown)
    }

    /// What a client lookup answers when it does not know a client ([`Code::ClientUnknown`]).
    #[must_use]
    pub const fn client_unknown() -> Self {
        Self::new(Code::ClientUnknown)
    }

    /// What a binding reports when it could not make sense of an argument
    /// ([`Code::ArgumentInvalid`]).
    #[must_use]
    pub const fn argument_invalid(hint: &'static str) -> Self {
        Self::with_hint(Code::ArgumentInvalid, hint)
    }

    /// What a binding reports after it caught a panic ([`Code::Internal`]).
    #[must_use]
    pub const fn internal() -> Self {
        Self::new(Code::Internal)
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The code's kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.code.kind()
    }

    /// The claim or header member this is about, where there is one.
    #[must_use]
    pub fn claim(&self) -> Option<&str> {
        self.claim.as_deref()
    }

    /// The HTTP status of the server's reply, where there was one with a status from 100 to 599.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.reply.as_ref()?.status
    }

    /// The server's own word for the failure, such as `invalid_grant`: 1 to 64 ASCII letters,
    /// digits and underscores that have no part of a token or secret in them.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.reply.as_ref()?.detail.as_deref()
    }

    /// When the keys can be fetched again, in milliseconds since 1970; only of
    /// [`Code::KeysUnavailable`].
    #[must_use]
    pub fn retry_at(&self) -> Option<i64> {
        self.reply.as_ref()?.retry_at
    }
}

/// The failure of a code, with its sentence alone: how a caller's key or client lookup, which
/// speaks to a binding in codes, says why it has no answer.
impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.sentence())?;
        if let Some(claim) = &self.claim {
            let what = match self.code {
                Code::HeaderMalformed => "Header member",
                _ => "Claim",
            };
            write!(f, " {what}: {claim}.")?;
        }
        if let Some(status) = self.status() {
            write!(f, " Status: {status}.")?;
        }
        if let Some(detail) = self.detail() {
            write!(f, " Detail: {detail}.")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, " {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut error = f.debug_struct("Error");
        error.field("code", &self.code);
        let texts = [("claim", &self.claim), ("hint", &self.hint)];
        for (name, text) in texts {
            if let Some(text) = text {
                error.field(name, text);
            }
        }
        if let Some(reply) = &self.reply {
            error
                .field("status", &reply.status)
                .field("detail", &reply.detail);
        }
        error.finish()
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Code, Error};

    #[test]
    fn an_error_carries_the_status_and_the_detail_of_a_reply() {
        let error = Error::from(Code::RequestRefused).and_reply(400, Some("invalid_grant".into()));
        assert_eq!(
            (error.status(), error.detail()),
            (Some(400), Some("invalid_grant"))
        );
        assert_eq!(
            error.to_string(),
            "The server refused the request. Status: 400. Detail: invalid_grant."
        );
        for status in [0, 99, 600, u16::MAX] {
            let error = Error::from(Code::ResponseInvalid).and_reply(status, None);
            assert_eq!(error, Error::from(Code::ResponseInvalid), "{status}");
        }
    }

    #[test]
    fn a_number_belongs_to_one_code() {
        for code in Code::ALL.iter().copied() {
            assert_eq!(Code::from_number(code.number()), Some(code), "{code}");
        }
        assert_eq!(Code::from_number(0), None, "0 is success");
        assert_eq!(Code::from_number(-1), None);
    }
}
