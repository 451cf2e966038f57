//! Text that must not be shown.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A client secret, authorization code, token or request body.
///
/// Its `Debug` form hides it, it has no `Display`, and its memory is wiped when it is dropped. It
/// has no `==`, which would compare in variable time.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Whoever writes it to a log has published it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text itself, from here on in the caller's care: it is no longer wiped when dropped.
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

#[cfg(test)]
mod tests {
    use super::Secret;

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
