//! `Signer`: claims in, token out.

use jotkit::{SignCall, SignerOptions};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::args;
use crate::error::{Failure, guard, not_pickled};
use crate::key::Key;

/// Signs tokens with one key. Immutable and safe to share between threads.
///
/// The keywords add what claims and header lack: `issuer`, `audience` (a `str` or a list),
/// `lifetime` (whole seconds or a `timedelta`; adds `iat` and `exp`), `iat=True`, `jti=True` (a
/// random UUID), `kid`, `typ`.
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
    ) -> Result<String, Failure> {
        let headers = headers.map(|headers| args::text_or_object(headers, "headers"));
        let headers = headers.transpose()?;
        let headers = headers.as_deref().map(String::as_str);
        let now = args::time(now, "now")?;
        let call = SignCall::new().header(headers).at(now);
        let sign = || self.inner.sign_json_with(claims, &call);
        Ok(if self.slow { py.detach(sign) } else { sign() }?)
    }
}

#[pymethods]
impl Signer {
    #[new]
    #[pyo3(signature = (key, **options))]
    fn new(key: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let Ok(key) = key.cast::<Key>() else {
                return Err(args::wrong_type("key", "a Key", key).into());
            };
            let key = key.get().0.clone();
            let options = SignerOptions::from_json(&args::options(options)?)?;
            let slow = Key::is_slow(&key);
            let inner = jotkit::Signer::with_options(key, options)?;
            Ok(Self { inner, slow })
        })
    }

    /// Signs claims, which keep their order; names must be `str`.
    ///
    /// `headers` adds header members; its `typ` and `kid` replace the signer's. `now` is seconds
    /// since 1970 or an aware `datetime`.
    #[pyo3(signature = (claims, headers=None, now=None))]
    fn sign(
        &self,
        py: Python<'_>,
        claims: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        guard(|| self.signed(py, &args::object(claims, "claims")?, headers, now))
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
        guard(|| self.signed(py, args::text(text, "text")?, headers, now))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Signer")
    }
}
