//! The direct way across, for the calls that are made once for every token.
//!
//! What uniffi makes of a call (a clone of the object, a status, a buffer for every argument and every result, each
//! lowered and lifted) is nothing beside building a verifier and much beside checking a token. So these few calls are
//! plain C functions besides: numbers go in, one number comes out, and the result lies in memory that the caller lent.
//! `include/jotkit_direct.h` says what a caller has to know.
//!
//! It is for the packages in `mobile/swift` and `mobile/kotlin` alone, which keep an object alive while they use its
//! address. Everything else goes through uniffi.

#![allow(
    unsafe_code,
    reason = "addresses cross here, and nowhere else in this crate"
)]

mod answer;
mod exports;
mod guard;
#[cfg(test)]
mod tests;

use jotkit::Error;

/// The address of an object, for the calls here. It is good for as long as the host holds the object.
pub(crate) fn address<T>(object: &T) -> u64 {
    std::ptr::from_ref(object).expose_provenance() as u64
}

/// The object at an address that [`address`] gave.
///
/// # Safety
/// The address came from [`address`] for the same type, and the host holds the object for as long as the result is used.
unsafe fn object<'a, T: Sync>(address: u64) -> Result<&'a T, Error> {
    let object = std::ptr::with_exposed_provenance::<T>(native(address)?);
    // SAFETY: null is told apart by `as_ref`; any other address is one of a live object, as the caller promises, and
    // objects are only ever shared.
    unsafe { object.as_ref() }.ok_or(Error::internal())
}

/// The bytes that a host lends for a call.
///
/// # Safety
/// There are that many readable bytes, and nothing writes to them for as long as the result is used.
unsafe fn bytes<'a>(address: u64, length: u64) -> Result<&'a [u8], Error> {
    let length = native(length)?;
    if length == 0 {
        return Ok(&[]);
    }
    let start = std::ptr::with_exposed_provenance::<u8>(native(address)?);
    if start.is_null() || isize::try_from(length).is_err() {
        return Err(Error::internal());
    }
    // SAFETY: not null, not longer than an object can be, and readable as the caller promises.
    Ok(unsafe { std::slice::from_raw_parts(start, length) })
}

/// A number that crossed in 64 bits whatever the machine's own are.
fn native(number: u64) -> Result<usize, Error> {
    usize::try_from(number).map_err(|_| Error::internal())
}
