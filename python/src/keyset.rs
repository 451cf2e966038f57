//! `KeySet`: several keys, of which a token's `kid` chooses.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::args;
use crate::claims::objects;
use crate::error::{guard, not_pickled, raise};
use crate::key::{Key, key_options, shown};

/// A set of keys, such as a JWK Set (RFC 7517). A token's `kid` chooses; an unknown `kid` is
/// refused and never falls back to another key.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct KeySet(pub(crate) jotkit::KeySet);

#[pymethods]
impl KeySet {
    #[new]
    fn new(keys: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let mut set = Vec::new();
            for key in keys.try_iter()? {
                let key = key?;
                match key.cast::<Key>() {
                    Ok(key) => set.push(key.get().0.clone()),
                    Err(_) => return Err(args::wrong_type("a key", "a Key", &key).into()),
                }
            }
            Ok(Self(jotkit::KeySet::new(set)))
        })
    }

    /// Reads a JWK Set, as JSON text or as a mapping. `skipped` lists the entries that cannot be
    /// used.
    #[staticmethod]
    #[pyo3(signature = (jwks, **options))]
    fn from_jwks(jwks: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let jwks = args::text_or_object(jwks, "jwks")?;
            let options = key_options(options)?;
            Ok(Self(jotkit::KeySet::from_jwks(&jwks, &options)?))
        })
    }

    /// The keys that can be used.
    #[getter]
    fn keys(&self) -> PyResult<Vec<Key>> {
        guard(|| Ok(self.0.keys().cloned().map(Key).collect()))
    }

    /// The entries that cannot be used: their index in the set, from 0, and the error.
    #[getter]
    fn skipped(&self, py: Python<'_>) -> PyResult<Vec<(usize, Py<PyAny>)>> {
        guard(|| {
            let skipped = self.0.skipped().iter();
            let pairs = skipped.map(|entry| {
                let error = raise(&entry.error).into_value(py);
                (entry.index, error.into_any())
            });
            Ok(pairs.collect())
        })
    }

    /// The public halves as a JWK Set, ready to be published. Shared secrets are left out.
    fn to_public_jwks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| objects(py, &self.0.to_public_jwks()?))
    }

    fn __len__(&self) -> PyResult<usize> {
        guard(|| Ok(self.0.len()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| {
            let keys: Result<Vec<_>, _> = self.0.keys().map(|key| shown(py, key)).collect();
            Ok(format!("KeySet([{}])", keys?.join(", ")))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a KeySet")
    }
}
