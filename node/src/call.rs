//! Calls that are made for every token, without napi-rs between.
//!
//! Its arguments cost more than a short token's signature: a string is measured twice and copied to the heap, an
//! external looked up in a locked table, and the answer decoded as UTF-8. Here a token is read into the
//! stack in one go, and an answer that is ASCII is copied as it is.
#![expect(unsafe_code, reason = "N-API is C")]

use std::ffi::{CStr, c_char, c_void};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::{ptr, slice};

use jotkit::{Error, Result};
use napi::bindgen_prelude::{FromNapiValue, Object, ToNapiValue};
use napi::{Env, JsValue, check_status, sys};
use zeroize::Zeroizing;

use crate::failure::{Answer, guard};
use crate::handle::Handle;
use crate::text::{self, JsText};

/// The most arguments that a call has.
const MOST: usize = 4;

/// Tokens shorter than this are read into the stack.
const SHORT: usize = 4096;

/// What an export does with a call.
pub(crate) type Work = fn(&Call<'_>) -> Result<Value>;

/// A call from JavaScript, for as long as it lasts.
pub(crate) struct Call<'a> {
    env: sys::napi_env,
    arguments: [sys::napi_value; MOST],
    given: usize,
    lasting: PhantomData<&'a ()>,
}

/// A JavaScript function that a call was given. It is kept no longer than that call lasts: see
/// [`answering`](crate::ask::answering).
#[derive(Clone, Copy)]
pub(crate) struct Function {
    env: sys::napi_env,
    function: sys::napi_value,
}

impl Function {
    /// What it answers to a question of at most [`MOST`] texts, as the first argument of a call of its own.
    ///
    /// An exception stays pending, so that JavaScript sees it as it is once this call has failed. To look at it, as
    /// napi-rs does, takes JavaScript, for which there may be no room on the stack any more.
    pub(crate) fn answer(self, question: &[Option<&str>]) -> Result<Call<'static>> {
        let mut call = Call {
            env: self.env,
            arguments: [ptr::null_mut(); MOST],
            given: 1,
            lasting: PhantomData,
        };
        let mut undefined = ptr::null_mut();
        // SAFETY: the call that the function was given to goes on, so its environment is there.
        unexpected(unsafe { sys::napi_get_undefined(self.env, &raw mut undefined) })?;
        for (argument, text) in call.arguments.iter_mut().zip(question) {
            *argument = match text {
                Some(text) => string(self.env, text)?,
                None => undefined,
            };
        }
        let mut answer = ptr::null_mut();
        // SAFETY: as above; there are at least as many arguments as are counted.
        unexpected(unsafe {
            sys::napi_call_function(
                self.env,
                undefined,
                self.function,
                question.len().min(MOST),
                call.arguments.as_ptr(),
                &raw mut answer,
            )
        })?;
        call.arguments = [undefined; MOST];
        if let Some(first) = call.arguments.first_mut() {
            *first = answer;
        }
        Ok(call)
    }
}

/// A text as a JavaScript string.
fn string(env: sys::napi_env, text: &str) -> Result<sys::napi_value> {
    // One byte is one character in ASCII, and Latin-1 need not be decoded.
    match text.is_ascii() {
        true => string_of(env, sys::napi_create_string_latin1, text.as_bytes()),
        false => string_of(env, sys::napi_create_string_utf8, text.as_bytes()),
    }
}

/// A function of N-API that makes a string.
type Create = unsafe extern "C" fn(
    sys::napi_env,
    *const c_char,
    isize,
    *mut sys::napi_value,
) -> sys::napi_status;

fn string_of(env: sys::napi_env, create: Create, text: &[u8]) -> Result<sys::napi_value> {
    let mut value = ptr::null_mut();
    let length = text.len().cast_signed();
    // SAFETY: `env` is that of a call that goes on, and the text is that long.
    unexpected(unsafe { create(env, text.as_ptr().cast(), length, &raw mut value) })?;
    Ok(value)
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
    let mut function = ptr::null_mut();
    let length = name.count_bytes().cast_signed();
    let work = work as *mut c_void;
    // SAFETY: the environment is the one that is initialising the addon; `work` is a function, which lives for ever.
    check_status!(unsafe {
        sys::napi_create_function(
            env.raw(),
            name.as_ptr(),
            length,
            Some(enter),
            work,
            &raw mut function,
        )
    })?;
    // SAFETY: as above; both values are of this environment.
    check_status!(unsafe {
        sys::napi_set_named_property(env.raw(), exports.raw(), name.as_ptr(), function)
    })
}

/// Where JavaScript comes in. What the work may do wrong, panics among it, ends at the guard.
unsafe extern "C" fn enter(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let mut arguments = [ptr::null_mut(); MOST];
    let mut count = MOST;
    let mut work = ptr::null_mut();
    // SAFETY: `env` and `info` are this call's, and there is room for `count` arguments. Those that are not
    // given become `undefined`.
    let status = unsafe {
        sys::napi_get_cb_info(
            env,
            info,
            &raw mut count,
            arguments.as_mut_ptr(),
            ptr::null_mut(),
            &raw mut work,
        )
    };
    let call = Call {
        env,
        arguments,
        given: count,
        lasting: PhantomData,
    };
    let answer: Answer<Value> = guard(|| {
        if status != sys::Status::napi_ok || work.is_null() {
            return Err(Error::internal());
        }
        // SAFETY: `export` gave Node.js a `Work` to give back, and nothing else registers `enter`.
        let work = unsafe { std::mem::transmute::<*mut c_void, Work>(work) };
        work(&call)
    });
    // SAFETY: the call is still going on. A null is `undefined`, with the exception that is pending.
    unsafe { ToNapiValue::to_napi_value(env, answer) }.unwrap_or(ptr::null_mut())
}

/// What only an error of this package's JavaScript leads to.
fn unexpected(status: sys::napi_status) -> Result<()> {
    match status {
        sys::Status::napi_ok => Ok(()),
        _ => Err(Error::internal()),
    }
}

impl<'a> Call<'a> {
    fn argument(&self, place: usize) -> sys::napi_value {
        self.arguments
            .get(place)
            .copied()
            .unwrap_or(ptr::null_mut())
    }

    /// The object behind a handle.
    pub(crate) fn handle<T: 'static>(&self, place: usize) -> Result<&'a T> {
        // SAFETY: the argument is this call's; the package's JavaScript passes no other addon's externals.
        let handle = unsafe { Handle::<T>::of(self.env, self.argument(place)) };
        handle.map(|handle| &**handle).ok_or(Error::internal())
    }

    /// Whether an argument was not given.
    pub(crate) fn is_undefined(&self, place: usize) -> Result<bool> {
        if place >= self.given {
            return Ok(true);
        }
        let mut kind = sys::ValueType::napi_undefined;
        // SAFETY: the argument is this call's.
        unexpected(unsafe { sys::napi_typeof(self.env, self.argument(place), &raw mut kind) })?;
        Ok(kind == sys::ValueType::napi_undefined)
    }

    /// A number, if there is one.
    pub(crate) fn number(&self, place: usize) -> Result<Option<f64>> {
        if self.is_undefined(place)? {
            return Ok(None);
        }
        let mut number = 0.0;
        // SAFETY: the argument is this call's; another value than a number is answered with a status.
        unexpected(unsafe {
            sys::napi_get_value_double(self.env, self.argument(place), &raw mut number)
        })?;
        Ok(Some(number))
    }

    /// A function, for as long as the call lasts.
    pub(crate) fn function(&self, place: usize) -> Result<Function> {
        let mut kind = sys::ValueType::napi_undefined;
        // SAFETY: the argument is this call's.
        unexpected(unsafe { sys::napi_typeof(self.env, self.argument(place), &raw mut kind) })?;
        match kind {
            sys::ValueType::napi_function => Ok(Function {
                env: self.env,
                function: self.argument(place),
            }),
            _ => Err(Error::internal()),
        }
    }

    /// Works on the UTF-8 of a text. Lone surrogates become U+FFFD, which no token has.
    pub(crate) fn bytes<R>(&self, place: usize, work: impl Fn(&[u8]) -> Result<R>) -> Result<R> {
        let mut buffer = [MaybeUninit::uninit(); SHORT];
        match self.ascii(place, &mut buffer)? {
            Some(text) => work(text),
            None => self.long(place, work),
        }
    }

    /// Reads a text that is ASCII and shorter than the buffer. It takes one call to read UTF-16, which every
    /// text can be read as. For UTF-8 the length would have to be asked for first, since V8 copies in one go only what
    /// it is told to be exactly that long, and measures it once more; and in Latin-1 a text that is not would look
    /// like another one.
    fn ascii<'b>(
        &self,
        place: usize,
        buffer: &'b mut [MaybeUninit<u8>; SHORT],
    ) -> Result<Option<&'b [u8]>> {
        let mut units = [MaybeUninit::<u16>::uninit(); SHORT];
        let mut length = 0;
        // SAFETY: the argument is this call's, and there is room for that many units.
        unexpected(unsafe {
            sys::napi_get_value_string_utf16(
                self.env,
                self.argument(place),
                units.as_mut_ptr().cast(),
                units.len(),
                &raw mut length,
            )
        })?;
        // It may have been cut off to make room for a zero behind it.
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

    /// As [`Call::bytes`], for any text.
    #[cold]
    fn long<R>(&self, place: usize, work: impl Fn(&[u8]) -> Result<R>) -> Result<R> {
        let mut length = 0;
        // SAFETY: the argument is this call's; without a buffer the number of bytes is asked for.
        unexpected(unsafe {
            sys::napi_get_value_string_utf8(
                self.env,
                self.argument(place),
                ptr::null_mut(),
                0,
                &raw mut length,
            )
        })?;
        let mut buffer = Vec::with_capacity(length.saturating_add(1));
        let text = self.read(place, buffer.spare_capacity_mut(), length)?;
        work(text)
    }

    /// The length of a text in UTF-16 units.
    fn length(&self, place: usize) -> Result<usize> {
        let mut length = 0;
        // SAFETY: the argument is this call's; without a buffer the length is asked for.
        unexpected(unsafe {
            sys::napi_get_value_string_latin1(
                self.env,
                self.argument(place),
                ptr::null_mut(),
                0,
                &raw mut length,
            )
        })?;
        Ok(length)
    }

    /// Reads at most so many bytes of a text's UTF-8, and puts a NUL behind. A buffer with room for exactly as many
    /// as the text has characters lets V8 copy plain ASCII in one go.
    fn read<'b>(
        &self,
        place: usize,
        buffer: &'b mut [MaybeUninit<u8>],
        length: usize,
    ) -> Result<&'b [u8]> {
        let room = length.saturating_add(1).min(buffer.len());
        let start = buffer.as_mut_ptr();
        let mut written = 0;
        // SAFETY: the argument is this call's, and `room` is no more than the buffer has.
        unexpected(unsafe {
            sys::napi_get_value_string_utf8(
                self.env,
                self.argument(place),
                start.cast(),
                room,
                &raw mut written,
            )
        })?;
        // SAFETY: that many bytes were just written there.
        Ok(unsafe { slice::from_raw_parts(start.cast(), written) })
    }

    /// Reads a text, which may be a secret.
    pub(crate) fn text(&self, place: usize) -> Result<Zeroizing<String>> {
        let length = self.length(place)?;
        let mut buffer = Zeroizing::new(Vec::new());
        buffer.reserve_exact(length.saturating_add(1));
        let written = self.read(place, buffer.spare_capacity_mut(), length)?.len();
        // SAFETY: that many bytes were just written.
        unsafe { buffer.set_len(written) };
        if written == length && buffer.is_ascii() {
            let text = String::from_utf8(std::mem::take(&mut *buffer));
            return text.map(Zeroizing::new).map_err(|_| Error::internal());
        }
        // SAFETY: the argument is this call's.
        let text = unsafe { JsText::from_napi_value(self.env, self.argument(place)) };
        text::read(&text.map_err(|_| Error::internal())?)
    }

    /// As [`Call::text`], if there is one.
    pub(crate) fn text_or_none(&self, place: usize) -> Result<Option<Zeroizing<String>>> {
        match self.is_undefined(place)? {
            true => Ok(None),
            false => self.text(place).map(Some),
        }
    }

    /// A text as a JavaScript string.
    pub(crate) fn string(&self, text: &str) -> Result<Value> {
        string(self.env, text).map(Value)
    }

    /// Bytes as a JavaScript string, each as one character.
    pub(crate) fn latin1(&self, bytes: &[u8]) -> Result<Value> {
        string_of(self.env, sys::napi_create_string_latin1, bytes).map(Value)
    }

    /// Two texts as an array.
    pub(crate) fn strings(&self, texts: [&str; 2]) -> Result<Value> {
        let mut array = ptr::null_mut();
        // SAFETY: `env` is this call's.
        unexpected(unsafe {
            sys::napi_create_array_with_length(self.env, texts.len(), &raw mut array)
        })?;
        for (place, text) in (0..).zip(texts) {
            let text = self.string(text)?;
            // SAFETY: both values were just made by this call.
            unexpected(unsafe { sys::napi_set_element(self.env, array, place, text.0) })?;
        }
        Ok(Value(array))
    }
}
