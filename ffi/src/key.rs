//! Keys.

use jotkit::{Algorithm, Error, KeyOptions, Result};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// A key, bound to its algorithm when it is imported; a token's header never chooses.
///
/// Where a function takes options, they are a JSON object with the members `alg` (the name of an
/// algorithm), `kid` (a string), `allow_short` (`true`: take an HMAC secret that is shorter than
/// the hash) and `passphrase` (that of an encrypted PKCS#8 key). Each may be left out. Use
/// `jotkit_object` for a passphrase: its memory is wiped.
pub struct Key {
    _opaque: [u8; 0],
}

opaque!(Key, jotkit::Key);

pub(crate) fn algorithm_of(name: &str) -> Result<Algorithm> {
    Algorithm::from_name(name).ok_or(Error::argument_invalid("There is no such algorithm."))
}

/// Imports a shared secret for HS256, of at least 32 bytes, used as they are.
///
/// Fails with `key_weak` for a shorter one and with `key_unsuitable` for one that looks like a key
/// of another kind (PEM, DER, OpenSSH, JWK).
#[export]
fn jotkit_key_hs256(secret: Text, key: *mut *mut Key) -> Status {
    key.put(jotkit::Key::hs256(secret.bytes()?)?)
}

/// Imports a shared secret for HS384, of at least 48 bytes. Fails as `jotkit_key_hs256`.
#[export]
fn jotkit_key_hs384(secret: Text, key: *mut *mut Key) -> Status {
    key.put(jotkit::Key::hs384(secret.bytes()?)?)
}

/// Imports a shared secret for HS512, of at least 64 bytes. Fails as `jotkit_key_hs256`.
#[export]
fn jotkit_key_hs512(secret: Text, key: *mut *mut Key) -> Status {
    key.put(jotkit::Key::hs512(secret.bytes()?)?)
}

/// Imports a shared secret for the algorithm that the options name, such as `{"alg":"HS256"}`.
///
/// Fails with `argument_invalid` if they name none, otherwise as `jotkit_key_hs256`.
#[export]
fn jotkit_key_from_secret(secret: Text, options: Text, key: *mut *mut Key) -> Status {
    let (secret, options) = (secret.bytes()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_secret(secret, &options)?)
}

/// Imports PEM (RFC 7468): PKCS#1, PKCS#8 (also encrypted, with the option `passphrase`), SEC1,
/// SubjectPublicKeyInfo, or an X.509 certificate, of which only the public key is used; also
/// OpenSSH's private keys and public lines. Zero bytes around the text are no mistake.
///
/// A curve dictates its algorithm; an RSA key needs one named in the options. Fails with
/// `key_invalid`, `key_weak` (RSA under 2048 bits) or `key_unsuitable`.
#[export]
fn jotkit_key_from_pem(pem: Text, options: Text, key: *mut *mut Key) -> Status {
    let (pem, options) = (pem.str()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_pem(pem, &options)?)
}

/// Imports DER in any of the formats of `jotkit_key_from_pem`, and fails as that function does.
#[export]
fn jotkit_key_from_der(der: Text, options: Text, key: *mut *mut Key) -> Status {
    let (der, options) = (der.bytes()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_der(der, &options)?)
}

/// Imports the point of an elliptic curve, a public key: `04 || x || y`, compressed (`02` or `03`,
/// then `x`), or `x || y`. The options must name the algorithm (`ES256`, `ES384`, `ES512`,
/// `ES256K`), which names the curve.
///
/// Fails with `argument_invalid` if they do not, `key_invalid` for other bytes.
#[export]
fn jotkit_key_from_ec_point(point: Text, options: Text, key: *mut *mut Key) -> Status {
    let (point, options) = (point.bytes()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_ec_point(point, &options)?)
}

/// Imports the private number `d` of an elliptic curve, big-endian and as long as the curve's field
/// (32, 48 or 66 bytes), or `04 || x || y || d`. Options and failures are those of
/// `jotkit_key_from_ec_point`.
#[export]
fn jotkit_key_from_ec_scalar(scalar: Text, options: Text, key: *mut *mut Key) -> Status {
    let (scalar, options) = (scalar.bytes()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_ec_scalar(scalar, &options)?)
}

/// Imports the 32 bytes of an Ed25519 public key, for `EdDSA` unless the options name `Ed25519`.
///
/// Fails with `key_invalid` for other bytes, `key_weak` for a key of small order.
#[export]
fn jotkit_key_from_ed25519_public(bytes: Text, options: Text, key: *mut *mut Key) -> Status {
    let (bytes, options) = (bytes.bytes()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_ed25519_public(bytes, &options)?)
}

/// Imports an Ed25519 private key: the seed of 32 bytes, or 64 bytes of seed and public key.
/// Algorithm and failures are those of `jotkit_key_from_ed25519_public`.
#[export]
fn jotkit_key_from_ed25519_private(bytes: Text, options: Text, key: *mut *mut Key) -> Status {
    let (bytes, options) = (bytes.bytes()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_ed25519_private(bytes, &options)?)
}

/// Imports a JWK (RFC 7517). Its `kid`, `use` and `key_ops` are kept and obeyed.
///
/// A JWK without `alg` takes the algorithm of its curve. An RSA or secret JWK without one needs the
/// options or the policy's `algorithms` to name it. Fails as `jotkit_key_from_pem`.
#[export]
fn jotkit_key_from_jwk(jwk: Text, options: Text, key: *mut *mut Key) -> Status {
    let (jwk, options) = (jwk.str()?, KeyOptions::from_json(options.str()?)?);
    key.put(jotkit::Key::from_jwk(jwk, &options)?)
}

/// Generates a key for an algorithm, such as `ES256`: a secret as long as the hash, RSA of 2048
/// bits, or the algorithm's curve or parameters.
///
/// Fails with `argument_invalid` for an unknown name.
#[export]
fn jotkit_key_generate(algorithm: Text, key: *mut *mut Key) -> Status {
    key.put(jotkit::Key::generate(algorithm_of(algorithm.str()?)?)?)
}

/// Makes the same key with another key id.
#[export]
fn jotkit_key_with_kid(key: *const Key, kid: Text, renamed: *mut *mut Key) -> Status {
    renamed.put(key.with_kid(kid.str()?)?)
}

/// Makes a key of the public half. Fails with `key_unsuitable` for a shared secret, which has none.
#[export]
fn jotkit_key_public(key: *const Key, public_key: *mut *mut Key) -> Status {
    public_key.put(key.public()?)
}

/// Writes the key as a JWK, **private members included** if there are any.
///
/// Fails with `key_invalid` while the key's algorithm is not known.
#[export]
fn jotkit_key_to_jwk(key: *const Key, jwk: *mut *mut OwnedString) -> Status {
    jwk.put(Terminated::copy(key.to_jwk()?.as_str()))
}

/// Writes the key as PEM: PKCS#8 if it is **private**, SubjectPublicKeyInfo otherwise.
///
/// Fails with `key_unsuitable` for a shared secret, which has no PEM format.
#[export]
fn jotkit_key_to_pem(key: *const Key, pem: *mut *mut OwnedString) -> Status {
    pem.put(Terminated::copy(key.to_pem()?.as_str()))
}

/// Writes the key as DER in the format of `jotkit_key_to_pem`. The result is bytes, not text.
#[export]
fn jotkit_key_to_der(key: *const Key, der: *mut *mut OwnedString) -> Status {
    der.put(Terminated::copy(key.to_der()?.as_slice()))
}

/// Describes the key without its secret, as a JSON object: `alg`, `kty`, `kid` if it has one,
/// `thumbprint` (RFC 7638, SHA-256, base64url) unless it is a shared secret, `private`.
///
/// Fails with `key_invalid` while the key's algorithm is not known.
#[export]
fn jotkit_key_info(key: *const Key, info: *mut *mut OwnedString) -> Status {
    info.put(key.info()?.into())
}

/// Frees a key. Signers and verifiers made with it keep working.
#[export]
fn jotkit_key_free(key: *mut Key) {
    key.free()
}
