//! The fast path of `jotkit.pyjwt`, the drop-in for PyJWT.
//!
//! A call returns what it found, the name of the algorithm that a key has to be prepared for, or
//! `None` where `jotkit.pyjwt` goes its own way.

use jotkit::Algorithm;
use jotkit::peers::pyjwt::{
    self, Allowed, Audience, Claims, Expected, Host, Issuer, Request, Rules, Stop, Subject,
};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDelta, PyDict, PyString};

use crate::claims::objects;
use crate::error::{Failure, guard};
use crate::key::Key;

/// What the core asks meanwhile. An exception of Python's is kept until the core has stopped.
struct Caller<'py> {
    py: Python<'py>,
    issuer: Option<Bound<'py, PyAny>>,
    raised: Option<PyErr>,
}

impl<'py> Caller<'py> {
    fn new(py: Python<'py>, issuer: Option<Bound<'py, PyAny>>) -> Self {
        let raised = None;
        Self { py, issuer, raised }
    }

    fn stop(&mut self, exception: PyErr) -> Stop {
        self.raised = Some(exception);
        Stop::Host
    }

    /// What a call returns that stopped, or the exception.
    fn answer(mut self, stop: Stop) -> Result<Bound<'py, PyAny>, Failure> {
        let py = self.py;
        match stop {
            Stop::NeedsKey(algorithm) => Ok(name(py, algorithm).into_any()),
            Stop::Elsewhere => Ok(py.None().into_bound(py)),
            Stop::Refused(refusal) => Err(exception(py, &refusal).into()),
            Stop::Host => match self.raised.take() {
                Some(exception) => Err(exception.into()),
                None => Err(jotkit::Error::argument_invalid("A callback failed.").into()),
            },
        }
    }
}

impl Host for Caller<'_> {
    fn warn(&mut self, message: &str) -> Result<(), Stop> {
        static WARN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let warn = WARN.get_or_try_init(self.py, || {
            let warnings = self.py.import("jotkit.pyjwt.warnings")?;
            warnings.getattr("_short_key").map(Bound::unbind)
        });
        let warned = warn.and_then(|warn| warn.call1(self.py, (message,)));
        warned.map(drop).map_err(|exception| self.stop(exception))
    }

    fn holds_issuer(&mut self, issuer: &str) -> Result<Option<bool>, Stop> {
        let Some(container) = &self.issuer else {
            return Ok(None);
        };
        match container.contains(issuer) {
            Ok(holds) => Ok(Some(holds)),
            Err(error) if error.is_instance_of::<PyTypeError>(self.py) => Ok(None),
            Err(error) => Err(self.stop(error)),
        }
    }
}

fn name(py: Python<'_>, algorithm: Algorithm) -> Bound<'_, PyString> {
    PyString::new(py, algorithm.name())
}

fn exception(py: Python<'_>, refusal: &pyjwt::Refusal) -> PyErr {
    static EXCEPTIONS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let make = || -> PyResult<PyErr> {
        if refusal.class == "TypeError" {
            return Ok(PyTypeError::new_err(refusal.message.clone()));
        }
        let exceptions = EXCEPTIONS.get_or_try_init(py, || {
            py.import("jotkit.pyjwt.exceptions").map(Bound::unbind)
        })?;
        let class = exceptions.bind(py).getattr(refusal.class)?;
        Ok(PyErr::from_value(class.call1((&*refusal.message,))?))
    };
    make().unwrap_or_else(|error| error)
}

/// A `str` or `bytes` as bytes; `None` for anything else, and for text that is not Unicode.
fn text<'a>(value: &'a Bound<'_, PyAny>) -> Option<&'a [u8]> {
    if let Ok(text) = value.cast::<PyString>() {
        return text.to_str().ok().map(str::as_bytes);
    }
    value.cast::<PyBytes>().ok().map(|bytes| bytes.as_bytes())
}

fn key<'a>(value: &'a Bound<'_, PyAny>) -> pyjwt::Key<'a> {
    match (text(value), value.cast::<Key>()) {
        (Some(text), _) => pyjwt::Key::Text(text),
        (None, Ok(key)) => pyjwt::Key::Parsed(&key.get().0),
        _ => pyjwt::Key::Foreign,
    }
}

/// The items of an iterable; anything but a `str` equals no claim and no algorithm.
fn names(value: &Bound<'_, PyAny>) -> PyResult<Vec<Option<String>>> {
    let mut names = Vec::new();
    for item in value.try_iter()? {
        let item = item?;
        let text = item.cast::<PyString>().ok();
        names.push(
            text.map(|text| text.to_str().map(str::to_owned))
                .transpose()?,
        );
    }
    Ok(names)
}

/// The names of required claims: whatever they are, no other claim has that name.
fn required(value: Option<Bound<'_, PyAny>>) -> PyResult<Vec<String>> {
    let mut names = Vec::new();
    if let Some(value) = value {
        for item in value.try_iter()? {
            names.push(item?.str()?.to_str()?.to_owned());
        }
    }
    Ok(names)
}

/// The algorithms of a call, read once.
enum Algorithms<'py> {
    Unset,
    Names(Vec<String>),
    Text(Bound<'py, PyString>),
}

impl<'py> Algorithms<'py> {
    fn read(value: &Bound<'py, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Ok(Self::Unset);
        }
        match value.cast::<PyString>() {
            Ok(text) => Ok(Self::Text(text.clone())),
            // No algorithm has an empty name.
            Err(_) => {
                let names = names(value)?.into_iter().map(Option::unwrap_or_default);
                Ok(Self::Names(names.collect()))
            }
        }
    }

    fn allowed(&self) -> PyResult<Allowed<'_>> {
        Ok(match self {
            Self::Unset => Allowed::Unset,
            Self::Names(names) => Allowed::Names(names),
            Self::Text(text) => Allowed::Text(text.to_str()?),
        })
    }
}

fn switch(options: &Bound<'_, PyDict>, name: &Bound<'_, PyString>) -> PyResult<bool> {
    match options.get_item(name)? {
        Some(value) => value.is_truthy(),
        None => Ok(false),
    }
}

fn rules<'a>(options: &Bound<'_, PyDict>, require: &'a [String]) -> PyResult<Rules<'a>> {
    let py = options.py();
    Ok(Rules {
        iat: switch(options, intern!(py, "verify_iat"))?,
        nbf: switch(options, intern!(py, "verify_nbf"))?,
        exp: switch(options, intern!(py, "verify_exp"))?,
        iss: switch(options, intern!(py, "verify_iss"))?,
        aud: switch(options, intern!(py, "verify_aud"))?,
        sub: switch(options, intern!(py, "verify_sub"))?,
        jti: switch(options, intern!(py, "verify_jti"))?,
        strict_aud: switch(options, intern!(py, "strict_aud"))?,
        require,
    })
}

/// A `leeway`: a number, or a `timedelta`.
fn seconds(leeway: &Bound<'_, PyAny>) -> PyResult<f64> {
    if leeway.cast::<PyDelta>().is_ok() {
        return leeway.call_method0("total_seconds")?.extract();
    }
    leeway.extract()
}

/// Judges claims by the options and expectations of a call.
#[expect(clippy::too_many_arguments, reason = "they are those of the call")]
fn judge(
    caller: &mut Caller<'_>,
    claims: &Claims<'_>,
    options: &Bound<'_, PyDict>,
    audience: &Bound<'_, PyAny>,
    issuer: &Bound<'_, PyAny>,
    subject: &Bound<'_, PyAny>,
    leeway: &Bound<'_, PyAny>,
    now: f64,
) -> Result<Result<(), Stop>, Failure> {
    let require = required(options.get_item(intern!(caller.py, "require"))?)?;
    let audiences;
    let audience = if audience.is_none() {
        Audience::Unset
    } else if let Ok(one) = audience.cast::<PyString>() {
        Audience::One(one.to_str()?)
    } else {
        match audience.try_iter() {
            Ok(_) => {
                let names = names(audience)?;
                audiences = names.into_iter().flatten().collect::<Vec<String>>();
                Audience::Many(&audiences)
            }
            Err(_) => Audience::Wrong,
        }
    };
    let issuer = match issuer.cast::<PyString>() {
        Ok(one) => Issuer::One(one.to_str()?),
        Err(_) if issuer.is_none() => Issuer::Unset,
        Err(_) => Issuer::Host,
    };
    let subject = match subject.cast::<PyString>() {
        Ok(one) => Subject::One(one.to_str()?),
        Err(_) if subject.is_none() => Subject::Unset,
        Err(_) => Subject::Wrong,
    };
    let expected = Expected {
        audience,
        issuer,
        subject,
        leeway: seconds(leeway)?,
        now,
    };
    Ok(claims.check(&rules(options, &require)?, &expected, caller))
}

/// Verifies a token with PyJWT's rules: its claims, or with `complete` the dict of
/// `decode_complete`.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "they are those of the call")]
pub(crate) fn pyjwt_decode<'py>(
    token: &Bound<'py, PyAny>,
    key: &Bound<'py, PyAny>,
    algorithms: &Bound<'py, PyAny>,
    bound: Option<&str>,
    verify: bool,
    options: &Bound<'py, PyDict>,
    audience: &Bound<'py, PyAny>,
    issuer: &Bound<'py, PyAny>,
    subject: &Bound<'py, PyAny>,
    leeway: &Bound<'py, PyAny>,
    now: f64,
    complete: bool,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = token.py();
        let mut caller = Caller::new(py, Some(issuer.clone()));
        let enforce = switch(options, intern!(py, "enforce_minimum_key_length"))?;
        let Some(signed) = signature(&mut caller, token, key, algorithms, bound, verify, enforce)?
        else {
            return Ok(py.None().into_bound(py));
        };
        let signed = match signed {
            Ok(signed) => signed,
            Err(stop) => return caller.answer(stop),
        };
        // Python's reader words what is wrong, and its numbers may be infinite.
        let Ok(claims) = Claims::read(&signed.payload) else {
            return Ok(py.None().into_bound(py));
        };
        let judged = judge(
            &mut caller,
            &claims,
            options,
            audience,
            issuer,
            subject,
            leeway,
            now,
        )?;
        if let Err(stop) = judged {
            return caller.answer(stop);
        }
        let payload = objects(py, claims.text())?;
        if !complete {
            return Ok(payload);
        }
        parts(py, &signed, payload)
    })
}

/// Verifies a signature with PyJWT's rules: the dict of `PyJWS.decode_complete`.
#[pyfunction]
pub(crate) fn pyjwt_verify<'py>(
    token: &Bound<'py, PyAny>,
    key: &Bound<'py, PyAny>,
    algorithms: &Bound<'py, PyAny>,
    bound: Option<&str>,
    verify: bool,
    enforce: bool,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = token.py();
        let mut caller = Caller::new(py, None);
        match signature(&mut caller, token, key, algorithms, bound, verify, enforce)? {
            None => Ok(py.None().into_bound(py)),
            Some(Err(stop)) => caller.answer(stop),
            Some(Ok(signed)) => {
                let payload = PyBytes::new(py, &signed.payload).into_any();
                parts(py, &signed, payload)
            }
        }
    })
}

fn parts<'py>(
    py: Python<'py>,
    signed: &pyjwt::Signed,
    payload: Bound<'py, PyAny>,
) -> Result<Bound<'py, PyAny>, Failure> {
    let parts = PyDict::new(py);
    parts.set_item("payload", payload)?;
    parts.set_item("header", objects(py, &signed.header)?)?;
    parts.set_item("signature", PyBytes::new(py, &signed.signature))?;
    Ok(parts.into_any())
}

/// Reads and verifies; `None` if the arguments are of types that only Python code takes.
fn signature<'py>(
    caller: &mut Caller<'py>,
    token: &Bound<'py, PyAny>,
    given: &Bound<'py, PyAny>,
    algorithms: &Bound<'py, PyAny>,
    bound: Option<&str>,
    verify_signature: bool,
    enforce_length: bool,
) -> Result<Option<Result<pyjwt::Signed, Stop>>, Failure> {
    let Some(token) = text(token) else {
        return Ok(None);
    };
    let algorithms = match verify_signature {
        true => Algorithms::read(algorithms)?,
        false => Algorithms::Unset,
    };
    let request = Request {
        key: key(given),
        allowed: algorithms.allowed()?,
        bound,
        verify_signature,
        enforce_length,
    };
    Ok(Some(pyjwt::verify(token, &request, caller)))
}

/// The header of a token that is not verified.
#[pyfunction]
pub(crate) fn pyjwt_header<'py>(token: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = token.py();
        let Some(token) = text(token) else {
            return Ok(py.None().into_bound(py));
        };
        match pyjwt::header(token) {
            Ok(header) => objects(py, &header),
            Err(stop) => Caller::new(py, None).answer(stop),
        }
    })
}

/// Judges claims given as JSON text.
#[pyfunction]
pub(crate) fn pyjwt_claims<'py>(
    claims: &str,
    options: &Bound<'py, PyDict>,
    audience: &Bound<'py, PyAny>,
    issuer: &Bound<'py, PyAny>,
    subject: &Bound<'py, PyAny>,
    leeway: &Bound<'py, PyAny>,
    now: f64,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = options.py();
        let mut caller = Caller::new(py, Some(issuer.clone()));
        let judged = match Claims::read(claims.as_bytes()) {
            Err(stop) => Err(stop),
            Ok(claims) => judge(
                &mut caller,
                &claims,
                options,
                audience,
                issuer,
                subject,
                leeway,
                now,
            )?,
        };
        match judged {
            Ok(()) => Ok(py.None().into_bound(py)),
            Err(stop) => caller.answer(stop),
        }
    })
}

/// The claims of a payload, or the members of a header. With `constants` it may hold `NaN`,
/// `Infinity` and `-Infinity`, and is `None` then: Python's reader has read it.
#[pyfunction]
pub(crate) fn pyjwt_payload<'py>(
    py: Python<'py>,
    payload: &[u8],
    constants: bool,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| match Claims::read(payload) {
        Ok(claims) => objects(py, claims.text()),
        Err(_) if constants && pyjwt::is_strict_but_constants(payload) => {
            Ok(py.None().into_bound(py))
        }
        Err(stop) => Caller::new(py, None).answer(stop),
    })
}

/// Signs a payload with a header that is already written, or with PyJWT's own.
#[pyfunction]
pub(crate) fn pyjwt_encode<'py>(
    alg: &str,
    key: &Bound<'py, PyAny>,
    header: Option<&str>,
    payload: &Bound<'py, PyAny>,
    enforce: bool,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let py = key.py();
        let mut caller = Caller::new(py, None);
        let Some(payload) = text(payload) else {
            return Ok(py.None().into_bound(py));
        };
        let key = self::key(key);
        match pyjwt::sign(alg, key, header, payload, enforce, &mut caller) {
            Ok(token) => Ok((PyString::new(py, &token), true)
                .into_pyobject(py)?
                .into_any()),
            Err(stop) => caller.answer(stop),
        }
    })
}

/// Keeps the key that was read from text.
#[pyfunction]
pub(crate) fn pyjwt_remember(text: &Bound<'_, PyAny>, key: &Bound<'_, Key>) -> PyResult<()> {
    guard(|| {
        if let Some(text) = self::text(text) {
            pyjwt::remember(text, &key.get().0);
        }
        Ok(())
    })
}

/// Refuses a secret that PyJWT refuses.
#[pyfunction]
pub(crate) fn pyjwt_secret(py: Python<'_>, secret: &[u8]) -> PyResult<()> {
    guard(|| match pyjwt::check_secret(secret) {
        Ok(()) => Ok(()),
        Err(stop) => Caller::new(py, None).answer(stop).map(drop),
    })
}
