//! The `Authorization` header's `Bearer` scheme
//! ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
//!
//! One spelling is accepted: `Bearer`, one space, the token. A server that is more tolerant than
//! the next one lets a request mean two things on its way; LikeCoin's API, too, refuses `bearer`
//! and a second space. The token itself is any text of visible ASCII, because LiveLike and others
//! also carry opaque tokens here.

use crate::error::{Code, Error, Result};

const SCHEME: &str = "Bearer ";

/// Takes the token out of an `Authorization` header's value.
///
/// The token is only cut out, not looked at: it is whatever the client sent.
///
/// # Errors
/// `argument_invalid` unless the value is `Bearer`, one space and a non-empty token of visible
/// ASCII without spaces. The scheme's letters must be in this case.
pub fn parse(header_value: &str) -> Result<&str> {
    header_value
        .strip_prefix(SCHEME)
        .filter(|token| is_token(token))
        .ok_or(Error::with_hint(
            Code::ArgumentInvalid,
            "An Authorization value must be `Bearer`, one space and the token.",
        ))
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
        Ok([SCHEME, token].concat())
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
    fn takes_the_one_spelling() {
        assert_eq!(parse("Bearer a.b.c").unwrap(), "a.b.c");
        assert_eq!(
            parse("Bearer j31UBpMTdt-zaq_~+/==").unwrap(),
            "j31UBpMTdt-zaq_~+/=="
        );
        assert_eq!(parse(&format("a.b.c").unwrap()).unwrap(), "a.b.c");
    }

    #[test]
    fn refuses_every_other_spelling() {
        for value in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer  a.b.c",
            " Bearer a.b.c",
            "Bearer a.b.c ",
            "Bearer a b",
            "Bearer a,Bearer b\n",
            "Bearer\ta.b.c",
            "Bearer\u{a0}a.b.c",
            "bearer a.b.c",
            "BEARER a.b.c",
            "Token a.b.c",
            "Basic YTpi",
            "a.b.c",
            "Bearera.b.c",
            "Bearer a\u{7f}",
            "Bearer \u{e9}",
        ] {
            assert_eq!(
                parse(value).unwrap_err().code(),
                Code::ArgumentInvalid,
                "{value:?}"
            );
        }
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
