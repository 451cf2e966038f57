//! LiveLike profile access tokens: the native half of `jotkit.livelike`.

use jotkit::livelike;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::args::{self, Given, text};
use crate::clock::Clock;
use crate::error::{guard, not_pickled};

/// Signs profile access tokens for one application.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LiveLikeSigner {
    inner: livelike::Signer,
    clock: Clock,
}

#[pymethods]
impl LiveLikeSigner {
    #[new]
    #[pyo3(signature = (client_id, client_secret, *, clock=Given(None)))]
    fn new(
        client_id: &Bound<'_, PyAny>,
        client_secret: &Bound<'_, PyAny>,
        clock: Given<'_>,
    ) -> PyResult<Self> {
        guard(|| {
            let id = text(client_id, "client_id")?;
            let secret = text(client_secret, "client_secret")?;
            let inner = livelike::Signer::new(id, secret)?;
            let clock = Clock::of(clock)?;
            Ok(Self { inner, clock })
        })
    }

    /// Signs a token for a user.
    #[pyo3(signature = (custom_profile_id, issued_at=None, lifetime=None))]
    fn sign(
        &self,
        custom_profile_id: &Bound<'_, PyAny>,
        issued_at: Option<&Bound<'_, PyAny>>,
        lifetime: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(|| {
            if !custom_profile_id.is_instance_of::<PyString>() {
                // LiveLike refuses numbers, and most user tables have numbers.
                let wanted = "str (convert a number with str(id))";
                return Err(
                    args::wrong_type("custom_profile_id", wanted, custom_profile_id).into(),
                );
            }
            let id = text(custom_profile_id, "custom_profile_id")?;
            let issued_at = args::whole_time(issued_at, "issued_at")?;
            let lifetime = args::duration(lifetime, "lifetime")?;
            let now = self.clock.now(custom_profile_id.py(), None)?;
            Ok(self.inner.sign_at(id, issued_at, lifetime, now)?)
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Signer")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.clock.traverse(&visit)
    }
}
