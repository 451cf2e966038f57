//! JSON text of the core's as Python objects: claims, headers, JWKs, requests.
//!
//! The core walks the text, and this makes an object of each value. Neither is recursive, because a
//! policy may allow nesting that is deeper than a thread's stack.

use std::borrow::Cow;
use std::cell::Cell;

use jotkit::{Error, Visitor};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};

use crate::error::Failure;

/// Builds the objects. Whole numbers are exact, whatever their size.
pub(crate) fn objects<'py>(py: Python<'py>, json: &str) -> Result<Bound<'py, PyAny>, Failure> {
    build(py, |builder| jotkit::walk(json, builder))
}

/// Builds the claims of a verified token.
pub(crate) fn verified<'py>(
    py: Python<'py>,
    token: &jotkit::Verified,
) -> Result<Bound<'py, PyAny>, Failure> {
    build(py, |builder| token.walk(builder))
}

fn build<'py>(
    py: Python<'py>,
    walk: impl FnOnce(&mut Builder<'py>) -> PyResult<()>,
) -> Result<Bound<'py, PyAny>, Failure> {
    let mut builder = Builder {
        py,
        names: NAMES.take().unwrap_or_default(),
        open: None,
        outer: Vec::new(),
        whole: None,
    };
    let walked = walk(&mut builder);
    NAMES.set(Some(builder.names));
    walked?;
    Ok(builder.whole.ok_or_else(Error::internal)?)
}

/// A container whose members are still coming; a dict has the name of the next one.
enum Open<'py> {
    Dict(Bound<'py, PyDict>, Option<Bound<'py, PyString>>),
    List(Bound<'py, PyList>),
}

struct Builder<'py> {
    py: Python<'py>,
    names: Box<Names>,
    /// The container that is being filled, and those around it.
    open: Option<Open<'py>>,
    outer: Vec<Open<'py>>,
    whole: Option<Bound<'py, PyAny>>,
}

impl<'py> Builder<'py> {
    fn add(&mut self, value: impl IntoPyObject<'py>) -> PyResult<()> {
        match &mut self.open {
            Some(Open::Dict(dict, name)) => dict.set_item(name.take(), value),
            Some(Open::List(list)) => list.append(value),
            None => {
                self.whole = Some(value.into_bound_py_any(self.py)?);
                Ok(())
            }
        }
    }
}

impl Visitor for Builder<'_> {
    type Error = PyErr;

    fn null(&mut self) -> PyResult<()> {
        self.add(self.py.None())
    }

    fn boolean(&mut self, value: bool) -> PyResult<()> {
        self.add(PyBool::new(self.py, value))
    }

    fn number(&mut self, text: &str) -> PyResult<()> {
        if let Ok(number) = text.parse::<i64>() {
            return self.add(number);
        }
        if text.contains(['.', 'e', 'E']) {
            let number = text.parse().unwrap_or(f64::NAN);
            return self.add(PyFloat::new(self.py, number));
        }
        let whole = self.py.get_type::<PyInt>().call1((text,))?;
        self.add(whole)
    }

    fn string(&mut self, value: Cow<'_, str>) -> PyResult<()> {
        self.add(PyString::new(self.py, &value))
    }

    fn name(&mut self, name: Cow<'_, str>) -> PyResult<()> {
        let text = self.names.get(self.py, &name);
        if let Some(Open::Dict(_, next)) = &mut self.open {
            *next = Some(text);
        }
        Ok(())
    }

    fn open(&mut self, object: bool) -> PyResult<()> {
        let opened = match object {
            true => Open::Dict(PyDict::new(self.py), None),
            false => Open::List(PyList::empty(self.py)),
        };
        self.outer.extend(self.open.replace(opened));
        Ok(())
    }

    fn close(&mut self) -> PyResult<()> {
        match std::mem::replace(&mut self.open, self.outer.pop()) {
            Some(Open::Dict(dict, _)) => self.add(dict),
            Some(Open::List(list)) => self.add(list),
            None => Ok(()),
        }
    }
}

thread_local! {
    /// Taken out while it is in use, so that Python code that runs meanwhile makes its own.
    static NAMES: Cell<Option<Box<Names>>> = const { Cell::new(None) };
}

type Known = Option<(Box<str>, Py<PyString>)>;

const PLACES: usize = 128;

/// Names of members, which repeat from token to token, as Python strings: two at each place of a
/// hash table. Names also come from tokens that are not verified (`peek`), so their number is
/// bounded, and they are not interned, which some versions of Python never undo.
struct Names([[Known; 2]; PLACES]);

impl Default for Names {
    fn default() -> Self {
        Self([const { [None, None] }; PLACES])
    }
}

impl Names {
    fn get<'py>(&mut self, py: Python<'py>, name: &str) -> Bound<'py, PyString> {
        /// Longer names are not kept.
        const LONGEST: usize = 32;
        let place = self.0.get_mut(place(name));
        let Some([newer, older]) = place.filter(|_| name.len() <= LONGEST) else {
            return PyString::new(py, name);
        };
        for (known, text) in [&*newer, &*older].into_iter().flatten() {
            if **known == *name {
                return text.bind(py).clone();
            }
        }
        let text = PyString::new(py, name);
        std::mem::swap(newer, older);
        *newer = Some((name.into(), text.clone().unbind()));
        text
    }
}

/// The upper bits of an FNV-1a hash: a place below `PLACES`.
fn place(name: &str) -> usize {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = name.bytes().fold(0x811c_9dc5, mix);
    usize::from(hash.to_be_bytes()[0] >> 1)
}
