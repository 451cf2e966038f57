//! What a host says about a user.

use serde::Deserialize;

use crate::error::{Error, Result};

/// A user, as the host's own function looks them up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The name to show.
    pub display_name: Option<String>,
    /// The address of a picture.
    pub avatar: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

impl User {
    /// A user of whom nothing is known but the id.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name to show.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(name.into());
        self
    }

    /// Sets the address of a picture.
    #[must_use]
    pub fn avatar(mut self, address: impl Into<String>) -> Self {
        self.avatar = Some(address.into());
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.email = Some(address.into());
        self
    }

    /// Reads a user from a JSON object. Its members `display_name`, `avatar` and `email` are
    /// strings, null or left out; others are the host's own.
    ///
    /// # Errors
    /// `argument_invalid` for anything else.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|_| {
            Error::argument_invalid(
                "A user must be an object whose display_name, avatar and email are strings.",
            )
        })
    }
}
