//! The resource server's side: verifying access tokens and the scopes they carry.

use std::fmt;

use super::access_token::{AccessToken, Claims};
use super::scope::Demands;
use super::signing_key;
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::key::Key;
use crate::options::options;
use crate::secret::Secret;
use crate::systems::clients::{ClientVerifier, sealed};
use crate::verify::{KeyHint, Policy};

/// The host name that production tokens carry as `iss` and `aud`.
pub const HOST: &str = "like.co";

options! {
    /// What a resource server requires of access tokens.
    VerifierOptions PolicyInvalid;
    host: string "The host name in `iss` and `aud`. Default: `like.co`.";
    all: strings "Require all of these scopes.";
    any: strings "Require at least one of these scopes.";
    expiry_optional: flag "Accept tokens without `exp`. The real service issues none.";
    leeway: whole_number(0, 86_400, "seconds") "Allow clocks to differ by this many seconds. Default: 0.";
}

impl VerifierOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_each()
    }

    fn policy(&self) -> Result<Policy> {
        let host = self.host.as_deref().unwrap_or(HOST);
        self.check()?;
        if host.trim().is_empty() {
            return Err(Error::with_hint(
                Code::PolicyInvalid,
                "`host` must not be blank.",
            ));
        }
        let mut policy = Policy::new()
            .algorithms([Algorithm::Hs256])
            .issuer(host)
            .audience(host)
            .required(["user", "azp", "iat"]);
        policy.leeway = self.leeway;
        policy.expiry_optional = self.expiry_optional;
        Ok(policy)
    }
}

/// Verifies access tokens.
///
/// A token is good until it expires. It does not show a revocation, so a server that must know
/// keeps a list of [`AccessToken::token_id`] or of client and user.
pub type Verifier = ClientVerifier<LikeCoin>;

/// LikeCoin's token system: a client's key is derived from its secret and the common secret.
pub struct LikeCoin {
    common_secret: Secret,
    policy: Policy,
    demands: Demands,
}

impl LikeCoin {
    pub(super) fn new(common_secret: &str, options: &VerifierOptions) -> Result<Self> {
        let policy = options.policy()?;
        let demands = Demands::new(options.all.clone(), options.any.clone())?;
        signing_key::check_common_secret(common_secret)?;
        Ok(Self {
            common_secret: common_secret.into(),
            policy,
            demands,
        })
    }
}

impl Verifier {
    /// A verifier for clients given as pairs of id and secret.
    ///
    /// # Errors
    /// `policy_invalid` for options out of range or scopes that are not well formed; `key_weak` for
    /// a blank common secret or an empty client secret.
    pub fn new<I, T>(
        common_secret: &str,
        clients: impl IntoIterator<Item = (I, T)>,
        options: &VerifierOptions,
    ) -> Result<Self>
    where
        I: Into<String>,
        T: AsRef<str>,
    {
        Self::with_clients(LikeCoin::new(common_secret, options)?, clients)
    }

    /// A verifier that looks a client's secret up by its id.
    ///
    /// The id is not verified when the lookup sees it. The lookup returns [`Error::client_unknown`]
    /// for an unknown one; it must not fall back to another secret.
    ///
    /// # Errors
    /// As [`Verifier::new`].
    pub fn with_lookup(
        common_secret: &str,
        lookup: impl Fn(&str) -> Result<String> + Send + Sync + 'static,
        options: &VerifierOptions,
    ) -> Result<Self> {
        Self::looking_up(LikeCoin::new(common_secret, options)?, lookup)
    }
}

impl sealed::System for LikeCoin {
    type Content = AccessToken;

    /// `azp` selects the client's key and nothing else.
    fn client<'h>(hint: &'h KeyHint<'_>) -> Option<&'h str> {
        hint.authorized_party()
    }

    fn key(&self, client_secret: &str) -> Result<Key> {
        signing_key::key(self.common_secret.as_str(), client_secret)
    }

    fn policy(&self) -> Policy {
        self.policy.clone()
    }

    fn read(&self, claims: &sealed::Claims<'_, '_>) -> Result<Option<AccessToken>> {
        let own = Claims::read(claims.payload)?;
        Ok(own.with(claims.registered).ok())
    }

    fn judge(&self, content: &AccessToken) -> Result<()> {
        self.demands.judge(&content.scope)
    }
}

impl fmt::Debug for LikeCoin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LikeCoin")
            .field("demands", &self.demands)
            .finish_non_exhaustive()
    }
}
