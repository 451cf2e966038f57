//! The body of an HTTP request.

use std::fmt;
use std::str;
use std::sync::Arc;

use zeroize::Zeroizing;

/// A request's body: any bytes.
///
/// A clone shares the bytes, which are wiped when the last clone is dropped. The `Debug` form hides
/// them, since a body may hold a secret.
#[derive(Clone)]
pub struct Body(Arc<Zeroizing<Vec<u8>>>);

impl Body {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as text, if they are UTF-8. The body of a token request is.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        str::from_utf8(&self.0).ok()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(hidden)")
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Zeroizing::new(bytes)))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}
