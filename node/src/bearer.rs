//! The `Authorization` header.

use jotkit::bearer;
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard};

/// The token in an `Authorization` header's value.
#[napi]
pub fn bearer_parse(header_value: Text) -> Answer<String> {
    guard(|| Ok(bearer::parse(args::read(&header_value)?.as_str())?.to_owned()))
}

/// An `Authorization` header's value for a token.
#[napi]
pub fn bearer_format(token: Text) -> Answer<String> {
    guard(|| bearer::format(&args::read(&token)?))
}
