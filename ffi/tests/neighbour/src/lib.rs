//! What another Rust library of a program does: it allocates, hashes, starts threads and panics.

use std::panic::catch_unwind;
use std::thread;

use aws_lc_rs::digest::{SHA256, digest};

/// Writes the first byte of the SHA-256 of `count` letters; 0, or 1 if a panic in another thread
/// was not caught.
///
/// # Safety
/// `first` can be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn neighbour_hash(count: usize, first: *mut u8) -> i32 {
    let caught = catch_unwind(|| {
        std::panic::set_hook(Box::new(|_| ()));
        thread::spawn(|| panic!("on purpose")).join().is_err()
    });
    let text: String = "a".repeat(count);
    // SAFETY: the caller's promise.
    unsafe { first.write(digest(&SHA256, text.as_bytes()).as_ref()[0]) };
    i32::from(!caught.is_ok_and(|caught| caught))
}
