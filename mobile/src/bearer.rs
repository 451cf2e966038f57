//! The `Bearer` scheme of the `Authorization` header.

use jotkit::bearer;

use crate::error::Failure;

/// Returns the token of an `Authorization` header's value, which a request may lack.
#[uniffi::export]
fn bearer_token(header_value: Option<String>) -> Result<String, Failure> {
    Ok(bearer::parse(header_value.as_deref())?.to_owned())
}

/// Returns the value of an `Authorization` header for a token.
#[uniffi::export]
fn bearer_header(token: &str) -> Result<String, Failure> {
    Ok(bearer::format(token)?)
}
