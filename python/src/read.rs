//! JSON text that the core has judged, as Python objects.

use jiter::{PythonParse, StringCacheMode};
use pyo3::prelude::*;

/// Builds the objects while parsing. Whole numbers are exact, whatever their size.
///
/// The text has passed the core's strict reader, so what can still fail is memory, or Python's
/// own recursion limit for text that is nested deeper than the default policy lets through.
pub(crate) fn read<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    let parser = PythonParse {
        // The names of claims repeat from token to token; their values are personal and are not kept.
        cache_mode: StringCacheMode::Keys,
        ..PythonParse::default()
    };
    parser
        .python_parse(py, json.as_bytes())
        // jiter stops at 200 levels.
        .or_else(|_| py.import("json")?.call_method1("loads", (json,)))
}
