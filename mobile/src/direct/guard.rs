//! The wall that no panic passes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jotkit::Error;

use super::answer::{Answer, Room, give};
use crate::failure::Report;

/// Runs the body of a direct call and writes what comes of it. Every export consists of one call of this.
///
/// An answer's length crosses as it is, that of a failure's report with all its bits turned.
pub(super) fn guard<T: Answer>(room: Room, body: impl FnOnce() -> Result<T, Error>) -> i64 {
    // Objects are immutable and answers are written last, so a panic leaves nothing half done.
    let outcome = catch_unwind(AssertUnwindSafe(|| match body() {
        Ok(answer) => give(&answer, room),
        Err(error) => !give(&Report::from(&error), room),
    }));
    outcome.unwrap_or_else(|payload| {
        // Dropping the payload could panic again, outside of the guard.
        std::mem::forget(payload);
        !give(&Report::from(&Error::internal()), room)
    })
}
