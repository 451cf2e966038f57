//! `Signer`: claims in, token out.

use std::sync::Arc;

use jotkit::{SignCall, SignerOptions};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::args::{self, Given};
use crate::callback::{self, Callback, settle};
use crate::clock::{self, Clock};
use crate::error::{Failure, guard, not_pickled};
use crate::json;
use crate::key::{Key, algorithm, one};

/// Signs tokens with one key. Immutable and safe to share between threads.
///
/// `key` is a `Key`, or a private key of the package `cryptography`. A key that cannot leave its
/// device is given as a function (`external`) or stays with the caller (`keyless`).
///
/// The keywords add what claims and header lack: `issuer`, `audience` (a `str` or a list),
/// `lifetime` (whole seconds or a `timedelta`; adds `iat` and `exp`), `iat=True`, `jti=True` (a
/// random UUID), `kid`, `typ`.
///
/// `clock` is called for the time of signing, in seconds since 1970 or as an aware `datetime`; by
/// default it is `time.time`. `default` is called with a value in claims that is of no JSON type,
/// and returns one that is, as for `json.dumps`: `default=str` writes a `UUID` or a `Decimal`.
// With a dict, so that tests can replace a method of one signer.
#[pyclass(frozen, dict, module = "jotkit")]
pub(crate) struct Signer {
    inner: jotkit::Signer,
    slow: bool,
    callback: Option<Arc<Callback>>,
    clock: Clock,
    default: Option<Py<PyAny>>,
}

impl Signer {
    fn make(
        options: Option<&Bound<'_, PyDict>>,
        callback: Option<Arc<Callback>>,
        slow: bool,
        inner: impl FnOnce(SignerOptions) -> Result<jotkit::Signer, Failure>,
    ) -> Result<Self, Failure> {
        let clock = Clock::of_keywords(options)?;
        let default = clock::callable(options, "default")?;
        let options = SignerOptions::from_json(&json::options(options)?)?;
        Ok(Self {
            inner: inner(options)?,
            slow,
            callback,
            clock,
            default,
        })
    }

    fn signed(
        &self,
        py: Python<'_>,
        claims: &str,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
        lifetime: &Given<'_>,
    ) -> Result<String, Failure> {
        self.with_call(py, headers, now, lifetime, |call| {
            let sign = || self.inner.sign_json_with(claims, call);
            // A signer with a function keeps the interpreter's lock: it needs it at once.
            settle(if self.slow { py.detach(sign) } else { sign() })
        })
    }

    /// What one call asks for.
    fn with_call<T>(
        &self,
        py: Python<'_>,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
        lifetime: &Given<'_>,
        run: impl FnOnce(&SignCall<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let headers = headers.map(|headers| json::text_or_object(headers, "headers"));
        let headers = headers.transpose()?;
        let headers = headers.as_deref().map(String::as_str);
        let lifetime = args::whole_seconds(lifetime, "lifetime")?;
        let now = self.clock.now(py, now)?;
        run(&SignCall::new().header(headers).lifetime(lifetime).at(now))
    }
}

#[pymethods]
impl Signer {
    #[new]
    #[pyo3(signature = (key, **options))]
    fn new(key: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let key = one(key, "key")?;
            let slow = Key::is_slow(&key);
            Self::make(options, None, slow, |options| {
                Ok(jotkit::Signer::with_options(key, options)?)
            })
        })
    }

    /// A signer whose key cannot leave its device or service, such as a PKCS#11 token or a cloud
    /// KMS.
    ///
    /// `sign` is given the bytes to sign and returns the signature as `bytes`: raw, or for ECDSA
    /// also DER. For `sign_async` it may return an awaitable. Its exceptions pass through.
    #[staticmethod]
    #[pyo3(signature = (alg, sign, **options))]
    fn external(
        alg: &Bound<'_, PyAny>,
        sign: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(|| {
            if !sign.is_callable() {
                return Err(args::wrong_type("sign", "a callable", sign).into());
            }
            let callback = Callback::new(sign);
            let asked = Arc::clone(&callback);
            let sign = move |input: &[u8]| asked.signature(input);
            Self::make(options, Some(callback), false, |options| {
                let alg = algorithm(alg)?;
                Ok(jotkit::Signer::external(alg, options, sign)?)
            })
        })
    }

    /// A signer without a key, for two steps: `signing_input`, and once the signature has been made
    /// elsewhere, `assemble`.
    #[staticmethod]
    #[pyo3(signature = (alg, **options))]
    fn keyless(alg: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            Self::make(options, None, false, |options| {
                Ok(jotkit::Signer::keyless(algorithm(alg)?, options)?)
            })
        })
    }

    /// Signs claims: a mapping with names of type `str`, a dataclass or a pydantic model. They keep
    /// their order. An aware `datetime` becomes its whole seconds; members of a dataclass or model
    /// that are `None` are left out.
    ///
    /// `headers` adds header members; its `typ` and `kid` replace the signer's. `now` is seconds
    /// since 1970 or an aware `datetime`. `lifetime` replaces the signer's for this token.
    #[pyo3(signature = (claims, headers=None, now=None, *, lifetime=Given(None)))]
    fn sign(
        &self,
        py: Python<'_>,
        claims: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
        lifetime: Given<'_>,
    ) -> PyResult<String> {
        guard(|| {
            let claims = json::claims(claims, self.default.as_ref())?;
            self.signed(py, &claims, headers, now, &lifetime)
        })
    }

    /// As `sign`, for a signer whose function returns an awaitable; also for any other signer.
    #[pyo3(signature = (claims, headers=None, now=None, *, lifetime=Given(None)))]
    fn sign_async<'py>(
        slf: &Bound<'py, Self>,
        claims: &Bound<'py, PyAny>,
        headers: Option<&Bound<'py, PyAny>>,
        now: Option<&Bound<'py, PyAny>>,
        lifetime: Given<'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let py = slf.py();
            let call = PyDict::new(py);
            call.set_item("headers", headers)?;
            call.set_item("now", now)?;
            if let Some(lifetime) = lifetime.0 {
                call.set_item("lifetime", lifetime)?;
            }
            let function = slf.get().callback.as_ref();
            let function = function.map(|function| function.callable(py)).transpose()?;
            let module = py.import("jotkit._signing")?;
            Ok(module.call_method1("sign", (slf, function, claims, call))?)
        })
    }

    /// The first of two steps: the text whose bytes are to be signed. The arguments are those of
    /// `sign`.
    #[pyo3(signature = (claims, headers=None, now=None, *, lifetime=Given(None)))]
    fn signing_input(
        &self,
        claims: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
        lifetime: Given<'_>,
    ) -> PyResult<String> {
        guard(|| {
            let py = claims.py();
            let claims = json::claims(claims, self.default.as_ref())?;
            self.with_call(py, headers, now, &lifetime, |call| {
                Ok(self.inner.signing_input(&claims, call)?)
            })
        })
    }

    /// The second of two steps: the token, of what `signing_input` returned and the signature over
    /// its bytes: raw, or for ECDSA also DER. The signature is not verified.
    fn assemble(
        &self,
        signing_input: &Bound<'_, PyAny>,
        signature: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        guard(|| {
            let input = args::text(signing_input, "signing_input")?;
            let signature = args::only_bytes(signature, "signature")?;
            Ok(self.inner.assemble(input, signature)?)
        })
    }

    /// Signs claims given as JSON text, byte for byte. `headers` may be JSON text, too.
    #[pyo3(signature = (text, headers=None, now=None, *, lifetime=Given(None)))]
    fn sign_json(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
        lifetime: Given<'_>,
    ) -> PyResult<String> {
        guard(|| self.signed(py, args::text(text, "text")?, headers, now, &lifetime))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Signer")
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.clock.traverse(&visit)?;
        visit.call(&self.default)?;
        callback::traverse(self.callback.as_ref(), &visit)
    }

    fn __clear__(&self) {
        callback::clear(self.callback.as_ref());
    }
}
