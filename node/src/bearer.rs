//! The `Authorization` header.

use jotkit::{Grants, bearer};
use napi_derive::napi;

use crate::args::{self, Text};
use crate::error::{Answer, guard};

/// The token in an `Authorization` header's value, or `null` for a header that is not there.
#[napi]
pub fn bearer_parse(header_value: Option<Text>) -> Answer<String> {
    guard(|| {
        let value = args::read_some(header_value.as_ref())?;
        Ok(bearer::parse(value.as_ref().map(|value| value.as_str()))?.to_owned())
    })
}

/// An `Authorization` header's value for a token.
#[napi]
pub fn bearer_format(token: Text) -> Answer<String> {
    guard(|| bearer::format(&args::read(&token)?))
}

/// What the payload of a verified access token grants, as JSON text: `scopes` and `client_id`.
#[napi]
pub fn grants(payload: Text) -> Answer<String> {
    guard(|| Ok(Grants::read(&args::read(&payload)?).to_json()))
}
