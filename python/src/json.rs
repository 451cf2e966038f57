//! Options, claims, headers and JWKs as JSON text, which the core reads and judges.

use std::fmt::Write;

use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use zeroize::Zeroizing;

use crate::args::{self, text, text_or_bytes, whole_date};

/// Writes a mapping as JSON. Its names must be `str`.
///
/// What JSON cannot say (`nan`, a lone surrogate) is written so that the core refuses it.
pub(crate) fn object(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Zeroizing<String>> {
    written(value, what, "a mapping", Also::Nothing)
}

/// Writes claims as JSON. An aware `datetime` becomes its whole seconds since 1970, and a dataclass
/// or a model its members. `default` converts what is of another type.
pub(crate) fn claims(
    value: &Bound<'_, PyAny>,
    default: Option<&Py<PyAny>>,
) -> PyResult<Zeroizing<String>> {
    written(value, "claims", "a mapping", Also::Claims(default))
}

/// Writes a mapping or a list of PEMs as JSON. A PEM may be `bytes`, as files are read.
pub(crate) fn pems(value: &Bound<'_, PyAny>) -> PyResult<Zeroizing<String>> {
    if value.cast::<PyList>().is_ok() || value.cast::<PyTuple>().is_ok() {
        let mut writer = Writer::new(Also::Bytes);
        let done = writer.value(value, 0);
        return writer.end(done, "pems");
    }
    written(value, "pems", "a mapping or a list", Also::Bytes)
}

/// Writes the keyword arguments that the caller gave as JSON. A `timedelta` becomes its seconds.
pub(crate) fn options(fields: Option<&Bound<'_, PyDict>>) -> PyResult<Zeroizing<String>> {
    let Some(fields) = fields else {
        return Ok(Zeroizing::new("{}".to_owned()));
    };
    let mut writer = Writer::new(Also::Durations);
    let done = writer.dict(fields, 0);
    writer.end(done, "the options")
}

/// Takes JSON text as it is, and writes a mapping as JSON.
pub(crate) fn text_or_object(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Zeroizing<String>> {
    if value.cast::<PyString>().is_ok() {
        return text(value, what).map(|text| Zeroizing::new(text.to_owned()));
    }
    written(value, what, "str or a mapping", Also::Nothing)
}

fn written(
    value: &Bound<'_, PyAny>,
    what: &str,
    wanted: &str,
    also: Also<'_>,
) -> PyResult<Zeroizing<String>> {
    let mut writer = Writer::new(also);
    let done = writer.whole(value, wanted);
    writer.end(done, what)
}

/// The deepest nesting that is written; it is more than the core accepts. Deeper values become
/// `null`, so writing a list that contains itself ends, and the core refuses the result.
const DEEPEST: usize = 128;

/// What is written in addition to the types that JSON has.
#[derive(Clone, Copy)]
enum Also<'a> {
    Nothing,
    Durations,
    /// Dates and models, and what this function converts.
    Claims(Option<&'a Py<PyAny>>),
    Bytes,
}

/// Why a value is not written.
enum Wrong {
    Python(PyErr),
    /// What a value at a place must be; the place is from the inside out.
    Type(String, Vec<Step>),
}

enum Step {
    Name(String),
    Index(usize),
}

impl From<PyErr> for Wrong {
    fn from(exception: PyErr) -> Self {
        Self::Python(exception)
    }
}

impl Wrong {
    fn of_type(wanted: &str, value: &Bound<'_, PyAny>) -> Self {
        match args::must_be(wanted, value) {
            Ok(sentence) => Self::Type(sentence, Vec::new()),
            Err(exception) => Self::Python(exception),
        }
    }

    fn within(mut self, step: Step) -> Self {
        if let Self::Type(_, path) = &mut self {
            path.push(step);
        }
        self
    }

    /// The exception, which names the place and never the value.
    fn exception(self, what: &str) -> PyErr {
        let (sentence, path) = match self {
            Self::Python(exception) => return exception,
            Self::Type(sentence, path) => (sentence, path),
        };
        let mut place = String::new();
        for step in path.into_iter().rev() {
            match step {
                Step::Name(name) if place.is_empty() => place = name,
                Step::Name(name) => place.extend([".", &name]),
                Step::Index(index) => place.push_str(&format!("[{index}]")),
            }
        }
        PyTypeError::new_err(match place.is_empty() {
            true => format!("{what} {sentence}"),
            false => format!("`{place}` in {what} {sentence}"),
        })
    }
}

struct Writer<'a> {
    json: Zeroizing<String>,
    also: Also<'a>,
}

impl<'a> Writer<'a> {
    fn new(also: Also<'a>) -> Self {
        // A string that grows leaves copies of secrets in memory.
        let json = Zeroizing::new(String::with_capacity(512));
        Self { json, also }
    }

    fn end(self, done: Result<(), Wrong>, what: &str) -> PyResult<Zeroizing<String>> {
        match done {
            Ok(()) => Ok(self.json),
            Err(wrong) => Err(wrong.exception(what)),
        }
    }

    /// Writes all of it, which must be a mapping.
    fn whole(&mut self, value: &Bound<'_, PyAny>, wanted: &str) -> Result<(), Wrong> {
        let done = match self.mapping(value, 0)? {
            true => true,
            false => match self.converted(value)? {
                Some(converted) => self.mapping(&converted, 0)?,
                None => false,
            },
        };
        match done {
            true => Ok(()),
            false => Err(Wrong::of_type(wanted, value)),
        }
    }

    fn value(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> Result<(), Wrong> {
        let depth = depth.saturating_add(1);
        if value.is_none() || depth > DEEPEST {
            self.json.push_str("null");
        } else if let Ok(text) = value.cast::<PyString>() {
            self.string(text)?;
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.json
                .push_str(if flag.is_true() { "true" } else { "false" });
        } else if let Ok(number) = value.cast::<PyInt>() {
            self.int(number)?;
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value());
        } else if let Ok(list) = value.cast::<PyList>() {
            self.items(list.iter(), depth)?;
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.items(tuple.iter(), depth)?;
        } else if !self.also(value)? && !self.mapping(value, depth)? {
            match self.converted(value)? {
                // What is never converted to another type would go on without end.
                Some(converted) if depth < DEEPEST => self.value(&converted, depth)?,
                _ => return Err(Wrong::of_type(self.wanted(), value)),
            }
        }
        Ok(())
    }

    fn wanted(&self) -> &'static str {
        match self.also {
            Also::Claims(None) => {
                "str, int, float, bool, None, datetime, list, tuple, a mapping or a dataclass \
                 (a Signer's default= converts other types)"
            }
            _ => "str, int, float, bool, None, list, tuple or a mapping",
        }
    }

    /// Writes a value of the further type that this writer takes; `false` if it is not one.
    fn also(&mut self, value: &Bound<'_, PyAny>) -> Result<bool, Wrong> {
        match self.also {
            Also::Durations if args::is_delta(value)? => {
                self.float(value.call_method0("total_seconds")?.extract()?);
            }
            Also::Claims(_) => {
                if !args::is_date(value)? {
                    return Ok(false);
                }
                let Some(seconds) = whole_date(value)? else {
                    return Err(Wrong::Type(args::AWARE.to_owned(), Vec::new()));
                };
                self.json.push_str(&seconds.to_string());
            }
            Also::Bytes if value.cast::<PyBytes>().is_ok() => {
                let pem = PyString::new(value.py(), text_or_bytes(value, "a PEM")?);
                self.string(&pem)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Writes a mapping, or a model's members; `false` if the value is neither.
    fn mapping(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> Result<bool, Wrong> {
        if let Ok(dict) = value.cast::<PyDict>() {
            self.dict(dict, depth)?;
            return Ok(true);
        }
        if let Ok(mapping) = value.cast::<PyMapping>() {
            let items = mapping.items()?;
            self.members(items.iter().map(|item| item.extract()), depth)?;
            return Ok(true);
        }
        if !matches!(self.also, Also::Claims(_)) {
            return Ok(false);
        }
        let members = value.py().import("jotkit._models")?;
        let members = members.call_method1("members", (value,))?;
        if let Ok(dict) = members.cast::<PyDict>() {
            self.dict(dict, depth)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// What a signer's `default` makes of a value of another type.
    fn converted<'b>(&self, value: &Bound<'b, PyAny>) -> Result<Option<Bound<'b, PyAny>>, Wrong> {
        match self.also {
            Also::Claims(Some(default)) => Ok(Some(default.bind(value.py()).call1((value,))?)),
            _ => Ok(None),
        }
    }

    fn dict(&mut self, dict: &Bound<'_, PyDict>, depth: usize) -> Result<(), Wrong> {
        let (size, mut iter) = (dict.len(), dict.iter());
        // Reading a value that is a mapping runs the caller's code, which may change this dict. The
        // iterator panics then.
        let member = |_| match dict.len() == size {
            true => iter.next().map(Ok),
            false => Some(Err(PyRuntimeError::new_err(
                "a dict changed its size while it was read",
            ))),
        };
        self.members((0..size).map_while(member), depth)
    }

    fn members<'b>(
        &mut self,
        members: impl Iterator<Item = PyResult<(Bound<'b, PyAny>, Bound<'b, PyAny>)>>,
        depth: usize,
    ) -> Result<(), Wrong> {
        self.json.push('{');
        for (index, member) in members.enumerate() {
            let (name, value) = member?;
            if index > 0 {
                self.json.push(',');
            }
            // Converting the name to a string, as json.dumps does, would write 1 and "1" alike.
            let Ok(name) = name.cast::<PyString>() else {
                return Err(Wrong::of_type("a mapping with names of type str", &name));
            };
            self.string(name)?;
            self.json.push(':');
            self.value(&value, depth)
                .map_err(|wrong| wrong.within(Step::Name(name.to_string_lossy().into_owned())))?;
        }
        self.json.push('}');
        Ok(())
    }

    fn items<'b>(
        &mut self,
        items: impl Iterator<Item = Bound<'b, PyAny>>,
        depth: usize,
    ) -> Result<(), Wrong> {
        self.json.push('[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.json.push(',');
            }
            self.value(&item, depth)
                .map_err(|wrong| wrong.within(Step::Index(index)))?;
        }
        self.json.push(']');
        Ok(())
    }

    fn string(&mut self, text: &Bound<'_, PyString>) -> PyResult<()> {
        let Ok(text) = text.to_str() else {
            // Python's writer escapes lone surrogates, and the core refuses them.
            let escaped = text.py().import("json")?.call_method1("dumps", (text,))?;
            self.json.push_str(escaped.extract()?);
            return Ok(());
        };
        self.json.push('"');
        for part in text.split_inclusive(|char: char| char < ' ' || char == '"' || char == '\\') {
            let mut chars = part.chars();
            match chars.next_back() {
                Some(last @ ('"' | '\\')) => {
                    self.json.push_str(chars.as_str());
                    self.json.push('\\');
                    self.json.push(last);
                }
                Some(last) if last < ' ' => {
                    self.json.push_str(chars.as_str());
                    // Writing to a String cannot fail.
                    let _ = write!(self.json, "\\u{:04x}", u32::from(last));
                }
                _ => self.json.push_str(part),
            }
        }
        self.json.push('"');
        Ok(())
    }

    fn int(&mut self, number: &Bound<'_, PyInt>) -> PyResult<()> {
        if let Ok(number) = number.extract::<i64>() {
            let _ = write!(self.json, "{number}");
            return Ok(());
        }
        // `int.__repr__`, because a subclass such as an enum may have another.
        let int = number.py().get_type::<PyInt>();
        match int.call_method1("__repr__", (number,)) {
            Ok(digits) => self.json.push_str(digits.extract()?),
            // Python refuses to write that many digits, and no double holds such a number.
            Err(_) => self.float(f64::INFINITY),
        }
        Ok(())
    }

    fn float(&mut self, number: f64) {
        // The shortest text that reads back as the same number. `NaN` and `inf` are not JSON.
        let _ = if number.fract() == 0.0 && number.abs() < 1e15 {
            write!(self.json, "{number:.1}")
        } else {
            write!(self.json, "{number:?}")
        };
    }
}
