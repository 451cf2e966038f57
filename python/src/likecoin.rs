//! LikeCoin access tokens, behind `jotkit.likecoin`: issuing, verifying, reading, scopes.

use jotkit::likecoin;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::clients::ClientVerifier;
use crate::convert::{self, text};
use crate::error::{guard, not_pickled, raise};
use crate::read::read;
use crate::write;

/// Issues access tokens.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LikeCoinIssuer(likecoin::Issuer);

#[pymethods]
impl LikeCoinIssuer {
    #[new]
    fn new(common_secret: &Bound<'_, PyAny>, host: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let secret = text(common_secret, "common_secret")?;
            let issuer = likecoin::Issuer::new(secret, text(host, "host")?);
            issuer.map(Self).map_err(|error| raise(&error))
        })
    }

    /// Issues a token for the grant that the keywords describe.
    #[pyo3(signature = (now=None, **grant))]
    fn sign(
        &self,
        now: Option<&Bound<'_, PyAny>>,
        grant: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        guard(|| {
            let grant = write::parsed(likecoin::Grant::from_json(&write::options(grant)?))?;
            let token = match convert::time(now, "now")? {
                None => self.0.sign(&grant),
                Some(now) => self.0.sign_at(&grant, now),
            };
            token.map_err(|error| raise(&error))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("an Issuer")
    }
}

/// Verifies access tokens.
#[pyclass(frozen, module = "jotkit._jotkit")]
pub(crate) struct LikeCoinVerifier(ClientVerifier<likecoin::Verifier>);

#[pymethods]
impl LikeCoinVerifier {
    #[new]
    #[pyo3(signature = (common_secret, clients, **options))]
    fn new(
        common_secret: &Bound<'_, PyAny>,
        clients: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(|| {
            let secret = text(common_secret, "common_secret")?;
            let options = likecoin::VerifierOptions::from_json(&write::options(options)?);
            let options = write::parsed(options)?;
            let verifier = ClientVerifier::new(
                clients,
                |pairs| likecoin::Verifier::new(secret, pairs, &options),
                |lookup| likecoin::Verifier::with_lookup(secret, lookup, &options),
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

/// Reads an access token without verifying it.
#[pyfunction]
pub(crate) fn likecoin_read<'py>(
    py: Python<'py>,
    token: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let content = likecoin::read(convert::token(token)?).and_then(|content| content.to_json());
        read(py, &write::parsed(content)?)
    })
}

/// The 64 characters that sign one client's access tokens.
#[pyfunction]
pub(crate) fn signing_key(
    common_secret: &Bound<'_, PyAny>,
    client_secret: &Bound<'_, PyAny>,
) -> PyResult<String> {
    guard(|| {
        let common_secret = text(common_secret, "common_secret")?;
        let client_secret = text(client_secret, "client_secret")?;
        let key = write::parsed(likecoin::signing_key(common_secret, client_secret))?;
        Ok(key.to_string())
    })
}

/// Whether held scopes cover a demanded one.
#[pyfunction]
pub(crate) fn scope_allows(held: &Bound<'_, PyAny>, demanded: &Bound<'_, PyAny>) -> PyResult<bool> {
    guard(|| {
        // A text is iterable too, and its letters are no scopes.
        if held.is_instance_of::<pyo3::types::PyString>() {
            return Err(convert::wrong_type("held", "an iterable of str", held));
        }
        let words: PyResult<Vec<_>> = held.try_iter()?.collect();
        let words = words?;
        let words: PyResult<Vec<&str>> = words.iter().map(|word| text(word, "a scope")).collect();
        let demanded = text(demanded, "demanded")?;
        write::parsed(likecoin::scope::allows(&words?, demanded))
    })
}
