//! The program `jotkit`, for the package's console script.

use std::ffi::OsString;

use pyo3::prelude::*;

use crate::error::guard;

/// Runs the program `jotkit` and returns its exit status. It reads and writes the streams of the
/// process, not those of `sys`.
#[pyfunction]
pub(crate) fn cli(py: Python<'_>, args: &Bound<'_, PyAny>) -> PyResult<u8> {
    guard(|| {
        let args: Vec<OsString> = args.extract()?;
        Ok(py.detach(|| jotkit_cli::main(args)))
    })
}
