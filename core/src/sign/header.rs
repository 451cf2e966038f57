//! The header of a token that is signed.

use std::fmt::Write;

use serde_json::Value as Json;

use crate::algorithm::Algorithm;
use crate::error::{Error, Result};
use crate::json::{self, Value};
use crate::key::{Key, KeyOptions};

/// What a signer writes into the headers of its tokens.
pub(super) struct Template<'s> {
    pub(super) algorithm: Algorithm,
    pub(super) typ: Option<&'s str>,
    pub(super) kid: Option<&'s str>,
    /// The signer's key, where the process has it: the only one that `jwk` can be.
    pub(super) key: Option<&'s Key>,
}

impl Template<'_> {
    /// The header's JSON text: `alg`, `typ`, `kid`, then the caller's other members in their order.
    /// A `typ` or `kid` of the caller's replaces the signer's.
    ///
    /// # Errors
    /// `argument_invalid` for members that are not one strict object, have the wrong type,
    /// contradict the key or cannot be set.
    pub(super) fn json(&self, members: Option<&str>) -> Result<String> {
        let mut typ = self.typ.map(str::to_owned);
        let mut kid = self.kid.map(str::to_owned);
        let mut others = String::new();
        if let Some(members) = members {
            let members = json::parse_object_str(members, json::MAX_DEPTH).map_err(|_| {
                Error::argument_invalid(
                    "Header members must be one JSON object with each name once.",
                )
            })?;
            for (name, value) in members.members() {
                let name = name.value();
                match &*name {
                    "alg" if string(*value)? == self.algorithm.name() => {}
                    "alg" => {
                        return Err(Error::argument_invalid(
                            "The header's `alg` must be the key's algorithm; leave it out.",
                        ));
                    }
                    "typ" => typ = Some(string(*value)?),
                    "kid" => kid = Some(string(*value)?),
                    other => {
                        self.check(other, *value)?;
                        // Writing to a String cannot fail.
                        let _ = write!(others, ",{}:{}", Json::from(other), value.text());
                    }
                }
            }
        }
        let mut header = format!("{{\"alg\":\"{}\"", self.algorithm);
        for (name, value) in [("typ", typ), ("kid", kid)] {
            if let Some(value) = value {
                let _ = write!(header, ",\"{name}\":{}", Json::from(value));
            }
        }
        header.push_str(&others);
        header.push('}');
        Ok(header)
    }

    /// Judges a member that is copied as it is.
    fn check(&self, name: &str, value: Value<'_>) -> Result<()> {
        match name {
            "crit" | "b64" => Err(Error::argument_invalid(
                "`crit` and `b64` cannot be set in the header.",
            )),
            "cty" | "x5t" | "x5t#S256" | "x5u" | "jku" => string(value).map(drop),
            "x5c" => certificates(value),
            "jwk" => self.own_public_key(value),
            _ => Ok(()),
        }
    }

    /// RFC 7515 §4.1.3, RFC 9449 §4.2: the public half of the key that signs.
    fn own_public_key(&self, value: Value<'_>) -> Result<()> {
        let refused = || {
            Error::argument_invalid(
                "The header's `jwk` must be the public JWK of the key that signs.",
            )
        };
        let (Value::Object(jwk), Some(own)) = (value, self.key) else {
            return Err(refused());
        };
        let members = json::parse_object_str(jwk, json::MAX_DEPTH).map_err(|_| refused())?;
        let private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
        if private.iter().any(|name| members.get(name).is_some()) {
            return Err(Error::argument_invalid(
                "The header's `jwk` must not have a private member.",
            ));
        }
        let key = Key::from_jwk(jwk, &KeyOptions::new()).map_err(|_| refused())?;
        if own.thumbprint().is_some_and(|own| own == key.identity()) {
            Ok(())
        } else {
            Err(refused())
        }
    }
}

fn string(value: Value<'_>) -> Result<String> {
    let text = value.as_string().map(|text| text.value().into_owned());
    text.ok_or(Error::argument_invalid(
        "The header members `alg`, `typ`, `kid`, `cty`, `jku`, `x5u`, `x5t` and `x5t#S256` must be \
         strings.",
    ))
}

/// RFC 7515 §4.1.6: one or more certificates in base64, which is not base64url.
fn certificates(value: Value<'_>) -> Result<()> {
    let is_certificate = |entry: Option<json::Text<'_>>| {
        entry.is_some_and(|text| crate::base64url::is_base64(&text.value()))
    };
    match value {
        Value::Array(array)
            if json::strings(array).next().is_some()
                && json::strings(array).all(is_certificate) =>
        {
            Ok(())
        }
        _ => Err(Error::argument_invalid(
            "The header's `x5c` must be a list of certificates, each as base64 of its DER.",
        )),
    }
}
