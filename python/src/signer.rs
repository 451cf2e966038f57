//! `Signer`: claims in, token out.

use jotkit::SignerOptions;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use zeroize::Zeroizing;

use crate::convert;
use crate::error::{guard, not_pickled, raise};
use crate::key::Key;
use crate::write;

/// Signs tokens with one key. Immutable and safe to share between threads.
///
/// The keywords say what is added to claims and headers that lack it: `issuer`, `audience` (a text or a
/// list), `lifetime` (whole seconds or a `timedelta`; adds `iat` and `exp`), `iat=True`, `jti=True`
/// (a random UUID), `kid`, `typ`.
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Signer {
    inner: jotkit::Signer,
    slow: bool,
}

impl Signer {
    fn signed(
        &self,
        py: Python<'_>,
        claims: &str,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        let headers: Option<Zeroizing<String>> = headers
            .filter(|headers| !headers.is_none())
            .map(|headers| write::text_or_object(headers, "headers"))
            .transpose()?;
        let now = convert::time(now, "now")?;
        let headers = headers.as_deref().map(String::as_str);
        let sign = || self.inner.sign_json_with(claims, headers, now);
        let token = if self.slow { py.detach(sign) } else { sign() };
        token.map_err(|error| raise(&error))
    }
}

#[pymethods]
impl Signer {
    #[new]
    #[pyo3(signature = (key, **options))]
    fn new(key: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let Ok(key) = key.cast::<Key>() else {
                return Err(convert::wrong_type("key", "a Key", key));
            };
            let key = key.get().0.clone();
            let options = write::parsed(SignerOptions::from_json(&write::options(options)?))?;
            let slow = Key::is_slow(&key);
            let inner =
                jotkit::Signer::with_options(key, options).map_err(|error| raise(&error))?;
            Ok(Self { inner, slow })
        })
    }

    /// Signs claims. They keep their order; names must be `str`.
    ///
    /// `headers` adds header members; `typ` and `kid` among them take the place of the signer's. `now` is
    /// seconds since 1970 or an aware `datetime`.
    #[pyo3(signature = (claims, headers=None, now=None))]
    fn sign(
        &self,
        py: Python<'_>,
        claims: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(|| self.signed(py, &write::object(claims, "claims")?, headers, now))
    }

    /// Signs claims given as JSON text, byte for byte. `headers` may be JSON text, too.
    #[pyo3(signature = (text, headers=None, now=None))]
    fn sign_json(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(|| self.signed(py, convert::text(text, "text")?, headers, now))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Signer")
    }
}
