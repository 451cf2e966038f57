//! `Policy`: what a verifier demands of a token.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert;
use crate::error::{guard, raise};
use crate::write;

/// What a verifier demands of a token.
///
/// The keywords are the policy's fields. One that is left out has its strict default; `None`, an empty
/// list or an unknown name is a `UsageError` with the code `policy_invalid`, so that a setting that came
/// back empty never switches a check off.
///
/// `leeway` and `max_age` are whole seconds or a `timedelta`.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Policy {
    inner: jotkit::Policy,
    json: String,
}

impl Policy {
    fn read(json: &str) -> PyResult<Self> {
        let inner = jotkit::Policy::from_json(json).map_err(|error| raise(&error))?;
        Ok(Self {
            inner,
            json: json.to_owned(),
        })
    }

    /// The policy that a verifier's keywords give: its fields, or `policy` alone.
    pub(crate) fn of_keywords(fields: Option<&Bound<'_, PyDict>>) -> PyResult<jotkit::Policy> {
        if let Some(fields) = fields
            && let Some(given) = fields.get_item("policy")?
        {
            let Ok(policy) = given.cast::<Self>() else {
                return Err(convert::wrong_type("policy", "a Policy", &given));
            };
            return match fields.len() {
                1 => Ok(policy.get().inner.clone()),
                _ => Err(pyo3::exceptions::PyTypeError::new_err(
                    "give either policy or its fields",
                )),
            };
        }
        let json = write::options(fields)?;
        jotkit::Policy::from_json(&json).map_err(|error| raise(&error))
    }
}

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (**fields))]
    fn new(fields: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| Self::read(&write::options(fields)?))
    }

    /// Reads a policy from JSON text: one object with the same fields in every language.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::read(convert::text(text, "text")?))
    }

    fn __repr__(&self) -> PyResult<String> {
        guard(|| Ok(format!("Policy({})", self.json)))
    }
}
