//! Python objects as JSON text: claims, header members, options, JWKs.

use std::fmt::Write;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDelta, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use zeroize::Zeroizing;

use crate::convert::wrong_type;
use crate::error::raise;

/// Deeper than any policy, claims or key may nest. What lies below is written as `null`, and the core
/// refuses the text for its depth; so a list that contains itself comes to an end.
const DEEPEST: usize = 128;

/// Writes a mapping whose names are all `str`.
///
/// What JSON cannot say (`nan`, a lone surrogate) is written so that the core refuses it.
pub(crate) fn object(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Zeroizing<String>> {
    let mut writer = Writer::new(false);
    if !writer.mapping(value, 0)? {
        return Err(wrong_type(what, "a mapping", value));
    }
    Ok(writer.text)
}

/// Writes keyword arguments, the ones the caller gave and no other. A `timedelta` becomes its seconds.
pub(crate) fn options(fields: Option<&Bound<'_, PyDict>>) -> PyResult<Zeroizing<String>> {
    let mut writer = Writer::new(true);
    match fields {
        Some(fields) => writer.dict(fields, 0)?,
        None => writer.text.push_str("{}"),
    }
    Ok(writer.text)
}

/// Takes JSON text as it is, and writes a mapping.
pub(crate) fn text_or_object(value: &Bound<'_, PyAny>, what: &str) -> PyResult<Zeroizing<String>> {
    if let Ok(text) = value.cast::<PyString>() {
        return crate::convert::text(text, what).map(|text| Zeroizing::new(text.to_owned()));
    }
    let mut writer = Writer::new(false);
    if !writer.mapping(value, 0)? {
        return Err(wrong_type(what, "str or a mapping", value));
    }
    Ok(writer.text)
}

struct Writer {
    text: Zeroizing<String>,
    durations: bool,
}

impl Writer {
    fn new(durations: bool) -> Self {
        // Text that had to grow would leave copies of secrets in memory.
        let text = Zeroizing::new(String::with_capacity(512));
        Self { text, durations }
    }

    fn value(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<()> {
        let depth = depth.saturating_add(1);
        if value.is_none() || depth > DEEPEST {
            self.text.push_str("null");
        } else if let Ok(text) = value.cast::<PyString>() {
            self.string(text)?;
        } else if let Ok(switch) = value.cast::<PyBool>() {
            self.text
                .push_str(if switch.is_true() { "true" } else { "false" });
        } else if let Ok(number) = value.cast::<PyInt>() {
            self.whole(number)?;
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value());
        } else if let Ok(list) = value.cast::<PyList>() {
            self.items(list.iter(), depth)?;
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.items(tuple.iter(), depth)?;
        } else if self.durations && value.cast::<PyDelta>().is_ok() {
            self.float(value.call_method0("total_seconds")?.extract()?);
        } else if !self.mapping(value, depth)? {
            let wanted = "of str, int, float, bool, None, list, tuple and mappings of them";
            return Err(wrong_type("what becomes JSON", wanted, value));
        }
        Ok(())
    }

    /// Writes a mapping; `false` if the value is none.
    fn mapping(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<bool> {
        if let Ok(dict) = value.cast::<PyDict>() {
            self.dict(dict, depth)?;
            return Ok(true);
        }
        let Ok(mapping) = value.cast::<PyMapping>() else {
            return Ok(false);
        };
        let items = mapping.items()?;
        let items = items.iter().map(|item| item.extract());
        self.members(items, depth)?;
        Ok(true)
    }

    fn dict(&mut self, dict: &Bound<'_, PyDict>, depth: usize) -> PyResult<()> {
        let (size, mut iter) = (dict.len(), dict.iter());
        // A mapping of the caller's that is among the values may do anything, to this dict too, and
        // the iterator would answer that with a panic.
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
        let mut separator = '{';
        for member in members {
            let (name, value) = member?;
            self.text.push(separator);
            // json.dumps would write 1 and "1" under one name.
            let Ok(name) = name.cast::<PyString>() else {
                return Err(wrong_type("a member's name", "str", &name));
            };
            self.string(name)?;
            self.text.push(':');
            self.value(&value, depth)?;
            separator = ',';
        }
        if separator == '{' {
            self.text.push('{');
        }
        self.text.push('}');
        Ok(())
    }

    fn items<'py>(
        &mut self,
        items: impl Iterator<Item = Bound<'py, PyAny>>,
        depth: usize,
    ) -> PyResult<()> {
        self.text.push('[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.value(&item, depth)?;
        }
        self.text.push(']');
        Ok(())
    }

    fn string(&mut self, text: &Bound<'_, PyString>) -> PyResult<()> {
        match text.to_str() {
            Ok(text) => {
                self.quoted(text);
                Ok(())
            }
            // A lone surrogate, which Python's writer escapes and the core then refuses.
            Err(_) => {
                let escaped = text.py().import("json")?.call_method1("dumps", (text,))?;
                self.text.push_str(escaped.extract()?);
                Ok(())
            }
        }
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for part in text.split_inclusive(|char: char| char < ' ' || char == '"' || char == '\\') {
            let mut chars = part.chars();
            match chars.next_back() {
                Some(last @ ('"' | '\\')) => {
                    self.text.push_str(chars.as_str());
                    self.text.push('\\');
                    self.text.push(last);
                }
                Some(last) if last < ' ' => {
                    self.text.push_str(chars.as_str());
                    // Writing to a String cannot fail.
                    let _ = write!(self.text, "\\u{:04x}", u32::from(last));
                }
                _ => self.text.push_str(part),
            }
        }
        self.text.push('"');
    }

    fn whole(&mut self, number: &Bound<'_, PyInt>) -> PyResult<()> {
        if let Ok(number) = number.extract::<i64>() {
            let _ = write!(self.text, "{number}");
            return Ok(());
        }
        // int's own way of writing, since a subclass such as an enum may have another.
        let int = number.py().get_type::<PyInt>();
        match int.call_method1("__repr__", (number,)) {
            Ok(digits) => self.text.push_str(digits.extract()?),
            // More digits than Python writes are more than any double holds.
            Err(_) => self.float(f64::INFINITY),
        }
        Ok(())
    }

    fn float(&mut self, number: f64) {
        // The shortest text that reads back as the same number; `NaN` and `inf` are no JSON.
        let _ = if number.fract() == 0.0 && number.abs() < 1e15 {
            write!(self.text, "{number:.1}")
        } else {
            write!(self.text, "{number:?}")
        };
    }
}

/// The core's answer to text that it read.
pub(crate) fn parsed<T>(result: jotkit::Result<T>) -> PyResult<T> {
    result.map_err(|error| raise(&error))
}
