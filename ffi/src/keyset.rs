//! Key sets.

use jotkit::KeyOptions;
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::key::Key;
use crate::status::Status;
use crate::string::OwnedString;

/// Keys among which a token's `kid` chooses. A token without `kid` gets the only key that fits its
/// algorithm; one with an unknown `kid` gets none.
pub struct KeySet {
    _opaque: [u8; 0],
}

opaque!(KeySet, jotkit::KeySet);

/// Reads a JWK Set (RFC 7517, section 5). Entries that cannot be used are skipped and counted by
/// `jotkit_keyset_skipped`. The options are those of a key, without `kid`; their `alg` is for
/// entries without one.
///
/// Fails with `key_invalid` if the text is not one strict JSON object with an array `keys`.
#[export]
fn jotkit_keyset_from_jwks(jwks: Text, options: Text, keyset: *mut *mut KeySet) -> Status {
    let (jwks, options) = (jwks.str()?, KeyOptions::from_json(options.str()?)?);
    keyset.put(jotkit::KeySet::from_jwks(jwks, &options)?)
}

/// Makes a set of keys. The keys remain the caller's.
#[export]
fn jotkit_keyset_new(keys: *const *const Key, count: usize, keyset: *mut *mut KeySet) -> Status {
    let keys = keys.values(count)?.into_iter().cloned();
    keyset.put(jotkit::KeySet::new(keys.collect::<Vec<_>>()))
}

/// The number of usable keys in a set; 0 for NULL.
#[export]
fn jotkit_keyset_len(keyset: *const KeySet) -> usize {
    Ok(keyset.len())
}

/// The number of entries of a JWK Set that could not be used; 0 for NULL.
#[export]
fn jotkit_keyset_skipped(keyset: *const KeySet) -> usize {
    Ok(keyset.skipped().len())
}

/// Writes the public halves as a JWK Set for publication. Shared secrets are left out.
#[export]
fn jotkit_keyset_to_public_jwks(keyset: *const KeySet, jwks: *mut *mut OwnedString) -> Status {
    jwks.put(keyset.to_public_jwks()?.into())
}

/// Frees a key set. Verifiers made with it keep working.
#[export]
fn jotkit_keyset_free(keyset: *mut KeySet) {
    keyset.free()
}
