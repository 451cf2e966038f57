//! Panics inside every guard, on demand: the tests check that each of them is caught.

use std::cell::Cell;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
}

/// While it is on, every other function that this thread calls panics.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_test_panic(on: bool) {
    ON.set(on);
}

#[expect(clippy::panic, reason = "the purpose of this file")]
pub(crate) fn strike() {
    if ON.get() {
        panic!("asked for");
    }
}
