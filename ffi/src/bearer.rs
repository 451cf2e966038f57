//! `Authorization` headers (RFC 6750).

use jotkit_ffi_export::export;

use crate::args::Text;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Takes the token out of the value of an `Authorization` header (RFC 6750, section 2.1), without
/// judging the token.
///
/// Fails with `authorization_missing` for a request without such a header (`JOTKIT_ABSENT`) and for
/// one of another scheme, `authorization_malformed` for a value of this scheme without one token.
#[export]
fn jotkit_bearer_parse(header_value: Text, token: *mut *mut OwnedString) -> Status {
    token.put(Terminated::copy(jotkit::bearer::parse(
        header_value.optional_str()?,
    )?))
}

/// Makes the value of an `Authorization` header for a token. It is as secret as the token.
///
/// Fails with `argument_invalid` if the token is empty or contains anything but visible ASCII.
#[export]
fn jotkit_bearer_format(token: Text, header_value: *mut *mut OwnedString) -> Status {
    header_value.put(jotkit::bearer::format(token.str()?)?.into())
}
