//! The HTTP answer to a request whose token was refused
//! ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).

use crate::error::{Code, Error, Kind, Result};

/// What a server answers.
///
/// ```
/// let error = jotkit::peek("a.b.c").unwrap_err();
/// let answer = error.challenge::<&str>(Some("api"), None)?;
/// let header = r#"Bearer realm="api", error="invalid_token""#;
/// assert_eq!(answer.www_authenticate.as_deref(), Some(header));
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Challenge {
    /// The HTTP status: 401 for a token that is missing or wrong, 403 for one that does not cover
    /// the scope, 503 while keys cannot be fetched, 500 for mistakes of the server's own.
    pub status: u16,
    /// The value of the `WWW-Authenticate` header, for 401 and 403.
    pub www_authenticate: Option<String>,
}

impl Error {
    /// The answer to a request that failed with this error.
    ///
    /// `realm` names the protected area, `scope` what the request needs.
    ///
    /// ```
    /// let error = jotkit::bearer::parse(None).unwrap_err();
    /// let answer = error.challenge(Some("api"), Some(&["read:like"]))?;
    /// assert_eq!(answer.status, 401);
    /// let header = r#"Bearer realm="api", scope="read:like""#;
    /// assert_eq!(answer.www_authenticate.as_deref(), Some(header));
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    ///
    /// # Errors
    /// `argument_invalid` for a realm that is empty or not visible ASCII and spaces, and for a
    /// scope that is empty or has an item that is not one word of RFC 6749 §3.3.
    pub fn challenge<S: AsRef<str>>(
        &self,
        realm: Option<&str>,
        scope: Option<&[S]>,
    ) -> Result<Challenge> {
        if realm.is_some_and(|realm| !is_realm(realm)) {
            return Err(Self::argument_invalid(
                "A realm must be visible ASCII and spaces, and not empty.",
            ));
        }
        let words = scope.map(|words| words.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
        let is_good =
            |words: &Vec<&str>| !words.is_empty() && words.iter().all(|word| is_scope(word));
        if words.as_ref().is_some_and(|words| !is_good(words)) {
            return Err(Self::argument_invalid(
                "The scope must be a non-empty list, each item one word of visible ASCII without \
                 quotes and backslashes.",
            ));
        }
        let (status, error) = answer(self.code());
        if status >= 500 {
            return Ok(Challenge {
                status,
                www_authenticate: None,
            });
        }
        let parameters = [
            realm.map(|realm| ("realm", quoted(realm))),
            error.map(|error| ("error", error.to_owned())),
            words.map(|words| ("scope", words.join(" "))),
        ];
        let parameters = parameters.into_iter().flatten();
        let parameters: Vec<String> = parameters
            .map(|(name, value)| format!("{name}=\"{value}\""))
            .collect();
        let header = format!("Bearer {}", parameters.join(", "));
        Ok(Challenge {
            status,
            www_authenticate: Some(header.trim_end().to_owned()),
        })
    }
}

/// Status and error code (RFC 6750 §3.1). A request without authentication gets no error code.
fn answer(code: Code) -> (u16, Option<&'static str>) {
    match (code, code.kind()) {
        (Code::ScopeRefused, _) => (403, Some("insufficient_scope")),
        (Code::AuthorizationMissing | Code::AuthorizationMalformed, _) => (401, None),
        (Code::KeysUnavailable, _) => (503, None),
        (_, Kind::Malformed | Kind::Refused | Kind::Key) => (401, Some("invalid_token")),
        (_, Kind::Usage | Kind::Flow | Kind::Internal) => (500, None),
    }
}

fn is_realm(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    !text.is_empty() && text.bytes().all(allowed)
}

/// A `scope-token` of RFC 6749 §3.3.
pub(crate) fn is_scope(word: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    !word.is_empty() && word.bytes().all(allowed)
}

/// The content of a quoted string (RFC 9110 §5.6.4).
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
