//! The per-token calls on the JVM, as the native methods of `jotkit.internal.Jvm`; `objects` has
//! those that make what they are called with.
//!
//! A uniffi call on the JVM allocates native structures that its garbage collector has to clean up,
//! which takes longer than verifying a token. These calls take and return byte arrays of the heap:
//! one native call each, with no state that outlives it.
//!
//! A method returns whether it succeeded. Its results (header and payload, or the token), or the
//! seven fields of a [`Report`], are put into the array `answer`. `turn` has two more: the request
//! to send, and the time until which to wait.

#![allow(
    unsafe_code,
    reason = "JNI is unsafe; no other module of this crate is"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use jni_sys::{JNIEnv, jboolean, jbyteArray, jclass, jdouble, jlong, jobjectArray};
use jotkit::{Error, Policy, SignCall, Turn, Verified};

use crate::error::{Report, not_unicode};
use crate::remote::{RemoteFetch, RemoteVerifier};
use crate::signer::Signer;
use crate::verifier::{Verifier, expectations};

mod objects;

type Field = Option<Vec<u8>>;

/// `Jvm.verify`: header and payload. `expected` may be null.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_verify(
    env: *mut JNIEnv,
    _class: jclass,
    verifier: jlong,
    token: jbyteArray,
    expected: jbyteArray,
    timed: jboolean,
    now: jdouble,
    answer: jobjectArray,
) -> jboolean {
    guard(env, answer, || {
        // SAFETY: the JVM passes its own environment and arrays, the package the address of a
        // verifier that it holds until the call returns.
        let (verifier, token, expected) = unsafe {
            let expected = optional_text(env, expected)?;
            (object::<Verifier>(verifier)?, bytes(env, token)?, expected)
        };
        let expected = expectations(expected.as_deref())?;
        let now = timed.then_some(now);
        let verified = verifier.0.verify_expecting(token, &expected, now)?;
        Ok(texts(verified).into())
    })
}

/// `Jvm.turn`: header and payload if the token is verified, then a request to send if there is one,
/// then until when to wait. `expected` may be null.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_turn(
    env: *mut JNIEnv,
    _class: jclass,
    verifier: jlong,
    token: jbyteArray,
    expected: jbyteArray,
    timed: jboolean,
    now: jdouble,
    clock: jlong,
    answer: jobjectArray,
) -> jboolean {
    // A token may be refused and keys be due all the same.
    let mut due = None;
    let (succeeded, mut fields) = outcome(|| {
        // SAFETY: as for `verify`.
        let (verifier, token, expected) = unsafe {
            let expected = optional_text(env, expected)?;
            let verifier = object::<RemoteVerifier>(verifier)?;
            (verifier, bytes(env, token)?, expected)
        };
        let expected = expectations(expected.as_deref())?;
        let now = timed.then_some(now);
        let turn = verifier.0.turn_expecting(token, &expected, now, clock);
        Ok(match turn {
            Turn::Decided { verdict, fetch } => {
                due = fetch;
                texts(verdict?).into()
            }
            Turn::Fetch(fetch) => {
                due = Some(fetch);
                Vec::new()
            }
            Turn::Wait { until, .. } => {
                let mut fields = vec![None; UNTIL];
                fields.push(Some(until.to_string().into_bytes()));
                fields
            }
            _ => return Err(Error::internal()),
        })
    });
    if let Some(fetch) = due {
        fields.resize(DUE, None);
        fields.push(Some(lines(&fetch.into()).into_bytes()));
    }
    // SAFETY: the JVM passes its own environment and arrays.
    unsafe { put(env, answer, &fields) };
    succeeded
}

/// Where the answer of `turn` has the request and the time, after the fields of a [`Report`].
const DUE: usize = 7;
const UNTIL: usize = 8;

/// A request as lines, since no part of it has a line break: lease, time limit, size limit,
/// address, then a name and a value for each header.
fn lines(fetch: &RemoteFetch) -> String {
    let mut lines = vec![
        fetch.lease.to_string(),
        fetch.timeout_ms.to_string(),
        fetch.max_bytes.to_string(),
        fetch.url.clone(),
    ];
    for (name, value) in &fetch.headers {
        lines.extend([name.clone(), value.clone()]);
    }
    lines.join("\n")
}

fn texts(verified: Verified) -> [Field; 2] {
    let header = verified.header().json().as_bytes().to_vec();
    [Some(header), Some(verified.into_payload().into_bytes())]
}

/// `Jvm.peek`: header and payload. `policy` may be null.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_peek(
    env: *mut JNIEnv,
    _class: jclass,
    token: jbyteArray,
    policy: jbyteArray,
    answer: jobjectArray,
) -> jboolean {
    guard(env, answer, || {
        // SAFETY: the JVM passes its own environment and arrays.
        let (token, policy) = unsafe { (bytes(env, token)?, optional_text(env, policy)?) };
        let policy = policy.as_deref().map(Policy::from_json).transpose()?;
        let (header, payload) = policy.unwrap_or_default().peek(token)?.into_parts();
        let header = header.json().as_bytes().to_vec();
        Ok(vec![Some(header), Some(payload.into_bytes())])
    })
}

/// `Jvm.sign`: the token. `header` may be null; `lifetime` counts if `lasts`.
#[unsafe(no_mangle)]
pub(crate) extern "system" fn Java_jotkit_internal_Jvm_sign(
    env: *mut JNIEnv,
    _class: jclass,
    signer: jlong,
    claims: jbyteArray,
    header: jbyteArray,
    lasts: jboolean,
    lifetime: jlong,
    timed: jboolean,
    now: jdouble,
    answer: jobjectArray,
) -> jboolean {
    guard(env, answer, || {
        // SAFETY: as for `verify`.
        let (signer, claims, header) = unsafe {
            let header = optional_text(env, header)?;
            (object::<Signer>(signer)?, text(env, claims)?, header)
        };
        let call = SignCall::new().header(header.as_deref());
        // What is below 0 is as wrong as 0, which the core refuses.
        let lifetime = lasts.then(|| u64::try_from(lifetime).unwrap_or(0));
        let call = call.lifetime(lifetime).at(timed.then_some(now));
        let token = signer.0.sign_json_with(&claims, &call)?;
        Ok(vec![Some(token.into_bytes())])
    })
}

/// Runs the body of a method, catches panics and writes the answer. Every method of this file but
/// `turn` is one call of it.
fn guard(
    env: *mut JNIEnv,
    answer: jobjectArray,
    body: impl FnOnce() -> Result<Vec<Field>, Error>,
) -> jboolean {
    let (succeeded, fields) = outcome(body);
    // SAFETY: the JVM passes its own environment and arrays.
    unsafe { put(env, answer, &fields) };
    succeeded
}

fn outcome(body: impl FnOnce() -> Result<Vec<Field>, Error>) -> (bool, Vec<Field>) {
    match caught(body) {
        Ok(fields) => (true, fields),
        Err(error) => (false, report(&error)),
    }
}

/// Makes an error of a panic.
fn caught<T>(body: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    // Objects are immutable, so a panic leaves nothing half done.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        // Dropping the payload could panic again.
        std::mem::forget(payload);
        Err(Error::internal())
    })
}

fn report(error: &Error) -> Vec<Field> {
    let report = Report::from(error);
    let status = report.status.map(|status| status.to_string());
    let (code, kind, message) = (report.code, report.kind, report.message);
    let fields = [
        Some(code),
        Some(kind),
        report.claim,
        Some(message),
        status,
        report.detail,
        report.retry_at.map(|time| time.to_string()),
    ];
    fields.map(|field| field.map(String::into_bytes)).into()
}

/// The address that a handle is: the bits of an unsigned number, which the JVM does not have.
fn pointer(handle: jlong) -> Result<usize, Error> {
    usize::try_from(handle.cast_unsigned()).map_err(|_| Error::internal())
}

/// The object of a handle, the pointer of an `Arc`, which the generated code lends by `borrow`.
///
/// # Safety
/// The host holds the object of this type for as long as the result is used.
unsafe fn object<'a, T: Sync>(address: jlong) -> Result<&'a T, Error> {
    let address = pointer(address)?;
    // SAFETY: `as_ref` refuses null; any other address is one of a live object, as the caller
    // promises, and objects are only ever shared.
    unsafe { ptr::with_exposed_provenance::<T>(address).as_ref() }.ok_or(Error::internal())
}

/// A copy of a byte array.
///
/// # Safety
/// `env` is the current thread's environment, `array` null or a byte array.
unsafe fn bytes(env: *mut JNIEnv, array: jbyteArray) -> Result<Vec<u8>, Error> {
    if array.is_null() {
        return Err(Error::internal());
    }
    // SAFETY: the caller's promise; the region is the whole array and the buffer is as long.
    unsafe {
        let length = ((**env).v1_1.GetArrayLength)(env, array);
        let mut bytes = vec![0_u8; usize::try_from(length).map_err(|_| Error::internal())?];
        ((**env).v1_1.GetByteArrayRegion)(env, array, 0, length, bytes.as_mut_ptr().cast());
        Ok(bytes)
    }
}

/// A copy of a byte array that holds UTF-8.
///
/// # Safety
/// As [`bytes`].
unsafe fn text(env: *mut JNIEnv, array: jbyteArray) -> Result<String, Error> {
    // SAFETY: the caller's promise is the same.
    let bytes = unsafe { bytes(env, array)? };
    String::from_utf8(bytes).map_err(|_| not_unicode())
}

/// A copy of a byte array that holds UTF-8, or nothing for null.
///
/// # Safety
/// As [`bytes`].
unsafe fn optional_text(env: *mut JNIEnv, array: jbyteArray) -> Result<Option<String>, Error> {
    if array.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise is the same.
    unsafe { text(env, array).map(Some) }
}

/// Puts byte arrays into an object array. If the JVM has no memory left, it throws its own error
/// when the method returns.
///
/// # Safety
/// `env` is the current thread's environment, `answer` an array of byte arrays.
unsafe fn put(env: *mut JNIEnv, answer: jobjectArray, fields: &[Field]) {
    for (index, field) in (0..).zip(fields) {
        let Some(field) = field else { continue };
        let Ok(length) = i32::try_from(field.len()) else {
            return;
        };
        // SAFETY: the caller's promise; the new array is as long as the region. Nothing is called
        // while an exception is pending.
        unsafe {
            let array = ((**env).v1_1.NewByteArray)(env, length);
            if array.is_null() {
                return;
            }
            let start = field.as_ptr().cast();
            ((**env).v1_1.SetByteArrayRegion)(env, array, 0, length, start);
            ((**env).v1_1.SetObjectArrayElement)(env, answer, index, array);
            if ((**env).v1_2.ExceptionCheck)(env) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_reported_without_its_message() {
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| ()));
        let (succeeded, fields) = outcome(|| panic!("telltale"));
        std::panic::set_hook(quiet);
        assert!(!succeeded);
        assert_eq!(fields[0].as_deref(), Some(b"internal".as_slice()));
        let shown: Vec<_> = fields
            .iter()
            .flatten()
            .map(|field| String::from_utf8_lossy(field))
            .collect();
        assert!(!shown.concat().contains("telltale"));
    }

    /// Android on arm64 has a tag in the highest byte of a heap pointer.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_handle_is_an_address_whatever_its_sign() {
        let address = 0xb400_0070_1234_5670_usize;
        assert_eq!(pointer(address as jlong).unwrap(), address);
    }

    #[test]
    fn an_error_is_seven_fields() {
        let (succeeded, fields) = outcome(|| Err(Error::key_unknown()));
        assert!(!succeeded);
        assert_eq!(fields.len(), 7);
        assert_eq!(fields[1].as_deref(), Some(b"key".as_slice()));
    }
}
