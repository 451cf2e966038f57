//! `Key`: imported once, bound to one algorithm.

use jotkit::{Algorithm, KeyOptions};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::args::{self, bytes, text};
use crate::claims::objects;
use crate::error::{Failure, guard, not_pickled};
use crate::json;
use crate::pyca;

/// A key, bound to its algorithm when it is imported; a token's header never chooses.
///
/// Immutable and safe to share between threads. Printing it shows no secret, and it cannot be
/// pickled: only `to_jwk`, `to_pem` and `to_der` export it.
///
/// The options of all imports: `alg` (a name), `kid` (a `str`), `allow_short=True` (accept an HMAC
/// secret that is shorter than the hash), `passphrase` (of encrypted PKCS#8).
#[pyclass(frozen, module = "jotkit")]
pub(crate) struct Key(pub(crate) jotkit::Key);

impl Key {
    /// Whether an operation takes long enough to release the interpreter's lock. Releasing it takes
    /// as long as an HMAC; RSA, curves and ML-DSA take 20 to 1000 times as long.
    pub(crate) fn is_slow(key: &jotkit::Key) -> bool {
        key.key_type() != "oct"
    }
}

/// The key that an argument is: a `Key`, or one of the package `cryptography`.
pub(crate) fn given(value: &Bound<'_, PyAny>) -> Result<Option<jotkit::Key>, Failure> {
    match value.cast::<Key>() {
        Ok(key) => Ok(Some(key.get().0.clone())),
        Err(_) if pyca::is_one(value)? => pyca::key(value, &KeyOptions::new()).map(Some),
        Err(_) => Ok(None),
    }
}

/// The key that an argument must be.
pub(crate) fn one(value: &Bound<'_, PyAny>, what: &str) -> Result<jotkit::Key, Failure> {
    given(value)?.ok_or_else(|| args::wrong_type(what, "a Key", value).into())
}

/// The algorithm of a name.
pub(crate) fn algorithm(alg: &Bound<'_, PyAny>) -> Result<Algorithm, Failure> {
    let options = PyDict::new(alg.py());
    options.set_item("alg", alg)?;
    // The reader of options refuses an unknown name.
    key_options(Some(&options))?;
    let algorithm = Algorithm::from_name(text(alg, "alg")?);
    Ok(algorithm.ok_or_else(jotkit::Error::internal)?)
}

/// Makes a key of a constructor that takes bytes of a fixed form.
fn of_bytes(
    make: fn(&[u8], &KeyOptions) -> jotkit::Result<jotkit::Key>,
    value: &Bound<'_, PyAny>,
    what: &str,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Key> {
    guard(|| {
        let (bytes, options) = (args::only_bytes(value, what)?, key_options(options)?);
        Ok(Key(make(bytes, &options)?))
    })
}

pub(crate) fn key_options(options: Option<&Bound<'_, PyDict>>) -> Result<KeyOptions, Failure> {
    Ok(KeyOptions::from_json(&json::options(options)?)?)
}

fn secret_for(
    algorithm: Algorithm,
    secret: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Key> {
    guard(|| {
        if let Some(options) = options
            && options.contains("alg")?
        {
            let sentence = "this constructor sets alg; leave it out or use from_secret";
            return Err(PyTypeError::new_err(sentence).into());
        }
        let options = key_options(options)?.algorithm(algorithm);
        Ok(Key(jotkit::Key::from_secret(
            bytes(secret, "secret")?,
            &options,
        )?))
    })
}

#[pymethods]
impl Key {
    /// A shared secret for HS256, of at least 32 bytes. A `str` is encoded as UTF-8.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn hs256(secret: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        secret_for(Algorithm::Hs256, secret, options)
    }

    /// A shared secret for HS384, of at least 48 bytes. A `str` is encoded as UTF-8.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn hs384(secret: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        secret_for(Algorithm::Hs384, secret, options)
    }

    /// A shared secret for HS512, of at least 64 bytes. A `str` is encoded as UTF-8.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn hs512(secret: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        secret_for(Algorithm::Hs512, secret, options)
    }

    /// A shared secret for the algorithm that `alg` names. A `str` is encoded as UTF-8; base64 and
    /// hexadecimal are not decoded.
    #[staticmethod]
    #[pyo3(signature = (secret, **options))]
    fn from_secret(
        secret: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(|| {
            let (secret, options) = (bytes(secret, "secret")?, key_options(options)?);
            Ok(Self(jotkit::Key::from_secret(secret, &options)?))
        })
    }

    /// PEM, as `str` or `bytes`: PKCS#1, PKCS#8 (with a `passphrase` if it is encrypted), SEC1,
    /// SubjectPublicKeyInfo, X.509 certificates; OpenSSH keys, too. An RSA key needs its `alg`
    /// named. A key of the package `cryptography` is taken as `from_pyca` takes it.
    #[staticmethod]
    #[pyo3(signature = (pem, **options))]
    fn from_pem(pem: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let options = key_options(options)?;
            if pyca::is_one(pem)? {
                return Ok(Self(pyca::key(pem, &options)?));
            }
            let pem = args::text_or_bytes(pem, "pem")?;
            Ok(Self(jotkit::Key::from_pem(pem, &options)?))
        })
    }

    /// A private key, public key or certificate of the package `cryptography`. An RSA key needs its
    /// `alg` named.
    #[staticmethod]
    #[pyo3(signature = (key, **options))]
    fn from_pyca(key: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| match pyca::is_one(key)? {
            true => Ok(Self(pyca::key(key, &key_options(options)?)?)),
            false => Err(args::wrong_type("key", "a key of cryptography", key).into()),
        })
    }

    /// A public point of an elliptic curve: `04 || x || y`, compressed, or `x || y`. `alg` names
    /// the curve.
    #[staticmethod]
    #[pyo3(signature = (point, **options))]
    fn from_ec_point(
        point: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        of_bytes(jotkit::Key::from_ec_point, point, "point", options)
    }

    /// A private number of an elliptic curve, alone or as `04 || x || y || d`. `alg` names the
    /// curve.
    #[staticmethod]
    #[pyo3(signature = (scalar, **options))]
    fn from_ec_scalar(
        scalar: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        of_bytes(jotkit::Key::from_ec_scalar, scalar, "scalar", options)
    }

    /// The 32 bytes of an Ed25519 public key.
    #[staticmethod]
    #[pyo3(signature = (public, **options))]
    fn from_ed25519_public(
        public: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        of_bytes(jotkit::Key::from_ed25519_public, public, "public", options)
    }

    /// The 32 bytes of an Ed25519 seed, or 64 bytes: the seed and the public key.
    #[staticmethod]
    #[pyo3(signature = (private, **options))]
    fn from_ed25519_private(
        private: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        of_bytes(
            jotkit::Key::from_ed25519_private,
            private,
            "private",
            options,
        )
    }

    /// DER in any of the forms that `from_pem` accepts.
    #[staticmethod]
    #[pyo3(signature = (der, **options))]
    fn from_der(der: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        of_bytes(jotkit::Key::from_der, der, "der", options)
    }

    /// A JWK (RFC 7517), as JSON text or as a mapping. Its `kid`, `use` and `key_ops` are kept and
    /// obeyed.
    #[staticmethod]
    #[pyo3(signature = (jwk, **options))]
    fn from_jwk(jwk: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let jwk = json::text_or_object(jwk, "jwk")?;
            Ok(Self(jotkit::Key::from_jwk(&jwk, &key_options(options)?)?))
        })
    }

    /// A new random key for an algorithm. Generating an RSA key can take a second.
    #[staticmethod]
    fn generate(py: Python<'_>, alg: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let alg = algorithm(alg)?;
            Ok(Self(py.detach(|| jotkit::Key::generate(alg))?))
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
        guard(|| Ok(Self(self.0.with_kid(text(kid, "kid")?)?)))
    }

    /// The public half. A shared secret has none.
    fn public(&self) -> PyResult<Self> {
        guard(|| Ok(Self(self.0.public()?)))
    }

    /// The key as a JWK, with its private members if there are any.
    fn to_jwk<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| objects(py, &self.0.to_jwk()?))
    }

    /// The key as PEM: PKCS#8 if it is private, SubjectPublicKeyInfo otherwise.
    fn to_pem(&self) -> PyResult<String> {
        guard(|| Ok(self.0.to_pem()?.to_string()))
    }

    /// The key as DER, in the form of `to_pem`.
    fn to_der<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        guard(|| Ok(PyBytes::new(py, &self.0.to_der()?)))
    }

    /// The SHA-256 thumbprint in base64url (RFC 7638); `None` for a shared secret.
    fn thumbprint(&self) -> PyResult<Option<String>> {
        guard(|| Ok(self.0.thumbprint()))
    }

    /// A description: `alg`, `kty`, `kid` if there is one, `thumbprint` if there is one, `private`.
    fn info<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| objects(py, &self.0.info()?))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| shown(py, &self.0))
    }

    fn __reduce__(&self) -> PyResult<()> {
        not_pickled("a Key (export it with to_jwk or to_pem)")
    }
}

/// A key's `repr`, without the key's material.
pub(crate) fn shown(py: Python<'_>, key: &jotkit::Key) -> Result<String, Failure> {
    let alg = quoted(py, key.algorithm().map(Algorithm::name))?;
    let private = if key.is_private() { "True" } else { "False" };
    let kid = quoted(py, key.kid())?;
    Ok(format!("Key(alg={alg}, kid={kid}, private={private})"))
}

/// The `repr` of a `str`, or of `None`.
pub(crate) fn quoted(py: Python<'_>, text: Option<&str>) -> PyResult<String> {
    text.into_pyobject(py)?.repr()?.extract()
}
