//! Callbacks into the host.
//!
//! They do not fail: the packages keep a host's exception on their side, return `None`, and throw
//! the exception once the native call has returned, so that it never crosses.

use std::sync::Arc;

use jotkit::Error;

use crate::key::Key;

/// What a resolver may use to find a key. All of it is unverified.
#[derive(Debug, uniffi::Record)]
pub(crate) struct KeyHint {
    algorithm: String,
    kid: Option<String>,
    issuer: Option<String>,
    authorized_party: Option<String>,
}

/// The host's own search for a key.
#[uniffi::export(with_foreign)]
pub(crate) trait KeyResolver: Send + Sync {
    /// The key for a token, or `None`.
    fn resolve(&self, hint: KeyHint) -> Option<Arc<Key>>;
}

/// The host's own search for a client's secret.
#[uniffi::export(with_foreign)]
pub(crate) trait ClientSecrets: Send + Sync {
    /// The secret of a client, or `None` for an unknown one. The client id is not verified yet.
    fn secret(&self, client_id: String) -> Option<String>;
}

/// The resolver as the core calls it.
pub(crate) fn resolver(
    host: Arc<dyn KeyResolver>,
) -> impl Fn(&jotkit::KeyHint<'_>) -> Result<jotkit::Key, Error> + Send + Sync + 'static {
    move |hint| {
        let hint = KeyHint {
            algorithm: hint.algorithm().name().to_owned(),
            kid: hint.kid().map(ToOwned::to_owned),
            issuer: hint.issuer().map(ToOwned::to_owned),
            authorized_party: hint.authorized_party().map(ToOwned::to_owned),
        };
        let key = host.resolve(hint).ok_or(Error::key_unknown())?;
        Ok(key.0.clone())
    }
}

/// The lookup as the core calls it.
pub(crate) fn lookup(
    host: Arc<dyn ClientSecrets>,
) -> impl Fn(&str) -> Result<String, Error> + Send + Sync + 'static {
    move |client| {
        host.secret(client.to_owned())
            .ok_or(Error::client_unknown())
    }
}
