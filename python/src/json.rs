//! Options, claims, headers and JWKs as JSON text, which the core reads and judges.

use std::fmt::Write;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyBytes, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString,
    PyTuple,
};
use zeroize::Zeroizing;

use crate::args::{text, text_or_bytes, whole_date, wrong_type};

/// Writes a mapping as JSON. Its names must be `str`.
///
/// What JSON cannot say (`nan`, a lone surrogate) is written so that the core refuses it.
pub(crate) fn object(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Zeroizing<String>> {
    written(value, what, "a mapping", Also::Nothing)
}

/// Writes claims as JSON. An aware `datetime` becomes its whole seconds since 1970.
pub(crate) fn claims(value: &Bound<'_, PyAny>) -> PyResult<Zeroizing<String>> {
    written(value, "claims", "a mapping", Also::Dates)
}

/// Writes a mapping or a list of PEMs as JSON. A PEM may be `bytes`, as files are read.
pub(crate) fn pems(value: &Bound<'_, PyAny>) -> PyResult<Zeroizing<String>> {
    let mut writer = Writer::new(Also::Bytes);
    if value.cast::<PyList>().is_ok() || value.cast::<PyTuple>().is_ok() {
        writer.value(value, 0)?;
        return Ok(writer.json);
    }
    written(value, "pems", "a mapping or a list", Also::Bytes)
}

/// Writes the keyword arguments that the caller gave as JSON. A `timedelta` becomes its seconds.
pub(crate) fn options(fields: Option<&Bound<'_, PyDict>>) -> PyResult<Zeroizing<String>> {
    let mut writer = Writer::new(Also::Durations);
    match fields {
        Some(fields) => writer.dict(fields, 0)?,
        None => writer.json.push_str("{}"),
    }
    Ok(writer.json)
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
    also: Also,
) -> PyResult<Zeroizing<String>> {
    let mut writer = Writer::new(also);
    match writer.mapping(value, 0)? {
        true => Ok(writer.json),
        false => Err(wrong_type(what, wanted, value)),
    }
}

/// The deepest nesting that is written; it is more than the core accepts. Deeper values become
/// `null`, so writing a list that contains itself ends, and the core refuses the result.
const DEEPEST: usize = 128;

/// What is written in addition to the types that JSON has.
#[derive(Clone, Copy, PartialEq)]
enum Also {
    Nothing,
    Durations,
    Dates,
    Bytes,
}

struct Writer {
    json: Zeroizing<String>,
    also: Also,
}

impl Writer {
    fn new(also: Also) -> Self {
        // A string that grows leaves copies of secrets in memory.
        let json = Zeroizing::new(String::with_capacity(512));
        Self { json, also }
    }

    fn value(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<()> {
        let depth = depth.saturating_add(1);
        if value.is_none() || depth > DEEPEST {
            self.json.push_str("null");
        } else if let Ok(text) = value.cast::<PyString>() {
            self.string(text)?;
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.json
                .push_str(if flag.is_true() { "true" } else { "false" });
        } else if let Ok(number) = value.cast::<PyInt>() {
            self.whole(number)?;
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value());
        } else if let Ok(list) = value.cast::<PyList>() {
            self.items(list.iter(), depth)?;
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.items(tuple.iter(), depth)?;
        } else if !self.also(value)? && !self.mapping(value, depth)? {
            let wanted = "str, int, float, bool, None, list, tuple or a mapping";
            return Err(wrong_type("a JSON value", wanted, value));
        }
        Ok(())
    }

    /// Writes a value of the further type that this writer takes; `false` if it is not one.
    fn also(&mut self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        match self.also {
            Also::Durations if value.cast::<PyDelta>().is_ok() => {
                self.float(value.call_method0("total_seconds")?.extract()?);
            }
            Also::Dates if value.cast::<PyDateTime>().is_ok() => {
                let seconds = whole_date(value.cast::<PyDateTime>()?, "a claim")?;
                self.json.push_str(&seconds.to_string());
            }
            Also::Bytes if value.cast::<PyBytes>().is_ok() => {
                self.string(&PyString::new(value.py(), text_or_bytes(value, "a PEM")?))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Writes a mapping; `false` if the value is not one.
    fn mapping(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<bool> {
        if let Ok(dict) = value.cast::<PyDict>() {
            self.dict(dict, depth)?;
            return Ok(true);
        }
        let Ok(mapping) = value.cast::<PyMapping>() else {
            return Ok(false);
        };
        let items = mapping.items()?;
        self.members(items.iter().map(|item| item.extract()), depth)?;
        Ok(true)
    }

    fn dict(&mut self, dict: &Bound<'_, PyDict>, depth: usize) -> PyResult<()> {
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

    fn members<'py>(
        &mut self,
        members: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
        depth: usize,
    ) -> PyResult<()> {
        self.json.push('{');
        for (index, member) in members.enumerate() {
            let (name, value) = member?;
            if index > 0 {
                self.json.push(',');
            }
            // Converting the name to a string, as json.dumps does, would write 1 and "1" alike.
            let Ok(name) = name.cast::<PyString>() else {
                return Err(wrong_type("a member's name", "str", &name));
            };
            self.string(name)?;
            self.json.push(':');
            self.value(&value, depth)?;
        }
        self.json.push('}');
        Ok(())
    }

    fn items<'py>(
        &mut self,
        items: impl Iterator<Item = Bound<'py, PyAny>>,
        depth: usize,
    ) -> PyResult<()> {
        self.json.push('[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.json.push(',');
            }
            self.value(&item, depth)?;
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

    fn whole(&mut self, number: &Bound<'_, PyInt>) -> PyResult<()> {
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
