//! The scopes of an access token: what it was granted, and whether that is what is required.

use serde::Serialize;

use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Text, Value, strings};

/// The claims that hold scopes; the first one that is there counts. RFC 9068 §2.2.3 has `scope`;
/// some servers write `scp`.
const CLAIMS: [&str; 2] = ["scope", "scp"];

/// The granted scopes, in one of their two forms.
enum Granted<'a> {
    /// Words with spaces between them (RFC 6749 §3.3).
    Words(Text<'a>),
    /// The text of an array, all of whose items are strings.
    List(&'a str),
}

impl<'a> Granted<'a> {
    /// # Errors
    /// `claim_malformed` for anything but a string or an array of strings.
    fn read(payload: &Object<'a>) -> Result<Option<Self>> {
        let claim = CLAIMS
            .into_iter()
            .find_map(|claim| Some((claim, payload.get(claim)?)));
        match claim {
            None => Ok(None),
            Some((_, Value::String(words))) => Ok(Some(Self::Words(words))),
            Some((_, Value::Array(list))) if strings(list).all(|item| item.is_some()) => {
                Ok(Some(Self::List(list)))
            }
            Some((claim, _)) => Err(Error::about(Code::ClaimMalformed, claim)),
        }
    }

    fn has(&self, scope: &str) -> bool {
        match self {
            Self::Words(words) => words.value().split(' ').any(|word| word == scope),
            Self::List(list) => strings(list).flatten().any(|item| item.is(scope)),
        }
    }
}

/// What an access token grants, and to whom.
///
/// To require scopes, use the policy's `scopes` or [`crate::Expectations::scopes`]. This is for
/// frameworks that compare scopes themselves.
///
/// ```
/// let grants = jotkit::Grants::read(r#"{"scope": "read write", "client_id": "app"}"#);
/// assert_eq!(grants.scopes, ["read", "write"]);
/// assert_eq!(grants.client_id.as_deref(), Some("app"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Grants {
    /// The granted scopes: those of `scope`, or else of `scp`, a list or words with spaces between
    /// them. A claim of another type grants nothing.
    pub scopes: Vec<String>,
    /// The client that the token was issued to: `client_id` (RFC 9068 §2.2), or else `azp`, which
    /// some servers write into access tokens (OpenID Connect Core 1.0 §2).
    pub client_id: Option<String>,
}

impl Grants {
    /// Reads the payload of a token that was verified. Text that is not a JSON object grants
    /// nothing.
    #[must_use]
    pub fn read(payload: &str) -> Self {
        let Ok(payload) = json::parse_object_str(payload, usize::MAX) else {
            return Self::default();
        };
        let text = |name| payload.get(name).and_then(Value::as_string);
        let client = text("client_id").or_else(|| text("azp"));
        let scopes: Vec<String> = match Granted::read(&payload) {
            Ok(Some(Granted::Words(words))) => {
                words.value().split(' ').map(str::to_owned).collect()
            }
            Ok(Some(Granted::List(list))) => {
                let items = strings(list).flatten();
                items.map(|item| item.value().into_owned()).collect()
            }
            Ok(None) | Err(_) => Vec::new(),
        };
        Self {
            scopes: scopes.into_iter().filter(|word| !word.is_empty()).collect(),
            client_id: client.map(|client| client.value().into_owned()),
        }
    }

    /// These as a JSON object with the members `scopes` and `client_id`.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Judges the type of the claim that holds the scopes.
///
/// # Errors
/// `claim_malformed` for anything but a string or an array of strings.
pub(super) fn check(payload: &Object<'_>) -> Result<()> {
    Granted::read(payload).map(drop)
}

/// Judges whether each of these scopes was granted.
///
/// # Errors
/// `scope_refused`; `claim_malformed` as [`check`].
pub(super) fn covers(payload: &Object<'_>, required: &[String]) -> Result<()> {
    if required.is_empty() {
        return Ok(());
    }
    match Granted::read(payload)? {
        Some(granted) if required.iter().all(|scope| granted.has(scope)) => Ok(()),
        _ => Err(Error::about(Code::ScopeRefused, "scope")),
    }
}
