//! The Python binding: the module `jotkit._jotkit` behind the package `jotkit`.
//!
//! Nothing here decides anything about a token. A call turns Python's arguments into what the core
//! takes, calls it, and turns the result or the error back. Options and claims cross as JSON text.

mod bearer;
mod callback;
mod clients;
mod convert;
mod error;
mod key;
mod keyset;
mod likecoin;
mod livelike;
mod names;
mod oauth;
mod policy;
mod read;
mod scan;
mod signer;
mod verifier;
mod write;

/// The compiled half of the package `jotkit`.
// Nothing here leans on the GIL: objects are immutable, callbacks stand behind a lock.
#[pyo3::pymodule(gil_used = false)]
mod _jotkit {
    use pyo3::exceptions::PyImportError;
    use pyo3::prelude::*;
    use pyo3::sync::PyOnceLock;

    /// Refuses a second interpreter of the same process. Classes are kept in statics, so its errors would
    /// be of classes that its `except` does not know. Python itself refuses since 3.12, in most cases.
    fn one_interpreter(py: Python<'_>) -> PyResult<()> {
        static FIRST: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
        // Each interpreter has its own `sys`.
        let own = py.import("sys")?;
        let first = FIRST.get_or_init(py, || own.clone().unbind());
        if first.bind(py).is(&own) {
            return Ok(());
        }
        Err(PyImportError::new_err(
            "jotkit does not support subinterpreters: another interpreter of this process has it",
        ))
    }

    #[pymodule_export]
    use crate::{
        bearer::{bearer_format, bearer_parse},
        key::Key,
        keyset::KeySet,
        likecoin::{LikeCoinIssuer, LikeCoinVerifier, likecoin_read, scope_allows, signing_key},
        livelike::{LiveLikeSigner, LiveLikeVerifier},
        oauth::{
            authorize_url, call_url, no_tokens, parse_callback, parse_token_response, reaction,
            refresh_request, refusal, response_too_large, token_request,
        },
        policy::Policy,
        signer::Signer,
        verifier::{KeyHint, Unverified, Verified, Verifier, peek},
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
