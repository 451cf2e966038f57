//! Opaque handles: a C type of its own for each Rust type, made, borrowed and freed in one place.

use std::mem::ManuallyDrop;
use std::process;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};

use jotkit::{Error, Result};

/// Ties an opaque C type to the one Rust type behind it.
///
/// Implementors are never constructed: a pointer to one is the address of a [`Handle`].
pub(crate) trait Opaque: Sized {
    /// Handles are used by any thread, so only what may be shared can stand behind one.
    type Inner: Send + Sync + 'static;

    /// Marks a living handle of this type: eight letters that appear in no other type.
    const TAG: [u8; 8];
}

/// The tag of a handle that was freed.
const FREED: u64 = 0;

/// Whether the memory of freed handles is kept, so that their tag stays readable.
const KEEPS_FREED: bool = cfg!(any(debug_assertions, feature = "checked-handles"));

/// The tag stands first in each of them, so that it is found in a handle of whatever type.
#[repr(C)]
struct Handle<O: Opaque> {
    /// Notices a handle of another type always, and one that was freed as long as nobody else got its
    /// memory; always if [`KEEPS_FREED`].
    tag: AtomicU64,
    inner: ManuallyDrop<O::Inner>,
}

fn tag<O: Opaque>() -> u64 {
    u64::from_be_bytes(O::TAG)
}

/// Where a function puts its result.
pub(crate) struct Out<O>(NonNull<*mut O>);

impl<O: Opaque> Out<O> {
    /// # Safety
    /// `place` is null or may be written to until the end of the call.
    pub(crate) unsafe fn new(place: *mut *mut O) -> Result<Self> {
        NonNull::new(place)
            .map(Self)
            .ok_or(Error::argument_invalid("The place for the result is NULL."))
    }

    /// Hands a value over to the caller, who frees it.
    pub(crate) fn put(self, inner: O::Inner) -> Result<()> {
        let handle = Box::new(Handle::<O> {
            tag: AtomicU64::new(tag::<O>()),
            inner: ManuallyDrop::new(inner),
        });
        // SAFETY: `new` was promised that the place can be written to.
        unsafe { self.0.write(Box::into_raw(handle).cast()) };
        Ok(())
    }
}

/// The value behind a handle.
///
/// # Safety
/// `pointer` is null or a handle that is not freed before the end of the call.
pub(crate) unsafe fn borrow<'a, O: Opaque>(pointer: *const O) -> Result<&'a O::Inner> {
    let pointer: *const Handle<O> = pointer.cast();
    if pointer.is_null() {
        return Err(Error::argument_invalid("A required handle is NULL."));
    }
    let foreign = || Error::argument_invalid("A handle is of another type or was freed already.");
    if !pointer.is_aligned() {
        return Err(foreign());
    }
    // SAFETY: the pointer is a living handle, as the caller promised. Should it be a freed one all the
    // same, its tag is still there if the memory of freed handles is kept.
    let handle = unsafe { &*pointer };
    if handle.tag.load(Ordering::Acquire) != tag::<O>() {
        return Err(foreign());
    }
    Ok(&handle.inner)
}

/// Frees a handle; nothing happens for null.
///
/// # Safety
/// `pointer` is null or a handle that no thread uses any more.
pub(crate) unsafe fn free<O: Opaque>(pointer: *mut O) {
    let pointer: *mut Handle<O> = pointer.cast();
    if pointer.is_null() {
        return;
    }
    // SAFETY: as in `borrow`.
    let living = pointer.is_aligned()
        && unsafe { &*pointer }.tag.swap(FREED, Ordering::AcqRel) == tag::<O>();
    if !living {
        // There is no status to return, and going on would corrupt memory that may hold keys.
        eprintln!("jotkit: a handle was freed twice or by the function of another type");
        process::abort();
    }
    if KEEPS_FREED {
        // SAFETY: the tag was this type's and was taken away just now, so nobody else drops the value.
        unsafe { ManuallyDrop::drop(&mut (*pointer).inner) };
        return;
    }
    // SAFETY: as above, and the pointer came from `Box::into_raw` of this type.
    let mut handle = unsafe { Box::from_raw(pointer) };
    // SAFETY: the value is dropped here only.
    unsafe { ManuallyDrop::drop(&mut handle.inner) };
}
