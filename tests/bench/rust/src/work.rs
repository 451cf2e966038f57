//! The work file, and the claims as a type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Result;

/// What all programs are given.
#[derive(Deserialize)]
pub struct Work {
    pub issuer: String,
    pub audience: String,
    pub payload: String,
    keys: BTreeMap<String, BTreeMap<String, Value>>,
    tokens: BTreeMap<String, String>,
}

/// The claims, as a Rust program would declare them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub user: String,
    pub scope: Vec<String>,
    pub azp: String,
    pub iat: u64,
    pub exp: u64,
    pub aud: String,
    pub iss: String,
    pub jti: String,
    /// What makes the long tokens long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pad: Option<String>,
}

impl Work {
    pub fn claims(&self) -> Result<Claims> {
        Ok(serde_json::from_str(&self.payload)?)
    }

    pub fn secret(&self) -> Result<&str> {
        self.key("HS256", "secret")
    }

    /// A key's text in one of its forms.
    pub fn key(&self, algorithm: &str, form: &str) -> Result<&str> {
        let key = self.keys.get(algorithm).and_then(|forms| forms.get(form));
        key.and_then(Value::as_str)
            .ok_or_else(|| format!("no {form} of {algorithm} in the work file").into())
    }

    /// A key's JWK as text.
    pub fn jwk(&self, algorithm: &str, form: &str) -> Result<String> {
        let key = self.keys.get(algorithm).and_then(|forms| forms.get(form));
        let jwk = key.ok_or_else(|| format!("no {form} of {algorithm} in the work file"))?;
        Ok(jwk.to_string())
    }

    pub fn token(&self, work: &str) -> Result<String> {
        let token = self.tokens.get(work);
        token
            .cloned()
            .ok_or_else(|| format!("no token for {work} in the work file").into())
    }
}

/// The algorithms, in the order of the table.
pub const ALGORITHMS: [&str; 7] = [
    "HS256",
    "RS256",
    "PS256",
    "ES256",
    "ES384",
    "EdDSA",
    "ML-DSA-44",
];

/// The algorithms whose scaling and whose cache are measured.
pub const THREE: [&str; 3] = ["HS256", "RS256", "ES256"];

pub const REFUSALS: [&str; 3] = ["refuse-expired", "refuse-signature", "refuse-garbage"];

pub const SIZES: [&str; 4] = ["size-0.4k", "size-4k", "size-40k", "size-256k"];

/// The version of a package that this program is made of.
pub fn version(package: &str) -> &'static str {
    let start = format!("name = \"{package}\"\nversion = \"");
    include_str!("../../Cargo.lock")
        .split_once(&start)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(version, _)| version)
}

/// The compiler's version, which the build script notes.
pub fn rustc() -> &'static str {
    env!("BENCH_RUSTC")
}
