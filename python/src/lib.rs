//! The Python binding: the module `jotkit._jotkit` of the package `jotkit`.
//!
//! It decides nothing about a token. A call converts Python's arguments into the core's, calls the
//! core, and converts the result or the error back. Options and claims cross as JSON text.

mod args;
mod bearer;
mod callback;
mod challenge;
mod claims;
mod cli;
mod clients;
mod clock;
mod error;
mod json;
mod jws;
mod key;
mod keyset;
mod likecoin;
mod livelike;
mod oauth;
mod policy;
mod provider;
mod pyca;
#[cfg(feature = "peers")]
mod pyjwt;
mod remote;
mod results;
mod signer;
mod verifier;

/// The compiled half of the package `jotkit`.
// Nothing here relies on the GIL: objects are immutable, and callbacks have a lock.
#[pyo3::pymodule(gil_used = false)]
mod _jotkit {
    use pyo3::exceptions::PyImportError;
    use pyo3::prelude::*;
    use pyo3::sync::PyOnceLock;

    /// Refuses a second interpreter of the same process. Statics hold the exception classes, so the
    /// second one would get exceptions that its `except` does not know. Python 3.12 and later
    /// refuse it themselves in most cases.
    fn one_interpreter(py: Python<'_>) -> PyResult<()> {
        static FIRST: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
        // Each interpreter has its own `sys`.
        let own = py.import("sys")?;
        let first = FIRST.get_or_init(py, || own.clone().unbind());
        if first.bind(py).is(&own) {
            return Ok(());
        }
        Err(PyImportError::new_err(
            "jotkit does not support subinterpreters: another one of this process has imported it",
        ))
    }

    #[pymodule_export]
    use crate::{
        bearer::{bearer_format, bearer_parse, grants},
        callback::KeyHint,
        challenge::{challenge, refuse_shape},
        cli::cli,
        clients::ClientVerifier,
        jws::{jws_sign, jws_verify},
        key::Key,
        keyset::{KeySet, Skipped},
        likecoin::{LikeCoinIssuer, likecoin_peek, refusal, scope_allows, signing_key},
        livelike::LiveLikeSigner,
        oauth::{
            LikeCoinSession, authorize_url, no_reply, parse_callback, parse_token_response,
            refresh_request, token_request,
        },
        policy::Policy,
        provider::{
            ProviderCore, ProviderFlow, provider_body_limit, provider_endpoint, provider_statements,
        },
        remote::RemoteCore,
        results::{Finding, Unverified, Verified, peek},
        signer::Signer,
        verifier::Verifier,
    };

    #[cfg(feature = "peers")]
    #[pymodule_export]
    use crate::pyjwt::{
        pyjwt_claims, pyjwt_decode, pyjwt_encode, pyjwt_header, pyjwt_payload, pyjwt_remember,
        pyjwt_secret, pyjwt_verify,
    };

    #[cfg(feature = "test-panic")]
    #[pymodule_export]
    use crate::error::armed::arm_panic;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        one_interpreter(module.py())?;
        let algorithms: Vec<&str> = jotkit::Algorithm::ALL
            .iter()
            .map(|algorithm| algorithm.name())
            .collect();
        module.add(
            "ALGORITHMS",
            pyo3::types::PyTuple::new(module.py(), algorithms)?,
        )?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
