//! Texts on both ways: spans that C lends, strings that jotkit hands out.

use std::ffi::c_char;
use std::ptr;

use zeroize::Zeroize;

use crate::guard::guard;
use crate::handle::{self, Opaque};

/// A text that somebody else holds: `len` bytes of UTF-8 from `data` on, not terminated.
///
/// `{JOTKIT_TEXT("like.co")}` makes one of a string literal.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Span {
    /// The first byte; NULL where a text is absent.
    pub data: *const c_char,
    /// The number of bytes.
    pub len: usize,
}

impl Span {
    /// Lends a text for as long as it lives; NULL for none.
    pub(crate) fn lend(text: Option<&str>) -> Self {
        Self {
            data: text.map_or(ptr::null(), |text| text.as_ptr().cast()),
            len: text.map_or(0, str::len),
        }
    }
}

/// A client of LiveLike or LikeCoin: `{{JOTKIT_TEXT("id")}, {JOTKIT_TEXT("secret")}}`.
#[repr(C)]
pub struct Client {
    /// The client id.
    pub id: Span,
    /// The client secret, as text: nothing is decoded.
    pub secret: Span,
}

/// A text or bytes that jotkit hands out. The memory is wiped when it is freed.
pub struct OwnedText {
    _opaque: [u8; 0],
}

impl Opaque for OwnedText {
    type Inner = Text;
    const TAG: [u8; 8] = *b"jotstrng";
}

/// Bytes with a zero byte behind them, for the many C functions that want one. Wiped when they are dropped.
pub(crate) struct Text(Vec<u8>);

impl Text {
    /// Copies bytes into memory of the exact size: growing would leave unwiped copies of secrets
    /// behind.
    pub(crate) fn copy(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let mut text = Vec::with_capacity(bytes.len().saturating_add(1));
        text.extend_from_slice(bytes);
        text.push(0);
        Self(text)
    }

    pub(crate) fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }
}

/// Takes over a text that is no secret, mostly without copying it.
impl From<String> for Text {
    fn from(text: String) -> Self {
        let mut bytes = text.into_bytes();
        bytes.reserve_exact(1);
        bytes.push(0);
        Self(bytes)
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.0.resize(self.0.capacity(), 0);
        // Wiping cannot be optimised away, so it happens item by item: a large text is wiped sooner as
        // words than as bytes.
        // SAFETY: any eight bytes are a number, and any number is eight bytes.
        let (head, words, tail) = unsafe { self.0.align_to_mut::<u64>() };
        head.zeroize();
        words.zeroize();
        tail.zeroize();
    }
}

/// The bytes of a string, with a zero byte behind them that is not counted. Valid until the string is
/// freed. NULL for NULL.
///
/// A payload is UTF-8 JSON, in which a zero byte can only stand escaped; DER has zero bytes inside.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_string_data(string: *const OwnedText) -> *const c_char {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::borrow(string) }.map_or(ptr::null(), Text::as_ptr)
    })
}

/// The number of bytes of a string; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_string_len(string: *const OwnedText) -> usize {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::borrow(string) }.map_or(0, Text::len)
    })
}

/// Wipes and frees a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_string_free(string: *mut OwnedText) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(string) }
    })
}
