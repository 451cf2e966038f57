//! Keys.

use std::ffi::{c_char, c_void};

use jotkit::{Algorithm, Error, KeyOptions, Result};

use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input::{bytes, text};
use crate::text::{OwnedText, Text};

/// A key, bound to its algorithm when it is imported; a token's header never chooses.
///
/// Where options are asked for, they are a JSON object with the members `alg` (the name of an algorithm),
/// `kid` (a string) and `allow_short` (`true`: take an HMAC secret that is shorter than the hash), each of
/// which may be left out; `{}` says nothing.
pub struct Key {
    _opaque: [u8; 0],
}

impl Opaque for Key {
    type Inner = jotkit::Key;
    const TAG: [u8; 8] = *b"jot  key";
}

/// Imports a shared secret for HS256, of at least 32 bytes, taken as they are.
///
/// Fails with `key_weak` for a shorter one and with `key_unsuitable` for one that looks like a key of
/// another kind (PEM, DER, OpenSSH, JWK).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_hs256(
    secret: *const c_void,
    secret_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { from_secret(secret, secret_len, key, |secret| jotkit::Key::hs256(secret)) }
    })
}

/// Imports a shared secret for HS384, of at least 48 bytes. Fails as `jotkit_key_hs256`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_hs384(
    secret: *const c_void,
    secret_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { from_secret(secret, secret_len, key, |secret| jotkit::Key::hs384(secret)) }
    })
}

/// Imports a shared secret for HS512, of at least 64 bytes. Fails as `jotkit_key_hs256`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_hs512(
    secret: *const c_void,
    secret_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { from_secret(secret, secret_len, key, |secret| jotkit::Key::hs512(secret)) }
    })
}

/// # Safety
/// As [`bytes`] and [`Out::new`].
unsafe fn from_secret(
    secret: *const c_void,
    secret_len: usize,
    key: *mut *mut Key,
    import: impl FnOnce(&[u8]) -> Result<jotkit::Key>,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let (secret, key) = unsafe { (bytes(secret, secret_len)?, Out::new(key)?) };
    key.put(import(secret)?)
}

/// Imports a shared secret for the algorithm that the options name, such as `{"alg":"HS256"}`.
///
/// Fails with `argument_invalid` if they name none, otherwise as `jotkit_key_hs256`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_from_secret(
    secret: *const c_void,
    secret_len: usize,
    options: *const c_char,
    options_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            let secret = bytes(secret, secret_len)?;
            import(options, options_len, key, |options| {
                jotkit::Key::from_secret(secret, options)
            })
        }
    })
}

/// Imports a PEM text: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo, or an X.509 certificate, of which only
/// the public key is taken.
///
/// A curve dictates its algorithm; an RSA key needs one named in the options. Fails with
/// `key_invalid`, `key_weak` (RSA under 2048 bits) or `key_unsuitable`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_from_pem(
    pem: *const c_char,
    pem_len: usize,
    options: *const c_char,
    options_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            let pem = text(pem, pem_len)?;
            import(options, options_len, key, |options| {
                jotkit::Key::from_pem(pem, options)
            })
        }
    })
}

/// Imports DER of any of the forms that `jotkit_key_from_pem` takes, and fails like it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_from_der(
    der: *const c_void,
    der_len: usize,
    options: *const c_char,
    options_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            let der = bytes(der, der_len)?;
            import(options, options_len, key, |options| {
                jotkit::Key::from_der(der, options)
            })
        }
    })
}

/// Imports the text of a JWK (RFC 7517). Its `kid`, `use` and `key_ops` are kept and obeyed.
///
/// A JWK without `alg` takes the algorithm its curve dictates. An RSA or secret JWK without one needs the
/// options or the policy's `algorithms` to name it. Fails as `jotkit_key_from_pem`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_from_jwk(
    jwk: *const c_char,
    jwk_len: usize,
    options: *const c_char,
    options_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            let jwk = text(jwk, jwk_len)?;
            import(options, options_len, key, |options| {
                jotkit::Key::from_jwk(jwk, options)
            })
        }
    })
}

/// # Safety
/// As [`text`] and [`Out::new`].
unsafe fn import(
    options: *const c_char,
    options_len: usize,
    key: *mut *mut Key,
    import: impl FnOnce(&KeyOptions) -> Result<jotkit::Key>,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let (options, key) = unsafe { (text(options, options_len)?, Out::new(key)?) };
    key.put(import(&KeyOptions::from_json(options)?)?)
}

/// Makes a fresh key for an algorithm, such as `ES256`: a secret as long as the hash, RSA of 2048 bits,
/// or the algorithm's curve or parameters.
///
/// Fails with `argument_invalid` for a name that is no algorithm's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_generate(
    algorithm: *const c_char,
    algorithm_len: usize,
    key: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (algorithm, key) = unsafe { (text(algorithm, algorithm_len)?, Out::new(key)?) };
        let algorithm = Algorithm::from_name(algorithm)
            .ok_or(Error::argument_invalid("There is no such algorithm."))?;
        key.put(jotkit::Key::generate(algorithm)?)
    })
}

/// Makes the same key with another key id.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_with_kid(
    key: *const Key,
    kid: *const c_char,
    kid_len: usize,
    renamed: *mut *mut Key,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, kid, renamed) =
            unsafe { (borrow(key)?, text(kid, kid_len)?, Out::new(renamed)?) };
        renamed.put(key.with_kid(kid)?)
    })
}

/// Makes a key of the public half. Fails with `key_unsuitable` for a shared secret, which has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_public(key: *const Key, public_key: *mut *mut Key) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, public) = unsafe { (borrow(key)?, Out::new(public_key)?) };
        public.put(key.public()?)
    })
}

/// Writes the key as a JWK, **private members included** where there are any.
///
/// Fails with `key_invalid` while the key's algorithm is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_to_jwk(key: *const Key, jwk: *mut *mut OwnedText) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, jwk) = unsafe { (borrow(key)?, Out::new(jwk)?) };
        jwk.put(Text::copy(key.to_jwk()?.as_str()))
    })
}

/// Writes the key as PEM: PKCS#8 if it is **private**, SubjectPublicKeyInfo otherwise.
///
/// Fails with `key_unsuitable` for a shared secret, which has no PEM form.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_to_pem(key: *const Key, pem: *mut *mut OwnedText) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, pem) = unsafe { (borrow(key)?, Out::new(pem)?) };
        pem.put(Text::copy(key.to_pem()?.as_str()))
    })
}

/// Writes the key as DER of the form that `jotkit_key_to_pem` writes. The result is bytes, not text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_to_der(key: *const Key, der: *mut *mut OwnedText) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, der) = unsafe { (borrow(key)?, Out::new(der)?) };
        der.put(Text::copy(key.to_der()?.as_slice()))
    })
}

/// Describes the key without its secret, as a JSON object: `alg`, `kty`, `kid` where there is one,
/// `thumbprint` (RFC 7638, SHA-256, base64url), `private`.
///
/// Of a shared secret the thumbprint is a hash of the secret: show it to nobody. Fails with `key_invalid`
/// while the key's algorithm is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_info(key: *const Key, info: *mut *mut OwnedText) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (key, info) = unsafe { (borrow(key)?, Out::new(info)?) };
        info.put(key.info()?.into())
    })
}

/// Frees a key. Signers and verifiers made of it go on working.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_key_free(key: *mut Key) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(key) }
    })
}
