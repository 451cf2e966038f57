//! The HTTP answer to a request whose token was refused.

use jotkit::{Code, Error};
use jotkit_ffi_export::export;

use crate::args::Text;
use crate::status::Status;
use crate::string::OwnedString;

/// Makes the answer to a request that failed with a status (RFC 6750, section 3): the HTTP status
/// and the value of the header `WWW-Authenticate`, which is empty if the answer has none (500 and
/// 503). The realm, which names the protected area, may be absent; so may the scope, which
/// is what the request needs (NULL and 0).
///
/// Fails with `argument_invalid` for `JOTKIT_OK` and numbers that are not statuses, for an empty
/// realm or one that no header can carry, and for a scope that is there but empty or has an item
/// that is not one word.
#[export]
fn jotkit_challenge(
    status: Status,
    realm: Text,
    scope: *const Text,
    scope_count: usize,
    http_status: *mut u16,
    www_authenticate: *mut *mut OwnedString,
) -> Status {
    let none = Error::argument_invalid("A challenge needs the status of a failure.");
    let error = Code::from_number(status).map(Error::from).ok_or(none)?;
    let (realm, scope) = (realm.optional_str()?, scope.optional_strs(scope_count)?);
    let answer = error.challenge(realm, scope.as_deref())?;
    http_status.write(answer.status)?;
    www_authenticate.put(answer.www_authenticate.unwrap_or_default().into())
}
