//! An addon whose exports panic. A test checks that the guards catch it.

#[path = "../src/args.rs"]
#[allow(dead_code, reason = "only strings are read")]
mod args;
#[path = "../src/call.rs"]
#[expect(dead_code, reason = "panicking needs no answers")]
mod call;
#[path = "../src/error.rs"]
pub mod error;
#[path = "../src/handle.rs"]
#[allow(dead_code, reason = "panicking needs no keys")]
mod handle;

use error::{Answer, guard, guard_object};
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

/// Adds an export that panics at once, and one that panics while it holds a token.
#[napi(module_exports)]
pub fn exports(exports: Object<'_>, env: Env) -> napi::Result<()> {
    call::export(&env, &exports, c"panicInCall", |_| panicking())?;
    call::export(&env, &exports, c"panicInToken", |call| {
        call.token(0, 9, |_| panicking())
    })
}

#[expect(clippy::panic, reason = "the purpose of this addon")]
fn panicking<T>() -> jotkit::Result<T> {
    panic!("on purpose")
}
