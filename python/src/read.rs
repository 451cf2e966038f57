//! JSON text that the core has judged, as Python objects.
//!
//! The text is valid: it has passed the core's strict reader, or the core wrote it. So this is a walk
//! and not a judgement, and it makes the objects as it goes. It is not recursive, because a policy may
//! let text through that is nested deeper than a thread's stack.

use jotkit::Error;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};

use crate::error::raise;
use crate::names::Names;
use crate::scan::{Number, Scan};

/// Builds the objects. Whole numbers are exact, whatever their size.
pub(crate) fn read<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    Names::with(|names| {
        let scan = Scan::new(json);
        Builder { py, scan, names }.document()
    })
}

/// A container whose members are still coming; of a dict with the name of the next one.
enum Open<'py> {
    Dict(Bound<'py, PyDict>, Bound<'py, PyString>),
    List(Bound<'py, PyList>),
}

struct Builder<'text, 'names, 'py> {
    py: Python<'py>,
    scan: Scan<'text>,
    names: &'names mut Names,
}

impl<'py> Builder<'_, '_, 'py> {
    fn document(&mut self) -> PyResult<Bound<'py, PyAny>> {
        // The container that is being filled, and those around it.
        let mut open: Option<Open<'py>> = None;
        let mut outer: Vec<Open<'py>> = Vec::new();
        loop {
            let mut value = match self.scan.peek().ok_or_else(broken)? {
                b'{' => {
                    let dict = PyDict::new(self.py);
                    if self.scan.begins(b'}').ok_or_else(broken)? {
                        let opened = Open::Dict(dict, self.name()?);
                        outer.extend(open.replace(opened));
                        continue;
                    }
                    dict.into_any()
                }
                b'[' => {
                    let list = PyList::empty(self.py);
                    if self.scan.begins(b']').ok_or_else(broken)? {
                        outer.extend(open.replace(Open::List(list)));
                        continue;
                    }
                    list.into_any()
                }
                first => self.scalar(first)?,
            };
            // Into the container that it belongs to; and if that is complete, this into its own.
            loop {
                match &mut open {
                    None => return Ok(value),
                    Some(Open::Dict(dict, name)) => {
                        dict.set_item(&*name, value)?;
                        if self.scan.goes_on().ok_or_else(broken)? {
                            *name = self.name()?;
                            break;
                        }
                    }
                    Some(Open::List(list)) => {
                        list.append(value)?;
                        if self.scan.goes_on().ok_or_else(broken)? {
                            break;
                        }
                    }
                }
                value = match std::mem::replace(&mut open, outer.pop()) {
                    Some(Open::Dict(dict, _)) => dict.into_any(),
                    Some(Open::List(list)) => list.into_any(),
                    None => return Err(broken()),
                };
            }
        }
    }

    fn scalar(&mut self, first: u8) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        Ok(match first {
            b'"' => {
                let text = self.scan.string().ok_or_else(broken)?;
                PyString::new(py, &text).into_any()
            }
            b't' | b'f' | b'n' => {
                self.scan.word();
                match first {
                    b'n' => py.None().into_bound(py),
                    _ => PyBool::new(py, first == b't').to_owned().into_any(),
                }
            }
            _ => match self.scan.number().ok_or_else(broken)? {
                Number::Small(number) => number.into_pyobject(py)?.into_any(),
                Number::Whole(digits) => py.get_type::<PyInt>().call1((digits,))?,
                Number::Fraction(number) => PyFloat::new(py, number).into_any(),
            },
        })
    }

    fn name(&mut self) -> PyResult<Bound<'py, PyString>> {
        let name = self.scan.name().ok_or_else(broken)?;
        Ok(self.names.get(self.py, &name))
    }
}

/// The text was not what the core lets through.
#[cold]
fn broken() -> PyErr {
    raise(&Error::internal())
}
