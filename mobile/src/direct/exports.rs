//! The functions themselves; what a caller has to keep to stands in `include/jotkit_direct.h`.

use super::answer::{Room, waiting};
use super::guard::guard;
use super::{bytes, object};
use crate::failure::text;
use crate::{Signer, Verifier};

/// Verifies a token: its header and its payload.
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn jotkit_direct_verify(
    verifier: u64,
    token: u64,
    length: u64,
    timed: i32,
    now: f64,
    answer: u64,
    size: u64,
) -> i64 {
    // SAFETY: as the caller promises.
    guard(unsafe { Room::lent(answer, size) }, || {
        // SAFETY: as the caller promises; both are done with when this returns.
        let (verifier, token) = unsafe { (object::<Verifier>(verifier)?, bytes(token, length)?) };
        match timed {
            0 => verifier.0.verify(token),
            _ => verifier.0.verify_at(token, now),
        }
    })
}

/// Reads a token without verifying it: its header and its payload.
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn jotkit_direct_peek(
    token: u64,
    length: u64,
    answer: u64,
    size: u64,
) -> i64 {
    // SAFETY: as the caller promises.
    guard(unsafe { Room::lent(answer, size) }, || {
        // SAFETY: as the caller promises; the bytes are done with when this returns.
        jotkit::peek(unsafe { bytes(token, length)? })
    })
}

/// Signs the JSON text of claims: the token.
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn jotkit_direct_sign(
    signer: u64,
    claims: u64,
    length: u64,
    answer: u64,
    size: u64,
) -> i64 {
    // SAFETY: as the caller promises.
    guard(unsafe { Room::lent(answer, size) }, || {
        // SAFETY: as the caller promises; both are done with when this returns.
        let (signer, claims) = unsafe { (object::<Signer>(signer)?, bytes(claims, length)?) };
        signer.0.sign_json(text(claims)?)
    })
}

/// Fetches the answer that was longer than the last call's memory, on the thread that made the call.
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn jotkit_direct_rest(answer: u64, size: u64) -> i64 {
    // SAFETY: as the caller promises.
    guard(unsafe { Room::lent(answer, size) }, || Ok(waiting()))
}

/// Panics, so that a test can see that it stays here.
#[cfg(test)]
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn jotkit_direct_panic(answer: u64, size: u64) -> i64 {
    // SAFETY: as the caller promises.
    guard(
        unsafe { Room::lent(answer, size) },
        || -> Result<String, jotkit::Error> { panic!("telltale") },
    )
}
