//! Keys, sets, verifiers and signers that are made without uniffi, as native methods of
//! `jotkit.internal.Jvm`. The first uniffi call of a program starts JNA, which takes longer than
//! all else until the first verdict.
//!
//! What a method returns is the handle that uniffi would: the pointer of an [`Arc`]. It is 0 if the
//! method failed, and the fields of a [`Report`](crate::error::Report) are in the array `answer`.

use std::sync::Arc;

use jni_sys::{JNIEnv, jboolean, jbyteArray, jclass, jint, jlong, jobjectArray};
use jotkit::{Error, Policy, SignerOptions};
use zeroize::Zeroizing;

use super::{bytes, caught, object, put, report, text};
use crate::error::not_unicode;
use crate::key::{Key, key_options};
use crate::keyset::KeySet;
use crate::signer::Signer;
use crate::verifier::Verifier;

/// `Jvm.key`: a key of one of the forms, in the order of Kotlin's `KeyForm`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_key(
    env: *mut JNIEnv,
    _class: jclass,
    form: jint,
    key: jbyteArray,
    options: jbyteArray,
    answer: jobjectArray,
) -> jlong {
    made(env, answer, || {
        // SAFETY: the JVM passes its own environment and arrays.
        let (key, options) = unsafe { (secret(env, key)?, text(env, options)?) };
        let options = key_options(options)?;
        let key = match form {
            0 => jotkit::Key::from_secret(&key, &options),
            1 => jotkit::Key::from_pem(unicode(&key)?, &options),
            2 => jotkit::Key::from_der(&key, &options),
            3 => jotkit::Key::from_jwk(unicode(&key)?, &options),
            4 => jotkit::Key::from_ec_point(&key, &options),
            5 => jotkit::Key::from_ec_scalar(&key, &options),
            6 => jotkit::Key::from_ed25519_public(&key, &options),
            7 => jotkit::Key::from_ed25519_private(&key, &options),
            _ => Err(Error::internal()),
        }?;
        Ok(Key::shared(key))
    })
}

/// `Jvm.keySet`: the keys of a JWK Set.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_keySet(
    env: *mut JNIEnv,
    _class: jclass,
    jwks: jbyteArray,
    options: jbyteArray,
    answer: jobjectArray,
) -> jlong {
    made(env, answer, || {
        // SAFETY: the JVM passes its own environment and arrays.
        let (jwks, options) = unsafe { (secret(env, jwks)?, text(env, options)?) };
        let keys = jotkit::KeySet::from_jwks(unicode(&jwks)?, &key_options(options)?)?;
        Ok(Arc::new(KeySet(keys)))
    })
}

/// `Jvm.verifier`: a verifier with a key, or with a set if `several`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_verifier(
    env: *mut JNIEnv,
    _class: jclass,
    keys: jlong,
    several: jboolean,
    policy: jbyteArray,
    answer: jobjectArray,
) -> jlong {
    made(env, answer, || {
        // SAFETY: the JVM passes its own environment and arrays, the package the handle of a key or
        // a set that it holds until the call returns.
        let policy = Policy::from_json(&unsafe { text(env, policy)? })?;
        let verifier = if several {
            // SAFETY: as above.
            let keys = unsafe { object::<KeySet>(keys)? };
            jotkit::Verifier::new(keys.0.clone(), policy)?
        } else {
            // SAFETY: as above.
            let key = unsafe { object::<Key>(keys)? };
            jotkit::Verifier::new(key.0.clone(), policy)?
        };
        Ok(Verifier::shared(verifier))
    })
}

/// `Jvm.signer`: a signer with its key.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_signer(
    env: *mut JNIEnv,
    _class: jclass,
    key: jlong,
    options: jbyteArray,
    answer: jobjectArray,
) -> jlong {
    made(env, answer, || {
        // SAFETY: as for a verifier.
        let (key, options) = unsafe { (object::<Key>(key)?, text(env, options)?) };
        let options = SignerOptions::from_json(&options)?;
        let signer = jotkit::Signer::with_options(key.0.clone(), options)?;
        Ok(Arc::new(Signer(signer)))
    })
}

/// `Jvm.limit`: the length of the longest token that a verifier accepts; the default one for 0.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_limit(
    _env: *mut JNIEnv,
    _class: jclass,
    verifier: jlong,
) -> jlong {
    // SAFETY: the package passes 0, which is refused, or the handle of a verifier that it holds
    // until the call returns.
    let limit = caught(|| Ok(unsafe { object::<Verifier>(verifier)? }.0.max_token_bytes()));
    let limit = limit.unwrap_or(jotkit::MAX_TOKEN_BYTES);
    jlong::try_from(limit).unwrap_or(jlong::MAX)
}

/// `Jvm.free`: lets go of an object, of the type with this number in `FREED_BY_JNI` of
/// `mobile/bindgen/src/kotlin.rs`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_free(
    _env: *mut JNIEnv,
    _class: jclass,
    of: jint,
    handle: jlong,
) {
    // SAFETY: the package passes each handle of this type once, when nothing uses it any more.
    let _ = caught(|| unsafe {
        match of {
            0 => free::<Key>(handle),
            1 => free::<KeySet>(handle),
            2 => free::<Verifier>(handle),
            3 => free::<Signer>(handle),
            _ => Err(Error::internal()),
        }
    });
}

/// Runs the body of a method and returns the handle of what it made.
fn made<T>(
    env: *mut JNIEnv,
    answer: jobjectArray,
    body: impl FnOnce() -> Result<Arc<T>, Error>,
) -> jlong {
    match caught(body) {
        Ok(object) => handle(object),
        Err(error) => {
            // SAFETY: the JVM passes its own environment and arrays.
            unsafe { put(env, answer, &report(&error)) };
            0
        }
    }
}

/// The handle of an object, as uniffi makes it.
fn handle<T>(object: Arc<T>) -> jlong {
    Arc::into_raw(object).expose_provenance() as jlong
}

/// Drops the object of a handle.
///
/// # Safety
/// The handle is one of this type, and is not used again.
unsafe fn free<T: Sync>(handle: jlong) -> Result<(), Error> {
    // SAFETY: the caller's promise; the pointer is that of an `Arc`.
    drop(unsafe { Arc::from_raw(object::<T>(handle)?) });
    Ok(())
}

/// A copy of a byte array that may be a secret.
///
/// # Safety
/// As [`bytes`].
unsafe fn secret(env: *mut JNIEnv, array: jbyteArray) -> Result<Zeroizing<Vec<u8>>, Error> {
    // SAFETY: the caller's promise is the same.
    unsafe { bytes(env, array).map(Zeroizing::new) }
}

fn unicode(bytes: &[u8]) -> Result<&str, Error> {
    str::from_utf8(bytes).map_err(|_| not_unicode())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_what_uniffi_makes_of_an_object() {
        let secret = b"a secret of at least 32 bytes, kept safe";
        let options = jotkit::KeyOptions::from_json(r#"{"alg":"HS256"}"#).unwrap();
        let key = Key::shared(jotkit::Key::from_secret(secret, &options).unwrap());
        let lowered = <Arc<Key> as uniffi::Lower<crate::UniFfiTag>>::lower(Arc::clone(&key));
        let own = handle(Arc::clone(&key));
        assert_eq!(lowered.as_raw() as jlong, own);
        assert_eq!(Arc::strong_count(&key), 3);
        for handle in [own, own] {
            // SAFETY: there are two handles, the same for both.
            unsafe { free::<Key>(handle) }.unwrap();
        }
        assert_eq!(Arc::strong_count(&key), 1);
    }

    #[test]
    fn a_limit_is_the_verifiers_or_the_default_one() {
        let limit = |verifier| {
            Java_jotkit_internal_Jvm_limit(std::ptr::null_mut(), std::ptr::null_mut(), verifier)
        };
        assert_eq!(limit(0), jotkit::MAX_TOKEN_BYTES as jlong);
        let key = jotkit::Key::hs256(b"a secret of at least 32 bytes, kept safe").unwrap();
        let policy = Policy::new().max_token_bytes(10);
        let verifier = handle(Verifier::shared(
            jotkit::Verifier::new(key, policy).unwrap(),
        ));
        assert_eq!(limit(verifier), 10);
        // SAFETY: there is one handle.
        unsafe { free::<Verifier>(verifier) }.unwrap();
    }

    #[test]
    fn nothing_is_no_object() {
        // SAFETY: null is refused.
        assert!(unsafe { free::<Key>(0) }.is_err());
    }
}
