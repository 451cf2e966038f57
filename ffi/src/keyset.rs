//! Key sets.

use jotkit::{Code, Error, KeyOptions};
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

/// Makes a set of PEMs: a JSON object of key id and PEM, such as Firebase's certificates, or an
/// array of PEMs. Each is read as `jotkit_key_from_pem` does; those that cannot be used are
/// skipped. The options are those of a key, without `kid`; their `alg` is for all RSA keys.
///
/// Fails with `key_invalid` if the text is neither.
#[export]
fn jotkit_keyset_from_pems(pems: Text, options: Text, keyset: *mut *mut KeySet) -> Status {
    let (pems, options) = (pems.str()?, KeyOptions::from_json(options.str()?)?);
    keyset.put(jotkit::KeySet::from_pems(pems, &options)?)
}

/// The number of usable keys in a set; 0 for NULL.
#[export]
fn jotkit_keyset_len(keyset: *const KeySet) -> usize {
    Ok(keyset.len())
}

/// Makes a handle of the key at an index, from 0 to below `jotkit_keyset_len`.
///
/// Fails with `argument_invalid` for another index.
#[export]
fn jotkit_keyset_at(keyset: *const KeySet, index: usize, key: *mut *mut Key) -> Status {
    let found = keyset.keys().nth(index).cloned();
    let none = Error::argument_invalid("There is no key with this index.");
    key.put(found.ok_or(none)?)
}

/// Makes a handle of the key with a `kid`. Fails with `key_unknown` if the set has none.
#[export]
fn jotkit_keyset_get(keyset: *const KeySet, kid: Text, key: *mut *mut Key) -> Status {
    let found = keyset.get(kid.str()?).cloned();
    key.put(found.ok_or(Error::from(Code::KeyUnknown))?)
}

/// Describes a set without any secret, as a JSON object of two lists: `keys` with `kid`, `alg` and
/// `thumbprint` of each key, without those that it has not, and `skipped` with the `index`, the
/// `code` (a status), the `kid` if there is one and a `message` for each entry that could not be
/// used. It may be logged.
#[export]
fn jotkit_keyset_info(keyset: *const KeySet, info: *mut *mut OwnedString) -> Status {
    info.put(keyset.info().into())
}

/// The number of entries that could not be used; 0 for NULL. `jotkit_keyset_info` says why.
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
