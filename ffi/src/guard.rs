//! The one wall between Rust and C: whatever happens behind it, a plain value comes out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use jotkit::{Error, Result};

use crate::error::{self, Status};

/// What the body of an exported function results in, and what of it crosses to C.
pub(crate) trait Outcome {
    type Crossing;
    fn cross(self) -> Self::Crossing;
    /// What crosses when the body panicked.
    fn panicked() -> Self::Crossing;
}

/// Runs the body of an exported function. Every export consists of one call of this.
pub(crate) fn guard<T: Outcome>(body: impl FnOnce() -> T) -> T::Crossing {
    // Handles are immutable and outputs are written last, so a panic leaves nothing half done.
    let guarded = || {
        #[cfg(feature = "test-panic")]
        crate::test_panic::strike();
        body().cross()
    };
    match catch_unwind(AssertUnwindSafe(guarded)) {
        Ok(crossing) => crossing,
        Err(payload) => {
            // Dropping the payload could panic again, outside of the guard.
            std::mem::forget(payload);
            T::panicked()
        }
    }
}

/// A function that can fail: its status crosses, and the error is kept for the calling thread.
impl Outcome for Result<()> {
    type Crossing = Status;

    fn cross(self) -> Status {
        match self {
            Ok(()) => crate::status::JOTKIT_OK,
            Err(error) => error::keep(error),
        }
    }

    fn panicked() -> Status {
        error::keep(Error::internal())
    }
}

impl Outcome for () {
    type Crossing = ();

    fn cross(self) {}

    fn panicked() {}
}

impl<T> Outcome for *const T {
    type Crossing = Self;

    fn cross(self) -> Self {
        self
    }

    fn panicked() -> Self {
        ptr::null()
    }
}

macro_rules! plain {
    ($($type:ty = $panicked:expr),+) => {$(
        impl Outcome for $type {
            type Crossing = Self;

            fn cross(self) -> Self {
                self
            }

            fn panicked() -> Self {
                $panicked
            }
        }
    )+};
}

plain!(usize = 0, u16 = 0, bool = false);
