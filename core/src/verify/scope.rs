//! The scopes of an access token: what it was granted, and whether that is what is required.

use crate::error::{Code, Error, Result};
use crate::json::{Object, Text, Value, strings};

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
