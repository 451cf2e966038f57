//! An addon whose exports panic, so that a test can see what the guards of the real one make of it.

#[path = "../src/call.rs"]
#[expect(dead_code, reason = "panicking needs no arguments")]
mod call;
#[path = "../src/failure.rs"]
pub mod failure;
#[path = "../src/handle.rs"]
#[allow(dead_code, reason = "panicking needs no keys")]
mod handle;
#[path = "../src/text.rs"]
#[expect(dead_code, reason = "panicking needs no texts")]
mod text;

use failure::{Answer, guard, guard_object};
use handle::Handle;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

/// Panics where an export works.
#[napi]
pub fn panic_in_guard() -> Answer<bool> {
    guard(panicking)
}

/// Panics where an export makes an object.
#[napi]
pub fn panic_in_object() -> Answer<Handle<u8>> {
    guard_object(panicking)
}

/// Adds an export that panics where a call does, and one that does while a token is read.
#[napi(module_exports)]
pub fn exports(exports: Object<'_>, env: Env) -> napi::Result<()> {
    call::export(&env, &exports, c"panicInCall", |_| panicking())?;
    call::export(&env, &exports, c"panicInText", |call| {
        call.bytes(0, |_| panicking())
    })
}

#[expect(clippy::panic, reason = "its purpose")]
fn panicking<T>() -> jotkit::Result<T> {
    panic!("on purpose")
}
