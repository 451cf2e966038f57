//! The program `jotkit`, for the package's `bin`.

use std::ffi::OsString;

use napi_derive::napi;

use crate::error::{Answer, guard};

/// Runs the program and returns its exit status. The first argument is the program's name.
#[napi]
pub fn cli(args: Vec<String>) -> Answer<u8> {
    guard(|| Ok(jotkit_cli::main(args.into_iter().map(OsString::from))))
}
