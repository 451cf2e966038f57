//! Keys, signers and verifiers as JavaScript holds them: it can hand them back and nothing else.
#![expect(unsafe_code, reason = "N-API hands out pointers")]

use std::any::TypeId;
use std::ffi::c_void;
use std::ops::Deref;
use std::ptr;

use napi::bindgen_prelude::{FromNapiRef, ToNapiValue};
use napi::{Error, Status, check_status, sys};

/// A native object in the keeping of JavaScript's garbage collector. What it is stands first, so that it can be
/// seen before the rest is touched.
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

    /// The object behind a JavaScript value, if it is one of this type.
    ///
    /// # Safety
    /// `env` and `value` are those of a call that lasts for `'a`, and `value` is none of another addon's
    /// externals. A value stays alive as long as the call that it was passed to.
    pub(crate) unsafe fn of<'a>(env: sys::napi_env, value: sys::napi_value) -> Option<&'a Self> {
        let mut data = ptr::null_mut();
        // SAFETY: the caller vouches for `env` and `value`; any other value than an external is answered
        // with a status.
        let status = unsafe { sys::napi_get_value_external(env, value, &raw mut data) };
        if status != sys::Status::napi_ok || data.is_null() {
            return None;
        }
        // SAFETY: this addon's externals are all made below, so they begin with a type, and they live until
        // their finalizer has run, which is not before the value is gone.
        let kind = unsafe { *data.cast::<TypeId>() };
        // SAFETY: as above; the type says that the rest is a `T`. It is never borrowed mutably.
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
        let mut value = ptr::null_mut();
        // SAFETY: `env` is the calling one; the finalizer frees what `data` points to, once.
        let status = unsafe {
            sys::napi_create_external(
                env,
                data,
                Some(finalize::<T>),
                ptr::null_mut(),
                &raw mut value,
            )
        };
        if status != sys::Status::napi_ok {
            // SAFETY: nobody else has it, since no external was made.
            drop(unsafe { Box::from_raw(data.cast::<Self>()) });
        }
        check_status!(status)?;
        Ok(value)
    }
}

/// Frees a handle's object when its value has been collected or the environment ends.
unsafe extern "C" fn finalize<T: 'static>(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    // SAFETY: `data` came from `Box::into_raw` of this type, and this runs once.
    drop(unsafe { Box::from_raw(data.cast::<Handle<T>>()) });
}

impl<T: 'static> FromNapiRef for Handle<T> {
    unsafe fn from_napi_ref(
        env: sys::napi_env,
        value: sys::napi_value,
    ) -> napi::Result<&'static Self> {
        // SAFETY: the value is an argument of a call, which outlives what is done with the reference.
        unsafe { Self::of(env, value) }.ok_or_else(wrong)
    }
}

/// What JavaScript of the package never leads to: it hands back what it was given.
fn wrong() -> Error {
    Error::new(Status::InvalidArg, "This is no handle of the right type.")
}
