//! An addon whose exports panic, so that a test can see what the guard of the real one makes of it.

#[path = "../src/failure.rs"]
pub mod failure;

use failure::{Answer, guard, guard_object};
use napi::bindgen_prelude::External;
use napi_derive::napi;

/// Panics where an export works.
#[napi]
#[expect(clippy::panic, reason = "its purpose")]
pub fn panic_in_guard() -> Answer<bool> {
    guard(|| panic!("on purpose"))
}

/// Panics where an export makes an object.
#[napi]
#[expect(clippy::panic, reason = "its purpose")]
pub fn panic_in_object() -> Answer<External<u8>> {
    guard_object(|| panic!("on purpose"))
}
