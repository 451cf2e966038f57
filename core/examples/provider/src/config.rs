//! What the server is started with.

use serde::Deserialize;
use serde_json::Value;

/// The configuration, a JSON object.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen, such as `127.0.0.1:3000`.
    pub listen: String,
    /// `sqlite:` and a path, or the address of a PostgreSQL database.
    pub database: String,
    /// The provider's options.
    pub provider: Value,
    /// The clients, each with its options.
    #[serde(default)]
    pub clients: Vec<Value>,
    /// The service's users.
    #[serde(default)]
    pub users: Vec<User>,
    /// Seconds to add to the system's time; for tests.
    #[serde(default)]
    pub clock: i64,
}

/// One of the service's users.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The user's id.
    pub id: String,
    /// The name to show.
    #[serde(default)]
    pub display_name: String,
    /// The address of a picture.
    #[serde(default)]
    pub avatar: String,
    /// The e-mail address.
    #[serde(default)]
    pub email: String,
}

impl Config {
    /// Reads a configuration from JSON text.
    ///
    /// # Errors
    /// Those of the JSON reader.
    pub fn read(json: &str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }
}
