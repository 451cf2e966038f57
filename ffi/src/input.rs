//! Inputs: a pointer and a length, checked before anything else happens.

use std::ffi::{c_char, c_void};
use std::slice;

use jotkit::{Error, Result};

use crate::text::{Client, Span};

/// Bytes of any kind.
///
/// # Safety
/// `pointer` is null or has `len` readable bytes that nobody changes during the call.
pub(crate) unsafe fn bytes<'a>(pointer: *const c_void, len: usize) -> Result<&'a [u8]> {
    // SAFETY: the caller's promise is the same.
    unsafe { items(pointer.cast::<u8>(), len)? }.ok_or(Error::argument_invalid(
        "A required pointer to bytes or text is NULL.",
    ))
}

/// The bytes of a token, whose encoding is for the core to judge.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn token<'a>(pointer: *const c_char, len: usize) -> Result<&'a [u8]> {
    // SAFETY: the caller's promise is the same.
    unsafe { bytes(pointer.cast(), len) }
}

/// A text in UTF-8.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(pointer: *const c_char, len: usize) -> Result<&'a str> {
    // SAFETY: the caller's promise is the same.
    let bytes = unsafe { bytes(pointer.cast(), len)? };
    str::from_utf8(bytes).map_err(|_| Error::argument_invalid("A text is not UTF-8."))
}

/// A text that may be left out: a null pointer with a length of 0.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn optional_text<'a>(
    pointer: *const c_char,
    len: usize,
) -> Result<Option<&'a str>> {
    if pointer.is_null() && len == 0 {
        return Ok(None);
    }
    // SAFETY: the caller's promise is the same.
    unsafe { text(pointer, len) }.map(Some)
}

/// Bytes that C programs often hold as a null pointer when there are none.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn body<'a>(pointer: *const c_void, len: usize) -> Result<&'a [u8]> {
    if pointer.is_null() && len == 0 {
        return Ok(&[]);
    }
    // SAFETY: the caller's promise is the same.
    unsafe { bytes(pointer, len) }
}

/// A number that may be left out.
///
/// # Safety
/// `pointer` is null or can be read.
pub(crate) unsafe fn optional_number(pointer: *const f64) -> Option<f64> {
    // SAFETY: the caller's promise is the same.
    unsafe { pointer.as_ref() }.copied()
}

/// The texts of an array, which may be null if it has no items.
///
/// # Safety
/// As [`bytes`], for the array and for each of its texts.
pub(crate) unsafe fn texts<'a>(pointer: *const Span, count: usize) -> Result<Vec<&'a str>> {
    // SAFETY: the caller's promise is the same.
    let spans = unsafe { array(pointer, count)? };
    // SAFETY: the caller's promise is the same.
    let read = |span: &Span| unsafe { text(span.data, span.len) };
    spans.iter().map(read).collect()
}

/// The ids and secrets of an array of clients, which may be null if it has no items.
///
/// # Safety
/// As [`texts`].
pub(crate) unsafe fn clients<'a>(
    pointer: *const Client,
    count: usize,
) -> Result<Vec<(&'a str, &'a str)>> {
    // SAFETY: the caller's promise is the same.
    let clients = unsafe { array(pointer, count)? };
    let read = |Client { id, secret }: &Client| {
        // SAFETY: the caller's promise is the same.
        Ok(unsafe { (text(id.data, id.len)?, text(secret.data, secret.len)?) })
    };
    clients.iter().map(read).collect()
}

/// An array, which may be null if it has no items.
///
/// # Safety
/// `pointer` is null or has `count` readable items that nobody changes during the call.
pub(crate) unsafe fn array<'a, T>(pointer: *const T, count: usize) -> Result<&'a [T]> {
    // SAFETY: the caller's promise is the same.
    match unsafe { items(pointer, count)? } {
        Some(items) => Ok(items),
        None if count == 0 => Ok(&[]),
        None => Err(Error::argument_invalid("A required array is NULL.")),
    }
}

/// # Safety
/// `pointer` is null or has `count` readable items that nobody changes during the call.
unsafe fn items<'a, T>(pointer: *const T, count: usize) -> Result<Option<&'a [T]>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // A negative number that became a length ends up here.
    let fits = count
        .checked_mul(size_of::<T>())
        .is_some_and(|bytes| isize::try_from(bytes).is_ok());
    if !fits || !pointer.is_aligned() {
        return Err(Error::argument_invalid("A length is out of range."));
    }
    // SAFETY: the items are readable, as the caller promised; the pointer is aligned and the size
    // within `isize`.
    Ok(Some(unsafe { slice::from_raw_parts(pointer, count) }))
}
