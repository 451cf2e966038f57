//! Verifiers whose keys are client secrets.
//!
//! LiveLike and LikeCoin both sign each client's tokens with a key made of that client's secret.
//! What the two have in common is here: the unverified token names the client, the client's secret
//! gives the key, and an unknown client is `client_unknown`, never another secret.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::json::Object;
use crate::key::Key;
use crate::token::Now;
use crate::token::claims::Registered;
use crate::verify::{Expectations, KeyHint, Policy, ReadClaims, Verifier};

/// A token system whose keys are client secrets. Implemented by this crate only.
pub trait System: sealed::System {}

impl<S: sealed::System> System for S {}

pub(crate) mod sealed {
    use super::*;

    /// What differs between the systems.
    pub trait System: Send + Sync + 'static {
        /// What a verified token says.
        type Content: Serialize;

        /// The client that the unverified token names.
        fn client<'h>(hint: &'h KeyHint<'_>) -> Option<&'h str>;

        /// The key that belongs to a client's secret.
        fn key(&self, client_secret: &str) -> Result<Key>;

        /// What the system requires of its tokens.
        fn policy(&self) -> Policy;

        /// Reads the content where claim types are judged: a claim of the wrong type is an error, a
        /// missing one is `None`, for the policy to refuse in its turn.
        fn read(&self, claims: &Claims<'_, '_>) -> Result<Option<Self::Content>>;

        /// Judges content whose claims have passed the policy.
        fn judge(&self, content: &Self::Content) -> Result<()>;
    }

    /// The claims of a token whose signature has held.
    pub struct Claims<'c, 't> {
        pub(crate) payload: &'c Object<'t>,
        pub(crate) registered: &'c Registered<'t>,
    }
}

/// Verifies tokens of a system whose keys are client secrets. Immutable: make it once and share it
/// between threads.
///
/// [`livelike::Verifier`](crate::livelike::Verifier) and
/// [`likecoin::Verifier`](crate::likecoin::Verifier) are this type.
pub struct ClientVerifier<S> {
    verifier: Verifier,
    system: Arc<S>,
}

impl<S: System> ClientVerifier<S> {
    /// A verifier for clients given as pairs of id and secret.
    pub(crate) fn with_clients<I, T>(
        system: S,
        clients: impl IntoIterator<Item = (I, T)>,
    ) -> Result<Self>
    where
        I: Into<String>,
        T: AsRef<str>,
    {
        let mut keys = HashMap::new();
        for (client, secret) in clients {
            keys.insert(client.into(), system.key(secret.as_ref())?);
        }
        let key =
            move |_: &S, client: &str| keys.get(client).cloned().ok_or(Error::client_unknown());
        Self::build(system, key)
    }

    /// A verifier that looks a client's secret up by its id.
    pub(crate) fn looking_up(
        system: S,
        lookup: impl Fn(&str) -> Result<String> + Send + Sync + 'static,
    ) -> Result<Self> {
        Self::build(system, move |system: &S, client: &str| {
            system.key(&Zeroizing::new(lookup(client)?))
        })
    }

    fn build(
        system: S,
        key: impl Fn(&S, &str) -> Result<Key> + Send + Sync + 'static,
    ) -> Result<Self> {
        let system = Arc::new(system);
        let of_resolver = Arc::clone(&system);
        let resolver = move |hint: &KeyHint<'_>| {
            let client = S::client(hint).ok_or(Error::client_unknown())?;
            key(&of_resolver, client)
        };
        Self::of_system(system, resolver)
    }

    /// A verifier that asks for each token's key.
    pub(crate) fn of_system(
        system: Arc<S>,
        resolver: impl Fn(&KeyHint<'_>) -> Result<Key> + Send + Sync + 'static,
    ) -> Result<Self> {
        let verifier = Verifier::with_resolver(resolver, system.policy())?;
        Ok(Self { verifier, system })
    }

    /// Verifies a token at the system's time.
    ///
    /// # Errors
    /// `client_unknown`, `scope_refused` (LikeCoin), otherwise as [`crate::Verifier::verify`].
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<S::Content> {
        self.verify_at(token, Now::default())
    }

    /// Verifies a token at a given time.
    ///
    /// # Errors
    /// As [`ClientVerifier::verify`]; `argument_invalid` if `now` is not a time.
    pub fn verify_at(&self, token: impl AsRef<[u8]>, now: impl Into<Now>) -> Result<S::Content> {
        let now = now.into().seconds()?;
        let reader = Reader(&*self.system);
        let (_, content) =
            self.verifier
                .judge(token.as_ref(), now, &Expectations::default(), &reader)?;
        // The policy requires every claim of the content.
        let content = content.ok_or(Error::internal())?;
        self.system.judge(&content)?;
        Ok(content)
    }
}

/// Reads a system's claims while the verifier judges types.
struct Reader<'s, S>(&'s S);

impl<S: System> ReadClaims for Reader<'_, S> {
    type Output = Option<S::Content>;

    fn read<'t>(
        &self,
        payload: &Object<'t>,
        registered: &Registered<'t>,
    ) -> Result<Option<S::Content>> {
        self.0.read(&sealed::Claims {
            payload,
            registered,
        })
    }
}

/// A [`ClientVerifier`] of any system, for bindings: content as JSON text.
pub trait VerifyToJson: Send + Sync {
    /// Verifies a token and returns its content as JSON text, with the fields of the system's
    /// content type.
    ///
    /// # Errors
    /// As [`ClientVerifier::verify_at`].
    fn verify_to_json(&self, token: &[u8], now: Now) -> Result<String>;
}

impl<S: System> VerifyToJson for ClientVerifier<S> {
    fn verify_to_json(&self, token: &[u8], now: Now) -> Result<String> {
        let content = self.verify_at(token, now)?;
        serde_json::to_string(&content).map_err(|_| Error::internal())
    }
}

impl<S: fmt::Debug> fmt::Debug for ClientVerifier<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientVerifier").field(&self.system).finish()
    }
}
