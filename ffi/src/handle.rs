//! Opaque handles: a C type of its own for each Rust type, made, borrowed and freed in one place.

use std::mem::ManuallyDrop;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

use jotkit::{Error, Result};

/// Ties an opaque C type to a Rust type. [`opaque!`] implements it.
///
/// Implementors are never constructed: a pointer to one is the address of a [`Handle`].
pub(crate) trait Opaque: Sized {
    /// Any thread may use a handle, so its value must allow that.
    type Inner: Send + Sync + 'static;

    /// A number that no other type has.
    fn tag() -> usize;
}

/// Makes a type the C name of a Rust type. The tag is the address of a static of its own, so no two
/// types can have the same one.
macro_rules! opaque {
    ($name:ty, $inner:ty) => {
        impl $crate::handle::Opaque for $name {
            type Inner = $inner;

            fn tag() -> usize {
                static PLACE: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(0);
                (&raw const PLACE).addr()
            }
        }
    };
}
pub(crate) use opaque;

/// The tag of a handle that was freed.
const FREED: usize = 0;

/// Whether the memory of freed handles is kept, so that their tag stays readable.
const KEEPS_FREED: bool = cfg!(any(debug_assertions, feature = "checked-handles"));

#[repr(C)]
struct Handle<O: Opaque> {
    /// Comes first, so that it can be read in a handle of any type. Always detects the wrong handle
    /// type. Detects use after free in checked builds ([`KEEPS_FREED`]), and usually otherwise.
    tag: AtomicUsize,
    inner: ManuallyDrop<O::Inner>,
}

/// Hands a value over to C, which frees it.
pub(crate) fn give<O: Opaque>(inner: O::Inner) -> *mut O {
    let handle = Box::new(Handle::<O> {
        tag: AtomicUsize::new(O::tag()),
        inner: ManuallyDrop::new(inner),
    });
    Box::into_raw(handle).cast()
}

/// A handle that belongs to another one's value, and is freed with it.
pub(crate) struct Owned<O: Opaque>(*mut O);

// SAFETY: as its value may be sent and shared, so may the handle.
unsafe impl<O: Opaque> Send for Owned<O> {}
// SAFETY: as above.
unsafe impl<O: Opaque> Sync for Owned<O> {}

impl<O: Opaque> Owned<O> {
    pub(crate) fn new(inner: O::Inner) -> Self {
        Self(give(inner))
    }

    pub(crate) const fn as_ptr(&self) -> *const O {
        self.0
    }
}

impl<O: Opaque> Drop for Owned<O> {
    fn drop(&mut self) {
        // SAFETY: the handle is from `give`, and its owner is being freed, so no thread uses it any
        // more.
        unsafe { free(self.0) };
    }
}

/// The value of a handle.
///
/// # Safety
/// `pointer` is null or a handle that is not freed while the value is borrowed.
pub(crate) unsafe fn borrow<'a, O: Opaque>(pointer: *const O) -> Result<&'a O::Inner> {
    let pointer: *const Handle<O> = pointer.cast();
    if pointer.is_null() {
        return Err(Error::argument_invalid("A required handle is NULL."));
    }
    let wrong = || Error::argument_invalid("A handle is of another type or was freed already.");
    if !pointer.is_aligned() {
        return Err(wrong());
    }
    // SAFETY: the pointer is a living handle, as the caller promised. If it was freed all the same,
    // its tag is still readable in a checked build.
    let handle = unsafe { &*pointer };
    if handle.tag.load(Ordering::Acquire) != O::tag() {
        return Err(wrong());
    }
    Ok(&handle.inner)
}

/// Frees a handle; does nothing for null.
///
/// # Safety
/// `pointer` is null or a handle that no thread uses any more.
pub(crate) unsafe fn free<O: Opaque>(pointer: *mut O) {
    let pointer: *mut Handle<O> = pointer.cast();
    if pointer.is_null() {
        return;
    }
    // SAFETY: as in `borrow`.
    let living =
        pointer.is_aligned() && unsafe { &*pointer }.tag.swap(FREED, Ordering::AcqRel) == O::tag();
    if !living {
        // There is no status to return, and going on would corrupt memory that may contain keys.
        eprintln!("jotkit: a handle was freed twice or by the function of another type");
        process::abort();
    }
    if KEEPS_FREED {
        // SAFETY: the tag was this type's until now, so the value is dropped here only.
        unsafe { ManuallyDrop::drop(&mut (*pointer).inner) };
        return;
    }
    // SAFETY: as above, and the pointer came from `give` for this type.
    let mut handle = unsafe { Box::from_raw(pointer) };
    // SAFETY: the value is dropped here only.
    unsafe { ManuallyDrop::drop(&mut handle.inner) };
}
