//! `verify` and `sign` on N-API itself, without napi-rs.
//!
//! They run for every token, and napi-rs costs as much as an HMAC: with its functions an HS256
//! verify takes 22 % longer, with its classes 43 %, and a sign 20 % and 36 %. Here a short token is
//! read onto the stack in one call, and ASCII goes back without being decoded.
#![expect(unsafe_code, reason = "N-API is C")]

use std::ffi::{CStr, c_char, c_void};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::{ptr, slice};

use jotkit::{Error, Result};
use napi::bindgen_prelude::{FromNapiValue, Object, ToNapiValue};
use napi::{Env, JsValue, check_status, sys};

use crate::args;
use crate::error::{Answer, guard};
use crate::handle::Handle;

/// The most arguments of a call.
const MOST: usize = 7;

/// Strings shorter than this are read onto the stack.
const SHORT: usize = 4096;

/// What an export does.
pub(crate) type Work = fn(&Call<'_>) -> Result<Value>;

/// A call from JavaScript, with its arguments. Those not given are `undefined`.
pub(crate) struct Call<'a> {
    env: sys::napi_env,
    arguments: [sys::napi_value; MOST],
    lasting: PhantomData<&'a ()>,
}

/// A JavaScript value that a call returns.
pub(crate) struct Value(sys::napi_value);

impl ToNapiValue for Value {
    unsafe fn to_napi_value(_: sys::napi_env, value: Self) -> napi::Result<sys::napi_value> {
        Ok(value.0)
    }
}

/// Adds an export.
pub(crate) fn export(env: &Env, exports: &Object<'_>, name: &CStr, work: Work) -> napi::Result<()> {
    let (mut function, length) = (ptr::null_mut(), name.count_bytes().cast_signed());
    let (name, work) = (name.as_ptr(), work as *mut c_void);
    // SAFETY: the addon is being initialised in `env`; `work` is a function, which is never freed.
    check_status!(unsafe {
        sys::napi_create_function(
            env.raw(),
            name,
            length,
            Some(enter),
            work,
            &raw mut function,
        )
    })?;
    // SAFETY: as above; both values are of this environment.
    check_status!(unsafe { sys::napi_set_named_property(env.raw(), exports.raw(), name, function) })
}

/// Entry point of these exports. Panics are caught here.
unsafe extern "C" fn enter(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let (mut arguments, mut count) = ([ptr::null_mut(); MOST], MOST);
    let (this, mut work) = (ptr::null_mut(), ptr::null_mut());
    let places = arguments.as_mut_ptr();
    // SAFETY: `env` and `info` are this call's, and there is room for `count` arguments.
    let status =
        unsafe { sys::napi_get_cb_info(env, info, &raw mut count, places, this, &raw mut work) };
    let answer: Answer<Value> = guard(|| {
        expect(status)?;
        if work.is_null() {
            return Err(Error::internal());
        }
        // SAFETY: only `export` registers `enter`, always with a `Work`.
        let work = unsafe { std::mem::transmute::<*mut c_void, Work>(work) };
        work(&Call {
            env,
            arguments,
            lasting: PhantomData,
        })
    });
    // SAFETY: the call still lasts. Null is `undefined`, and leaves a pending exception as it is.
    unsafe { ToNapiValue::to_napi_value(env, answer) }.unwrap_or(ptr::null_mut())
}

/// Anything else than success is a bug in this package's JavaScript, or a pending exception.
fn expect(status: sys::napi_status) -> Result<()> {
    match status {
        sys::Status::napi_ok => Ok(()),
        _ => Err(Error::internal()),
    }
}

impl<'a> Call<'a> {
    fn argument(&self, place: usize) -> sys::napi_value {
        let argument = self.arguments.get(place).copied();
        argument.unwrap_or(ptr::null_mut())
    }

    /// The object of a handle.
    pub(crate) fn handle<T: 'static>(&self, place: usize) -> Result<&'a T> {
        // SAFETY: the argument is this call's; this package passes no other addon's externals.
        let handle = unsafe { Handle::<T>::of(self.env, self.argument(place)) };
        handle.map(|handle| &**handle).ok_or(Error::internal())
    }

    /// The type of an argument.
    pub(crate) fn kind(&self, place: usize) -> Result<sys::napi_valuetype> {
        let mut kind = 0;
        // SAFETY: the argument is this call's.
        expect(unsafe { sys::napi_typeof(self.env, self.argument(place), &raw mut kind) })?;
        Ok(kind)
    }

    /// An argument as napi-rs reads it.
    pub(crate) fn read<T: FromNapiValue>(&self, place: usize) -> Result<T> {
        // SAFETY: the argument is this call's.
        let value = unsafe { T::from_napi_value(self.env, self.argument(place)) };
        value.map_err(|_| Error::internal())
    }

    /// Works on a token's bytes. A lone surrogate becomes U+FFFD, which no token contains.
    ///
    /// Of a token that is longer than `most`, only so much is copied that it still is.
    pub(crate) fn token<R>(
        &self,
        place: usize,
        most: usize,
        work: impl FnOnce(&[u8]) -> Result<R>,
    ) -> Result<R> {
        match self.ascii(place, &mut [MaybeUninit::uninit(); SHORT])? {
            Some(text) => work(text),
            None => {
                let units = self.units(place, most)?;
                // A long token is ASCII too, which is not decoded.
                if units.iter().fold(0, |seen, unit| seen | unit) < 0x80 {
                    let bytes = units.iter().map(|unit| unit.to_le_bytes()[0]);
                    return work(&bytes.collect::<Vec<u8>>());
                }
                work(String::from_utf16_lossy(&units).as_bytes())
            }
        }
    }

    /// At most `most + 1` UTF-16 units of a string, each of which is at least a byte of UTF-8.
    #[cold]
    fn units(&self, place: usize, most: usize) -> Result<Vec<u16>> {
        let (env, value, mut length) = (self.env, self.argument(place), 0);
        // SAFETY: the argument is this call's; without a buffer the length is asked for.
        expect(unsafe {
            sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &raw mut length)
        })?;
        // One more for the zero at the end.
        let room = length.min(most.saturating_add(1)).saturating_add(1);
        let mut units = vec![0; room];
        let start = units.as_mut_ptr();
        // SAFETY: as above, and there is that much room.
        expect(unsafe {
            sys::napi_get_value_string_utf16(env, value, start, room, &raw mut length)
        })?;
        units.truncate(length);
        Ok(units)
    }

    /// Works on a string.
    pub(crate) fn text<R>(&self, place: usize, work: impl FnOnce(&str) -> Result<R>) -> Result<R> {
        match self.ascii(place, &mut [MaybeUninit::uninit(); SHORT])? {
            Some(text) => work(str::from_utf8(text).map_err(|_| Error::internal())?),
            None => work(&args::read(&self.read(place)?)?),
        }
    }

    /// Reads a string that is ASCII and shorter than the buffer. UTF-16 takes one call, and every
    /// string can be read as that. UTF-8 would need its length first, and Latin-1 would make some
    /// other strings look like ASCII.
    fn ascii<'b>(
        &self,
        place: usize,
        buffer: &'b mut [MaybeUninit<u8>; SHORT],
    ) -> Result<Option<&'b [u8]>> {
        let mut units = [MaybeUninit::<u16>::uninit(); SHORT];
        let mut length = 0;
        let (value, start) = (self.argument(place), units.as_mut_ptr().cast());
        // SAFETY: the argument is this call's, and there is room for that many units.
        expect(unsafe {
            sys::napi_get_value_string_utf16(self.env, value, start, SHORT, &raw mut length)
        })?;
        // The string may be longer: it was cut off to make room for a zero at the end.
        if length >= SHORT.saturating_sub(1) {
            return Ok(None);
        }
        // SAFETY: that many units were just written there.
        let units = unsafe { slice::from_raw_parts(units.as_ptr().cast::<u16>(), length) };
        let mut seen = 0;
        for (byte, unit) in buffer.iter_mut().zip(units) {
            seen |= unit;
            byte.write(unit.to_le_bytes()[0]);
        }
        // SAFETY: that many bytes were just written there.
        let text = unsafe { slice::from_raw_parts(buffer.as_ptr().cast(), length) };
        Ok((seen < 0x80).then_some(text))
    }

    /// A string to return.
    pub(crate) fn string(&self, text: &str) -> Result<Value> {
        // ASCII is Latin-1, which V8 copies without decoding it.
        let create = match text.is_ascii() {
            true => sys::napi_create_string_latin1,
            false => sys::napi_create_string_utf8,
        };
        let (start, length) = (text.as_ptr().cast::<c_char>(), text.len().cast_signed());
        let mut value = ptr::null_mut();
        // SAFETY: `env` is this call's, and the string is that long.
        expect(unsafe { create(self.env, start, length, &raw mut value) })?;
        Ok(Value(value))
    }

    /// A value to return, as napi-rs makes it.
    pub(crate) fn value(&self, value: impl ToNapiValue) -> Result<Value> {
        // SAFETY: `env` is this call's.
        let value = unsafe { ToNapiValue::to_napi_value(self.env, value) };
        value.map(Value).map_err(|_| Error::internal())
    }

    /// The function among the arguments, if one was given.
    pub(crate) fn function(&self, place: usize) -> Result<Option<Function>> {
        let (env, function) = (self.env, self.argument(place));
        let is_function = self.kind(place)? == sys::ValueType::napi_function;
        Ok(is_function.then_some(Function { env, function }))
    }
}

/// A JavaScript function that a call was given, and that lives as long as that call.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    env: sys::napi_env,
    function: sys::napi_value,
}

impl Function {
    /// Calls it, and returns what it returns as the first argument of a call of its own.
    ///
    /// An exception stays pending and fails the call that passed the function. napi-rs would
    /// convert it to a string, which runs JavaScript: there may be no stack left for that.
    pub(crate) fn call(self, question: &[Option<&str>]) -> Result<Call<'static>> {
        let env = self.env;
        let mut call = Call {
            env,
            arguments: [ptr::null_mut(); MOST],
            lasting: PhantomData,
        };
        for (argument, text) in call.arguments.iter_mut().zip(question) {
            // SAFETY: the call that was given the function still lasts, and so does its `env`.
            let value = unsafe { ToNapiValue::to_napi_value(env, *text) };
            *argument = value.map_err(|_| Error::internal())?;
        }
        let (this, mut answer) = (call.value(())?.0, ptr::null_mut());
        let (count, given) = (question.len().min(MOST), call.arguments.as_ptr());
        // SAFETY: as above; there are that many arguments.
        expect(unsafe {
            sys::napi_call_function(env, this, self.function, count, given, &raw mut answer)
        })?;
        call.arguments = [answer; MOST];
        Ok(call)
    }
}
