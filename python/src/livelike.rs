//! LiveLike profile access tokens, behind `jotkit.livelike`.

use jotkit::livelike;
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::clients::ClientVerifier;
use crate::convert::{self, text};
use crate::error::{guard, not_pickled, raise};

/// Mints profile access tokens for one application.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LiveLikeSigner(livelike::Signer);

#[pymethods]
impl LiveLikeSigner {
    #[new]
    fn new(client_id: &Bound<'_, PyAny>, client_secret: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let id = text(client_id, "client_id")?;
            let signer = livelike::Signer::new(id, text(client_secret, "client_secret")?);
            signer.map(Self).map_err(|error| raise(&error))
        })
    }

    /// Mints a token for a user.
    #[pyo3(signature = (custom_profile_id, issued_at=None, lifetime=None))]
    fn sign(
        &self,
        custom_profile_id: &Bound<'_, PyAny>,
        issued_at: Option<&Bound<'_, PyAny>>,
        lifetime: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(|| {
            let Ok(id) = custom_profile_id.cast::<PyString>() else {
                return Err(not_a_text(custom_profile_id));
            };
            let issued_at = convert::time(issued_at, "issued_at")?;
            let lifetime = convert::duration(lifetime, "lifetime")?;
            self.0
                .sign_with(text(id, "custom_profile_id")?, issued_at, lifetime)
                .map_err(|error| raise(&error))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Signer")
    }
}

/// LiveLike refuses an id that is a number, and a number is what most user tables have.
fn not_a_text(id: &Bound<'_, PyAny>) -> PyErr {
    match id.get_type().fully_qualified_name() {
        Ok(given) => PyTypeError::new_err(format!(
            "custom_profile_id must be str, not {given}; convert a number with str(id)"
        )),
        Err(error) => error,
    }
}

/// Verifies profile access tokens.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LiveLikeVerifier(ClientVerifier<livelike::Verifier>);

#[pymethods]
impl LiveLikeVerifier {
    #[new]
    fn new(clients: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let verifier = ClientVerifier::new(
                clients,
                |pairs| livelike::Verifier::new(pairs),
                |lookup| livelike::Verifier::with_lookup(lookup),
            );
            verifier.map(Self)
        })
    }

    /// Verifies a token.
    #[pyo3(signature = (token, now=None))]
    fn verify<'py>(
        &self,
        token: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| self.0.verify(token, now))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Verifier")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.traverse(&visit)
    }

    fn __clear__(&self) {
        self.0.clear();
    }
}
