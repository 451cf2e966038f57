//! Kinds of tokens that a specification describes, and what it demands of each.

use super::policy::Policy;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Value};
use crate::options::choice;
use crate::token::claims::{Audience, Registered, string};
use crate::token::date::numeric_date;

choice! {
    /// A kind of token, whose specification demands more than the policy says.
    ///
    /// ```
    /// use jotkit::{Policy, Profile};
    ///
    /// let policy = Policy::new().profile(Profile::ClientAssertion).audience("id.example");
    /// let same = r#"{"profile": "client_assertion", "audience": "id.example"}"#;
    /// assert_eq!(policy, Policy::from_json(same)?);
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    Profile;
    /// An OAuth access token (RFC 9068 §4): `typ` is `at+jwt`, and `sub`, `client_id`, `iat` and
    /// `jti` are there.
    AccessToken "access_token";
    /// An OpenID Connect ID token (OpenID Connect Core 1.0 §3.1.3.7): `sub` and `iat` are there,
    /// each audience is one that the policy names, `azp` is one of them and has to be there if the
    /// token has several, `max_age` is judged by `auth_time`, and a `nonce` has to be the one that
    /// the call expects. In a call, `access_token` and `code` are compared with `at_hash` and
    /// `c_hash`.
    IdToken "id_token";
    /// An OpenID Connect logout token (Back-Channel Logout 1.0 §2.6): `iat`, `jti`, the logout
    /// event, and `sub` or `sid` are there, and there is no `nonce`.
    LogoutToken "logout_token";
    /// A client's assertion at a token endpoint (RFC 7523 §3): `iss` and `sub` are the same client,
    /// and `jti` is there.
    ClientAssertion "client_assertion";
}

/// The member of `events` that makes a logout token.
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What one kind demands, as far as it is a list.
pub(super) struct Demands {
    /// The values of `typ` that pass if the policy names none.
    types: &'static [&'static str],
    /// Whether a token without `typ` passes if the policy names none.
    pub(super) typ_optional: bool,
    /// Whether the policy has to name the issuer. It has to name the audience in any case.
    issuer: bool,
    /// Claims that must be strings if they are there.
    strings: &'static [&'static str],
    /// Claims that must be there.
    required: &'static [&'static str],
}

impl Profile {
    pub(super) const fn demands(self) -> &'static Demands {
        match self {
            Self::AccessToken => &Demands {
                types: &["at+jwt"],
                typ_optional: false,
                issuer: true,
                strings: &["client_id"],
                required: &["sub", "client_id", "iat", "jti"],
            },
            Self::IdToken => &Demands {
                types: &["JWT"],
                typ_optional: true,
                issuer: true,
                strings: &["azp", "nonce", "at_hash", "c_hash", "acr", "sid"],
                required: &["sub", "iat"],
            },
            Self::LogoutToken => &Demands {
                types: &["logout+jwt", "JWT"],
                typ_optional: true,
                issuer: true,
                strings: &["sid"],
                required: &["iat", "jti", "events"],
            },
            Self::ClientAssertion => &Demands {
                types: &["JWT", "client-authentication+jwt"],
                typ_optional: true,
                issuer: false,
                strings: &[],
                required: &["iss", "sub", "jti"],
            },
        }
    }

    /// Whether a policy of this profile lacks what the specification compares with.
    ///
    /// # Errors
    /// `policy_invalid`.
    pub(super) fn check(self, policy: &Policy) -> Result<()> {
        let lacks_issuer = self.demands().issuer && policy.issuer.is_none();
        if policy.audience.is_some() && !lacks_issuer {
            return Ok(());
        }
        let needed = match self.demands().issuer {
            true => "`issuer` and `audience`",
            false => "`audience`",
        };
        Err(Error::with_made_hint(
            Code::PolicyInvalid,
            format!("The profile `{}` needs {needed}.", self.as_str()),
        ))
    }
}

impl Demands {
    pub(super) fn types(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.types.iter().copied()
    }
}

/// Judges the types of the claims that a profile knows beyond the registered ones, and reads the
/// time that its `max_age` is judged by. What `wrong` lets pass is left out.
pub(super) fn read_types(
    profile: Profile,
    payload: &Object<'_>,
    claims: &mut Registered<'_>,
    mut wrong: impl FnMut(Error) -> Result<()>,
) -> Result<()> {
    for name in profile.demands().strings {
        string(payload.get(name), name)
            .map(drop)
            .or_else(&mut wrong)?;
    }
    match profile {
        Profile::IdToken => {
            let time = numeric_date(payload.get("auth_time"), "auth_time");
            claims.times.authenticated_at = time.or_else(|error| wrong(error).map(|()| None))?;
        }
        Profile::LogoutToken => {
            if payload.get("events").is_some() && events(payload).is_none() {
                wrong(Error::about(Code::ClaimMalformed, "events"))?;
            }
        }
        Profile::AccessToken | Profile::ClientAssertion => {}
    }
    Ok(())
}

/// What a token of this profile fails, in the fixed order.
pub(super) fn faults<'a>(
    profile: Profile,
    payload: &'a Object<'_>,
    claims: &'a Registered<'_>,
    policy: &'a Policy,
) -> impl Iterator<Item = Error> + 'a {
    let required = profile.demands().required.iter();
    let missing = required
        .filter(|name| payload.get(name).is_none())
        .map(|name| Error::about(Code::ClaimMissing, name));
    let blank = claims.subject.is_some_and(|subject| subject.is(""));
    let blank = blank.then_some(Error::about(Code::SubjectRefused, "sub"));
    missing.chain(blank).chain(match profile {
        Profile::AccessToken => Vec::new(),
        Profile::IdToken => id_token(payload, claims, policy),
        Profile::LogoutToken => logout_token(payload),
        Profile::ClientAssertion => client_assertion(claims),
    })
}

/// OpenID Connect Core 1.0 §3.1.3.7, numbers 3 to 5.
fn id_token(payload: &Object<'_>, claims: &Registered<'_>, policy: &Policy) -> Vec<Error> {
    let mut faults = Vec::new();
    let trusted = policy.audience.iter().flat_map(|names| names.as_slice());
    if let Some(audience) = &claims.audience
        && !audience.names_only(trusted.clone())
    {
        faults.push(Error::about(Code::AudienceRefused, "aud").and_hint(
            "An ID token must not be for other clients too; name those that are trusted.",
        ));
    }
    // A policy that expects a value of `azp` has said who may have asked for the token.
    let expected = policy.expected.iter().flatten();
    if expected.into_iter().any(|(name, _)| name == "azp") {
        return faults;
    }
    match payload.get("azp").and_then(Value::as_string) {
        Some(party) if !trusted.into_iter().any(|name| party.is(name)) => {
            faults.push(Error::about(Code::ClaimRefused, "azp"));
        }
        None if claims.audience.as_ref().is_some_and(Audience::is_several) => {
            faults.push(Error::about(Code::ClaimMissing, "azp"));
        }
        _ => {}
    }
    faults
}

/// Back-Channel Logout 1.0 §2.6, numbers 5 to 7.
fn logout_token(payload: &Object<'_>) -> Vec<Error> {
    let mut faults = Vec::new();
    let is_logout = events(payload).is_none_or(|events| {
        let event = events.get(LOGOUT);
        matches!(event, Some(Value::Object(_)))
    });
    if !is_logout {
        faults.push(Error::about(Code::ClaimRefused, "events"));
    }
    if payload.get("sub").is_none() && payload.get("sid").is_none() {
        faults.push(Error::about(Code::ClaimMissing, "sub"));
    }
    if payload.get("nonce").is_some() {
        faults.push(Error::about(Code::ClaimRefused, "nonce"));
    }
    faults
}

fn events<'a>(payload: &Object<'a>) -> Option<Object<'a>> {
    match payload.get("events") {
        Some(Value::Object(text)) => json::parse_object_str(text, json::MAX_DEPTH).ok(),
        _ => None,
    }
}

/// RFC 7523 §3, number 2.B, and OpenID Connect Core 1.0 §9.
fn client_assertion(claims: &Registered<'_>) -> Vec<Error> {
    match (claims.issuer, claims.subject) {
        (Some(issuer), Some(subject)) if !issuer.is(&subject.value()) => {
            vec![
                Error::about(Code::SubjectRefused, "sub")
                    .and_hint("A client's assertion names the client as `iss` and as `sub`."),
            ]
        }
        _ => Vec::new(),
    }
}
