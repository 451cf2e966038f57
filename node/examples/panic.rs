//! An addon whose exports panic, so that a test can see what the guard of the real one makes of it.

#[path = "../src/failure.rs"]
pub mod failure;

use failure::{Answer, guard, guard_object};
use napi::bindgen_prelude::External;
use napi_derive::napi;

/// Panics where an export works.
#[napi]
pub fn panic_in_guard() -> Answer<bool> {
    guard(panicking)
}

/// Panics where an export makes an object.
#[napi]
pub fn panic_in_object() -> Answer<External<u8>> {
    guard_object(panicking)
}

#[expect(clippy::panic, reason = "its purpose")]
fn panicking<T>() -> jotkit::Result<T> {
    panic!("on purpose")
}
