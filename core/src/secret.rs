//! Secrets in memory: wiped when dropped, hidden in every printed form.

use std::{fmt, io};

use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// Bytes that are wiped when dropped.
pub(crate) type SecretBytes = Zeroizing<Vec<u8>>;

/// A client secret, authorization code, token or request body.
///
/// Its `Debug` form hides it, it has no `Display`, and its memory is wiped when it is dropped. It
/// has no `==`, which would compare in variable time.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret itself. Do not write it to a log.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The secret itself as an ordinary string, which is not wiped when dropped.
    #[must_use]
    pub fn into_string(mut self) -> String {
        std::mem::take(&mut *self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl AsRef<str> for Secret {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Overwrites what calls that have returned left on the stack. Where a value is moved to the heap,
/// bytes of it that no field uses are copied too, and they are whatever was there before.
#[inline(never)]
pub(crate) fn clear_stack() {
    std::hint::black_box(&mut [0_u8; 8_192]);
}

/// Reserves room at the end of a string. Unlike `String::reserve`, wipes the old buffer when it
/// moves.
pub(crate) fn make_room(text: &mut Zeroizing<String>, more: usize) {
    let needed = text.len().saturating_add(more);
    if needed > text.capacity() {
        let larger = needed.max(text.capacity().saturating_mul(2));
        let mut larger = Zeroizing::new(String::with_capacity(larger));
        larger.push_str(text);
        *text = larger;
    }
}

/// A value as JSON text.
///
/// # Errors
/// `internal`, if the value cannot be written at all.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Zeroizing<String>> {
    let mut writer = Writer(Zeroizing::new(String::with_capacity(1024)));
    serde_json::to_writer(&mut writer, value).map_err(|_| Error::internal())?;
    Ok(writer.0)
}

struct Writer(Zeroizing<String>);

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        make_room(&mut self.0, text.len());
        self.0.push_str(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::{Secret, json, make_room};

    #[test]
    fn writes_what_serde_json_writes() {
        let long = "\u{7528}\"\\\n".repeat(1000);
        for value in [
            serde_json::json!({"a": [1, 2.5, null, true], "b": {"c": "d"}}),
            serde_json::json!([long, {&long: long}]),
        ] {
            assert_eq!(*json(&value).unwrap(), value.to_string());
        }
    }

    #[test]
    fn room_is_made_once_and_the_text_stays() {
        let mut text = Zeroizing::new("abc".to_owned());
        make_room(&mut text, 100);
        let room = text.capacity();
        assert!(room >= 103);
        assert_eq!(*text, "abc");
        make_room(&mut text, room - 3);
        assert_eq!(text.capacity(), room);
        make_room(&mut text, room - 2);
        assert!(text.capacity() >= 2 * room);
        assert_eq!(*text, "abc");
    }

    #[test]
    fn shows_itself_only_when_asked() {
        let secret = Secret::from("s3cr3t");
        assert!(!format!("{secret:?} {secret:#?}").contains("s3cr3t"));
        assert_eq!(secret.as_str(), "s3cr3t");
        assert_eq!(secret.into_string(), "s3cr3t");
    }

    #[test]
    fn is_read_from_a_json_string_only() {
        let secret: Secret = serde_json::from_str(r#""s3cr3t""#).unwrap();
        assert_eq!(secret.as_str(), "s3cr3t");
        for text in ["null", "1", "[]", r#"["s3cr3t"]"#] {
            assert!(serde_json::from_str::<Secret>(text).is_err(), "{text}");
        }
    }
}
