//! The second step of the flow: the user comes back with an authorization code, or without.
//!
//! LikeCoin's page names the code `code`, and named it `auth_code` until July 2019; its texts also
//! say `authorization_code`. All three are accepted. When the user declines it sends `error=denied`; when its server refuses, `error` is a sentence of the server's
//! and there is no `state`.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use url::Url;

use super::address::check_not_blank;
use crate::crypto::equal;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// Reads the address the user came back to, and returns the authorization code.
///
/// `url` is the whole address, from the scheme on. `expected_state` is the state of this user's
/// [`Authorization`](super::oauth::Authorization); it has to be forgotten after this call, whatever
/// comes of it.
///
/// # Errors
/// Judged in this order:
/// - `argument_invalid`: the expected state is blank.
/// - `callback_invalid`: the address is no absolute URL, repeats a parameter (RFC 6749 §3.1) or has
///   one that is not UTF-8.
/// - `state_mismatch`: there is an error, and a state that is not the expected one.
/// - `access_denied`: the user declined.
/// - `authorization_failed`: the server refused. A code next to an error is not used.
/// - `state_mismatch`: the state is missing or not the expected one (RFC 6749 §10.12).
/// - `callback_invalid`: there is no code, it is blank, or two of `code`, `auth_code` and
///   `authorization_code` differ.
pub fn parse_callback(url: &str, expected_state: &str) -> Result<Secret> {
    check_not_blank(expected_state, "The expected state must not be blank.")?;
    let invalid = || Error::new(Code::CallbackInvalid);
    let url = Url::parse(url).map_err(|_| invalid())?;
    let answer = Answer::read(url.query().unwrap_or_default()).ok_or_else(invalid)?;
    let as_expected = |state: &str| equal(state.as_bytes(), expected_state.as_bytes());
    if let Some(error) = answer.error {
        if !answer.state.as_deref().is_none_or(as_expected) {
            return Err(Error::new(Code::StateMismatch));
        }
        return Err(Error::new(match &*error {
            "denied" | "access_denied" => Code::AccessDenied,
            _ => Code::AuthorizationFailed,
        }));
    }
    if !answer.state.as_deref().is_some_and(as_expected) {
        return Err(Error::new(Code::StateMismatch));
    }
    let mut codes = answer.codes.into_iter().flatten();
    let code = codes.next().ok_or_else(invalid)?;
    if code.trim().is_empty() || codes.any(|other| other != code) {
        Err(invalid())
    } else {
        Ok(Secret::from(code.into_owned()))
    }
}

/// The parameters that mean something here.
#[derive(Default)]
struct Answer<'a> {
    codes: [Option<Cow<'a, str>>; 3],
    state: Option<Cow<'a, str>>,
    error: Option<Cow<'a, str>>,
}

impl<'a> Answer<'a> {
    /// Reads a query; `None` if one of the parameters is repeated or is not UTF-8.
    fn read(query: &'a str) -> Option<Self> {
        let mut answer = Self::default();
        for parameter in query.split('&') {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            // The redirect URI's own parameters are none of our business, well encoded or not.
            let [code, auth_code, authorization_code] = &mut answer.codes;
            let slot = match decode(name).as_deref() {
                Some("code") => code,
                Some("auth_code") => auth_code,
                Some("authorization_code") => authorization_code,
                Some("state") => &mut answer.state,
                Some("error") => &mut answer.error,
                _ => continue,
            };
            if slot.replace(decode(value)?).is_some() {
                return None;
            }
        }
        Some(answer)
    }
}

/// Decodes one form-encoded text strictly: a replacement character would make different codes
/// equal.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        let decoded = percent_decode(spaced.as_bytes()).decode_utf8().ok()?;
        return Some(Cow::Owned(decoded.into_owned()));
    }
    percent_decode(text.as_bytes()).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::parse_callback;
    use crate::error::Code;

    fn code(query: &str) -> String {
        let url = format!("https://app.example/cb?{query}");
        parse_callback(&url, "S").unwrap().into_string()
    }

    fn refusal(query: &str) -> Code {
        let url = format!("https://app.example/cb?{query}");
        let error = parse_callback(&url, "S").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("t0p"), "{error}");
        error.code()
    }

    #[test]
    fn takes_the_code_under_each_name() {
        assert_eq!(code("code=X&state=S"), "X");
        assert_eq!(code("state=S&code=X&x=1&x=2"), "X");
        assert_eq!(code("auth_code=X&state=S"), "X");
        assert_eq!(code("auth_code=X&code=X&state=S"), "X");
        assert_eq!(code("authorization_code=X&state=S"), "X");
        assert_eq!(code("authorization_code=X&auth_code=X&code=X&state=S"), "X");
        assert_eq!(code("c%6Fde=a%2Bb+c%25&state=S"), "a+b c%");
        assert_eq!(
            parse_callback("myapp:cb?code=X&state=S#y", "S")
                .unwrap()
                .as_str(),
            "X"
        );
    }

    #[test]
    fn a_code_counts_only_with_the_expected_state() {
        for query in [
            "code=X",
            "code=X&state=",
            "code=X&state",
            "code=X&state=s",
            "code=X&state=SS",
            "state=T",
        ] {
            assert_eq!(refusal(query), Code::StateMismatch, "{query}");
        }
        let url = "https://app.example/cb?code=X&state=%E7%94%A8%2B";
        assert_eq!(parse_callback(url, "\u{7528}+").unwrap().as_str(), "X");
    }

    #[test]
    fn an_error_wins_over_a_code() {
        for (query, expected) in [
            ("error=denied&state=S", Code::AccessDenied),
            ("error=access_denied", Code::AccessDenied),
            ("error=denied&code=X&state=S", Code::AccessDenied),
            ("error=INVALID+t0p", Code::AuthorizationFailed),
            ("error=", Code::AuthorizationFailed),
            ("error", Code::AuthorizationFailed),
            ("error=Denied&state=S", Code::AuthorizationFailed),
            ("error=denied&state=T", Code::StateMismatch),
            ("error=other&state=", Code::StateMismatch),
        ] {
            assert_eq!(refusal(query), expected, "{query}");
        }
    }

    #[test]
    fn a_missing_or_doubtful_code_is_refused() {
        for query in [
            "state=S",
            "code=&state=S",
            "code&state=S",
            "code=+&state=S",
            "code=&auth_code=X&state=S",
            "code=X&auth_code=Y&state=S",
            "code=X&authorization_code=Y&state=S",
            "auth_code=X&authorization_code=Y&state=S",
            "code=X&authorization_code=&state=S",
            "authorization_code=X&authorization_code=X&state=S",
            "code=t0p&code=t0p&state=S",
            "auth_code=X&auth_code=X&state=S",
            "code=X&state=S&state=S",
            "code=X&state=T&stat%65=S",
            "error=denied&error=denied",
            "code=%ff&state=S",
            "code=X&state=%ff",
            "error=%ff",
        ] {
            assert_eq!(refusal(query), Code::CallbackInvalid, "{query}");
        }
    }

    #[test]
    fn a_fragment_is_not_a_query() {
        let error = parse_callback("https://app.example/cb#code=X&state=S", "S").unwrap_err();
        assert_eq!(error.code(), Code::StateMismatch);
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for url in [
            "",
            "?code=X&state=S",
            "/cb?code=X&state=S",
            "code=X",
            "https://",
        ] {
            let error = parse_callback(url, "S").unwrap_err();
            assert_eq!(error.code(), Code::CallbackInvalid, "{url}");
        }
    }

    #[test]
    fn a_blank_expectation_is_a_mistake_of_the_caller() {
        for state in ["", " "] {
            let url = "https://app.example/cb?code=X&state=";
            assert_eq!(
                parse_callback(url, state).unwrap_err().code(),
                Code::ArgumentInvalid
            );
        }
    }

    #[test]
    fn the_code_is_hidden_from_debug() {
        let code = parse_callback("https://app.example/cb?code=t0p&state=S", "S").unwrap();
        assert!(!format!("{code:?}").contains("t0p"));
    }
}
