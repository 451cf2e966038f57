//! Keys, signers and verifiers as JavaScript holds them: externals that it can only hand back.
#![expect(unsafe_code, reason = "N-API hands out pointers")]

use std::any::TypeId;
use std::ffi::c_void;
use std::ops::Deref;
use std::ptr;

use napi::bindgen_prelude::{FromNapiRef, ToNapiValue};
use napi::{Error, Status, check_status, sys};

/// A native object that JavaScript's garbage collector frees. The type tag comes first, so that it
/// can be read before the value's type is known.
#[repr(C)]
pub struct Handle<T: 'static> {
    kind: TypeId,
    value: T,
}

impl<T: 'static> Handle<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            kind: TypeId::of::<T>(),
            value,
        }
    }

    /// The object of a handle, or `None` for any other value.
    ///
    /// # Safety
    /// `env` and `value` are those of a call that lasts for `'a`, which keeps `value` alive.
    /// `value` is not an external of another addon.
    pub(crate) unsafe fn of<'a>(env: sys::napi_env, value: sys::napi_value) -> Option<&'a Self> {
        let mut data = ptr::null_mut();
        // SAFETY: the caller vouches for both; a value that is not an external is a status.
        let status = unsafe { sys::napi_get_value_external(env, value, &raw mut data) };
        if status != sys::Status::napi_ok || data.is_null() {
            return None;
        }
        // SAFETY: all externals of this addon are made below, so they start with a type tag, and
        // they live until their finalizer has run, which is after the value is gone.
        let kind = unsafe { *data.cast::<TypeId>() };
        // SAFETY: as above; the tag says that the rest is a `T`. It is never borrowed mutably.
        (kind == TypeId::of::<T>()).then(|| unsafe { &*data.cast::<Self>() })
    }
}

impl<T: 'static> Deref for Handle<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: 'static> ToNapiValue for Handle<T> {
    unsafe fn to_napi_value(env: sys::napi_env, handle: Self) -> napi::Result<sys::napi_value> {
        let data = Box::into_raw(Box::new(handle)).cast();
        let (hint, mut value) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: `env` is the calling one; the finalizer frees what `data` points to, once.
        let status = unsafe {
            sys::napi_create_external(env, data, Some(finalize::<T>), hint, &raw mut value)
        };
        if status != sys::Status::napi_ok {
            // SAFETY: no external was made, so `data` has no other owner.
            drop(unsafe { Box::from_raw(data.cast::<Self>()) });
        }
        check_status!(status)?;
        Ok(value)
    }
}

/// Frees a handle when its value was collected or the environment ends.
unsafe extern "C" fn finalize<T: 'static>(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    // SAFETY: `data` came from `Box::into_raw` of this type, and this runs once.
    drop(unsafe { Box::from_raw(data.cast::<Handle<T>>()) });
}

impl<T: 'static> FromNapiRef for Handle<T> {
    unsafe fn from_napi_ref(
        env: sys::napi_env,
        value: sys::napi_value,
    ) -> napi::Result<&'static Self> {
        let wrong = || {
            Error::new(
                Status::InvalidArg,
                "This is not a handle of the right type.",
            )
        };
        // SAFETY: the value is an argument of a call, which outlives the reference.
        unsafe { Self::of(env, value) }.ok_or_else(wrong)
    }
}
