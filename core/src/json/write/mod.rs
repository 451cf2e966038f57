//! Writes a serializable value as one JSON object and notes its members on the way.
//!
//! What is written needs no strict reading afterwards where this file wrote it itself: texts, whole
//! numbers and truth values, which is nearly all that claims are made of. Anything else is written by
//! serde_json and then read strictly.

#[macro_use]
mod elsewhere;
mod top;
mod value;

use std::fmt;
use std::ops::Range;

use serde::Serialize;
use smallvec::SmallVec;

use self::top::Top;
use super::names::Names;
use super::reader::Reader;
use super::{NotStrict, Object, Strict, Text, Value};

/// Room for the claims of a usual token, in bytes.
const ROOM: usize = 384;

/// The text of one object, and where its members are in it.
pub(crate) struct Written {
    text: String,
    /// Absent if serde_json wrote all of it.
    members: Option<Members>,
}

type Members = SmallVec<[Member; 16]>;

struct Member {
    name: Range<usize>,
    name_escaped: bool,
    value: Range<usize>,
    form: Form,
}

/// How the text of a value is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A string, between its quotes.
    String {
        escaped: bool,
    },
    Number,
    Bool(bool),
    Null,
    /// An array of nothing but strings, numbers, truth values and nulls.
    FlatArray,
    /// Written by serde_json.
    Other,
}

/// Why a value is not written here.
#[derive(Debug)]
enum Stop {
    /// Its form is one that is left to serde_json.
    Elsewhere,
    /// JSON has no form for it, or its own implementation failed.
    Failed,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value has no form here")
    }
}

impl std::error::Error for Stop {}

impl serde::ser::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Failed
    }
}

/// Writes a value that becomes one JSON object.
pub(crate) fn write_object<T: Serialize + ?Sized>(value: &T) -> Strict<Written> {
    let mut top = Top::new(ROOM);
    let (text, members) = match value.serialize(&mut top) {
        Ok(()) => (top.text, Some(top.members)),
        Err(Stop::Elsewhere) => {
            let text = serde_json::to_string(value).map_err(|_| NotStrict)?;
            (text, None)
        }
        Err(Stop::Failed) => return Err(NotStrict),
    };
    Ok(Written { text, members })
}

impl Written {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The members, as [`Object::read`] would read them from the text.
    pub(crate) fn read<'a>(&'a self, object: &mut Object<'a>, max_depth: usize) -> Strict<()> {
        let Some(members) = &self.members else {
            return object.read(&self.text, max_depth);
        };
        let mut seen = Names::default();
        for member in members {
            let raw = self.text.get(member.name.clone()).ok_or(NotStrict)?;
            let escaped = member.name_escaped;
            let name = Text { raw, escaped };
            seen.note(name, object.members.iter().map(|(name, _)| *name))?;
            object.members.push((name, self.value(member, max_depth)?));
        }
        Ok(())
    }

    fn value(&self, member: &Member, max_depth: usize) -> Strict<Value<'_>> {
        let raw = self.text.get(member.value.clone()).ok_or(NotStrict)?;
        match member.form {
            Form::String { escaped } => Ok(Value::String(Text { raw, escaped })),
            Form::Number => Ok(Value::Number(raw)),
            Form::Bool(value) => Ok(Value::Bool(value)),
            Form::Null => Ok(Value::Null),
            Form::FlatArray if max_depth > 1 => Ok(Value::Array(raw)),
            Form::FlatArray => Err(NotStrict),
            Form::Other => {
                let mut reader = Reader::new(raw, max_depth);
                let value = reader.value(1)?;
                reader.end()?;
                Ok(value)
            }
        }
    }
}

#[cfg(test)]
mod tests;
