//! The bodies of replies: a set of keys, or a discovery document.

use std::sync::Arc;

use super::Cause;
use super::options::RemoteOptions;
use crate::json;
use crate::key::KeySet;

/// Reads a set: one strict object whose `keys` has entries, not too many, at least one of them
/// usable. A shared secret that is published is none.
pub(super) fn keys(body: &[u8], options: &RemoteOptions) -> Result<Arc<KeySet>, Cause> {
    check_size(body, options)?;
    let text = std::str::from_utf8(body).map_err(|_| Cause::Malformed)?;
    let set = KeySet::from_published_jwks(text).map_err(|_| Cause::Malformed)?;
    if set.is_empty() || set.entries_read() > options.most_keys() {
        return Err(Cause::Malformed);
    }
    Ok(Arc::new(set))
}

/// Reads the address of the keys in an issuer's discovery document.
pub(super) fn document(
    body: &[u8],
    issuer: &str,
    options: &RemoteOptions,
) -> Result<String, Cause> {
    check_size(body, options)?;
    let members = json::parse_object(body, json::MAX_DEPTH).map_err(|_| Cause::Malformed)?;
    let string = |name| {
        let text = members.get(name).and_then(json::Value::as_string);
        text.map(|text| text.value().into_owned())
            .ok_or(Cause::Malformed)
    };
    let (named, address) = (string("issuer")?, string("jwks_uri")?);
    if named != issuer {
        return Err(Cause::Issuer);
    }
    if !options.rules().of_document(issuer).allow(&address) {
        return Err(Cause::Address);
    }
    Ok(address)
}

fn check_size(body: &[u8], options: &RemoteOptions) -> Result<(), Cause> {
    match u64::try_from(body.len()) {
        Ok(size) if size <= options.most_bytes() => Ok(()),
        _ => Err(Cause::TooLarge),
    }
}
