//! Arguments: what C passes, and what the body of an export sees of it.

use std::borrow::Cow;
use std::ffi::c_char;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::slice;

use jotkit::{Error, Result};

use crate::handle::{self, Opaque};

/// `len` bytes from `data` on; UTF-8 unless said otherwise.
///
/// Arguments need no zero byte at the end. Texts that jotkit returns have one, which `len` does not
/// count.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Text {
    /// The first byte; NULL if the text is absent.
    pub data: *const c_char,
    /// The number of bytes.
    pub len: usize,
}

impl Text {
    /// Lends a string for as long as it lives; absent for `None`.
    pub(crate) fn lend(text: Option<&str>) -> Self {
        text.map_or_else(Self::default, |text| Self::lend_bytes(text.as_bytes()))
    }

    /// Lends bytes of any kind for as long as they live.
    pub(crate) fn lend_bytes(bytes: &[u8]) -> Self {
        Self {
            data: bytes.as_ptr().cast(),
            len: bytes.len(),
        }
    }

    /// As [`lend`](Self::lend), without the zero byte at the end.
    pub(crate) fn terminated(text: Option<&str>) -> Self {
        Self::lend(text.map(|text| text.strip_suffix('\0').unwrap_or(text)))
    }
}

/// An absent text.
impl Default for Text {
    fn default() -> Self {
        Self {
            data: ptr::null(),
            len: 0,
        }
    }
}

/// A client of LiveLike or LikeCoin.
#[repr(C)]
pub struct Client {
    /// The client id.
    pub id: Text,
    /// The client secret, as text: nothing is decoded.
    pub secret: Text,
}

/// A header of an HTTP request or reply.
#[repr(C)]
pub struct Header {
    /// The name, in any case.
    pub name: Text,
    /// The value. That of a reply may be any bytes.
    pub value: Text,
}

/// An argument of C. [`guarded!`](crate::error::guarded) reads each of them before the body runs.
pub(crate) trait Argument {
    type Read<'a>
    where
        Self: 'a;

    /// # Safety
    /// The argument keeps to the rules at the head of the header until the end of the call.
    unsafe fn read(&self) -> Result<Self::Read<'_>>;
}

/// Arguments that are what they are.
macro_rules! plain {
    ($($type:ty),+) => {$(
        impl Argument for $type {
            type Read<'a> = Self;

            unsafe fn read(&self) -> Result<Self> {
                Ok(*self)
            }
        }
    )+};
}

plain!(bool, i32, i64, u16, u32, u64, usize, f64);

impl Argument for Text {
    type Read<'a> = Lent<'a>;

    unsafe fn read(&self) -> Result<Lent<'_>> {
        Ok(Lent(*self, PhantomData))
    }
}

/// Text or bytes of the caller's.
#[derive(Clone, Copy)]
pub(crate) struct Lent<'a>(Text, PhantomData<&'a ()>);

impl<'a> Lent<'a> {
    /// Bytes of any kind, such as those of a token, whose encoding the core judges.
    pub(crate) fn bytes(self) -> Result<&'a [u8]> {
        // SAFETY: `Argument::read` was promised that the bytes can be read.
        let bytes = unsafe { items(self.0.data.cast(), self.0.len)? };
        bytes.ok_or(Error::argument_invalid(
            "A required text is NULL; the text of an object is so after a setter has failed.",
        ))
    }

    pub(crate) fn str(self) -> Result<&'a str> {
        str::from_utf8(self.bytes()?)
            .map_err(|_| Error::argument_invalid("Text arguments must be UTF-8."))
    }

    fn is_absent(self) -> bool {
        self.0.data.is_null() && self.0.len == 0
    }

    pub(crate) fn optional_str(self) -> Result<Option<&'a str>> {
        (!self.is_absent()).then(|| self.str()).transpose()
    }

    pub(crate) fn optional_bytes(self) -> Result<Option<&'a [u8]>> {
        (!self.is_absent()).then(|| self.bytes()).transpose()
    }

    /// Bytes that C programs often represent by NULL if there are none.
    pub(crate) fn body(self) -> Result<&'a [u8]> {
        Ok(self.optional_bytes()?.unwrap_or_default())
    }
}

/// An array of the caller's, whose length is an argument of its own.
pub(crate) struct Array<'a, T>(*const T, PhantomData<&'a T>);

impl<'a, T> Array<'a, T> {
    /// The array, which may be NULL if it has no items.
    fn items(&self, count: usize) -> Result<&'a [T]> {
        // SAFETY: `Argument::read` was promised that the items can be read.
        match unsafe { items(self.0, count)? } {
            Some(items) => Ok(items),
            None if count == 0 => Ok(&[]),
            None => Err(Error::argument_invalid("A required array is NULL.")),
        }
    }
}

impl<'a> Array<'a, Text> {
    pub(crate) fn strs(&self, count: usize) -> Result<Vec<&'a str>> {
        let read = |text: &Text| Lent(*text, PhantomData).str();
        self.items(count)?.iter().map(read).collect()
    }

    /// An array that may be left out, by NULL and 0; `None` then.
    pub(crate) fn optional_strs(&self, count: usize) -> Result<Option<Vec<&'a str>>> {
        let is_absent = self.0.is_null() && count == 0;
        (!is_absent).then(|| self.strs(count)).transpose()
    }
}

/// A struct of two texts.
pub(crate) trait Pair {
    fn texts(&self) -> (Text, Text);
}

impl Pair for Client {
    fn texts(&self) -> (Text, Text) {
        (self.id, self.secret)
    }
}

impl Pair for Header {
    fn texts(&self) -> (Text, Text) {
        (self.name, self.value)
    }
}

impl<'a, T: Pair> Array<'a, T> {
    fn read<R>(&self, count: usize, read: impl Fn(Lent<'a>) -> Result<R>) -> Result<Vec<(R, R)>> {
        let lend = |text| read(Lent(text, PhantomData));
        let pair = |item: &T| {
            let (first, second) = item.texts();
            Ok((lend(first)?, lend(second)?))
        };
        self.items(count)?.iter().map(pair).collect()
    }

    pub(crate) fn pairs(&self, count: usize) -> Result<Vec<(&'a str, &'a str)>> {
        self.read(count, Lent::str)
    }

    /// As `pairs`, for what a server may have sent as any bytes.
    pub(crate) fn lossy_pairs(&self, count: usize) -> Result<Vec<(Cow<'a, str>, Cow<'a, str>)>> {
        self.read(count, |text| Ok(String::from_utf8_lossy(text.body()?)))
    }
}

impl<'a, O: Opaque> Array<'a, *const O> {
    pub(crate) fn values(&self, count: usize) -> Result<Vec<&'a O::Inner>> {
        // SAFETY: `Argument::read` was promised that these are handles.
        let read = |handle: &*const O| unsafe { handle::borrow(*handle) };
        self.items(count)?.iter().map(read).collect()
    }
}

macro_rules! arrays {
    ($($item:ty $(, $generic:ident)?;)+) => {$(
        impl $(<$generic: Opaque>)? Argument for *const $item {
            type Read<'a> = Array<'a, $item> where Self: 'a;

            unsafe fn read(&self) -> Result<Array<'_, $item>> {
                Ok(Array(*self, PhantomData))
            }
        }
    )+};
}

arrays!(Text; Client; Header; *const O, O;);

/// # Safety
/// `pointer` is null or has `count` readable items that nothing changes while they are borrowed.
unsafe fn items<'a, T>(pointer: *const T, count: usize) -> Result<Option<&'a [T]>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // A negative number that was converted to a length is out of range.
    let fits = count
        .checked_mul(size_of::<T>())
        .is_some_and(|bytes| isize::try_from(bytes).is_ok());
    if !fits || !pointer.is_aligned() {
        return Err(Error::argument_invalid("A length is out of range."));
    }
    // SAFETY: the items are readable, as the caller promised; the pointer is aligned and the size
    // within `isize`.
    Ok(Some(unsafe { slice::from_raw_parts(pointer, count) }))
}

/// Numbers that may be left out.
macro_rules! optional {
    ($($number:ty),+) => {$(
        impl Argument for *const $number {
            type Read<'a> = Option<$number>;

            unsafe fn read(&self) -> Result<Option<$number>> {
                // SAFETY: the caller's promise is the same.
                Ok(unsafe { self.as_ref() }.copied())
            }
        }
    )+};
}

optional!(f64, u64);

/// A handle to use.
impl<O: Opaque> Argument for *const O {
    type Read<'a>
        = &'a O::Inner
    where
        Self: 'a;

    unsafe fn read(&self) -> Result<&O::Inner> {
        // SAFETY: the caller's promise is the same.
        unsafe { handle::borrow(*self) }
    }
}

/// A handle to free.
impl<O: Opaque> Argument for *mut O {
    type Read<'a>
        = Ended<O>
    where
        Self: 'a;

    unsafe fn read(&self) -> Result<Ended<O>> {
        Ok(Ended(*self))
    }
}

pub(crate) struct Ended<O: Opaque>(*mut O);

impl<O: Opaque> Ended<O> {
    pub(crate) fn free(self) -> Result<()> {
        // SAFETY: `Argument::read` was promised that no thread uses the handle any more.
        unsafe { handle::free(self.0) };
        Ok(())
    }
}

/// Where a function writes its result.
pub(crate) struct Place<T>(NonNull<T>);

impl<T> Place<T> {
    /// # Safety
    /// `place` is null or may be written to until the end of the call.
    unsafe fn new(place: *mut T) -> Result<Self> {
        NonNull::new(place)
            .map(Self)
            .ok_or(Error::argument_invalid("The place for the result is NULL."))
    }

    pub(crate) fn write(self, value: T) -> Result<()> {
        // SAFETY: `new` was promised that the place can be written to.
        unsafe { self.0.write(value) };
        Ok(())
    }
}

impl<O: Opaque> Place<*mut O> {
    /// Writes a new handle, which the caller frees.
    pub(crate) fn put(self, inner: O::Inner) -> Result<()> {
        self.write(handle::give(inner))
    }
}

macro_rules! places {
    ($($result:ty $(, $generic:ident)?;)+) => {$(
        impl $(<$generic: Opaque>)? Argument for *mut $result {
            type Read<'a> = Place<$result> where Self: 'a;

            unsafe fn read(&self) -> Result<Place<$result>> {
                // SAFETY: the caller's promise is the same.
                unsafe { Place::new(*self) }
            }
        }
    )+};
}

places!(bool; u16; u64; i64; f64; *mut O, O;);
