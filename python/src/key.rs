//! `Key`: imported once, bound to one algorithm.

use jotkit::{Algorithm, KeyOptions};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert::{bytes, text};
use crate::error::{core, guard, not_pickled, raise};
use crate::read::read;
use crate::write;

/// A key, bound to its algorithm when it is imported; a token's header never chooses.
///
/// Immutable and safe to share between threads. Printing it shows no secret, and it cannot be pickled:
/// a key leaves the process by `to_jwk` or `to_pem` and in no other way.
///
/// The options of all imports: `alg` (a name), `kid` (a text), `allow_short=True` (take an HMAC secret
/// that is shorter than the hash).
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Key(pub(crate) jotkit::Key);

impl Key {
    /// Whether an operation takes long enough for other threads to get a turn. An HMAC is done before
    /// the interpreter's lock has changed hands; RSA, curves and ML-DSA take 20 to 1000 times as long.
    pub(crate) fn is_slow(key: &jotkit::Key) -> bool {
        key.key_type() != "oct"
    }
}

pub(crate) fn key_options(options: Option<&Bound<'_, PyDict>>) -> PyResult<KeyOptions> {
    write::parsed(KeyOptions::from_json(&write::options(options)?))
}

fn secret_for(
    algorithm: Algorithm,
    secret: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Key> {
    guard(|| {
        if options.is_some_and(|options| options.contains("alg").unwrap_or(true)) {
            return Err(PyTypeError::new_err("the name of this import is its alg"));
        }
        let options = key_options(options)?.algorithm(algorithm);
        let key = jotkit::Key::from_secret(bytes(secret, "secret")?, &options);
        key.map(Key).map_err(|error| raise(&error))
    })
}

#[pymethods]
impl Key {
    /// A shared secret for HS256, of at least 32 bytes. A `str` stands for its UTF-8 bytes.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn hs256(secret: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        secret_for(Algorithm::Hs256, secret, options)
    }

    /// A shared secret for HS384, of at least 48 bytes. A `str` stands for its UTF-8 bytes.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn hs384(secret: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        secret_for(Algorithm::Hs384, secret, options)
    }

    /// A shared secret for HS512, of at least 64 bytes. A `str` stands for its UTF-8 bytes.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn hs512(secret: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        secret_for(Algorithm::Hs512, secret, options)
    }

    /// A shared secret for the algorithm that `alg` names. Nothing is decoded: a `str` stands for its
    /// UTF-8 bytes.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn from_secret(
        secret: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(|| {
            let key = jotkit::Key::from_secret(bytes(secret, "secret")?, &key_options(options)?);
            key.map(Self).map_err(|error| raise(&error))
        })
    }

    /// A PEM text: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo or an X.509 certificate. An RSA key needs
    /// its `alg` named.
    #[staticmethod]
    #[pyo3(signature = (pem, **options))]
    fn from_pem(pem: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let pem = as_text(pem, "pem")?;
            let key = jotkit::Key::from_pem(pem, &key_options(options)?);
            key.map(Self).map_err(|error| raise(&error))
        })
    }

    /// DER of any of the forms that `from_pem` takes.
    #[staticmethod]
    #[pyo3(signature = (der, **options))]
    fn from_der(der: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let Ok(der) = der.cast::<pyo3::types::PyBytes>() else {
                return Err(crate::convert::wrong_type("der", "bytes", der));
            };
            let key = jotkit::Key::from_der(der.as_bytes(), &key_options(options)?);
            key.map(Self).map_err(|error| raise(&error))
        })
    }

    /// A JWK (RFC 7517), as JSON text or as a mapping. Its `kid`, `use` and `key_ops` are kept and obeyed.
    #[staticmethod]
    #[pyo3(signature = (jwk, **options))]
    fn from_jwk(jwk: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let jwk = write::text_or_object(jwk, "jwk")?;
            let key = jotkit::Key::from_jwk(&jwk, &key_options(options)?);
            key.map(Self).map_err(|error| raise(&error))
        })
    }

    /// A fresh key for an algorithm. An RSA key takes long enough to be noticed.
    #[staticmethod]
    fn generate(py: Python<'_>, alg: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let options = PyDict::new(py);
            options.set_item("alg", alg)?;
            // Named through the options, so that an unknown name is refused as it is there.
            key_options(Some(&options))?;
            let alg = Algorithm::from_name(text(alg, "alg")?);
            let alg = alg.ok_or_else(|| raise(&jotkit::Error::internal()))?;
            py.detach(|| jotkit::Key::generate(alg))
                .map(Self)
                .map_err(|error| raise(&error))
        })
    }

    /// The algorithm's name; `None` for a JWK that names none, until a policy does.
    #[getter]
    fn alg(&self) -> PyResult<Option<&'static str>> {
        guard(|| Ok(self.0.algorithm().map(Algorithm::name)))
    }

    /// The key id, or `None`.
    #[getter]
    fn kid(&self) -> PyResult<Option<&str>> {
        guard(|| Ok(self.0.kid()))
    }

    /// The `kty` of the key as a JWK: `oct`, `RSA`, `EC`, `OKP` or `AKP`.
    #[getter]
    fn kty(&self) -> PyResult<&'static str> {
        guard(|| Ok(self.0.key_type()))
    }

    /// Whether the key can sign: it is a private key or a shared secret.
    #[getter]
    fn private(&self) -> PyResult<bool> {
        guard(|| Ok(self.0.is_private()))
    }

    /// The same key under another key id.
    fn with_kid(&self, kid: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let key = self.0.with_kid(text(kid, "kid")?);
            key.map(Self).map_err(|error| raise(&error))
        })
    }

    /// The public half. A shared secret has none.
    fn public(&self) -> PyResult<Self> {
        core(|| self.0.public().map(Self))
    }

    /// The key as a JWK, private members included where there are any.
    fn to_jwk<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let jwk = self.0.to_jwk().map_err(|error| raise(&error))?;
            read(py, &jwk)
        })
    }

    /// The key as PEM: PKCS#8 if it is private, SubjectPublicKeyInfo otherwise.
    fn to_pem(&self) -> PyResult<String> {
        core(|| self.0.to_pem().map(|pem| pem.to_string()))
    }

    /// The key as DER, of the form that `to_pem` writes.
    fn to_der<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyBytes>> {
        core(|| {
            self.0
                .to_der()
                .map(|der| pyo3::types::PyBytes::new(py, &der))
        })
    }

    /// The SHA-256 thumbprint in base64url (RFC 7638). Of a shared secret it is a hash of the secret:
    /// show it to nobody.
    fn thumbprint(&self) -> PyResult<String> {
        core(|| Ok(self.0.thumbprint()))
    }

    /// A description: `alg`, `kty`, `kid` where there is one, `thumbprint`, `private`.
    fn info<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let info = self.0.info().map_err(|error| raise(&error))?;
            read(py, &info)
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| shown(py, &self.0))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Key, which to_jwk and to_pem export,")
    }
}

/// A key as it is printed: what it is, and nothing of the key itself.
pub(crate) fn shown(py: Python<'_>, key: &jotkit::Key) -> PyResult<String> {
    let quoted = |text: Option<&str>| text.into_pyobject(py)?.repr()?.extract::<String>();
    let alg = quoted(key.algorithm().map(Algorithm::name))?;
    let private = if key.is_private() { "True" } else { "False" };
    Ok(format!(
        "Key(alg={alg}, kid={}, private={private})",
        quoted(key.kid())?
    ))
}

/// Text that may be given as `bytes`, as files are read. Bytes that are no UTF-8 are no PEM and no JSON
/// either, so what stands for them is as little one.
pub(crate) fn as_text<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<&'a str> {
    bytes(value, what).map(|bytes| std::str::from_utf8(bytes).unwrap_or("\u{fffd}"))
}
