//! LiveLike client-generated profile access tokens.
//!
//! An HS256 JWT that an application mints itself: `iss` is its Client ID, the secret is its Client
//! Secret taken as plain text, and `custom_profile_id` names the user in the application's own
//! system. LiveLike makes a profile for an id it has not seen, so a valid token is no proof that
//! the user is known.
//!
//! ```
//! use jotkit::livelike::{Signer, Verifier};
//!
//! let token = Signer::new("client-id", "client secret")?.sign("user-1")?;
//! let profile = Verifier::new([("client-id", "client secret")])?.verify(&token)?;
//! assert_eq!(profile.custom_profile_id, "user-1");
//! # Ok::<(), jotkit::Error>(())
//! ```

use serde::Serialize;

use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::key::Key;
use crate::sign;
use crate::systems::clients::{ClientVerifier, sealed};
use crate::token::Now;
use crate::token::date::{self, MAX_SIGNED_SECONDS, json_seconds};
use crate::verify::{KeyHint, Policy};

/// The longest `custom_profile_id`, in Unicode code points.
const MAX_ID: usize = 255;

const ID: &str = "custom_profile_id";

/// Mints profile access tokens for one application.
#[derive(Debug)]
pub struct Signer {
    client_id: String,
    signer: sign::Signer,
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
    /// A signer for the application with this Client ID and Client Secret. The secret is taken as
    /// text: nothing is decoded, and any length but zero will do, since LiveLike chose it.
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
            signer: sign::Signer::new(key)?,
        })
    }

    /// Mints a token for a user, issued now and without an end.
    ///
    /// # Errors
    /// `argument_invalid` if the id is blank or longer than 255 Unicode code points.
    pub fn sign(&self, custom_profile_id: &str) -> Result<String> {
        self.sign_with(custom_profile_id, None, None)
    }

    /// Mints a token for a user, issued at a given time, or now, and valid for a lifetime, both in
    /// whole seconds.
    ///
    /// # Errors
    /// As [`Signer::sign`]; `argument_invalid` for an `issued_at` that is negative, has a fraction
    /// or must be meant in milliseconds, and for a lifetime that is not a whole number above 0.
    pub fn sign_with(
        &self,
        custom_profile_id: &str,
        issued_at: Option<f64>,
        lifetime: Option<f64>,
    ) -> Result<String> {
        self.sign_at(custom_profile_id, issued_at, lifetime, None)
    }

    /// Does what [`sign_with`](Self::sign_with) does with the time of a clock, of which whole
    /// seconds are taken, for now.
    ///
    /// # Errors
    /// As [`Signer::sign_with`]; `argument_invalid` for a time that no token can have.
    pub fn sign_at(
        &self,
        custom_profile_id: &str,
        issued_at: Option<f64>,
        lifetime: Option<f64>,
        now: impl Into<Now>,
    ) -> Result<String> {
        check_profile_id(custom_profile_id)?;
        let issued_at = checked_issue_time(match issued_at {
            Some(seconds) => seconds,
            None => now.into().seconds()?.floor(),
        })?;
        let expires_at = match lifetime {
            None => None,
            Some(seconds)
                if seconds > 0.0 && seconds.fract() == 0.0 && seconds < MAX_SIGNED_SECONDS =>
            {
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

fn check_profile_id(id: &str) -> Result<()> {
    let refuse = |hint| Err(Error::about(Code::ArgumentInvalid, ID).and_hint(hint));
    if id.trim().is_empty() {
        return refuse("The id is blank.");
    }
    if !is_profile_id(id) {
        return refuse("An id has at most 255 Unicode characters.");
    }
    Ok(())
}

fn checked_issue_time(seconds: f64) -> Result<f64> {
    let refuse = |hint| Err(Error::about(Code::ArgumentInvalid, "iat").and_hint(hint));
    if seconds >= MAX_SIGNED_SECONDS {
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
    #[serde(serialize_with = "date::serialize")]
    pub issued_at: f64,
    /// When the token ends, in seconds since 1970; most never do.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "date::serialize_some"
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

/// Verifies profile access tokens of one application or of many.
pub type Verifier = ClientVerifier<LiveLike>;

/// LiveLike's token system: each application signs with its Client Secret.
#[derive(Debug)]
pub struct LiveLike(());

impl Verifier {
    /// A verifier for applications given as pairs of Client ID and Client Secret.
    ///
    /// # Errors
    /// `key_weak` for an empty secret.
    pub fn new<I, T>(applications: impl IntoIterator<Item = (I, T)>) -> Result<Self>
    where
        I: Into<String>,
        T: AsRef<str>,
    {
        Self::with_clients(LiveLike(()), applications)
    }

    /// A verifier that looks an application's Client Secret up by its Client ID.
    ///
    /// The Client ID is not verified when the lookup sees it. The lookup returns
    /// [`Error::client_unknown`] for an unknown one; it must not fall back to another secret.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn with_lookup(
        lookup: impl Fn(&str) -> Result<String> + Send + Sync + 'static,
    ) -> Result<Self> {
        Self::looking_up(LiveLike(()), lookup)
    }
}

impl sealed::System for LiveLike {
    type Content = Profile;

    fn client<'h>(hint: &'h KeyHint<'_>) -> Option<&'h str> {
        hint.issuer()
    }

    fn key(&self, client_secret: &str) -> Result<Key> {
        Key::from_platform_secret(client_secret.as_bytes())
    }

    fn policy(&self) -> Policy {
        Policy::new()
            .algorithms([Algorithm::Hs256])
            .expiry_optional()
            .required(["iat", ID])
    }

    fn read(&self, claims: &sealed::Claims<'_, '_>) -> Result<Option<Profile>> {
        let registered = claims.registered;
        let id = profile_id(claims.payload)?;
        let issuer = registered.issuer.map(|issuer| issuer.value().into_owned());
        let (Some(client_id), Some(custom_profile_id), Some(issued_at)) =
            (issuer, id, registered.times.issued_at)
        else {
            return Ok(None);
        };
        Ok(Some(Profile {
            client_id,
            custom_profile_id,
            issued_at,
            expires_at: registered.times.expires_at,
        }))
    }

    fn judge(&self, _: &Profile) -> Result<()> {
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(token: Result<String>) -> String {
        crate::token::peek(token.unwrap())
            .unwrap()
            .payload()
            .to_owned()
    }

    #[test]
    fn a_clocks_time_is_cut_to_whole_seconds_and_a_chosen_one_is_not() {
        let signer = Signer::new("c", "s").unwrap();
        assert_eq!(
            payload(signer.sign_at("u", None, Some(60.0), 1000.9)),
            r#"{"iss":"c","iat":1000,"exp":1060,"custom_profile_id":"u"}"#
        );
        let whole = payload(signer.sign_with("u", Some(1000.0), None));
        assert_eq!(whole, payload(signer.sign_at("u", None, None, 1000.9)));
        assert_eq!(whole, payload(signer.sign_at("u", Some(1000.0), None, 7.0)));
        for now in [-0.5, 1e11, f64::NAN] {
            let refused = signer.sign_at("u", None, None, now).unwrap_err();
            assert_eq!(refused.code(), Code::ArgumentInvalid, "{now}");
        }
        for refused in [
            signer.sign_with("u", Some(1000.9), None),
            signer.sign_at(" ", None, None, 1000.9),
            signer.sign_at("u", None, Some(0.5), 1000.9),
        ] {
            assert_eq!(refused.unwrap_err().code(), Code::ArgumentInvalid);
        }
    }
}
