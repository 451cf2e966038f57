//! `Policy`: what a verifier demands.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::args;
use crate::error::{Failure, guard};
use crate::json;

/// What a verifier demands of a token.
///
/// The keywords are the policy's fields. One that is left out has its strict default; `None`, an
/// empty list or an unknown name is a `UsageError` with the code `policy_invalid`, so that an unset
/// environment variable never disables a check.
///
/// `leeway` and `max_age` are whole seconds or a `timedelta`.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Policy {
    inner: jotkit::Policy,
    json: String,
}

impl Policy {
    fn read(json: &str) -> Result<Self, Failure> {
        let (inner, json) = (jotkit::Policy::from_json(json)?, json.to_owned());
        Ok(Self { inner, json })
    }

    /// The policy of a verifier's keywords: the fields of one, or `policy` alone.
    pub(crate) fn of_keywords(
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Result<jotkit::Policy, Failure> {
        let given = fields.map(|fields| fields.get_item("policy")).transpose()?;
        let (Some(given), Some(fields)) = (given.flatten(), fields) else {
            return Ok(jotkit::Policy::from_json(&json::options(fields)?)?);
        };
        let Ok(policy) = given.cast::<Self>() else {
            return Err(args::wrong_type("policy", "a Policy", &given).into());
        };
        if fields.len() > 1 {
            return Err(PyTypeError::new_err("give either policy or its fields").into());
        }
        Ok(policy.get().inner.clone())
    }
}

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (**fields))]
    fn new(fields: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| Self::read(&json::options(fields)?))
    }

    /// Reads a policy from JSON text: one object, with the same fields in every language.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::read(args::text(text, "text")?))
    }

    fn __repr__(&self) -> PyResult<String> {
        guard(|| Ok(format!("Policy({})", self.json)))
    }
}
