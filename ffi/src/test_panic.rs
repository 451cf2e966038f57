//! A panic behind every guard, on demand, so that the tests can see each of them caught.

use std::cell::Cell;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
}

/// While it is on, every other function that this thread calls panics.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_test_panic(on: bool) {
    ON.set(on);
}

#[expect(clippy::panic, reason = "that is what it is for")]
pub(crate) fn strike() {
    if ON.get() {
        panic!("asked for");
    }
}
