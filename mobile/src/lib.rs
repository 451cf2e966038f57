//! The bridge from the core to Swift and Kotlin.
//!
//! Each noun of the core is one uniffi object. This crate carries bytes and strings across and
//! turns the core's error into [`Failure`]. Options cross as the JSON text that the core reads, so
//! no default, range or rule about tokens is written here. The packages in `mobile/swift` and
//! `mobile/kotlin` add types over the code that uniffi generates.
//!
//! On the JVM, where one uniffi call takes longer than verifying a token, the per-token calls are
//! JNI functions (`jvm`), and so is what makes the objects that they are called with.
//!
//! Panics never cross: uniffi guards each of its exports, `jvm` has a guard of its own.

#![allow(
    clippy::result_large_err,
    reason = "uniffi fixes the shape of the error; it is made once per failing call"
)]

mod bearer;
mod callback;
mod clients;
mod error;
#[cfg(any(not(target_vendor = "apple"), target_os = "macos"))]
mod jvm;
mod jws;
mod key;
mod keyset;
mod likecoin;
mod livelike;
mod oauth;
mod remote;
mod session;
mod signer;
mod verifier;

/// Panics, for the test of uniffi's guard.
#[cfg(test)]
#[uniffi::export]
#[expect(clippy::panic, reason = "the test needs a panic")]
fn panic_for_tests() {
    panic!("telltale");
}

#[cfg(test)]
#[test]
fn uniffi_catches_panics() {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let mut status = uniffi::RustCallStatus::default();
    uniffi_jotkit_mobile_fn_func_panic_for_tests(&mut status);
    std::panic::set_hook(quiet);
    assert_eq!(status.code as i8, 2, "an unexpected error");
}

uniffi::setup_scaffolding!("jotkit_mobile");
