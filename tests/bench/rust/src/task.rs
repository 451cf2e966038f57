//! What a program is asked to prepare, and the claims as a type.

use jotkit::{Key, KeyOptions};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Result;

#[derive(Deserialize)]
pub struct Task {
    pub library: String,
    pub sign: bool,
    pub algorithm: String,
    /// The claims to sign, or the token to verify.
    pub text: String,
    pub issuer: String,
    pub audience: String,
    pub cached: bool,
    key: Forms,
}

/// The private key to sign with, or the public one to verify with.
#[derive(Deserialize)]
struct Forms {
    secret: Option<String>,
    pem: Option<String>,
    jwk: Value,
}

/// The claims, as a Rust program would declare them.
#[derive(Serialize, Deserialize)]
pub struct Claims {
    user: String,
    scope: Vec<String>,
    azp: String,
    iat: u64,
    exp: u64,
    aud: String,
    iss: String,
    jti: String,
    /// What makes the long tokens long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pad: Option<String>,
}

impl Task {
    pub fn secret(&self) -> Result<&[u8]> {
        Ok(self.key.secret.as_deref().ok_or("no secret")?.as_bytes())
    }

    pub fn pem(&self) -> Result<&str> {
        Ok(self.key.pem.as_deref().ok_or("no PEM")?)
    }

    pub fn key(&self) -> Result<Key> {
        Ok(Key::from_jwk(
            &self.key.jwk.to_string(),
            &KeyOptions::new(),
        )?)
    }

    /// The claims to sign, in the type that a library takes.
    pub fn claims<T: for<'a> Deserialize<'a>>(&self) -> Result<T> {
        Ok(serde_json::from_str(&self.text)?)
    }
}
