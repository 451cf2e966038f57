//! Strings and bytes that jotkit hands out.

use jotkit_ffi_export::export;
use zeroize::Zeroize;

use crate::args::Text;
use crate::handle::opaque;

/// A string or bytes that jotkit hands out. The memory is wiped when it is freed.
pub struct OwnedString {
    _opaque: [u8; 0],
}

opaque!(OwnedString, Terminated);

/// Bytes followed by a zero byte, which many C functions expect. Wiped when dropped.
pub(crate) struct Terminated(Vec<u8>);

impl Terminated {
    /// Copies bytes into memory of the exact size: growing would leave unwiped copies of secrets.
    pub(crate) fn copy(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let mut copy = Vec::with_capacity(bytes.len().saturating_add(1));
        copy.extend_from_slice(bytes);
        copy.push(0);
        Self(copy)
    }

    pub(crate) fn text(&self) -> Text {
        Text::lend_bytes(self.bytes())
    }

    /// Without the zero byte.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.split_last().map_or(&[], |(_, bytes)| bytes)
    }
}

/// Takes over a string that is not secret, mostly without copying it.
impl From<String> for Terminated {
    fn from(text: String) -> Self {
        let mut bytes = text.into_bytes();
        bytes.reserve_exact(1);
        bytes.push(0);
        Self(bytes)
    }
}

impl Drop for Terminated {
    fn drop(&mut self) {
        self.0.resize(self.0.capacity(), 0);
        // The compiler may not skip or combine these writes, so large strings are wiped word by
        // word. SAFETY: any eight bytes are a number, and any number is eight bytes.
        let (head, words, tail) = unsafe { self.0.align_to_mut::<u64>() };
        head.zeroize();
        words.zeroize();
        tail.zeroize();
    }
}

/// The content of a string, valid until the string is freed; absent for NULL. `jotkit_key_to_der`
/// makes bytes, every other function UTF-8.
#[export]
fn jotkit_string_text(string: *const OwnedString) -> Text {
    Ok(string.text())
}

/// Wipes and frees a string.
#[export]
fn jotkit_string_free(string: *mut OwnedString) {
    string.free()
}
