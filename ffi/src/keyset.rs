//! Key sets.

use std::ffi::c_char;

use jotkit::{KeyOptions, Result};

use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input::{array, text};
use crate::key::Key;
use crate::text::OwnedText;

/// Many keys, of which a token's `kid` chooses one. A token without `kid` gets the only key that fits
/// its algorithm; one with an unknown `kid` gets none.
pub struct KeySet {
    _opaque: [u8; 0],
}

impl Opaque for KeySet {
    type Inner = jotkit::KeySet;
    const TAG: [u8; 8] = *b"jot kset";
}

/// Reads the text of a JWK Set (RFC 7517, section 5). Entries that cannot be used are skipped and
/// counted by `jotkit_keyset_skipped`. The options are those of a key, without `kid`; their `alg` is
/// for entries that name none.
///
/// Fails with `key_invalid` if the text is not one strict JSON object with an array `keys`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_keyset_from_jwks(
    jwks: *const c_char,
    jwks_len: usize,
    options: *const c_char,
    options_len: usize,
    keyset: *mut *mut KeySet,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (jwks, options, keyset) = unsafe {
            (
                text(jwks, jwks_len)?,
                text(options, options_len)?,
                Out::new(keyset)?,
            )
        };
        let options = KeyOptions::from_json(options)?;
        keyset.put(jotkit::KeySet::from_jwks(jwks, &options)?)
    })
}

/// Makes a set of keys, which stay the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_keyset_new(
    keys: *const *const Key,
    count: usize,
    keyset: *mut *mut KeySet,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (keys, keyset) = unsafe { (array(keys, count)?, Out::new(keyset)?) };
        // SAFETY: as above, for each handle of the array.
        let clone = |key: &*const Key| unsafe { borrow(*key) }.cloned();
        let keys = keys.iter().map(clone).collect::<Result<Vec<_>>>()?;
        keyset.put(jotkit::KeySet::new(keys))
    })
}

/// The number of usable keys in a set; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_keyset_len(keyset: *const KeySet) -> usize {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { borrow(keyset) }.map_or(0, jotkit::KeySet::len)
    })
}

/// The number of entries of a JWK Set that could not be used; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_keyset_skipped(keyset: *const KeySet) -> usize {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { borrow(keyset) }.map_or(0, |keyset| keyset.skipped().len())
    })
}

/// Writes the public halves as a JWK Set, ready to be published. Shared secrets are left out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_keyset_to_public_jwks(
    keyset: *const KeySet,
    jwks: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (keyset, jwks) = unsafe { (borrow(keyset)?, Out::new(jwks)?) };
        jwks.put(keyset.to_public_jwks()?.into())
    })
}

/// Frees a key set. Verifiers made of it go on working.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_keyset_free(keyset: *mut KeySet) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(keyset) }
    })
}
