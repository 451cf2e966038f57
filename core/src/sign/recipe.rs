//! Kinds of tokens that a service asks its clients for, with the times that it accepts.

use super::options::SignerOptions;
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::options::{OneOrMany, choice};

choice! {
    /// A kind of token that a service asks its clients for. It brings the times and the audience
    /// that the service accepts, and refuses what the service would refuse.
    ///
    /// ```
    /// use jotkit::{Key, Recipe, Signer, SignerOptions};
    ///
    /// # let pem = Key::generate(jotkit::Algorithm::Rs256)?.to_pem()?;
    /// let rs256 = jotkit::KeyOptions::new().algorithm(jotkit::Algorithm::Rs256);
    /// let key = Key::from_pem(&pem, &rs256)?;
    /// let options = SignerOptions::new().recipe(Recipe::GithubApp).issuer("Iv23liAbCdEf");
    /// let token = Signer::with_options(key, options)?.sign_json("{}")?;
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    Recipe;
    /// A client's assertion at a token endpoint (RFC 7523 §3): `iss` and `sub` are the client,
    /// `aud` is the server, and each token has a `jti` of its own.
    ClientAssertion "client_assertion";
    /// A GitHub App's token: `iss` is the app's client id; `iat` is a minute ago, as GitHub advises
    /// against clocks that differ, and `exp` at most ten minutes after it.
    GithubApp "github_app";
    /// The client secret of Sign in with Apple: `iss` is the team, `sub` the client id.
    AppleClientSecret "apple_client_secret";
    /// A provider token of the Apple Push Notification service: `iss` is the team. Apple refuses
    /// tokens older than an hour, and a client that makes a new one more often than every 20
    /// minutes; so a signer returns the same token for 50 minutes.
    Apns "apns";
    /// A token of the App Store Connect API: `iss` is the issuer id.
    AppStoreConnect "app_store_connect";
    /// A Google service account's assertion: `iss` is the account's address; `scope` is a claim.
    GoogleServiceAccount "google_service_account";
}

/// What a service accepts, and what a signer adds if the options do not say it.
pub(super) struct Terms {
    algorithms: &'static [Algorithm],
    audience: Option<&'static str>,
    /// `audience` has to be given.
    needs_audience: bool,
    /// `subject` has to be given; `None` if it is the issuer unless it is given.
    subject: Option<bool>,
    /// The header has to have a `kid`.
    kid: bool,
    jti: bool,
    /// How long a token is good, in seconds: by default, and at most.
    lifetime: Option<(u64, u64)>,
    /// How long before the time of signing `iat` is, in seconds.
    backdated: u32,
    /// How long the same token is returned, in seconds.
    pub(super) kept: Option<u64>,
}

const TERMS: Terms = Terms {
    algorithms: &[],
    audience: None,
    needs_audience: false,
    subject: Some(false),
    kid: false,
    jti: false,
    lifetime: None,
    backdated: 0,
    kept: None,
};

impl Terms {
    pub(super) fn backdated(&self) -> f64 {
        self.backdated.into()
    }
}

impl Recipe {
    pub(super) const fn terms(self) -> &'static Terms {
        match self {
            Self::ClientAssertion => &Terms {
                needs_audience: true,
                subject: None,
                jti: true,
                lifetime: Some((60, 3_600)),
                ..TERMS
            },
            Self::GithubApp => &Terms {
                algorithms: &[Algorithm::Rs256],
                lifetime: Some((600, 600)),
                backdated: 60,
                ..TERMS
            },
            Self::AppleClientSecret => &Terms {
                algorithms: &[Algorithm::Es256],
                audience: Some("https://appleid.apple.com"),
                subject: Some(true),
                kid: true,
                // Half a year, as Apple counts it.
                lifetime: Some((86_400, 15_777_000)),
                ..TERMS
            },
            Self::Apns => &Terms {
                algorithms: &[Algorithm::Es256],
                kid: true,
                kept: Some(3_000),
                ..TERMS
            },
            Self::AppStoreConnect => &Terms {
                algorithms: &[Algorithm::Es256],
                audience: Some("appstoreconnect-v1"),
                kid: true,
                lifetime: Some((900, 1_200)),
                ..TERMS
            },
            Self::GoogleServiceAccount => &Terms {
                algorithms: &[Algorithm::Rs256],
                audience: Some("https://oauth2.googleapis.com/token"),
                lifetime: Some((3_600, 3_600)),
                ..TERMS
            },
        }
    }

    /// Judges options by themselves, before a key is there.
    ///
    /// # Errors
    /// `policy_invalid` if the service needs what they lack, or they ask for a lifetime that it
    /// refuses.
    pub(super) fn check(self, options: &SignerOptions) -> Result<()> {
        let terms = self.terms();
        let lacks = [
            ("issuer", options.issuer.is_none()),
            (
                "subject",
                terms.subject == Some(true) && options.subject.is_none(),
            ),
            (
                "audience",
                terms.needs_audience && options.audience.is_none(),
            ),
        ];
        if let Some((name, _)) = lacks.into_iter().find(|(_, lacks)| *lacks) {
            return Err(self.invalid(format!("needs `{name}`")));
        }
        match options.lifetime {
            Some(seconds) => self.admit(seconds).map_err(|end| self.invalid(end)),
            None => Ok(()),
        }
    }

    /// Checked options with what this recipe adds.
    ///
    /// # Errors
    /// `key_unsuitable` for a key of another algorithm; `policy_invalid` if the service needs a
    /// `kid` and there is none.
    pub(super) fn complete(
        self,
        mut options: SignerOptions,
        algorithm: Algorithm,
        kid: Option<&str>,
    ) -> Result<SignerOptions> {
        let terms = self.terms();
        let accepted = terms.algorithms.iter();
        if !terms.algorithms.is_empty() && !accepted.clone().any(|one| one.agrees_with(algorithm)) {
            let names: Vec<_> = accepted.map(|one| one.name()).collect();
            return Err(Error::with_made_hint(
                Code::KeyUnsuitable,
                self.sentence(format!("needs a key for {}", names.join(" or "))),
            ));
        }
        if terms.kid && kid.is_none() {
            return Err(self.invalid("needs `kid`".to_owned()));
        }
        let audience = terms.audience.map(|one| OneOrMany::One(one.to_owned()));
        options.audience = options.audience.or(audience);
        if terms.subject.is_none() && options.subject.is_none() {
            options.subject.clone_from(&options.issuer);
        }
        options.lifetime = options.lifetime.or(terms.lifetime.map(|(usual, _)| usual));
        options.iat = true;
        options.jti |= terms.jti;
        Ok(options)
    }

    /// Whether the service accepts a token that is good for this long; if not, the end of a
    /// sentence that says what it accepts.
    pub(super) fn admit(self, seconds: u64) -> Result<(), String> {
        match self.terms().lifetime {
            None => Err("takes no lifetime".to_owned()),
            Some((_, most)) if seconds > most => {
                Err(format!("accepts a lifetime of at most {most} seconds"))
            }
            Some(_) => Ok(()),
        }
    }

    pub(super) fn sentence(self, end: String) -> String {
        format!("`{}` {end}.", self.as_str())
    }

    fn invalid(self, end: String) -> Error {
        Error::with_made_hint(Code::PolicyInvalid, self.sentence(end))
    }
}

#[cfg(test)]
#[path = "recipe_tests.rs"]
mod tests;
