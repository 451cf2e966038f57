//! The server's own word for a refusal.

use zeroize::Zeroizing;

use crate::json::{self, Value};

/// The longest detail, in bytes.
const MAX: usize = 64;

/// The word in the body of a refusal: the whole body, or the member `error` of a JSON object.
///
/// A server may repeat what it was sent, so a word is left out if a secret is in it, or it is in a
/// secret. Anything else than a word is left out, too.
pub(super) fn detail<'a>(body: &[u8], secrets: impl Iterator<Item = &'a str>) -> Option<String> {
    // It may be a secret, until it was compared.
    let word = Zeroizing::new(match json::parse_object(body, json::MAX_DEPTH) {
        Ok(reply) => match reply.get("error")? {
            Value::String(error) => error.value().into_owned(),
            _ => return None,
        },
        Err(_) => str::from_utf8(body.trim_ascii()).ok()?.to_owned(),
    });
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_word = (1..=MAX).contains(&word.len()) && word.bytes().all(plain);
    let is_secret = |secret: &str| secret.contains(word.as_str()) || word.contains(secret);
    (is_word && !secrets.into_iter().any(is_secret)).then(|| word.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::detail;

    fn of(body: &str) -> Option<String> {
        detail(body.as_bytes(), ["client-secret", "tok_en"].into_iter())
    }

    #[test]
    fn takes_a_word() {
        assert_eq!(
            of(" INVALID_CLIENT_CRED\r\n").unwrap(),
            "INVALID_CLIENT_CRED"
        );
        assert_eq!(
            of(r#" {"error":"invalid_grant","x":[1]} "#).unwrap(),
            "invalid_grant"
        );
        assert_eq!(of(r#"{"error":"\u0061b"}"#).unwrap(), "ab");
        assert_eq!(of(&"x".repeat(64)).unwrap().len(), 64);
    }

    #[test]
    fn leaves_out_everything_else() {
        let long = "x".repeat(65);
        for body in [
            "",
            " ",
            "two words",
            "a-b",
            "a.b",
            "caf\u{e9}",
            long.as_str(),
            "{}",
            r#"{"error":""}"#,
            r#"{"error":" a"}"#,
            r#"{"error":null}"#,
            r#"{"error":{"error":"a"}}"#,
            r#"{"error":"a","error":"b"}"#,
            r#"["error"]"#,
            r#""error""#,
        ] {
            assert_eq!(of(body), None, "{body}");
        }
        assert_eq!(detail(b"\xff", std::iter::empty()), None);
    }

    #[test]
    fn leaves_out_secrets_whole_or_in_part() {
        for body in [
            "client",
            "secret",
            "t",
            "tok_en",
            "bad_tok_en",
            r#"{"error":"tok_en1"}"#,
        ] {
            assert_eq!(of(body), None, "{body}");
        }
    }
}
