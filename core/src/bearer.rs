//! The `Authorization` header's `Bearer` scheme
//! ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
//!
//! The scheme's letters may have any case, and one or more spaces may follow it (RFC 9110 §11.1,
//! §11.4). The token itself is any text of visible ASCII, because LiveLike and others also carry
//! opaque tokens here.
//!
//! ```
//! use jotkit::bearer;
//!
//! let header = bearer::format("a.b.c")?;
//! assert_eq!(header, "Bearer a.b.c");
//! assert_eq!(bearer::parse(&*header)?, "a.b.c");
//! # Ok::<(), jotkit::Error>(())
//! ```

use crate::error::{Code, Error, Result};

const SCHEME: &str = "Bearer";

/// Takes the token out of an `Authorization` header's value; `None` is a request without one.
///
/// The token is only cut out, not looked at: it is whatever the client sent.
///
/// # Errors
/// `authorization_missing` without a value; `authorization_malformed` unless it is `Bearer`, one or
/// more spaces and a token of visible ASCII. [`Error::challenge`] makes the answer of both.
pub fn parse<'v>(header_value: impl Into<Option<&'v str>>) -> Result<&'v str> {
    let Some(value) = header_value.into() else {
        return Err(Error::new(Code::AuthorizationMissing));
    };
    match value.split_at_checked(SCHEME.len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case(SCHEME) && rest.starts_with(' ') => {
            Some(rest.trim_start_matches(' '))
        }
        _ => None,
    }
    .filter(|token| is_token(token))
    .ok_or(Error::new(Code::AuthorizationMalformed))
}

/// Makes an `Authorization` header's value for a token.
///
/// The value is as secret as the token.
///
/// # Errors
/// `argument_invalid` if the token is empty or holds anything but visible ASCII: a space or a line
/// break would end the header early.
pub fn format(token: &str) -> Result<String> {
    if is_token(token) {
        Ok([SCHEME, " ", token].concat())
    } else {
        Err(Error::with_hint(
            Code::ArgumentInvalid,
            "A bearer token must be visible ASCII without spaces, and not empty.",
        ))
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::{format, parse};
    use crate::error::Code;

    #[test]
    fn takes_any_case_and_any_number_of_spaces() {
        for value in [
            "Bearer a.b.c",
            "bearer a.b.c",
            "BEARER   a.b.c",
            "bEaReR a.b.c",
        ] {
            assert_eq!(parse(value).unwrap(), "a.b.c");
        }
        let other = "j31UBpMTdt-zaq_~+/==";
        assert_eq!(parse(&*format!("Bearer {other}")).unwrap(), other);
        assert_eq!(parse(&*format("a.b.c").unwrap()).unwrap(), "a.b.c");
    }

    #[test]
    fn refuses_every_other_spelling() {
        for value in [
            "",
            "Bearer",
            "Bearer ",
            " Bearer a.b.c",
            "Bearer a.b.c ",
            "Bearer a b",
            "Bearer a,Bearer b\n",
            "Bearer\ta.b.c",
            "Bearer \ta.b.c",
            "Bearer\u{a0}a.b.c",
            "Token a.b.c",
            "Basic YTpi",
            "a.b.c",
            "Bearera.b.c",
            "Bearer a\u{7f}",
            "Bearer \u{e9}",
        ] {
            let error = parse(value).unwrap_err();
            assert_eq!(error.code(), Code::AuthorizationMalformed, "{value:?}");
        }
        assert_eq!(parse(None).unwrap_err().code(), Code::AuthorizationMissing);
    }

    #[test]
    fn does_not_make_a_header_of_anything_but_a_token() {
        for token in ["", " ", "a b", "a\r\nX-Other: 1", "a\0", "\u{7528}"] {
            assert_eq!(
                format(token).unwrap_err().code(),
                Code::ArgumentInvalid,
                "{token:?}"
            );
        }
    }

    #[test]
    fn the_error_does_not_repeat_the_token() {
        let error = parse("Bearer t0p secret").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("t0p"));
    }
}
