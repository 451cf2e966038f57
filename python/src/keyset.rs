//! `KeySet`: several keys, of which a token's `kid` chooses.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList};

use crate::args;
use crate::claims::objects;
use crate::error::{guard, not_pickled};
use crate::json;
use crate::key::{Key, key_options, one, quoted, shown};

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
                set.push(one(&key?, "a key")?);
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
            let jwks = json::text_or_object(jwks, "jwks")?;
            let options = key_options(options)?;
            Ok(Self(jotkit::KeySet::from_jwks(&jwks, &options)?))
        })
    }

    /// Reads PEMs: a mapping of key id and PEM, such as Firebase's certificates, or a list.
    /// `skipped` lists those that cannot be used.
    #[staticmethod]
    #[pyo3(signature = (pems, **options))]
    fn from_pems(pems: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let (pems, options) = (json::pems(pems)?, key_options(options)?);
            Ok(Self(jotkit::KeySet::from_pems(&pems, &options)?))
        })
    }

    /// The keys that can be used.
    #[getter]
    fn keys(&self) -> PyResult<Vec<Key>> {
        guard(|| Ok(self.0.keys().cloned().map(Key).collect()))
    }

    /// The entries that cannot be used, and why.
    #[getter]
    fn skipped(&self) -> PyResult<Vec<Skipped>> {
        guard(|| Ok(self.0.skipped().iter().cloned().map(Skipped).collect()))
    }

    /// The first key with this key id, or `None`.
    fn get(&self, kid: &Bound<'_, PyAny>) -> PyResult<Option<Key>> {
        guard(|| Ok(self.0.get(args::text(kid, "kid")?).cloned().map(Key)))
    }

    /// The public halves as a JWK Set, ready to be published. Shared secrets are left out.
    fn to_public_jwks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| objects(py, &self.0.to_public_jwks()?))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        guard(|| {
            let keys: Vec<Key> = self.0.keys().cloned().map(Key).collect();
            Ok(PyList::new(py, keys)?.try_iter()?)
        })
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

/// An entry of a key set that cannot be used.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Skipped(jotkit::Skipped);

#[pymethods]
impl Skipped {
    /// The entry's place in the set, from 0; all entries count.
    #[getter]
    fn index(&self) -> PyResult<usize> {
        guard(|| Ok(self.0.index))
    }

    /// The code of what is wrong with it, such as `key_weak`.
    #[getter]
    fn code(&self) -> PyResult<&'static str> {
        guard(|| Ok(self.0.error.code().as_str()))
    }

    /// What is wrong with it, as a sentence.
    #[getter]
    fn message(&self) -> PyResult<String> {
        guard(|| Ok(self.0.error.to_string()))
    }

    /// The entry's key id, or `None`.
    #[getter]
    fn kid(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.0.kid.as_deref()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| {
            let kid = quoted(py, self.0.kid.as_deref())?;
            let (index, code) = (self.0.index, self.0.error.code().as_str());
            Ok(format!("Skipped(index={index}, code='{code}', kid={kid})"))
        })
    }
}
