//! LiveLike client-generated profile access tokens.
//!
//! An HS256 JWT that an application mints itself: `iss` is its Client ID, the secret is its Client
//! Secret taken as plain text, and `custom_profile_id` names the user in the application's own
//! system. LiveLike makes a profile for an id it has not seen, so a valid token is no proof that
//! the user is known.

use std::collections::HashMap;

use serde::Serialize;

use crate::algorithm::Algorithm;
use crate::clock::{self, json_seconds, now_or_system};
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::key::Key;
use crate::policy::Policy;
use crate::{signer, verifier};

/// The longest `custom_profile_id`, in Unicode code points.
const MAX_ID: usize = 255;

/// From here on a time must be meant in milliseconds; in seconds it would be the year 5138.
const MILLISECONDS: f64 = 1e11;

const ID: &str = "custom_profile_id";

/// Mints profile access tokens for one application.
#[derive(Debug)]
pub struct Signer {
    client_id: String,
    signer: signer::Signer,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    iat: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<serde_json::Value>,
    custom_profile_id: &'a str,
}

impl Signer {
    /// A signer for the application with this Client ID and Client Secret. The secret is taken as text:
    /// nothing is decoded, and any length but zero will do, since LiveLike chose it.
    ///
    /// # Errors
    /// `argument_invalid` for a blank Client ID, `key_weak` for an empty secret.
    pub fn new(client_id: impl Into<String>, client_secret: impl AsRef<str>) -> Result<Self> {
        let client_id = client_id.into();
        if client_id.trim().is_empty() {
            return Err(Error::argument_invalid("The Client ID is blank."));
        }
        let key = Key::from_platform_secret(client_secret.as_ref().as_bytes())?;
        Ok(Self {
            client_id,
            signer: signer::Signer::new(key)?,
        })
    }

    /// Mints a token for a user, issued now and without an end.
    ///
    /// # Errors
    /// `argument_invalid` if the id is blank or longer than 255 Unicode code points.
    pub fn sign(&self, custom_profile_id: &str) -> Result<String> {
        self.sign_with(custom_profile_id, None, None)
    }

    /// Mints a token for a user, issued at a given time and valid for a lifetime, both in whole seconds.
    ///
    /// # Errors
    /// As [`Signer::sign`]; `argument_invalid` for an `issued_at` that is negative, has a fraction or must be
    /// meant in milliseconds, and for a lifetime that is not a whole number above 0.
    pub fn sign_with(
        &self,
        custom_profile_id: &str,
        issued_at: Option<f64>,
        lifetime: Option<f64>,
    ) -> Result<String> {
        if custom_profile_id.trim().is_empty() {
            return Err(Error::about(Code::ArgumentInvalid, ID).and_hint("The id is blank."));
        }
        if !is_profile_id(custom_profile_id) {
            return Err(Error::about(Code::ArgumentInvalid, ID)
                .and_hint("An id has at most 255 Unicode characters."));
        }
        let issued_at = match issued_at {
            None => now_or_system(None)?.floor(),
            Some(seconds) => checked_issue_time(seconds)?,
        };
        let expires_at = match lifetime {
            None => None,
            Some(seconds) if seconds > 0.0 && seconds.fract() == 0.0 && seconds < MILLISECONDS => {
                Some(json_seconds(issued_at + seconds))
            }
            Some(_) => {
                return Err(Error::argument_invalid(
                    "A lifetime is a whole number of seconds above 0.",
                ));
            }
        };
        self.signer.sign(&Claims {
            iss: &self.client_id,
            iat: json_seconds(issued_at),
            exp: expires_at,
            custom_profile_id,
        })
    }
}

fn checked_issue_time(seconds: f64) -> Result<f64> {
    let refuse = |hint| Err(Error::about(Code::ArgumentInvalid, "iat").and_hint(hint));
    if seconds >= MILLISECONDS {
        return refuse("Give the time in seconds since 1970, not in milliseconds.");
    }
    if !(seconds >= 0.0 && seconds.fract() == 0.0) {
        return refuse("Give the time in whole seconds since 1970.");
    }
    Ok(seconds)
}

fn is_profile_id(id: &str) -> bool {
    !id.is_empty() && id.chars().nth(MAX_ID).is_none()
}

/// Verifies profile access tokens of one application or of many.
#[derive(Debug)]
pub struct Verifier(verifier::Verifier);

/// What a verified profile access token says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Profile {
    /// The application's Client ID (`iss`).
    pub client_id: String,
    /// The user in the application's own system; LiveLike's API calls it `custom_id`.
    pub custom_profile_id: String,
    /// When the token was made, in seconds since 1970. Some official samples get it wrong by the
    /// machine's offset from UTC, so nothing is refused because of it.
    #[serde(serialize_with = "clock::serialize")]
    pub issued_at: f64,
    /// When the token ends, in seconds since 1970; most never do.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "clock::serialize_some"
    )]
    pub expires_at: Option<f64>,
}

impl Profile {
    /// The profile as JSON text, with the field names as they stand here.
    ///
    /// # Errors
    /// `internal` only.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::internal())
    }
}

impl Verifier {
    /// A verifier for applications given as pairs of Client ID and Client Secret.
    ///
    /// # Errors
    /// `key_weak` for an empty secret.
    pub fn new<I, S>(applications: impl IntoIterator<Item = (I, S)>) -> Result<Self>
    where
        I: Into<String>,
        S: AsRef<str>,
    {
        let mut keys = HashMap::new();
        for (client_id, secret) in applications {
            keys.insert(
                client_id.into(),
                Key::from_platform_secret(secret.as_ref().as_bytes())?,
            );
        }
        Self::build(move |client_id| keys.get(client_id).cloned().ok_or(Error::client_unknown()))
    }

    /// A verifier that looks an application's Client Secret up by its Client ID. The Client ID is not
    /// verified when the lookup sees it. The lookup answers [`Error::client_unknown`] for one it does not
    /// know; it must not fall back to another secret.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn with_lookup(
        lookup: impl Fn(&str) -> Result<String> + Send + Sync + 'static,
    ) -> Result<Self> {
        Self::build(move |client_id| {
            let secret = zeroize::Zeroizing::new(lookup(client_id)?);
            Key::from_platform_secret(secret.as_bytes())
        })
    }

    fn build(key: impl Fn(&str) -> Result<Key> + Send + Sync + 'static) -> Result<Self> {
        let policy = Policy::new()
            .algorithms([Algorithm::Hs256])
            .expiry_optional()
            .required(["iat", ID]);
        let resolver = move |hint: &crate::KeyHint<'_>| {
            hint.issuer().ok_or(Error::client_unknown()).and_then(&key)
        };
        verifier::Verifier::with_resolver(resolver, policy).map(Self)
    }

    /// Verifies a token at the system's time.
    ///
    /// # Errors
    /// `client_unknown` for an application that is not known, otherwise as
    /// [`crate::Verifier::verify`].
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<Profile> {
        self.check(token.as_ref(), None)
    }

    /// Verifies a token as if it were `now`, in seconds since 1970.
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    pub fn verify_at(&self, token: impl AsRef<[u8]>, now: f64) -> Result<Profile> {
        self.check(token.as_ref(), Some(now))
    }

    fn check(&self, token: &[u8], now: Option<f64>) -> Result<Profile> {
        let mut profile = None;
        self.0.check(token, now, &mut |payload, claims| {
            let id = profile_id(payload)?;
            profile = Some((
                claims.issuer.map(|issuer| issuer.value().into_owned()),
                id,
                claims.times.issued_at,
                claims.times.expires_at,
            ));
            Ok(())
        })?;
        match profile {
            Some((Some(client_id), Some(custom_profile_id), Some(issued_at), expires_at)) => {
                Ok(Profile {
                    client_id,
                    custom_profile_id,
                    issued_at,
                    expires_at,
                })
            }
            // The policy requires all of them.
            _ => Err(Error::internal()),
        }
    }
}

fn profile_id(payload: &Object<'_>) -> Result<Option<String>> {
    let malformed = || Error::about(Code::ClaimMalformed, ID);
    let Some(value) = payload.get(ID) else {
        return Ok(None);
    };
    let id = value
        .as_string()
        .ok_or_else(malformed)?
        .value()
        .into_owned();
    if is_profile_id(&id) {
        Ok(Some(id))
    } else {
        Err(malformed())
    }
}
