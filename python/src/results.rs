//! The results of `verify_full`, `peek` and `explain`.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::args;
use crate::claims::{self, objects};
use crate::error::{Failure, guard};
use crate::key::quoted;
use crate::policy::Policy;

/// The result of verifying a token: its signature and its claims passed the policy.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Verified {
    inner: jotkit::Verified,
    claims: PyOnceLock<Py<PyAny>>,
    header: PyOnceLock<Py<PyAny>>,
}

impl Verified {
    pub(crate) fn new(inner: jotkit::Verified) -> Self {
        let (claims, header) = (PyOnceLock::new(), PyOnceLock::new());
        Self {
            inner,
            claims,
            header,
        }
    }
}

#[pymethods]
impl Verified {
    /// The claims, as a dict. Whole numbers are exact.
    #[getter]
    fn claims<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.claims, || claims::verified(py, &self.inner)))
    }

    /// The header, as a dict.
    #[getter]
    fn header<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.header, || objects(py, self.inner.header().json())))
    }

    /// The payload's JSON text, byte for byte as it was signed.
    #[getter]
    fn payload(&self) -> PyResult<&str> {
        guard(|| Ok(self.inner.payload()))
    }
}

/// The content of a token that was not verified: anybody may have written it.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Unverified {
    inner: jotkit::Unverified,
    claims: PyOnceLock<Py<PyAny>>,
    header: PyOnceLock<Py<PyAny>>,
}

#[pymethods]
impl Unverified {
    /// The claims, as a dict. Not verified.
    #[getter]
    fn unverified_claims<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.claims, || objects(py, self.inner.payload())))
    }

    /// The header, as a dict.
    #[getter]
    fn header<'py>(&'py self, py: Python<'py>) -> PyResult<&'py Bound<'py, PyAny>> {
        guard(|| once(py, &self.header, || objects(py, self.inner.header().json())))
    }

    /// The payload's JSON text.
    #[getter]
    fn payload(&self) -> PyResult<&str> {
        guard(|| Ok(self.inner.payload()))
    }
}

fn once<'py>(
    py: Python<'py>,
    cell: &'py PyOnceLock<Py<PyAny>>,
    build: impl FnOnce() -> Result<Bound<'py, PyAny>, Failure>,
) -> Result<&'py Bound<'py, PyAny>, Failure> {
    let objects = cell.get_or_try_init(py, || build().map(Bound::unbind))?;
    Ok(objects.bind(py))
}

/// Reads a token without verifying it, to display it or to find a key; never to decide anything.
///
/// The keywords are those of a `Verifier`; only the limits and `allow_padding` matter.
#[pyfunction]
#[pyo3(signature = (token, **policy))]
pub(crate) fn peek(
    token: &Bound<'_, PyAny>,
    policy: Option<&Bound<'_, PyDict>>,
) -> PyResult<Unverified> {
    guard(|| {
        let policy = Policy::of_keywords(policy)?;
        Ok(Unverified {
            inner: policy.peek(args::token(token)?)?,
            claims: PyOnceLock::new(),
            header: PyOnceLock::new(),
        })
    })
}

/// A check that a token fails.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Finding(pub(crate) jotkit::Finding);

#[pymethods]
impl Finding {
    /// The name of the check, such as `signature` or `exp`.
    #[getter]
    fn check(&self) -> PyResult<&'static str> {
        guard(|| Ok(self.0.check.as_str()))
    }

    /// The code of what is wrong, such as `token_expired`.
    #[getter]
    fn code(&self) -> PyResult<&'static str> {
        guard(|| Ok(self.0.error.code().as_str()))
    }

    /// The claim or header member that it is about, or `None`.
    #[getter]
    fn claim(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.0.error.claim()))
    }

    /// What is wrong, as a sentence.
    #[getter]
    fn message(&self) -> PyResult<String> {
        guard(|| Ok(self.0.error.to_string()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| {
            let claim = quoted(py, self.0.error.claim())?;
            let (check, code) = (self.0.check.as_str(), self.0.error.code().as_str());
            Ok(format!(
                "Finding(check='{check}', code='{code}', claim={claim})"
            ))
        })
    }
}
